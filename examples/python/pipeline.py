"""The small pipeline of these examples, in the shape that the original exports: Dev, then QA, then Prod when carl
agrees."""
import json

GREET = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"  # a task that host_tasks.py runs itself
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"


def script(text, name):
    return {
        "taskId": BASH,
        "version": "3.*",
        "name": name,
        "enabled": True,
        "condition": "succeeded()",
        "inputs": {"targetType": "inline", "script": text},
    }


def environment(rank, name, after, tasks, approver=None):
    condition = (
        {"name": after, "conditionType": 2, "value": "4"}
        if after
        else {"name": "ReleaseStarted", "conditionType": 1, "value": ""}
    )
    automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
    asked = {"approvals": [{"rank": 1, "isAutomated": False, "approver": {"id": approver, "displayName": approver}}]}
    return {
        "id": rank,
        "name": name,
        "rank": rank,
        "conditions": [condition],
        "preDeployApprovals": asked if approver else automated,
        "postDeployApprovals": automated,
        "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
        "deployPhases": [{"rank": 1, "phaseType": 1, "name": "Deploy", "workflowTasks": tasks}],
    }


def pipeline(approver=None):
    deploy = script("echo deploying $RELEASE_RELEASENAME to $RELEASE_ENVIRONMENTNAME", "deploy")
    return json.dumps(
        {
            "name": "Shop",
            "releaseNameFormat": "Shop-$(rev:r)",
            "environments": [
                environment(1, "Dev", None, [deploy]),
                environment(2, "QA", "Dev", [deploy]),
                environment(3, "Prod", "QA", [deploy], approver),
            ],
        }
    )
