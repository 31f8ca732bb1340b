"""Writes definition.json, the exported shape of a pipeline whose environments are deployed to machines behind ssh, by their tags."""
import json
import pathlib

BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
RESULTS = "0b0f01ed-7dde-43ff-9cbb-e48954daf9b1"
TOMCAT, SERVICE = (f"7e3a1a7e-0000-4000-8000-{number:012d}" for number in (1, 2))
DROP = "$(System.DefaultWorkingDirectory)/_Shop"

# The machines share one network here, so each has ports of its own; elsewhere this would be three variables.
PORTS = """number=${TARGET_NAME#web}
echo "##vso[task.setvariable variable=TomcatPort]$(PortBase)$number"
for port in StockPort.1 StockBlue.2 StockGreen.3; do
  echo "##vso[task.setvariable variable=${port%.*}]$(($(PortBase) + ${port#*.}))$number"
done
"""
# The pause in which an impatient example pulls the plug of a machine.
PAUSE = """touch "$HOME/switching"
sleep "$(Pause)"
rm "$HOME/switching"
"""
SMOKE = """import os, time, urllib.error, urllib.request, xml.sax.saxutils as x
cases = []
for name in os.environ["TARGETS"].split():
    for what, base, page in (("shop", 0, "/shop/index"), ("stock", 1, "/")):
        url = f"http://127.0.0.1:{int(os.environ['PORTBASE']) + base}{name.removeprefix('web')}{page}"
        start, case = time.time(), ""
        try:
            print(f"{name}: {urllib.request.urlopen(url, timeout=5).read().decode().strip()}")
        except urllib.error.HTTPError as error:
            print(f"{name}: {what}: {error}")
            case = f"<failure message={x.quoteattr(str(error))}/>"
        except OSError as error:
            # A machine that is down is the rolling deployment's business, not the version's.
            print(f"{name}: {what}: {error}")
            case = f"<skipped message={x.quoteattr(str(error))}/>"
        cases.append(f'<testcase classname="{what}" name="{name} answers" time="{time.time() - start:.3f}">{case}</testcase>')
open("TEST-smoke.xml", "w").write(f'<testsuite name="smoke">{"".join(cases)}</testsuite>')
"""


def step(task_id, version, name, inputs, **more):
    return {"taskId": task_id, "version": version, "name": name, "refName": "", "enabled": True, "alwaysRun": False,
            "continueOnError": False, "timeoutInMinutes": 5, "definitionType": "task", "condition": "succeeded()", "environment": {},
            "inputs": inputs, **more}


def bash(name, script):
    return step(BASH, "3.*", name, {"targetType": "inline", "script": script})


def war(context):
    return step(TOMCAT, "1.*", "Shop", {
        "War": f"{DROP}/shop.war", "Tomcat": "http://127.0.0.1:$(TomcatPort)", "Context": context, "Version": "$(Build.BuildNumber)",
        "Password": "$(TomcatPassword)", "Health": "/health", "Expect": "$(Build.BuildNumber)"}, definitionType="metaTask")


STOCK = step(SERVICE, "1.*", "Stock", {
    "Service": "stock", "Package": f"{DROP}/stock", "Entry": "$(StockEntry)", "Version": "$(Build.BuildNumber)", "Port": "$(StockPort)",
    "BluePort": "$(StockBlue)", "GreenPort": "$(StockGreen)", "Settings": "MACHINE=$(Agent.Name)", "Health": "/health"},
    definitionType="metaTask")


def phase(rank, name, tasks, **how):
    group = {"queueId": 5, "deploymentHealthOption": "Custom", **how} if "tags" in how else {"queueId": 1, "demands": [], **how}
    return {"rank": rank, "phaseType": 4 if "tags" in how else 1, "name": name, "refName": None, "workflowTasks": tasks,
            "deploymentInput": {"condition": "succeeded()", "timeoutInMinutes": 0, **group}}


def environment(rank, name, after, phases, **more):
    automated = {"approvals": [{"rank": 1, "isAutomated": True, "isNotificationOn": False, "id": 0}]}
    conditions = [{"name": before, "conditionType": 2, "value": "4"} for before in after]
    return {"id": rank, "name": name, "rank": rank, "variables": {}, "variableGroups": [], "preDeployApprovals": automated,
            "postDeployApprovals": automated, "deployPhases": phases, "schedules": [],
            "conditions": conditions or [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}],
            "executionPolicy": {"concurrencyCount": 1, "queueDepthCount": 0},
            "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True}, **more}


def test_machine(rank, name, after, tag):
    tasks = [bash("Ports", PORTS), war(f"/{name.lower()}")]
    return environment(rank, name, after, [phase(1, "Test machine", tasks, tags=[tag], healthPercent=0)])


PROD = environment(4, "Prod", ["QA-Linux", "QA-Smoke"], [
    phase(1, "Web servers", [bash("Ports", PORTS), war("/shop"), bash("Pause", PAUSE), STOCK], tags=["web"], healthPercent=33),
    phase(2, "Smoke test", [
        bash("Ask every server", f"cat > smoke.py <<'PY'\n{SMOKE}PY\npython3 smoke.py"),
        step(RESULTS, "2.*", "Publish the smoke test", {
            "testRunner": "JUnit", "testResultsFiles": "TEST-smoke.xml", "searchFolder": "$(System.DefaultWorkingDirectory)",
            "failTaskOnFailedTests": "true", "testRunTitle": "Smoke test"}, condition="succeededOrFailed()")],
        skipArtifactsDownload=True)],
    environmentTriggers=[{
        "definitionEnvironmentId": 0, "releaseDefinitionId": 0, "triggerType": 2,
        "triggerContent": json.dumps({"action": "LatestSuccessfulDeployment", "eventTypes": ["MS.TF.DistributedTask.DeploymentFailed"]})}])

definition = {
    "source": 2, "revision": 1, "id": 1, "name": "Fleet", "path": "\\",
    "description": "A web shop on three machines: a war on Tomcat, and a .NET service beside it", "releaseNameFormat": "Fleet-$(rev:r)",
    "variables": {"PortBase": {"value": "1857", "allowOverride": True}, "Pause": {"value": "0", "allowOverride": True},
                  "StockEntry": {"value": "Stock.dll", "allowOverride": True}, "Targets": {"value": "web1 web2 web3"}},
    "variableGroups": [1], "triggers": [], "tags": [], "properties": {},
    "artifacts": [{"sourceId": "local:1", "type": "Build", "alias": "_Shop", "isPrimary": True, "isRetained": False,
                   "definitionReference": {"definition": {"id": "1", "name": "Shop-CI"}, "project": {"id": "local", "name": "Fleet"},
                                           "defaultVersionType": {"id": "latestType", "name": "Latest"}}}],
    "environments": [test_machine(1, "Dev", [], "dev"), test_machine(2, "QA-Linux", ["Dev"], "qa-linux"),
                     test_machine(3, "QA-Smoke", ["Dev"], "qa-smoke"), PROD]}

pathlib.Path(__file__).with_name("definition.json").write_text(json.dumps(definition, indent=2) + "\n")
