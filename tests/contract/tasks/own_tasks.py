"""Own tasks, written with the npm package azure-pipelines-task-lib, through the engine as the command drives it."""
import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TASK = "c0ffee00-1234-4abc-8def-0123456789ab"
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
SERVER = "5e44ee00-0000-4000-8000-00000000000a"
SKIPPED = 77
SECRET = "s3cr3t-value/with+signs"


def install(folder):
    """The package at the versions of the lock file, into `folder`; once."""
    folder = pathlib.Path(folder)
    stamp = folder / "installed"
    wanted = (HERE / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        print("skipped: azure-pipelines-task-lib cannot be had from the npm registry:\n" + done.stderr[-2000:])
        return SKIPPED
    stamp.write_text(wanted)
    return 0


def bash(script, name="check", **more):
    return {"taskId": BASH, "version": "3.*", "name": name, "enabled": True, "condition": "succeeded()",
            "inputs": {"targetType": "inline", "script": script}, **more}


def own(mode="all", name="own", inputs=None, **more):
    return {"taskId": TASK, "version": "1.*", "name": name, "refName": "ref", "enabled": True, "condition": "succeeded()",
            "inputs": {"mode": mode, **(inputs or {})}, **more}


def definition(*tasks, variables=None, **job):
    automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
    environment = {"id": 1, "name": "Dev", "rank": 1, "conditions": [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}],
                   "preDeployApprovals": automated, "postDeployApprovals": automated,
                   "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True},
                   "deployPhases": [{"rank": 1, "phaseType": 1, "name": "job", "workflowTasks": list(tasks), **job}]}
    return {"name": "Own", "releaseNameFormat": "R-$(rev:r)", "environments": [environment], "variables": variables or {}}


