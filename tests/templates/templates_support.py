"""What the tests of examples/templates share: the command, the task groups, free ports."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "examples/templates"
sys.path.insert(0, str(ROOT / "examples/fleet"))
from sshd import free_port  # noqa: E402,F401

SKIPPED = 77
GROUP = "7e3a1a7e-0000-4000-8000-{:012d}"


def group(number, name, **inputs):
    return {"taskId": GROUP.format(number), "version": "1.*", "definitionType": "metaTask", "name": name, "refName": "", "enabled": True,
            "condition": "succeeded()", "inputs": inputs}


def missing(*reasons):
    """Ends the program as not run (CTest's SKIP_RETURN_CODE) when something is not here."""
    reasons = [reason for reason in reasons if reason]
    if reasons:
        print("not run: there is no " + ", no ".join(reasons))
        sys.exit(SKIPPED)


class TemplateTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-templates-"))
        self.db = self.folder / "s.db"
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.secrets = {}
        self.ok("task-group", "import", TEMPLATES / "task-groups.json")

    def cli(self, *arguments):
        return subprocess.run([os.environ["SLIPWAY_CLI"], "--db", str(self.db), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=180)

    def ok(self, *arguments, code=0):
        done = self.cli(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def run_steps(self, *steps, code=0, **secrets):
        """Runs a release with these steps; its tasks, each with what it has logged. No secret may stand anywhere on disk or in its output."""
        automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
        document = {"name": "Shop", "releaseNameFormat": "R-$(rev:r)",
                    "variables": {name: {"value": value, "isSecret": True} for name, value in secrets.items()},
                    "environments": [{"id": 1, "name": "Prod", "rank": 1, "preDeployApprovals": automated, "postDeployApprovals": automated,
                                      "conditions": [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}],
                                      "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
                                      "deployPhases": [{"rank": 1, "phaseType": 1, "name": "deploy", "workflowTasks": list(steps),
                                                        "deploymentInput": {"queueId": 1}}]}]}
        path = self.folder / "definition.json"
        path.write_text(json.dumps(document))
        said = self.ok("run", path, code=code)
        path.unlink()
        release = json.loads(self.ok("release", "list", "--json"))["releases"][0]["id"]
        shown = json.loads(self.ok("release", "show", release, "--json"))
        tasks = shown["environments"][0]["deployments"][-1]["phases"][0]["jobs"][0]["tasks"]
        for task in tasks:
            task["log"] = pathlib.Path(task["logPath"]).read_text() if task.get("logPath") else ""
        logs = "".join(task["log"] for task in tasks)
        for secret in secrets.values():
            self.assertNotIn(secret, said + logs + json.dumps(shown))
            self.assertEqual(self.on_disk(secret), [])
        return tasks

    def on_disk(self, text):
        places = [self.db, pathlib.Path(str(self.db) + ".d")]
        return subprocess.run(["grep", "-rlF", "--", text, *places], capture_output=True, text=True).stdout.split()


def main():
    unittest.main(verbosity=2)
