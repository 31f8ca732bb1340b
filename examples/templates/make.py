"""Writes task-groups.json from the scripts beside it: what `slipway task-group import`, and the original's import, read.

Parameters reach the scripts as environment variables: nothing has to be quoted, and no secret stands on a command line.
"""
import json
import pathlib

HERE = pathlib.Path(__file__).parent
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
PYTHON = "6392f95f-7e76-4a18-b3c7-7f078d2f7700"


def parameter(name, default, help_text):
    return {"name": name, "label": name, "type": "string", "defaultValue": default or "", "required": default is None,
            "helpMarkDown": help_text, "options": {}, "properties": {}, "visibleRule": "", "groupName": ""}


def group(number, name, description, script, step, parameters, condition="succeeded()", **fixed):
    """`parameters`: name -> (environment variable, default, help)."""
    text = (HERE / script).read_text()
    if script.endswith(".py"):
        task, inputs = {"id": PYTHON, "versionSpec": "0.*"}, {"scriptSource": "inline", "script": text}
    else:
        task, inputs = {"id": BASH, "versionSpec": "3.*"}, {"targetType": "inline", "script": text}
    environment = {variable: f"$({name_})" for name_, (variable, _, _) in parameters.items() if variable} | fixed
    return {"id": f"7e3a1a7e-0000-4000-8000-{number:012d}", "name": name, "friendlyName": name, "description": description,
            "version": {"major": 1, "minor": 0, "patch": 0, "isTest": False}, "definitionType": "metaTask",
            "category": "Deploy", "runsOn": ["Agent", "DeploymentGroup"], "revision": 1,
            "inputs": [parameter(name_, default, help_text) for name_, (_, default, help_text) in parameters.items()],
            "tasks": [{"displayName": step, "environment": environment, "enabled": True, "alwaysRun": False,
                       "continueOnError": False, "condition": condition, "timeoutInMinutes": 0, "inputs": inputs,
                       "task": {**task, "definitionType": "task"}}]}


ASK = {"Health": ("HEALTH", "/", "The page that is asked: HTTP 200 is healthy"),
       "Patience": ("PATIENCE", "60", "Seconds until it has to answer")}
SERVICE = {"Service": ("SERVICE", None, "Its name, and that of its folder"),
           "Services": ("SERVICES", "$(HOME)/services", "The folder of all services on the machine"),
           "Port": ("PORT", None, "Of the front, on 127.0.0.1"),
           "BluePort": ("BLUE_PORT", "", "Of slot blue; empty: Port + 1"),
           "GreenPort": ("GREEN_PORT", "", "Of slot green; empty: Port + 2"),
           "Settings": ("SETTINGS", "", "NAME=value, one a line: the environment of the service; may hold secrets"),
           **ASK}

GROUPS = [
    group(1, "Deploy a war to Tomcat", "Parallel deployment through the manager, health check, the old version undeployed",
          "tomcat.sh", "Deploy $(Context) to Tomcat", {
              "War": ("WAR", None, "The file"),
              "Tomcat": ("TOMCAT", "http://127.0.0.1:8080", "Where Tomcat and its manager answer"),
              "Context": ("CONTEXT", None, "The path of the application, like /shop"),
              "Version": ("VERSION", "$(Release.ReleaseName)", "What people call it"),
              "User": ("TOMCAT_USER", "deployer", "A user with the role manager-script"),
              "Password": ("TOMCAT_PASSWORD", None, "A secret variable: $(TomcatPassword)"),
              "Expect": ("EXPECT", "", "A text that the page has to contain"), **ASK}),
    group(2, "Deploy a service, blue-green", "A jar, a .NET app or a program into the slot that is not live, health check, switch",
          "service.sh", "Deploy $(Service)", {
              "Package": ("PACKAGE", None, "The folder of the new version"),
              "Entry": ("ENTRY", None, "X.jar, X.dll, or a program in there"),
              "Arguments": ("ARGUMENTS", "", "For it"),
              "Version": ("VERSION", "$(Release.ReleaseName)", "What people call it"), **SERVICE}, ACTION="deploy"),
    group(3, "Roll back a service", "Switches to the slot that is not live, if what is live came with this release",
          "service.sh", "Roll back $(Service)", {
              "When": (None, "failed()", "failed() after a smoke test in the same job, succeeded() in a job that itself runs after a failure"),
              **SERVICE}, condition="$(When)", ACTION="rollback"),
    group(4, "Deploy a zip to App Service", "Kudu's zip deployment: posted, then asked until it is through", "zipdeploy.py",
          "Deploy to $(Scm)", {
              "Zip": ("ZIP", None, "The file, or a pattern that names one"),
              "Scm": ("SCM", None, "https://NAME.scm.azurewebsites.net"),
              "User": ("SCM_USER", "", "The deployment user; empty when Password is a bearer token"),
              "Password": ("SCM_PASSWORD", None, "A secret variable"),
              "Patience": ("PATIENCE", "600", "Seconds until it has to be through")}),
]


def text():
    return json.dumps({"count": len(GROUPS), "value": GROUPS}, indent=2) + "\n"


if __name__ == "__main__":
    (HERE / "task-groups.json").write_text(text())
