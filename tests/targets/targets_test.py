"""Deployment groups whose targets are other machines: real sshd instances on loopback ports, driven by the slipway command."""
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

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "fleet"))
from sshd import Sshd, kill, processes  # noqa: E402

CLI = os.environ["SLIPWAY_CLI"]
BASH = "6c731c3c-3c68-459a-a5c9-bde6e6595b5b"
PATIENCE = 90


def bash(script, name="deploy", **more):
    return {"taskId": BASH, "version": "3.*", "name": name, "refName": "ref", "enabled": True, "condition": "succeeded()",
            "inputs": {"targetType": "inline", "script": script}, **more}


def definition(*tasks, variables=None, **group):
    automated = {"approvals": [{"rank": 1, "isAutomated": True}]}
    phase = {"rank": 1, "phaseType": 4, "name": "web", "workflowTasks": list(tasks),
             "deploymentInput": {"queueId": 5, "tags": [], "healthPercent": 0, "deploymentHealthOption": "Custom", **group}}
    return {"name": "Shop", "releaseNameFormat": "R-$(rev:r)", "variables": variables or {},
            "environments": [{"id": 1, "name": "Prod", "rank": 1, "deployPhases": [phase],
                              "conditions": [{"name": "ReleaseStarted", "conditionType": 1, "value": ""}],
                              "preDeployApprovals": automated, "postDeployApprovals": automated,
                              "retentionPolicy": {"daysToKeep": 30, "releasesToKeep": 3, "retainBuild": True}}]}


class TargetTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-targets-"))
        self.db = self.folder / "s.db"
        self.targets = {}
        self.addCleanup(shutil.rmtree, self.folder, True)

    def target(self, name="web1"):
        target = Sshd(self.folder / name, name).start()
        self.targets[name] = target
        self.addCleanup(target.destroy)
        return target

    def cli(self, *arguments, **options):
        return subprocess.run([CLI, "--db", str(self.db), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=180, **options)

    def ok(self, *arguments, code=0):
        done = self.cli(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def group(self, *specs, more=""):
        """TARGET:TAGS of those there are; `more` of the connection's options."""
        arguments = []
        for spec in specs:
            name = spec.split(":")[0]
            arguments += ["--target", spec, "--ssh", self.targets[name].option() + more]
        self.ok("deployment-group", "put", "Web", "--id", 5, *arguments)

    def run_definition(self, document, code=0):
        path = self.folder / "definition.json"
        path.write_text(json.dumps(document))
        return self.ok("run", path, code=code)

    def begin(self, document):
        """A command that follows a release; killed with the test."""
        path = self.folder / "definition.json"
        path.write_text(json.dumps(document))
        host = subprocess.Popen([CLI, "--db", str(self.db), "run", str(path)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(lambda: (host.poll() is None and host.kill(), host.wait(), host.stdout.close()))
        return host

    def ends(self, host, code=0):
        out, _ = host.communicate(timeout=PATIENCE)
        self.assertEqual(host.returncode, code, out)
        return out

    def wait(self, what, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited in vain until " + what)
            time.sleep(0.05)

    def deployment(self, release=1):
        shown = json.loads(self.ok("release", "show", release, "--json"))
        return shown["environments"][0]["deployments"][-1]

    def jobs(self, release=1):
        return {job["target"]: job for job in self.deployment(release)["phases"][0]["jobs"]}

    def log(self, target="web1", task=0):
        return pathlib.Path(self.jobs()[target]["tasks"][task]["logPath"]).read_text()

    def engine_folder(self, target):
        return [path for path in (target.home / ".slipway").iterdir() if path.name != "bin"][0]

    # Says once more each time it runs, then waits for the test.
    def held(self, target):
        return bash(f'echo ran >> "{target.folder}/ran"; echo begins; while [ ! -e "{target.folder}/go" ]; do sleep 0.05; done; '
                    'echo goes on; echo "##vso[task.setvariable variable=told;isOutput=true]$TARGET_NAME"')

    def ran(self, target):
        file = target.folder / "ran"
        return len(file.read_text().split()) if file.exists() else 0


class Deploy(TargetTest):
    def test_tasks_run_on_the_target_as_they_do_here(self):
        web1 = self.target("web1")
        web2 = self.target("web2")
        self.target("db1")
        self.group("web1:blue", "web2:blue", "db1:data")
        secret = "s3cret-of-the-target"
        first = bash('echo "on $TARGET_NAME as $AGENT_NAME in $PWD"; echo "home is $(HOME), mode is $(mode)"; '
                     'echo "password $(password)"; echo "##vso[task.setvariable variable=color;isOutput=true]$TARGET_NAME-blue"; '
                     'echo "##vso[task.setvariable variable=token;isSecret=true]set-on-target-99"; '
                     'echo "# done" > "$AGENT_TEMPDIRECTORY/s.md"; echo "##vso[task.uploadsummary]$AGENT_TEMPDIRECTORY/s.md"')
        second = bash('echo "color $(ref.color), token $(token)"; echo oops >&2', name="second")
        self.run_definition(definition(first, second, tags=["blue"], variables={
            "mode": {"value": "fast"}, "password": {"value": secret, "isSecret": True}}))
        self.assertEqual(sorted(self.jobs()), ["web1", "web2"])
        for target in (web1, web2):
            log = self.log(target.name)
            work = self.engine_folder(target)
            self.assertIn(f"on {target.name} as {target.name} in {work}/work/", log)
            self.assertIn(f"home is {target.home}, mode is fast", log)
            self.assertIn("password ***", log)
            self.assertIn(f"color {target.name}-blue, token ***", self.log(target.name, 1))
            self.assertIn("oops", self.log(target.name, 1))
            kept = self.jobs()[target.name]["tasks"][0]["commands"][0]["file"]
            self.assertTrue(kept.startswith(str(self.db) + ".d/logs/"), kept)
            self.assertEqual(pathlib.Path(kept).read_text(), "# done\n")
            # Secrets are nowhere, what was fetched is removed there, nothing temporary stays.
            for word in (secret, "set-on-target-99"):
                for root in (target.home, pathlib.Path(str(self.db) + ".d")):
                    found = subprocess.run(["grep", "-rlF", word, root], capture_output=True, text=True).stdout
                    self.assertEqual(found, "", word)
            self.assertEqual([str(path) for path in (work / "logs").rglob("*") if path.is_file()], [])
            self.assertEqual(list((work / "work").glob("*/t/*")), [])
            self.assertEqual(work.stat().st_mode & 0o777, 0o700)
        self.assertFalse((self.targets["db1"].home / ".slipway").exists(), "a target without the tag is not even connected to")

    def test_the_runner_is_copied_once_and_its_hash_is_checked_each_time(self):
        web1 = self.target()
        self.group("web1")
        document = definition(bash("echo hello"))
        self.run_definition(document)
        (place,) = (web1.home / ".slipway" / "bin").iterdir()
        before = (place / "lib" / "slipway-runner").stat()
        self.run_definition(document)
        self.assertEqual((place / "lib" / "slipway-runner").stat().st_mtime_ns, before.st_mtime_ns)
        with open(place / "lib" / "slipway-runner", "ab") as program:
            program.write(b"something else")
        self.run_definition(document)
        self.assertEqual((place / "lib" / "slipway-runner").stat().st_size, before.st_size)
        self.assertEqual([path.name for path in (web1.home / ".slipway" / "bin").iterdir()], [place.name])

    def test_installed_node_tasks_go_along_by_hash(self):
        if shutil.which("node") is None:
            self.skipTest("there is no node on this machine")
        web1 = self.target()
        self.group("web1")
        task = self.folder / "task"
        (task / "lib").mkdir(parents=True)
        (task / "task.json").write_text(json.dumps({
            "id": "0a0b0c0d-1111-4222-8333-444455556666", "name": "Greet", "friendlyName": "Greet", "description": "", "author": "me",
            "version": {"Major": 1, "Minor": 2, "Patch": 3}, "inputs": [{"name": "who", "type": "string", "defaultValue": "$(mode)"}],
            "instanceNameFormat": "Greet", "execution": {"Node16": {"target": "main.js"}}}))
        (task / "main.js").write_text("require('./lib/say')(process.env.INPUT_WHO + ' from ' + __dirname)\n")
        (task / "lib" / "say.js").write_text("module.exports = text => console.log('hello ' + text)\n")
        self.ok("task", "install", task)
        greet = {"taskId": "0a0b0c0d-1111-4222-8333-444455556666", "version": "1.*", "name": "Greet", "enabled": True,
                 "condition": "succeeded()", "inputs": {}}
        self.run_definition(definition(greet, variables={"mode": {"value": "fast"}}))
        self.assertIn(f"hello fast from {self.engine_folder(web1)}/tasks/", self.log())
        (copy,) = (self.engine_folder(web1) / "tasks").iterdir()
        (copy / "lib" / "say.js").write_text("module.exports = text => console.log('changed ' + text)\n")
        self.ok("release", "redeploy", 1, "Prod")
        self.ok("watch", "--until-idle")
        self.assertIn("hello fast", self.log(), "files that were changed there are replaced")

    def test_a_task_is_canceled_on_its_target(self):
        web1 = self.target()
        self.group("web1")
        document = definition(bash(f'trap "echo told >> {web1.folder}/told; exit 1" INT; touch {web1.folder}/up; '
                                   "while true; do sleep 0.1; done"))
        host = self.begin(document)
        self.wait("it runs", (web1.folder / "up").exists)
        host.send_signal(signal.SIGINT)
        host.wait(PATIENCE)
        self.ok("release", "cancel", 1, "Prod")
        self.cli("watch", "--until-idle")
        self.assertTrue((web1.folder / "told").exists(), "it was asked to end first")


class Trouble(TargetTest):
    def test_a_connection_that_drops_is_made_again_and_the_task_goes_on(self):
        web1 = self.target()
        self.group("web1")
        host = self.begin(definition(self.held(web1)))
        self.wait("it runs", lambda: self.ran(web1) == 1)
        (runner,) = web1.runners()
        for _ in range(2):
            web1.drop_connections()
            self.wait("it is connected again", lambda: len(web1.sessions()) > 0)
        (web1.folder / "go").touch()
        self.ends(host)
        self.assertEqual(self.ran(web1), 1)
        self.assertEqual(self.log().count("begins"), 1)
        self.assertEqual(self.log().count("goes on"), 1)
        self.assertIn(web1.runners(), ([], [runner]))

    def test_a_task_that_ends_while_nobody_is_connected_is_reported_later(self):
        web1 = self.target()
        self.group("web1")
        host = self.begin(definition(self.held(web1)))
        self.wait("it runs", lambda: self.ran(web1) == 1)
        web1.stop()
        (web1.folder / "go").touch()
        self.wait("it has ended", lambda: not any("while [" in command or "/t/" in command and str(web1.home) in command
                                                  for _, command in processes().values() if "bash" in command))
        web1.start()
        self.ends(host)
        self.assertEqual(self.ran(web1), 1)
        self.assertIn("goes on", self.log())

    def test_kill_9_of_the_host_and_the_next_one_finds_the_task(self):
        web1 = self.target()
        self.group("web1")
        host = self.begin(definition(self.held(web1)))
        self.wait("it runs", lambda: self.ran(web1) == 1)
        host.kill()
        host.wait()
        (web1.folder / "go").touch()
        self.ok("watch", "--until-idle")
        self.assertEqual(self.jobs()["web1"]["status"], "TASK_STATUS_SUCCEEDED")
        self.assertEqual(self.ran(web1), 1)
        self.assertEqual(self.log().count("begins"), 1)
        self.assertEqual(self.log().count("goes on"), 1)

    def test_kill_9_of_the_runner_there_loses_the_task_and_runs_it_never_twice(self):
        web1 = self.target()
        self.group("web1")
        host = self.begin(definition(self.held(web1)))
        self.wait("it runs", lambda: self.ran(web1) == 1)
        kill(web1.runners())
        out = self.ends(host, code=1)
        self.assertIn("is gone, and whether it did its work is unknown", out)
        self.assertEqual(self.ran(web1), 1)
        self.wait("its process is gone", lambda: not any("while [" in command and str(web1.folder) in command
                                                         for _, command in processes().values()))

    def test_a_target_out_of_reach_for_too_long_loses_its_task(self):
        web1 = self.target()
        self.group("web1", more=",lost-after=1")
        host = self.begin(definition(self.held(web1)))
        self.wait("it runs", lambda: self.ran(web1) == 1)
        web1.stop()
        out = self.ends(host, code=1)
        self.assertIn("task lost", out)
        self.assertIn("is gone, and whether it did its work is unknown", out)

    def test_a_target_that_is_down_is_unhealthy_and_the_others_go_on(self):
        for name in ("web1", "web2", "web3"):
            self.target(name)
        self.targets["web2"].stop()
        self.group("web1", "web2", "web3")
        path = self.folder / "definition.json"
        path.write_text(json.dumps(definition(bash("echo deployed"), healthPercent=0)))
        self.cli("run", path)
        jobs = self.jobs()
        self.assertEqual(jobs["web1"]["status"], "TASK_STATUS_SUCCEEDED")
        self.assertEqual(jobs["web2"]["status"], "TASK_STATUS_FAILED")
        self.assertEqual(jobs["web3"]["status"], "TASK_STATUS_SUCCEEDED")
        self.assertIn("target 'web2' (127.0.0.1:", jobs["web2"]["tasks"][0]["message"])
        self.assertIn("cannot be reached", self.log("web2"))
        self.assertEqual(self.deployment()["phases"][0]["status"], "DEPLOY_PHASE_STATUS_PARTIALLY_SUCCEEDED")
        # One at a time, and none may be unhealthy: after the first that fails no more is touched.
        path.write_text(json.dumps(definition(bash("echo deployed"), deploymentHealthOption="OneTargetAtATime") | {"name": "Careful"}))
        self.cli("run", path)
        jobs = self.jobs(2)
        self.assertEqual(jobs["web1"]["status"], "TASK_STATUS_SUCCEEDED")
        self.assertIn("targets are unhealthy", jobs["web3"]["message"])
        # Only what failed, when it is back.
        self.targets["web2"].start()
        self.ok("release", "redeploy", 1, "Prod", "--only-failed-targets")
        self.ok("watch", "--until-idle")
        self.assertEqual({name: job["status"] for name, job in self.jobs().items()}, {"web2": "TASK_STATUS_SUCCEEDED"})

    def test_a_hostile_host_key_is_refused_before_anything_is_sent(self):
        web1 = self.target()
        self.group("web1")
        real = (web1.folder / "host_key.pub").read_text()
        web1.trust((web1.folder / "client_key.pub").read_text())
        self.run_definition(definition(bash("echo deployed")), code=1)
        message = self.jobs()["web1"]["tasks"][0]["message"]
        self.assertIn("shows another host key than the one in", message)
        self.assertIn("known_hosts", message)
        (web1.folder / "known_hosts").write_text("")
        self.run_definition(definition(bash("echo deployed")) | {"name": "Unknown"}, code=1)
        self.assertIn("ssh-keyscan", self.jobs(2)["web1"]["tasks"][0]["message"])
        self.assertFalse((web1.home / ".slipway").exists())
        web1.trust(real)
        (web1.folder / "authorized_keys").write_text("")
        self.run_definition(definition(bash("echo deployed")) | {"name": "Refused"}, code=1)
        self.assertIn("does not let the user in", self.jobs(3)["web1"]["tasks"][0]["message"])

    def test_bad_connections_are_refused_when_they_are_put(self):
        for ssh, text in (("web1=", "no machine is named"), ("=host", "no target is named"), ("web1=host:x", "'x' is no port"),
                          ("web1=host,color=red", "'color' is unknown"), ("web1=-oProxyCommand=x", "group.targets[0].ssh.host"),
                          ("web1=-l@host", "group.targets[0].ssh.user"), ("web1=host:70000", "group.targets[0].ssh.port"),
                          ("web1=host,work=relative", "group.targets[0].ssh.workFolder")):
            done = self.cli("deployment-group", "put", "Web", "--id", 5, "--ssh", ssh)
            self.assertEqual(done.returncode, 2, ssh)
            self.assertIn(text, done.stderr)


if __name__ == "__main__":
    unittest.main()
