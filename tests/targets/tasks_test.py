"""Built-in tasks that other programs stand behind: SSH and CopyFilesOverSSH against a real sshd, archives, test results."""
import json
import os
import pathlib
import subprocess
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from targets_test import CLI, TargetTest, bash, definition  # noqa: E402

ENDPOINT = "11111111-2222-4333-8444-555555555555"
SSH = "91443475-df55-4874-944b-39253b558790"
COPY = "67cec91b-0351-4c2f-8465-d74b3d2a2d96"
EXTRACT = "5e1e3830-fbfb-11e5-aab1-090c92bc4988"
ARCHIVE = "d8b84976-e99a-4b86-b885-4849694435b0"
RESULTS = "0b0f01ed-7dde-43ff-9cbb-e48954daf9b1"


def step(task_id, version, inputs, name="step", **more):
    return {"taskId": task_id, "version": version, "name": name, "refName": "s", "enabled": True, "condition": "succeeded()",
            "inputs": inputs, **more}


def here(*tasks, name="Shop", **more):
    document = definition(*tasks, **more) | {"name": name}
    phase = document["environments"][0]["deployPhases"][0]
    phase["phaseType"] = 1
    phase["deploymentInput"] = {"queueId": 1}
    return document


class OverSsh(TargetTest):
    def endpoint(self, target, passphrase="", **data):
        key = target.folder / "task_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "task", "-f", key], check=True)
        with open(target.folder / "authorized_keys", "a") as keys:
            keys.write((target.folder / "task_key.pub").read_text())
        known = self.folder / "known"
        if "known" not in data:
            known.write_text((target.folder / "known_hosts").read_text())
        else:
            known.write_text(data["known"])
        environment = dict(os.environ, PASSPHRASE=passphrase)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        done = self.cli("endpoint", "set", "web", "--id", ENDPOINT, "--type", "ssh", "--scheme", "UsernamePassword",
                        "--param", f"username={user}", "--param-env", "password=PASSPHRASE", "--data", "host=127.0.0.1",
                        "--data", f"port={target.port}", "--data-file", f"PrivateKey={key}", "--data-file", f"knownHosts={known}",
                        env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)

    def run_tasks(self, *tasks, code=0, name="Shop"):
        self.run_definition(here(*tasks, name=name), code=code)
        release = json.loads(self.ok("release", "list", "--json"))["releases"][0]["id"]
        tasks = self.deployment(release)["phases"][0]["jobs"][0]["tasks"]
        return [pathlib.Path(task["logPath"]).read_text() if task.get("logPath") else "" for task in tasks]

    def test_commands_run_one_by_one_and_cannot_command_the_release(self):
        target = self.target()
        self.endpoint(target)
        (log,) = self.run_tasks(step(SSH, "0.*", {
            "sshEndpoint": ENDPOINT, "runOptions": "commands",
            "commands": 'echo "on $TARGET_NAME"; pwd\necho "##vso[task.setvariable variable=x]owned"\nprintf "last without end"'}))
        self.assertIn("on web1", log)
        self.assertIn("last without end", log)
        self.assertIn("**vso[task.setvariable", log)
        (log,) = self.run_tasks(step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "commands": f"touch {target.home}/first; false; touch {target.home}/second"}),
                                code=1, name="Fails")
        self.assertIn("exit code 1", log)
        self.assertTrue((target.home / "first").exists())
        self.assertFalse((target.home / "second").exists())
        (log,) = self.run_tasks(step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "commands": "echo oops >&2"}), code=1, name="Stderr")
        self.assertIn("failOnStdErr is set", log)
        self.run_tasks(step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "commands": "echo oops >&2", "failOnStdErr": "false"}), name="Allowed")

    def test_scripts_are_copied_run_with_arguments_and_removed(self):
        target = self.target()
        self.endpoint(target, passphrase="the-passphrase-77")
        (self.folder / "script.sh").write_text("#!/bin/sh\r\necho \"script $1 $2 in $(pwd)\"\r\n")
        logs = self.run_tasks(
            step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "runOptions": "script", "scriptPath": str(self.folder / "script.sh"),
                              "args": "one 'two three'"}),
            step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "runOptions": "inline", "inline": "import os\nprint('python', os.environ['TARGET_NAME'])",
                              "interpreterCommand": "/usr/bin/env python3"}))
        self.assertIn("script one two three in", logs[0])
        self.assertIn("python web1", logs[1])
        left = [path for path in pathlib.Path.home().glob("*script*")] + list(target.home.glob("*script*"))
        self.assertEqual(left, [])
        # The passphrase and the key stand in no file of the engine and in no log.
        data = str(self.db) + ".d"
        for word in ("the-passphrase-77", (target.folder / "task_key").read_text().splitlines()[1]):
            self.assertEqual(subprocess.run(["grep", "-rlF", word, data, self.db], capture_output=True, text=True).stdout, "")

    def test_another_host_key_is_refused(self):
        target = self.target()
        self.endpoint(target, known=f"[127.0.0.1]:{target.port} {(target.folder / 'client_key.pub').read_text()}")
        (log,) = self.run_tasks(step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "commands": f"touch {target.home}/reached"}), code=1)
        self.assertIn("shows another host key", log)
        self.assertFalse((target.home / "reached").exists())

    def test_an_endpoint_that_is_not_there_is_named(self):
        self.run_definition(here(step(SSH, "0.*", {"sshEndpoint": ENDPOINT, "commands": "true"})), code=1)
        message = self.deployment()["phases"][0]["jobs"][0]["tasks"][0]["message"]
        self.assertIn("input 'sshEndpoint'", message)
        self.assertIn(ENDPOINT, message)

    def test_files_are_copied_with_their_folders(self):
        target = self.target()
        self.endpoint(target)
        source = self.folder / "source"
        for name in ("a.txt", "sub/b c.txt", "sub/it's.txt", "sub/skip.log"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text("content of " + name)
        (target.home / "www").mkdir()
        (target.home / "www" / "old.txt").write_text("old")
        inputs = {"sshEndpoint": ENDPOINT, "sourceFolder": str(source), "contents": "**\n!**/*.log",
                  "targetFolder": str(target.home / "www"), "cleanTargetFolder": "true"}
        self.run_tasks(step(COPY, "0.*", inputs))
        found = sorted(str(path.relative_to(target.home / "www")) for path in (target.home / "www").rglob("*") if path.is_file())
        self.assertEqual(found, ["a.txt", "sub/b c.txt", "sub/it's.txt"])
        self.assertEqual((target.home / "www/sub/it's.txt").read_text(), "content of sub/it's.txt")
        (source / "a.txt").write_text("changed")
        (log,) = self.run_tasks(step(COPY, "0.*", {**inputs, "overwrite": "false", "cleanTargetFolder": "false", "flattenFolders": "false"}), name="Again")
        self.assertEqual((target.home / "www/a.txt").read_text(), "content of a.txt")
        self.assertIn("skipped 3", log)
        (target.home / "www" / "a.txt").unlink()
        (target.home / "www" / "a.txt").mkdir()
        (log,) = self.run_tasks(step(COPY, "0.*", {**inputs, "cleanTargetFolder": "false"}), code=1, name="InTheWay")
        self.assertIn("1 of 3 files could not be copied", log)


class Tools(TargetTest):
    def test_archives_and_results_on_this_machine_and_on_a_target(self):
        self.target()
        self.group("web1")
        make = bash('mkdir -p site/css; echo "<html>" > site/index.html; echo x > site/css/a.css; mkdir -p results; '
                    'echo "<testsuite name=\'s\'><testcase name=\'good\' time=\'0.5\'/><testcase name=\'bad\'><failure message=\'no\'/></testcase></testsuite>"'
                    " > results/TEST-a.xml")
        tasks = [make,
                 step(ARCHIVE, "2.*", {"rootFolderOrFile": "site", "includeRootFolder": "false", "archiveFile": "out/site.zip"}),
                 step(EXTRACT, "1.*", {"archiveFilePatterns": "out/*.zip", "destinationFolder": "www"}),
                 bash("cat www/index.html www/css/a.css", name="look"),
                 step(RESULTS, "2.*", {"testRunTitle": "Smoke"})]
        for document in (here(*tasks), definition(*tasks) | {"name": "Remote"}):
            self.run_definition(document)
            release = json.loads(self.ok("release", "list", "--json"))["releases"][0]["id"]
            done = self.deployment(release)["phases"][0]["jobs"][0]["tasks"]
            self.assertIn("<html>", pathlib.Path(done[3]["logPath"]).read_text())
            out = self.ok("tests", release, code=1)
            self.assertRegex(out, r"Prod +1 +Smoke +2 +1 +1 +0 +500 ms")
            self.assertIn("failed in Prod (attempt 1): s.bad: no", out)
        self.assertEqual(len(json.loads(self.ok("tests", 1, "--json", code=1))["runs"]), 1)

    def test_results_may_fail_the_step_and_have_a_history(self):
        def results(failures):
            cases = "".join(f"<testcase name='t{i}'>{'<failure/>' if i < failures else ''}</testcase>" for i in range(3))
            return bash(f'echo "<testsuite name=\'s\'>{cases}</testsuite>" > TEST-a.xml; echo "not xml" > TEST-b.xml')
        publish = {"failTaskOnFailedTests": "true", "mergeTestResults": "true"}
        self.run_definition(here(results(0), step(RESULTS, "2.*", publish)))
        self.run_definition(here(results(2), step(RESULTS, "2.*", publish)), code=1)
        task = self.deployment(2)["phases"][0]["jobs"][0]["tasks"][1]
        self.assertIn("2 tests have failed", task["message"])
        self.assertIn("line 1", " ".join(issue["message"] for issue in task["issues"]), "the file that cannot be read is a warning")
        out = self.ok("tests", "--history", 1, "--environment", "prod", code=1)
        self.assertRegex(out, r"R-2 +Prod +1 +JUnit_TestResults +3 +1 +2")
        self.assertRegex(out, r"R-1 +Prod +1 +JUnit_TestResults +3 +3 +0")
        self.assertEqual(self.cli("tests", "--history", 77).returncode, 2)
        self.run_definition(here(step(RESULTS, "2.*", {"testResultsFiles": "nosuch.xml", "failTaskOnMissingResultsFile": "true"}),
                                 name="Missing"), code=1)

    def test_a_zip_that_leads_outside_fails_the_step(self):
        with zipfile.ZipFile(self.folder / "evil.zip", "w") as archive:
            archive.writestr("../../../../../../../../../../" + str(self.folder).lstrip("/") + "/owned", "x")
        self.run_definition(here(step(EXTRACT, "1.*", {"archiveFilePatterns": str(self.folder / "evil.zip"), "destinationFolder": "x"})), code=1)
        self.assertIn("leads outside", self.deployment()["phases"][0]["jobs"][0]["tasks"][0]["message"])
        self.assertFalse((self.folder / "owned").exists())


class Artifacts(TargetTest):
    def test_a_target_downloads_what_the_release_carries_into_its_own_folders_and_once(self):
        drop = self.folder / "drop" / "1.4.2" / "app"
        drop.mkdir(parents=True)
        (drop / "shop.txt").write_text("shop 1.4.2")
        web1 = self.target()
        self.group("web1")
        self.ok("artifact", "source", "set", "Shop-CI", "--kind", "folder", "--location", self.folder / "drop")
        document = definition(bash('cat "$SYSTEM_DEFAULTWORKINGDIRECTORY/_Shop/app/shop.txt"; pwd'))
        document["artifacts"] = [{"alias": "_Shop", "type": "Build", "isPrimary": True, "definitionReference": {
            "definition": {"id": "17", "name": "Shop-CI"}, "project": {"id": "p", "name": "P"},
            "defaultVersionType": {"id": "latestType", "name": "Latest"}}}]
        self.run_definition(document)
        tasks = self.jobs()["web1"]["tasks"]
        self.assertEqual([task["name"] for task in tasks], ["Download artifacts", "deploy"])
        self.assertIn("shop 1.4.2", self.log(task=1))
        self.assertIn(str(web1.home), self.log(task=1), "the work folder is the target's")
        self.ok("release", "redeploy", 1, "Prod")
        self.ok("watch", "--until-idle")
        self.assertIn("shop 1.4.2", self.log(task=1))
        self.assertNotIn("Downloaded shop.txt", self.log(task=0), "it is in the target's cache")



if __name__ == "__main__":
    unittest.main()
