"""The release model from the command line: what a release waits for, who is asked, what is refused and why; simulation."""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from cli_test import CLI, SOURCE, CliTest, definition, environment, task  # noqa: E402

INTERVENTION = "bcb64569-d51a-4af0-9c01-ea5d05b3b622"
GROUP = "11111111-2222-3333-4444-555555555555"


class ModelTest(CliTest):
    def json(self, *arguments, code=0):
        return json.loads(self.ok("--json", *arguments, code=code))

    def refused(self, *arguments, says, code=2):
        """The command fails with a clear error, and nothing has changed."""
        before = self.events()
        done = self.cli(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual(self.events(), before)

    def events(self):
        if not self.db.exists():
            return 0
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as database:
            return database.execute("SELECT count(*) FROM events").fetchone()[0]

    def start(self, *stages, code=4, **more):
        self.ok("run", self.file({**definition(*stages), **more}), code=code)


class Model(ModelTest):
    def test_who_is_not_asked_cannot_answer_and_nobody_answers_twice(self):
        self.start(environment("Prod", 1, [], [task("true")], approver="carl"))
        self.refused("approve", 1, "--as", "eve", says="'eve' is not the approver: approval 1 of 'Prod' waits for carl")
        self.ok("approve", 1, "--as", "carl")
        self.refused("approve", 1, "--as", "carl", says="approv", code=5)
        self.refused("approve", 99, "--as", "carl", says="99")

    def test_a_cancelled_deployment_cannot_be_approved(self):
        self.start(environment("Prod", 1, [], [task("true")], approver="carl"))
        self.ok("release", "cancel", 1, "Prod", "--as", "ann")
        self.refused("approve", 1, "--as", "carl", says="approval 1", code=5)

    def test_a_reassigned_approval_waits_for_somebody_else(self):
        self.start(environment("Prod", 1, [], [task("true")], approver="carl"))
        self.ok("reassign", 1, "dora", "--as", "carl", "--comment", "on leave")
        self.refused("approve", 1, "--as", "carl", says="dora", code=2)
        pending = self.json("approvals")["approvals"]
        self.assertEqual([a["approver"]["id"] for a in pending], ["dora"])
        self.ok("approve", pending[0]["id"], "--as", "dora")
        self.ok("watch", "--until-idle")

    def test_a_deferred_deployment_waits_for_its_time(self):
        self.start(environment("Prod", 1, [], [task("true")], approver="carl"))
        self.ok("defer", 1, "Prod", "2099-12-24T18:00:00Z", "--as", "carl")
        self.ok("approve", 1, "--as", "carl")
        self.assertIn("2099-12-24", self.ok("explain", 1, "Prod"))
        self.refused("defer", 1, "Prod", "christmas", "--as", "carl", says="christmas")

    def test_an_intervention_is_resumed_or_rejected(self):
        stage = environment("Prod", 1, [], [])
        stage["deployPhases"] = [{"rank": 1, "phaseType": 2, "name": "ask", "deploymentInput": {},
                                  "workflowTasks": [dict(task("check"), taskId=INTERVENTION, version="8.*",
                                                         inputs={"instructions": "look at it", "onTimeout": "reject"})]},
                                 {"rank": 2, "phaseType": 1, "name": "go", "workflowTasks": [task("echo went")]}]
        self.start(stage)
        waiting = self.json("intervention", "list")
        self.assertEqual([i["status"] for i in waiting], ["MANUAL_INTERVENTION_STATUS_PENDING"])
        self.ok("intervention", "resume", waiting[0]["id"], "--as", "ann", "--comment", "fine")
        self.ok("watch", "--until-idle")
        self.assertIn("went", self.ok("logs", 1))
        self.ok("release", "create", 1)
        self.ok("watch", "--until-idle", code=4)
        waiting = [i for i in self.json("intervention", "list")
                   if i["status"] == "MANUAL_INTERVENTION_STATUS_PENDING"]
        self.ok("intervention", "reject", waiting[0]["id"], "--as", "ann", "--comment", "no")
        self.assertNotEqual(self.cli("watch", "--until-idle").returncode, 4)
        self.assertIn("rejected", self.ok("explain", 2, "Prod"))

    def test_a_freeze_holds_a_deployment_and_its_override_is_recorded(self):
        self.ok("freeze", "add", "Year end", "--start", "2020-01-01T00:00:00Z", "--end", "2099-01-01T00:00:00Z",
                "--environment", "Pr*")
        self.ok("definition", "import", self.file(definition(environment("Prod", 1, [], [task("echo out")]))))
        self.ok("release", "create", 1)
        self.assertIn("Year end", self.ok("explain", 1, "Prod"))
        self.assertIn("Year end", self.ok("freeze", "list"))
        self.ok("release", "cancel", 1, "Prod", "--as", "ann")
        self.ok("release", "redeploy", 1, "Prod", "--as", "ann", "--override-freeze", "hotfix 99")
        self.ok("watch", "--until-idle")
        self.assertIn("hotfix 99", self.ok("explain", 1, "Prod"))
        self.ok("freeze", "delete", 1)
        self.assertNotIn("Year end", self.ok("freeze", "list"))

    def test_groups_of_variables_and_tasks_are_used_as_they_were_when_the_release_was_made(self):
        self.ok("variable-group", "import", self.file({"id": 7, "name": "shared", "type": "Vsts",
                                                       "variables": {"Greeting": {"value": "hello"}}}, "v.json"))
        self.ok("task-group", "import", self.file(
            {"id": GROUP, "name": "Greet", "version": {"major": 1, "minor": 0, "patch": 0, "isTest": False},
             "inputs": [{"name": "who", "type": "string", "defaultValue": "nobody"}],
             "tasks": [{"displayName": "say", "enabled": True, "condition": "succeeded()",
                        "task": {"id": "6c731c3c-3c68-459a-a5c9-bde6e6595b5b", "versionSpec": "3.*", "definitionType": "task"},
                        "inputs": {"targetType": "inline", "script": "echo $(Greeting), $(who)"}}]}, "t.json"))
        step = dict(task("greet", GROUP), version="1.*", definitionType="metaTask", inputs={"who": "world"})
        self.start(environment("Dev", 1, [], [step]), code=0, variableGroups=[7])
        self.assertIn("hello, world", self.ok("logs", 1))
        self.assertIn("shared", self.ok("variable-group", "list"))
        self.assertIn("Greet", self.ok("task-group", "list"))

    def test_a_deployment_group_runs_on_its_targets_with_the_tags(self):
        self.ok("deployment-group", "put", "Web", "--id", 5, "--target", "localhost:blue", "--target", "web2:green")
        self.assertIn("web2", self.ok("deployment-group", "list"))
        stage = environment("Prod", 1, [], [])
        stage["deployPhases"] = [{"rank": 1, "phaseType": 4, "name": "targets", "workflowTasks": [task("echo on $(Agent.Name)")],
                                  "deploymentInput": {"queueId": 5, "tags": ["blue"], "healthPercent": 0,
                                                      "deploymentHealthOption": "OneTargetAtATime"}}]
        self.start(stage, code=0)
        self.assertIn("on localhost", self.ok("logs", 1))

    def test_names_of_the_machines_environment_are_expanded_in_every_entry_of_a_steps_own(self):
        step = dict(task('echo "<$A|$B|$C>"'), environment={"A": "a:$(HOME)", "B": "b:$(HOME)", "C": "c:$(HOME)"})
        self.start(environment("Dev", 1, [], [step]), code=0)
        home = os.environ["HOME"]
        self.assertIn(f"<a:{home}|b:{home}|c:{home}>", self.ok("logs", 1))

    def test_the_end_of_a_job_does_not_touch_the_job_of_the_same_numbers_of_another_engine(self):
        go = self.folder / "go"
        begun = self.folder / "begun"
        waits = self.file(definition(environment("Dev", 1, [], [
            task(f'touch "{begun}"; while [ ! -e "{go}" ]; do sleep 0.05; done; echo survived')])), "waits.json")
        leaves = self.file(definition(environment("Dev", 1, [], [task("sleep 60 >/dev/null 2>&1 & echo done")])), "leaves.json")
        other = self.folder / "other.db"
        with subprocess.Popen([CLI, "--db", str(other), "run", str(waits)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as host:
            self.addCleanup(lambda: host.poll() is None and host.kill())
            deadline = time.monotonic() + 60
            while not begun.exists():
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)
            self.ok("run", leaves)
            go.touch()
            out, _ = host.communicate(timeout=60)
        self.assertEqual(host.returncode, 0, out)

    def agents_stage(self, *demands):
        stage = environment("Prod", 1, [], [task("echo on $(Agent.Name)")])
        stage["deployPhases"][0]["deploymentInput"] = {"queueId": 12, "demands": list(demands)}
        return stage

    def test_a_phase_runs_on_an_agent_of_its_pool_that_meets_its_demands(self):
        listed = self.ok("agent-pool", "put", "Linux", "--id", 12, "--agent", "small", "--agent", "big:4",
                         "--capability", "big:disk=fast", "--offline", "small")
        self.assertRegex(listed, r"12 +Linux +big +0 of 4 +online +this machine")
        self.assertRegex(listed, r"small +0 of 1 +offline")
        self.start(self.agents_stage("disk -equals fast", "sh", "Agent.OS -equals Linux"), code=0)
        self.assertIn("on big", self.ok("logs", 1))
        job = self.json("release", "show", 1)["environments"][0]["deployments"][0]["phases"][0]["jobs"][0]
        self.assertEqual(job["agent"], "big")
        self.ok("verify")

    def test_demands_that_no_agent_meets_fail_the_deployment_and_are_named(self):
        self.ok("agent-pool", "put", "Linux", "--id", 12, "--agent", "here")
        document = self.file(definition(self.agents_stage("a-thing-nobody-has")))
        self.assertIn("NO_AGENT", self.ok("definition", "lint", document, code=1))
        self.start(self.agents_stage("a-thing-nobody-has"), code=1)
        self.assertIn("no agent of pool 'Linux' meets the demands: a-thing-nobody-has", self.ok("explain", 1, "Prod"))

    def test_a_pool_that_is_wrong_is_refused(self):
        self.refused("agent-pool", "put", "Linux", "--agent", "a:many", says="'many' is no number of jobs")
        self.refused("agent-pool", "put", "Linux", "--capability", "java", says="expected AGENT:NAME[=VALUE]")
        self.refused("agent-pool", "put", "Linux", "--agent", "a", "--ssh", "a=-oProxyCommand=x", says="host")
        self.refused("agent-pool", "delete", 9, says="9")

    def test_artifact_versions_make_releases_once(self):
        document = definition(environment("Dev", 1, [], [task("echo $(Build.BuildNumber)")]))
        document["artifacts"] = [{"alias": "app", "type": "Build", "isPrimary": True, "definitionReference": {
            "definition": {"id": "17", "name": "Shop-CI"}, "project": {"id": "p", "name": "P"}}}]
        document["triggers"] = [{"triggerType": 1, "artifactAlias": "app",
                                 "triggerConditions": [{"sourceBranch": "main", "tags": ["tested"]}]}]
        self.ok("definition", "import", self.file(document))
        self.assertIn("passes none of", self.ok("artifact", "push", "Shop-CI", "1", "--branch", "main"))
        first = self.json("artifact", "push", "Shop-CI", "1", "--branch", "main", "--tag", "tested")
        again = self.json("artifact", "push", "17", "1", "--branch", "main", "--tag", "tested")
        self.assertEqual(first["outcomes"][0]["releaseId"], again["outcomes"][0]["releaseId"])
        self.assertEqual(len(self.json("release", "list")["releases"]), 1)
        self.assertIn("1", self.ok("artifact", "list", "Shop-CI"))

    def test_the_log_cannot_be_rewritten_unseen(self):
        self.start(environment("Dev", 1, [], [task("true")]), code=0)
        self.ok("verify")
        with sqlite3.connect(self.db) as database:
            database.execute("UPDATE events SET payload = (SELECT payload FROM events WHERE position = 2) WHERE position = 1")
        done = self.cli("verify")
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_a_deleted_release_can_be_had_back_and_what_is_deployed_stays(self):
        document = self.file(definition(environment("Dev", 1, [], [task("true")])))
        self.ok("run", document)
        self.ok("run", document)
        self.refused("release", "delete", 2, says="is what is deployed in 'Dev'", code=5)
        self.ok("release", "keep", 1, "--as", "ann")
        self.assertIn("kept forever", self.ok("retention", "show"))
        self.refused("release", "delete", 1, says="kept forever", code=5)
        self.ok("release", "keep", 1, "not")
        self.ok("release", "delete", 1, "--comment", "by mistake")
        self.assertEqual([r["id"] for r in self.json("release", "list")["releases"]], [2])
        self.assertIn("deleted", self.ok("release", "list", "--deleted"))
        self.refused("release", "redeploy", 1, "Dev", says="undelete it first", code=5)
        self.assertIn("deleted, and can be undeleted", self.ok("retention", "run"))
        self.ok("release", "undelete", 1)
        self.assertEqual([r["id"] for r in self.json("release", "list")["releases"]], [2, 1])
        self.ok("verify")


class BadModel(ModelTest):
    def test_a_variable_that_is_not_settable_stays_as_it_is(self):
        self.ok("definition", "import", self.file(
            {**definition(environment("Dev", 1, [], [task("true")])), "variables": {"Fixed": {"value": "1"}}}))
        self.refused("release", "create", 1, "--var", "Fixed=2", says="Fixed")

    def test_a_time_zone_that_does_not_exist(self):
        document = definition(environment("Dev", 1, [], [task("true")]))
        document["triggers"] = [{"triggerType": 2, "schedule": {"timeZoneId": "Middle-earth Standard Time", "startHours": 3,
                                                                "startMinutes": 0, "daysToRelease": 31}}]
        self.refused("definition", "import", self.file(document), says="triggers[0].schedule.timeZoneId")

    def test_a_thousand_parentheses(self):
        step = dict(task("true"), condition="not(" * 1000 + "succeeded()" + ")" * 1000)
        self.refused("definition", "import", self.file(definition(environment("Dev", 1, [], [step]))),
                     says="environments[0].deployPhases[0].workflowTasks[0].condition")

    def test_a_condition_that_is_wrong_is_found_at_import_with_its_position(self):
        step = dict(task("true"), condition="and(succeeded(), eq(variables['a'], ))")
        self.refused("definition", "import", self.file(definition(environment("Dev", 1, [], [step]))), says="position")


class Simulate(ModelTest):
    SCRIPTS = {"all succeed": {}, "each environment fails once": {"default": {"failFirst": 1}, "redeploy": {"times": 2}},
               "approvals time out": {"approvals": {"ignore": 1}}}

    def test_every_definition_of_the_corpus_comes_to_an_end(self):
        corpus = next((p for p in (SOURCE.parent / "shared" / "corpus", pathlib.Path("/work/shared/corpus")) if p.is_dir()), None)
        if corpus is None:
            self.skipTest("the corpus is not beside the source")
        count = 0
        for name, script in self.SCRIPTS.items():
            given = self.file(script, "script.json")
            for path in sorted(corpus.glob("definitions*/*.json")):
                done = self.cli("--json", "simulate", path, "--script", given, "--days", "400", db=self.folder / "none.db")
                self.assertEqual(done.returncode, 0, f"{path} ({name}): {done.stderr[-500:]}")
                self.assertTrue(json.loads(done.stdout)["ended"], f"{path} ({name}): {done.stdout[-1500:]}")
                count += 1
        self.assertGreater(count, 3 * 40)

    def test_the_same_seed_gives_the_same_bytes(self):
        path = SOURCE / "examples" / "pipeline" / "definition.json"
        script = SOURCE / "examples" / "pipeline" / "month.json"
        for form in ("text", "json", "svg"):
            outputs = [self.ok("simulate", path, "--script", script, "--seed", seed, "--format", form) for seed in (7, 7, 8)]
            self.assertEqual(outputs[0], outputs[1])
            self.assertNotEqual(outputs[0], outputs[2])
        self.assertFalse(self.db.exists(), "a simulation writes no database")


if __name__ == "__main__":
    unittest.main()
