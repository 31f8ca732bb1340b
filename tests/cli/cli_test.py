"""The slipway command as people use it: the real program, real processes, exit codes, terminals and pipes."""
import json
import os
import pathlib
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

CLI = os.environ["SLIPWAY_CLI"]
SOURCE = pathlib.Path(os.environ["SLIPWAY_SOURCE"])
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
UNKNOWN = "99999999-0000-0000-0000-000000000000"


def task(script, task_id=BASH):
    return {"taskId": task_id, "version": "3.*", "name": script[:40], "enabled": True, "condition": "succeeded()",
            "inputs": {"targetType": "inline", "script": script}}


def environment(name, rank, after, tasks, approver=None):
    automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
    before = automated if approver is None else {
        "approvals": [{"rank": 1, "isAutomated": False, "approver": {"id": approver, "displayName": approver}}]}
    conditions = [{"name": n, "conditionType": 2, "value": "4"} for n in after] or [
        {"name": "ReleaseStarted", "conditionType": 1, "value": ""}]
    return {"id": rank, "name": name, "rank": rank, "conditions": conditions, "preDeployApprovals": before,
            "postDeployApprovals": automated, "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
            "deployPhases": [{"rank": 1, "phaseType": 1, "name": "job", "workflowTasks": tasks}]}


