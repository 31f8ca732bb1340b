"""What the tests of the Python package share: definitions, and a folder of their own."""
import json
import os
import pathlib
import shutil
import tempfile
import unittest

import slipway

GREET = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"
OTHER = "6bfb729a-a7c8-4a78-a7c3-8d717bb7c13c"
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
DEADLINE = 60  # generous: reached only by what hangs


def task(task_id=GREET, **inputs):
    return {
        "taskId": task_id,
        "version": "1.*",
        "name": "a task",
        "enabled": True,
        "condition": "succeeded()",
        "inputs": inputs,
    }


def environment(name="Dev", rank=1, after=(), tasks=None, approver=None):
    automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
    before = (
        automated
        if approver is None
        else {"approvals": [{"rank": 1, "isAutomated": False, "approver": {"id": approver, "displayName": approver}}]}
    )
    conditions = [{"name": other, "conditionType": 2, "value": "4"} for other in after] or [
        {"name": "ReleaseStarted", "conditionType": 1, "value": ""}
    ]
    return {
        "id": rank,
        "name": name,
        "rank": rank,
        "conditions": conditions,
        "preDeployApprovals": before,
        "postDeployApprovals": automated,
        "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
        "deployPhases": [
            {"rank": 1, "phaseType": 1, "name": "job", "workflowTasks": [task()] if tasks is None else tasks}
        ],
    }


def definition(*environments, **more):
    return json.dumps(
        {
            "name": "Shop",
            "releaseNameFormat": "R-$(rev:r)",
            "environments": list(environments) or [environment()],
            **more,
        }
    )


class EngineTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-py-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = self.folder / "s.db"

    def open(self, **options):
        engine = slipway.Engine(self.database, **options)
        self.addCleanup(engine.close)
        return engine

    def run_release(self, engine, document=None, **request):
        """Imports, creates, and gives the release as it is when nothing of it runs any more."""
        imported = engine.import_definition(document=document or definition(), upsert=True)
        release = engine.create_release(definition_id=imported.definitions[0].definition.id, **request).release
        for _ in engine.events(release=release.id, until_idle=True):
            pass
        return engine.get_release(release_id=release.id).release

    def log(self, engine, release, environment="Dev"):
        return engine.read_log(release_id=release.id, environment=environment).text