class OwnTasks(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-tasks-"))
        self.db = self.folder / "s.db"
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.environment = {**os.environ, "MY_OWN_HOME": "/from/the/agent", "PW": "endpoint-password-123"}

    def cli(self, *arguments, **options):
        return subprocess.run([os.environ["SLIPWAY_CLI"], "--db", str(self.db), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=300, env=self.environment, **options)

    def ok(self, *arguments, code=0):
        done = self.cli(*arguments)
        self.assertEqual(done.returncode, code, done.stdout[-6000:] + done.stderr)
        return done.stdout

    def task_folder(self, name="task", change=None):
        """The own task with its node_modules, changed by a function over task.json."""
        folder = self.folder / name
        shutil.copytree(HERE / "own", folder)
        shutil.copytree(pathlib.Path(os.environ["SLIPWAY_TASK_LIB"]) / "node_modules", folder / "node_modules", symlinks=True)
        # Links to programs of packages; a zip would hold copies of them.
        shutil.rmtree(folder / "node_modules/.bin", True)
        if change:
            manifest = json.loads((folder / "task.json").read_text())
            change(manifest)
            (folder / "task.json").write_text(json.dumps(manifest))
        return folder

    def install(self, **options):
        self.ok("task", "install", self.task_folder(**options))

    def add_endpoint(self):
        self.ok("endpoint", "set", "server", "--id", SERVER, "--url", "https://server.example/", "--scheme", "UsernamePassword",
                "--param", "username=ann", "--param-env", "password=PW", "--data", "APIVERSION=7.1", "--data", "STAGE=$(Release.EnvironmentName)")

    def add_certificate(self):
        path = self.folder / "certificate.pfx"
        path.write_bytes(b"\x00\x01CERTIFICATE-CONTENT\xff")
        self.ok("secure-file", "add", path)
        return json.loads(self.ok("secure-file", "list", "--json"))["files"][0]["id"]

    def run_definition(self, document, *options, code=0):
        path = self.folder / "d.json"
        path.write_text(json.dumps(document))
        self.ok("run", path, "--new", *options, code=code)
        return self.release()

    def release(self, number=None):
        releases = json.loads(self.ok("release", "list", "--json"))["releases"]
        return json.loads(self.ok("release", "show", number or releases[0]["id"], "--json"))

    def tasks(self, release, attempt=-1):
        return [task for phase in release["environments"][0]["deployments"][attempt]["phases"] for job in phase["jobs"] for task in job["tasks"]]

    def log(self, task):
        return pathlib.Path(task["logPath"]).read_text()

    def on_disk(self, text):
        """Files of the engine (database, logs, journal, work folders) that hold this."""
        needle = text if isinstance(text, bytes) else text.encode()
        return [str(path) for path in self.folder.rglob("*")
                if path.is_file() and path.name != "d.json" and needle in path.read_bytes()]


class Store(OwnTasks):
    def test_zip_is_installed_listed_and_removed(self):
        folder = self.task_folder()
        path = self.folder / "own.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.rglob("*"):
                archive.write(file, file.relative_to(folder))
        self.assertIn("installed: OwnTask 1.4.2", self.ok("task", "install", path))
        self.assertIn("already there", self.ok("task", "install", folder))
        task = json.loads(self.ok("task", "list", "--json"))["tasks"][0]
        self.assertEqual((task["taskId"], task["version"], task["runnable"]), (TASK, "1.4.2", True))
        self.assertEqual(len(task["hash"]), 64)
        self.assertEqual(task["stages"], ["TASK_STAGE_PRE_JOB", "TASK_STAGE_MAIN", "TASK_STAGE_POST_JOB"])
        self.assertIn("built in", self.ok("task", "list", "--all"))
        self.assertIn("removed: OwnTask 1.4.2", self.ok("task", "remove", "owntask"))
        self.ok("task", "remove", TASK, code=2)
        self.assertIn("no tasks are installed", self.ok("task", "list"))

    def test_endpoints_and_secure_files_are_never_shown_nor_stored_in_clear(self):
        self.add_endpoint()
        self.add_certificate()
        shown = self.ok("endpoint", "list", "--json") + self.ok("endpoint", "list") + self.ok("secure-file", "list", "--json")
        self.assertIn("username", shown)
        for secret in ("endpoint-password-123", "7.1", "CERTIFICATE-CONTENT"):
            self.assertNotIn(secret, shown)
        for secret in ("endpoint-password-123", base64.b64encode(b"endpoint-password-123"), "CERTIFICATE-CONTENT"):
            found = [path for path in self.on_disk(secret) if not path.endswith("certificate.pfx")]
            self.assertEqual(found, [], secret)
        # What comes back from a list without its values keeps them.
        self.ok("endpoint", "set", "server", "--id", SERVER, "--url", "https://other.example/", "--scheme", "UsernamePassword",
                "--param", "username=", "--param", "password=", "--data", "APIVERSION=", "--data", "STAGE=")
        self.install()
        self.ok("endpoint", "remove", "server")
        self.ok("endpoint", "remove", "server", code=2)
        self.assertEqual(json.loads(self.ok("endpoint", "list", "--json")).get("endpoints", []), [])

    def test_wrong_use_is_said(self):
        for arguments in (["task", "install"], ["task", "install", self.folder / "nothing"], ["task", "remove", "nothing"],
                          ["task", "frobnicate"], ["endpoint", "set", "x", "--id", "seven"], ["endpoint", "set", "x", "--param-env", "a=NO_SUCH_VARIABLE"],
                          ["secure-file", "add", self.folder / "nothing"]):
            done = self.cli(*arguments)
            self.assertEqual(done.returncode, 2, (arguments, done.stdout, done.stderr))
            self.assertTrue(done.stderr.startswith("slipway: "), done.stderr)


class Everything(OwnTasks):
    def setUp(self):
        super().setUp()
        self.install()
        self.add_endpoint()
        self.certificate = self.add_certificate()
        self.inputs = {"list.of THINGS": "one\ntwo\n\nthree", "home": "$(MY_OWN_HOME)/x", "password": "$(My.secret)", "server": SERVER,
                       "certificate": self.certificate}
        self.variables = {"My.plain-var": {"value": "plain $(My.other)"}, "My.other": {"value": "other"},
                          "My.secret": {"value": SECRET, "isSecret": True}}

    def test_every_api_sees_and_does_what_it_does_under_the_agent(self):
        release = self.run_definition(definition(
            own(inputs=self.inputs),
            bash('echo "plain=$OWN_PLAIN"; echo "out=$REF_ASKED $REF_DECLARED [$ASKED]"; echo "macro=$(ref.asked)"; own-tool; echo "secret=$(Own.Secret)"', "later"),
            own("sawPath", "second", self.inputs), variables=self.variables))
        tasks = self.tasks(release)
        main = next(task for task in tasks if task["name"] == "own")
        report = self.report()
        self.assertEqual(report["inputs"], {
            "rootedDefault": "Dev/x", "flag": True, "number": "7", "list": ["one", "two", "three"], "home": "/from/the/agent/x",
            "password": SECRET, "emptyPath": report["variables"]["cwd"], "emptyPathSupplied": False,
            "report": report["variables"]["cwd"] + "/report.json", "missing": True})
        variables = report["variables"]
        self.assertEqual((variables["plain"], variables["secret"], variables["stage"]), ("plain other", SECRET, "Dev"))
        self.assertEqual(sorted(variables["listed"]), [["My.other", False], ["My.plain-var", False], ["My.secret", True]])
        self.assertEqual(variables["secretInEnvironment"], [])
        self.assertEqual((variables["build"], variables["name"]), ("True", "own"))
        self.assertFalse(pathlib.Path(variables["temp"]).exists(), "the private temp folder goes with the task")
        self.assertEqual(report["endpoint"], {
            "url": "https://server.example/", "scheme": "UsernamePassword", "user": "ann", "password": "endpoint-password-123",
            "whole": {"parameters": {"password": "endpoint-password-123", "username": "ann"}, "scheme": "UsernamePassword"},
            "data": "7.1", "expanded": "Dev", "system": "OAuth", "unknown": True})
        self.assertEqual(report["secureFile"], {"name": "certificate.pfx", "ticket": 48})
        self.assertEqual(report["step"], {"plain": "from pre", "hidden": "step-secret-4711"})
        self.assertEqual(report["message"], "Hello, you")
        self.assertEqual(report["found"], ["a/b/.four.txt", "a/three.txt"])
        self.assertEqual(report["copied"], ["copied", "copied/b", "copied/b/.four.txt", "copied/moved.txt"])
        self.assertTrue(report["removed"])
        self.assertEqual(report["tool"], {"code": 3, "output": "child says two words\nchild sees nothing\n"})

        log = self.log(main)
        self.assertIn("##[section]Starting: own", log)
        self.assertIn("Version      : 1.4.2", log)
        self.assertIn("file.js(3,4): warning W1: a warning", log)
        self.assertIn("now *** and *** are said aloud", log)
        self.assertEqual([issue["message"] for issue in main["issues"]], ["file.js(3,4): warning W1: a warning"])

        later = self.log(next(task for task in tasks if task["name"] == "later"))
        for line in ("plain=plain value", "out=an output declared output []", "macro=an output", "the own tool ran", "secret=***"):
            self.assertIn(line, later)
        second = self.log(next(task for task in tasks if task["name"] == "second"))
        for line in ("tool: the own tool ran", "endpoint: https://changed.example/", "changed: true", "no step variable of another step: true"):
            self.assertIn(line, second)

        kept = {command["name"]: command for command in main["commands"]}
        for name in ("task.uploadsummary", "task.addattachment", "task.uploadfile"):
            self.assertEqual(pathlib.Path(kept[name]["file"]).read_text(), "# Summary\n", name)
        self.assertEqual(kept["task.addattachment"]["properties"], {"type": "Own.Type", "name": "attached"})
        self.assertIn("results.publish", kept)
        self.assertEqual(release["name"], "Renamed by a task")

        for secret in (SECRET, "step-secret-4711", "set-by-task-77", "endpoint-password-123", "changed-password-55"):
            # The report is the task's own business.
            self.assertEqual([path for path in self.on_disk(secret) if not path.endswith("/report.json") and "/tasks/" not in path
                              and not path.startswith(str(self.folder / "task/"))], [], secret)

    def report(self):
        return json.loads(next(self.folder.glob("s.db.d/work/*/a/report.json")).read_text())

    def test_stages_run_around_all_steps_and_share_step_variables(self):
        release = self.run_definition(definition(bash("exit 1", "breaks"), own(inputs=self.inputs), variables=self.variables), code=1)
        tasks = self.tasks(release)
        self.assertEqual([(task["name"], task["status"].removeprefix("TASK_STATUS_").lower()) for task in tasks],
                         [("Pre-job: own", "succeeded"), ("breaks", "failed"), ("own", "skipped"), ("Post-job: own", "succeeded")])
        post = self.log(tasks[3])
        self.assertIn("post-job saw from pre, hidden true", post)
        self.assertIn("post-job saw main undefined", post)
        self.assertIn("post-job status Failed", post)

    def test_unknown_endpoint_is_named_with_its_input(self):
        self.ok("endpoint", "remove", SERVER)
        release = self.run_definition(definition(own("sawPath", inputs=self.inputs), variables=self.variables), code=1)
        self.assertIn("input 'server': the service endpoint " + SERVER, self.tasks(release)[0]["message"])


class Results(OwnTasks):
    def setUp(self):
        super().setUp()
        # Without the stages: what is looked at here is the step itself.
        def only_main(manifest):
            del manifest["prejobexecution"], manifest["postjobexecution"]
        self.install(change=only_main)

    def one(self, mode, code):
        task, = self.tasks(self.run_definition(definition(own(mode)), code=code))
        return task, self.log(task)

    def test_worst_result_counts(self):
        task, _ = self.one("fail", 1)
        self.assertEqual((task["status"], task["message"]), ("TASK_STATUS_FAILED", "failed on purpose"))
        task, _ = self.one("issues", 0)
        self.assertEqual(task["status"], "TASK_STATUS_PARTIALLY_SUCCEEDED")

    def test_uncaught_failures_fail_the_step(self):
        for mode, text in (("throws", "nobody catches this"), ("rejects", "nobody awaits this")):
            task, log = self.one(mode, 1)
            self.assertEqual(task["status"], "TASK_STATUS_FAILED")
            self.assertIn(text, log)
            self.assertIn(text, task["message"])

    def test_exit_code_is_named(self):
        task, _ = self.one("exits", 1)
        self.assertEqual(task["exitCode"], 7)
        self.assertIn("exit code 7", task["message"])

    def test_setting_an_endpoint_the_job_has_not_fails_the_step(self):
        task, log = self.one("endpoint", 1)
        self.assertIn("this job has no endpoint", log)

    def test_done_ends_the_step_though_the_process_lives(self):
        task, _ = self.one("done", 0)
        self.assertEqual(task["status"], "TASK_STATUS_SUCCEEDED")

    def test_no_node_is_a_clear_error(self):
        bare = self.folder / "bin"
        bare.mkdir()
        (bare / "bash").symlink_to("/bin/bash")
        self.environment["PATH"] = str(bare)
        task, log = self.one("issues", 1)
        self.assertIn("'node' is not in PATH", task["message"])


class Stages(OwnTasks):
    def interrupted(self, mode):
        """Starts a release of this mode, waits until it says that it runs, cancels; the release."""
        def only_main(manifest):
            del manifest["prejobexecution"], manifest["postjobexecution"]
        self.install(change=only_main)
        ready = self.folder / "ready"
        path = self.folder / "d.json"
        path.write_text(json.dumps(definition(own(mode, inputs={"report": str(ready)}, timeoutInMinutes=0), variables={})))
        run = subprocess.Popen([os.environ["SLIPWAY_CLI"], "--db", str(self.db), "run", str(path)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment)
        deadline = time.monotonic() + 120
        while not (ready.exists() and ready.read_text()) and time.monotonic() < deadline and run.poll() is None:
            time.sleep(0.05)
        self.assertTrue(ready.exists(), "the task has not come to run")
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        self.cli("release", "cancel", 1)
        self.ok("watch", "--until-idle", code=3) if self.release()["environments"][0]["status"] == "ENVIRONMENT_STATUS_IN_PROGRESS" else None
        return self.release()

    def sleeping(self, seconds):
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if path.read_bytes() == f"sleep\0{seconds}\0".encode():
                    found.append(path.parent.name)
            except OSError:
                pass
        return found

    def wait_until_gone(self, seconds):
        deadline = time.monotonic() + 60
        while self.sleeping(seconds) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(self.sleeping(seconds), [])

    def test_cancellation_ends_a_task_that_ignores_the_interrupt_and_its_children(self):
        release = self.interrupted("hang")
        self.assertEqual(self.tasks(release)[0]["status"], "TASK_STATUS_CANCELED")
        self.assertIn("interrupted, and going on", self.log(self.tasks(release)[0]))
        self.wait_until_gone(600)

    def test_a_thousand_children_end_with_the_canceled_task(self):
        release = self.interrupted("fork")
        self.assertEqual(self.tasks(release)[0]["status"], "TASK_STATUS_CANCELED")
        self.wait_until_gone(700)


class Security(OwnTasks):
    def setUp(self):
        super().setUp()
        def only_main(manifest):
            del manifest["prejobexecution"], manifest["postjobexecution"]
        self.only_main = only_main

    def refused(self, text, build):
        path = self.folder / "hostile.zip"
        with zipfile.ZipFile(path, "w") as archive:
            build(archive)
        done = self.cli("task", "install", path)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn(text, done.stderr)
        self.assertEqual(json.loads(self.ok("task", "list", "--json")).get("tasks", []), [])
        self.assertEqual([p.name for p in (self.folder / "s.db.d/tasks").glob(".*")], [])

    def test_hostile_packages_are_refused(self):
        manifest = (HERE / "own/task.json").read_text()

        def with_entry(name, link=None):
            def build(archive):
                for file in ("task.json", "index.js", "pre.js", "post.js"):
                    archive.write(HERE / "own" / file, file)
                entry = zipfile.ZipInfo(name)
                if link:
                    entry.create_system = 3
                    entry.external_attr = 0o120777 << 16
                archive.writestr(entry, link or "evil")
            return build
        self.refused("leads outside", with_entry("../evil.js"))
        self.refused("leads outside", with_entry("/tmp/slipway-evil.js"))
        self.refused("leads outside", with_entry("link", "/etc/passwd"))
        self.refused("leads outside", with_entry("link", "../../s.db"))
        self.refused("PowerShell3.target", lambda archive: archive.writestr(
            "task.json", manifest.replace('"PowerShell3": { "target": "index.js" }', '"PowerShell3": { "target": "../../key" }')))
        self.assertFalse((self.folder / "evil.js").exists())

    def test_secrets_are_masked_in_every_spelling(self):
        self.install(change=self.only_main)
        release = self.run_definition(definition(own("leak"), variables={"My.secret": {"value": SECRET, "isSecret": True}}), code=1)
        task, = self.tasks(release)
        log = self.log(task)
        for line in ("plain ***", "base64 ***", "uri ***", "split ***"):
            self.assertIn(line, log)
        for spelling in (SECRET, base64.b64encode(SECRET.encode()).decode(), urllib.parse.quote(SECRET, safe=""), SECRET.replace("/", "\\/")):
            self.assertEqual([path for path in self.on_disk(spelling)], [], spelling)
        # Secrets of several lines are refused, by the task library or by the engine.
        self.assertNotIn("second line", log)

    def test_a_logging_command_of_100_megabytes_fails_the_step_and_nothing_else(self):
        self.install(change=self.only_main)
        release = self.run_definition(definition(own("flood"), bash("echo alive", condition="always()")), code=1)
        flood, after = self.tasks(release)
        self.assertEqual(flood["status"], "TASK_STATUS_FAILED")
        self.assertIn("task.setvariable", flood["message"])
        self.assertLess(pathlib.Path(flood["logPath"]).stat().st_size, 1 << 20)
        self.assertEqual(after["status"], "TASK_STATUS_SUCCEEDED")


class Pinning(OwnTasks):
    def setUp(self):
        super().setUp()
        def only_main(manifest):
            del manifest["prejobexecution"], manifest["postjobexecution"]
        self.only_main = only_main

    def newer(self, manifest):
        self.only_main(manifest)
        manifest["version"] = {"Major": 1, "Minor": 5, "Patch": 0}

    def redeploy(self, *options):
        self.ok("release", "redeploy", 1, "Dev", *options)
        self.cli("watch", "--until-idle")

    def versions(self, release):
        return [self.log(self.tasks(release, attempt)[0]).split("Version      : ")[1].split("\n")[0]
                for attempt in range(len(release["environments"][0]["deployments"]))]

    def test_redeploy_takes_the_version_it_was_accepted_with_unless_asked(self):
        self.install(change=self.only_main)
        self.run_definition(definition(own("issues")))
        self.install(name="newer", change=self.newer)
        self.redeploy()
        self.redeploy("--update-tasks")
        self.redeploy()
        self.assertEqual(self.versions(self.release(1)), ["1.4.2", "1.4.2", "1.5.0", "1.5.0"])
        self.assertIn("all as they were written", self.ok("verify"))

    def test_removed_or_changed_task_is_said_and_not_silently_replaced(self):
        self.install(change=self.only_main)
        self.install(name="newer", change=self.newer)
        self.run_definition(definition(own("issues")))
        self.ok("task", "remove", TASK, "1.5.0")
        self.redeploy()
        self.assertIn("'OwnTask' 1.5.0, with which the release was accepted, is not installed any more", self.tasks(self.release(1))[0]["message"])
        changed = self.task_folder("changed", self.newer)
        (changed / "extra.js").write_text("// not there before")
        self.ok("task", "install", changed)
        self.redeploy()
        self.assertIn("is not the one the release was accepted with", self.tasks(self.release(1))[0]["message"])
        shutil.rmtree(changed)
        self.ok("task", "remove", TASK, "1.5.0")
        self.ok("task", "install", self.folder / "newer")
        self.redeploy()
        self.assertEqual(self.tasks(self.release(1))[0]["status"], "TASK_STATUS_PARTIALLY_SUCCEEDED")

    def test_tampered_files_do_not_run(self):
        self.install(change=self.only_main)
        self.run_definition(definition(own("issues")))
        script = self.folder / f"s.db.d/tasks/{TASK}/1.4.2/index.js"
        script.write_text(script.read_text() + "\nconsole.log('tampered')")
        self.redeploy()
        task = self.tasks(self.release(1))[0]
        self.assertIn("is not what was installed", task["message"])
        self.assertNotIn("tampered", self.log(task))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--install"]:
        sys.exit(install(sys.argv[2]))
    unittest.main()