def definition(*environments, name="Shop"):
    return {"name": name, "releaseNameFormat": "R-$(rev:r)", "environments": list(environments)}


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-cli-"))
        self.db = self.folder / "s.db"
        self.addCleanup(shutil.rmtree, self.folder, True)

    def cli(self, *arguments, db=None, **options):
        return subprocess.run([CLI, "--db", str(db or self.db), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, **options)

    def ok(self, *arguments, code=0):
        done = self.cli(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def file(self, document, name="d.json"):
        path = self.folder / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path


class Commands(CliTest):
    def test_run_follows_to_the_end_and_says_how_it_ended(self):
        good = self.file(definition(environment("Dev", 1, [], [task("echo hello")]), environment("QA", 2, ["Dev"], [task("true")])))
        out = self.ok("run", good)
        self.assertIn("Dev: succeeded", out)
        self.assertIn("QA: succeeded", out)
        bad = self.file(definition(environment("Dev", 1, [], [task("exit 3")]), name="Bad"), "bad.json")
        self.ok("run", bad, code=1)

    def test_everything_speaks_json(self):
        path = self.file(definition(environment("Dev", 1, [], [task("echo hello")])))
        for line in self.ok("run", path, "--json").splitlines():
            json.loads(line)
        for command in (["definition", "list"], ["definition", "show", 1], ["release", "list"], ["release", "show", 1], ["status"],
                        ["approvals"], ["deployments"], ["logs", 1], ["definition", "validate", path]):
            json.loads(self.ok(*command, "--json"))

    def test_lint_says_what_is_suspicious_by_environment(self):
        good = self.file(definition(environment("Dev", 1, [], [task("echo hello")])))
        self.assertEqual(self.ok("definition", "lint", good), "nothing found\n")
        bad = self.file(definition(environment("Dev", 1, [], [task("echo $(Nosuch)")]),
                                   environment("QA", 2, ["Dev"], [task("true", UNKNOWN)])), "bad.json")
        self.ok("definition", "import", bad)
        for what in (bad, 1):
            lines = self.ok("definition", "lint", what, code=1).splitlines()
            self.assertEqual(lines[0], "environment Dev")
            self.assertIn("UNDEFINED_VARIABLE  environments[0].deployPhases[0].workflowTasks[0].name", lines[1])
            self.assertIn("'$(Nosuch)' is not defined in 'Dev'", lines[2])
            self.assertIn("(here and in 1 other place)", lines[2])
            self.assertEqual(lines[3], "environment QA")
            self.assertIn("NO_TASK_HANDLER", lines[4])
            self.assertEqual(lines[-1], "2 findings")
            findings = json.loads(self.ok("definition", "lint", what, "--json", code=1))["findings"]
            self.assertEqual([finding["code"] for finding in findings], ["UNDEFINED_VARIABLE", "NO_TASK_HANDLER"])
        wrapper = self.file({"count": 2, "value": [json.loads(good.read_text()), json.loads(bad.read_text())]}, "both.json")
        self.assertIn("value[1].environments[0].deployPhases[0]", self.ok("definition", "lint", wrapper, code=1))

    def test_lint_of_what_is_broken_or_not_there_says_so(self):
        broken = self.file(definition(environment("Dev", 1, ["Nosuch"], [task("true")])))
        done = self.cli("definition", "lint", broken)
        self.assertEqual(done.returncode, 2)
        self.assertIn("environments[0].conditions[0].name: no environment named 'Nosuch'", done.stderr)
        self.assertIn("there is no definition 77", self.cli("definition", "lint", 77).stderr)
        self.assertEqual(self.cli("definition", "lint", self.folder / "nosuch.json").returncode, 2)

    def test_import_then_export_is_the_same_document(self):
        path = self.file(definition(environment("Dev", 1, [], [task("true")])) | {"unknown": {"z": 1, "a": [None, 1.5]}})
        self.ok("definition", "import", path)
        self.assertEqual(json.loads(self.ok("definition", "export", 1)), json.loads(path.read_text()))

    def test_a_release_is_created_now_and_driven_by_watch_later(self):
        self.ok("definition", "import", self.file(definition(environment("Dev", 1, [], [task("echo hello")]))))
        self.assertIn("in progress", self.ok("release", "create", 1))
        self.assertIn("Dev: succeeded", self.ok("watch", "--until-idle"))
        self.assertIn("hello", self.ok("logs", 1, "Dev"))
        self.ok("release", "redeploy", 1, "Dev")
        self.ok("watch", "--until-idle")
        self.assertIn("attempt 2", self.ok("release", "show", 1))

    def test_approvals_wait_for_the_right_person(self):
        path = self.file(definition(environment("Prod", 1, [], [task("true")], approver="carl")))
        self.ok("run", path, code=4)
        self.assertIn("carl", self.ok("approvals"))
        denied = self.cli("approve", 1, "--as", "eve")
        self.assertEqual(denied.returncode, 2)
        self.assertIn("waits for carl", denied.stderr)
        self.ok("approve", 1, "--as", "carl")
        self.ok("watch", "--until-idle")
        self.ok("run", path, code=4)
        self.ok("reject", 3, "--as", "carl", "--comment", "not today")
        self.assertIn("not today", self.ok("release", "show", 2))

    def test_unknown_tasks_fail_by_name_unless_told_otherwise(self):
        path = self.file(definition(environment("Dev", 1, [], [task("x", UNKNOWN)])))
        self.assertIn(UNKNOWN, self.ok("run", path, code=1))
        self.ok("run", path, "--unknown-tasks=simulate")
        self.ok("run", path, "--unknown-tasks=skip")
        self.ok("run", path, "--unknown-tasks=maybe", code=2)

    def test_mistakes_are_answered_with_what_was_meant(self):
        self.assertIn("did you mean 'definition'", self.cli("defintion", "list").stderr)
        self.assertIn("did you mean --json", self.cli("status", "--jsn").stderr)
        self.assertEqual(self.cli("definition", "show", "x").returncode, 2)
        self.assertEqual(self.cli("definition", "show", "77").returncode, 2)
        for topic in ([], ["run"], ["watch"], ["definition"], ["release"], ["logs"], ["approve"]):
            self.assertIn("slipway", self.ok(*topic, "--help"))
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("redeploy", self.ok("completion", shell))

    def test_a_terminal_gets_a_live_picture_and_a_pipe_gets_lines(self):
        path = self.file(definition(environment("Dev", 1, [], [task("sleep 0.3")])))
        screen = bytearray()

        def read(fd):
            data = os.read(fd, 4096)
            screen.extend(data)
            return data
        child = [CLI, "--db", str(self.db), "run", str(path)]
        status = pty.spawn(child, read, lambda fd: b"")
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        self.assertIn(b"\x1b[", screen)
        self.assertIn("✔".encode(), screen)
        self.assertNotIn("\x1b[", self.ok("run", path))


class BadInput(CliTest):
    def refused(self, document, text, code=2):
        path = self.folder / "bad.json"
        path.write_bytes(document if isinstance(document, bytes) else document.encode())
        done = self.cli("definition", "import", path)
        self.assertEqual(done.returncode, code, done.stderr[:500])
        self.assertIn(text, done.stderr)
        self.assertLess(len(done.stderr), 5000)
        self.assertNotIn("Shop", self.ok("definition", "list"), "nothing may be stored")

    def test_truncated(self):
        self.refused(json.dumps(definition(environment("Dev", 1, [], [])))[:-20], "line 1")

    def test_a_hundred_megabytes(self):
        self.refused(b'{"name":"Shop","x":"' + b"a" * 100_000_000 + b'"}', "bytes")

    def test_ten_thousand_deep(self):
        self.refused("[" * 10_000 + "]" * 10_000, "more than 64 objects and arrays inside each other")

    def test_invalid_utf8(self):
        self.refused(b'{"name":"Sh\xff\xfep"}', "UTF-8")

    def test_a_cycle_is_printed(self):
        self.refused(json.dumps(definition(environment("A", 1, ["B"], []), environment("B", 2, ["A"], []))), "A -> B -> A")

    def test_a_path_outside_its_folder(self):
        broken = definition(environment("Dev", 1, [], []))
        broken["artifacts"] = [{"alias": "../../etc", "type": "Build", "isPrimary": True, "definitionReference": {}}]
        self.refused(json.dumps(broken), "artifacts[0].alias")

    def test_an_unknown_environment_is_named_with_its_path(self):
        self.refused(json.dumps(definition(environment("Dev", 1, ["QA"], []))),
                     "environments[0].conditions[0].name: no environment named 'QA'")

    def test_a_folder_that_does_not_exist(self):
        done = self.cli("status", db=self.folder / "nosuch" / "s.db")
        self.assertEqual(done.returncode, 5)
        self.assertIn("does not exist; create it first", done.stderr)

    def test_a_file_that_is_no_database(self):
        self.db.write_text("this is a text, and long enough to be looked at " * 50)
        done = self.cli("status")
        self.assertEqual(done.returncode, 5)
        self.assertIn("not a Slipway database", done.stderr)
        other = self.folder / "other.db"
        with sqlite3.connect(other) as connection:
            connection.execute("CREATE TABLE t (x)")
        self.assertIn("not a Slipway database", self.cli("status", db=other).stderr)

    def test_a_database_of_a_newer_version(self):
        self.ok("status")
        with sqlite3.connect(self.db) as connection:
            connection.execute("PRAGMA user_version = 99")
        done = self.cli("status")
        self.assertEqual(done.returncode, 5)
        self.assertIn("newer version", done.stderr)

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root may write everywhere")
    def test_a_read_only_folder(self):
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [CLI, "--db", str(self.db), "status"]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("writable", done.stderr)

    def test_two_processes_on_one_database(self):
        path = self.file(definition(environment("Dev", 1, [], [task("sleep 30")])))
        first = subprocess.Popen([CLI, "--db", str(self.db), "run", str(path)], stdout=subprocess.PIPE, text=True)
        try:
            for line in first.stdout:
                if "Dev: started" in line:
                    break
            done = self.cli("release", "list")
            self.assertEqual(done.returncode, 5)
            self.assertIn(f"already open in process {first.pid}", done.stderr)
        finally:
            first.kill()
            first.wait()
            first.stdout.close()
        self.ok("release", "cancel", 1)
        self.ok("watch", "--until-idle", code=3)


class Crash(CliTest):
    def test_kill_in_the_middle_of_a_task_then_watch_finds_its_output_and_it_ran_once(self):
        ran = self.folder / "ran"
        path = self.file(definition(environment("Dev", 1, [], [task(f"echo begin >> {ran}; sleep 1; echo the answer; echo end >> {ran}")]),
                                    environment("Prod", 2, ["Dev"], [task("true")])))
        host = subprocess.Popen([CLI, "--db", str(self.db), "run", str(path)], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not ran.exists() and time.monotonic() < deadline:
            os.sched_yield()
        host.send_signal(signal.SIGKILL)
        host.wait()
        self.ok("watch", "--until-idle")
        self.assertEqual(ran.read_text().split(), ["begin", "end"])
        self.assertIn("the answer", self.ok("logs", 1, "Dev"))
        self.assertIn("Prod: succeeded", self.ok("release", "show", 1))

    def test_kill_the_runner_then_the_task_is_lost_by_its_token_and_not_run_again(self):
        ran = self.folder / "ran"
        path = self.file(definition(environment("Dev", 1, [], [task(f"echo begin >> {ran}; sleep 30")])))
        host = subprocess.Popen([CLI, "--db", str(self.db), "run", str(path)], stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not ran.exists() and time.monotonic() < deadline:
            os.sched_yield()
        for entry in pathlib.Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"slipway-runner" in command.split(b"\0")[0] and str(self.folder).encode() in command:
                os.kill(int(entry.name), signal.SIGKILL)
        out, _ = host.communicate(timeout=60)
        self.assertEqual(host.returncode, 1, out)
        self.assertIn("task lost", out)
        self.assertIn("r1-d1-p0-j0-t0-1", out)
        self.assertEqual(ran.read_text().split(), ["begin"])


class Corpus(CliTest):
    def test_every_definition_runs_to_an_end_when_all_tasks_are_simulated(self):
        corpus = next((p for p in (SOURCE.parent / "shared" / "corpus", pathlib.Path("/work/shared/corpus")) if p.is_dir()), None)
        if corpus is None:
            self.skipTest("the corpus is not beside the source")
        count = 0
        for path in sorted([*corpus.glob("definitions*/*.json")]):
            document = json.loads(path.read_bytes().decode("utf-8-sig"))
            # What would run here for real is given an id nobody knows: scripts of other people's machines are not ours to run.
            for stage in document.get("environments", []):
                steps = [s for phase in stage.get("deployPhases") or [] for s in phase.get("workflowTasks") or []]
                for step in steps + ((stage.get("deployStep") or {}).get("tasks") or []):
                    step["taskId"] = UNKNOWN
            done = self.cli("run", self.file(document), "--unknown-tasks=simulate", "--auto-approve", db=self.folder / "c.db")
            self.assertEqual(done.returncode, 0, f"{path}: {done.stdout[-1500:]}{done.stderr[-500:]}")
            count += 1
        self.assertGreater(count, 40)


if __name__ == "__main__":
    unittest.main()
