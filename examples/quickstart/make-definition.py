"""Writes definition.json, the exported shape of a pipeline with Dev, two QA environments in parallel, and Prod."""
import json
import pathlib

CMD_LINE = "d9bafed4-0b18-4f58-968d-86655b4d2ce9"
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
COPY_FILES = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"


def task(task_id, version, name, inputs, **more):
    return {"environment": {}, "taskId": task_id, "version": version, "name": name, "refName": "", "enabled": True,
            "alwaysRun": False, "continueOnError": False, "timeoutInMinutes": 5, "definitionType": "task",
            "overrideInputs": {}, "condition": "succeeded()", "inputs": inputs, **more}


def environment(rank, name, offset, after):
    conditions = [{"name": name_, "conditionType": 2, "value": "4"} for name_ in after]
    if not after:
        conditions = [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}]
    automated = {"approvals": [{"rank": 1, "isAutomated": True, "isNotificationOn": False, "id": 0}],
                 "approvalOptions": None}
    folder = "$(Home)/$(Release.ReleaseName)"
    tasks = [
        task(COPY_FILES, "2.*", "Unpack the artifact",
             {"SourceFolder": "$(Parameters.Drop)", "Contents": "**", "TargetFolder": folder, "OverWrite": "true"}),
        task(BASH, "3.*", "Replace the running version",
             {"targetType": "inline",
              "script": f"bash '{folder}/start.sh' '{folder}' $(Port) $(Build.BuildNumber) $(Release.EnvironmentName)"}),
        task(CMD_LINE, "2.*", "Smoke test",
             {"script": f"bash '{folder}/smoke.sh' $(Port) $(Build.BuildNumber) $(Release.EnvironmentName)"}),
        task(BASH, "3.*", "Count what was deployed (.NET)",
             {"targetType": "inline",
              "script": f"if [ -f '{folder}/Inventory.dll' ]; then dotnet '{folder}/Inventory.dll' '{folder}' "
                        f"$(Release.EnvironmentName); else cat '{folder}/inventory.txt'; fi"}),
    ]
    return {"id": rank, "name": name, "rank": rank, "owner": {"id": "quickstart", "displayName": "Quickstart"},
            "variables": {"Port": {"value": f"$(Ports){offset}"}, "Home": {"value": "$(Deployments)/$(Release.EnvironmentName)"}},
            "variableGroups": [], "preDeployApprovals": automated, "deployStep": {"id": 0},
            "postDeployApprovals": automated,
            "deployPhases": [{"deploymentInput": {"parallelExecution": {"parallelExecutionType": 0},
                                                  "skipArtifactsDownload": True,
                                                  "artifactsDownloadInput": {"downloadInputs": []}, "queueId": 1,
                                                  "demands": [], "enableAccessToken": False, "timeoutInMinutes": 0,
                                                  "jobCancelTimeoutInMinutes": 1, "condition": "succeeded()",
                                                  "overrideInputs": {}},
                              "rank": 1, "phaseType": 1, "name": "Agent job", "refName": None, "workflowTasks": tasks}],
            "environmentOptions": {"emailNotificationType": "OnlyOnFailure", "skipArtifactsDownload": False,
                                   "timeoutInMinutes": 0, "enableAccessToken": False, "publishDeploymentStatus": True},
            "demands": [], "conditions": conditions, "executionPolicy": {"concurrencyCount": 0, "queueDepthCount": 0},
            "schedules": [], "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
            "processParameters": {"inputs": [{"name": "Drop", "label": "Folder of the artifact", "type": "filePath",
                                              "defaultValue": "$(DropFolder)", "required": True}]},
            "properties": {}, "preDeploymentGates": {"id": 0, "gatesOptions": None, "gates": []},
            "postDeploymentGates": {"id": 0, "gatesOptions": None, "gates": []}, "environmentTriggers": []}


definition = {
    "source": 2, "revision": 1, "description": "The quickstart of Slipway", "isDeleted": False,
    "variables": {"DropFolder": {"value": "", "allowOverride": True}, "Deployments": {"value": "", "allowOverride": True},
                  "Ports": {"value": "1847", "allowOverride": True}},
    "variableGroups": [],
    "environments": [environment(1, "Dev", 1, []), environment(2, "QA-Linux", 2, ["Dev"]),
                     environment(3, "QA-Smoke", 3, ["Dev"]),
                     environment(4, "Prod", 4, ["QA-Linux", "QA-Smoke"])],
    "artifacts": [{"sourceId": "local:1", "type": "Build", "alias": "_Shop", "isPrimary": True, "isRetained": False,
                   "definitionReference": {"definition": {"id": "1", "name": "Shop"},
                                           "project": {"id": "local", "name": "Quickstart"},
                                           "defaultVersionType": {"id": "selectDuringReleaseCreationType",
                                                                  "name": "Specify at the time of release creation"}}}],
    "triggers": [], "releaseNameFormat": "Shop-$(Build.BuildNumber)-$(rev:r)", "tags": [],
    "pipelineProcess": {"type": 1},
    "properties": {"DefinitionCreationSource": {"$type": "System.String", "$value": "ReleaseNew"}},
    "id": 1, "name": "Shop", "path": "\\", "projectReference": None}

path = pathlib.Path(__file__).with_name("definition.json")
path.write_text(json.dumps(definition, indent=2) + "\n")
