"""Windows targets: what can be tried without Windows. See docs/windows.md for what this shows, and what it does not."""
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import windows  # noqa: E402
from sshd import processes  # noqa: E402
from targets_test import TargetTest, bash, definition  # noqa: E402

HELPER = pathlib.Path(__file__).resolve().parents[2] / "lib" / "adapters" / "windows" / "slipway_windows_task.py"
POWERSHELL = "e213ff0f-5d5c-4791-802d-52ea3e7be1f1"
CMD_LINE = "d9bafed4-0b18-4f58-968d-86655b4d2ce9"


def powershell(script, name="deploy", **more):
    inputs = {"targetType": "inline", "script": script, **more.pop("inputs", {})}
    return {"taskId": POWERSHELL, "version": "2.*", "name": name, "refName": "ref", "enabled": True, "condition": "succeeded()",
            "inputs": inputs, **more}


def cmd_line(script, **inputs):
    return {"taskId": CMD_LINE, "version": "2.*", "name": "cmd", "enabled": True, "condition": "succeeded()",
            "inputs": {"script": script, **inputs}}


def helper():
    spec = importlib.util.spec_from_file_location("slipway_windows_task", HELPER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Lines(unittest.TestCase):
    """What goes over the wire."""

    def test_the_command_line_has_nothing_that_a_shell_changes_and_fits_into_cmd(self):
        line = helper().command()
        self.assertLess(len(line), 2000, "cmd.exe takes 8,191 characters")
        self.assertRegex(line, r"^powershell\.exe [A-Za-z0-9+/= -]+$")

    def test_everything_of_the_request_is_a_word_of_base64(self):
        request = {"root": "C:\\slipway", "folder": "C:\\slipway\\n\\t\\x", "name": "x", "kind": "cmd", "directory": "C:\\a b",
                   "script": "echo 'x' \"y\" %z% & exit\r\n\nbegin\n", "environment": [["A B", "1\nbegin\n2"], ["E", ""]],
                   "paths": ["C:\\tool;x"]}
        lines = helper().opening(request, "nonce").decode().splitlines()
        self.assertEqual(lines[-1], "begin")
        self.assertEqual(lines.count("begin"), 1)
        for line in lines[1:-1]:
            self.assertRegex(line, r"^[a-z]+( [A-Za-z0-9+/=]*)+$")

    def test_the_last_line_is_found_wherever_pieces_end(self):
        text = b"first\nslipway-N \nno slipway-N 5\nlast without newline\nslipway-N 7\n"
        # The mark at the beginning of a line that is the script's own cannot happen by chance: the script does not know it.
        text = text.replace(b"\nslipway-N \n", b"\nslipway-X \n")
        for size in range(1, len(text) + 1):
            out = io.BytesIO()
            output = helper().Output("slipway-N", out, io.BytesIO())
            for at in range(0, len(text), size):
                output.take(False, text[at:at + size])
            self.assertEqual(output.code(), 7, size)
            self.assertEqual(out.getvalue(), text[:-len(b"slipway-N 7\n")], size)

    def test_lines_do_not_wait_for_the_next_one(self):
        out = io.BytesIO()
        helper().Output("slipway-N", out, io.BytesIO()).take(False, b"a line\n")
        self.assertEqual(out.getvalue(), b"a line\n")

    def test_codes_of_32_bits_stay_what_they_mean(self):
        for said, code in {"0": 0, "1": 1, "255": 255, "256": 1, "-1": 255, "3221225786": 58, "-1073741510": 58, "65536": 1}.items():
            output = helper().Output("n", io.BytesIO(), io.BytesIO())
            output.take(False, f"\nn {said}\n".encode())
            self.assertEqual(output.code(), code, said)

    def test_output_without_a_last_line_has_no_code(self):
        output = helper().Output("n", io.BytesIO(), io.BytesIO())
        output.take(False, b"\nn 0")
        self.assertIsNone(output.code())

    def test_a_last_line_that_is_none_is_said_to_be_so_and_takes_no_memory(self):
        for said in ("x", "1 %%%", "", "1 abc"):
            output = helper().Output("n", io.BytesIO(), io.BytesIO())
            output.take(False, f"n {said}\n".encode())
            with self.assertRaises(Exception, msg=said) as raised:
                output.code()
            self.assertIn("cannot be understood", str(raised.exception))
        output = helper().Output("n", io.BytesIO(), io.BytesIO())
        for _ in range(100):
            output.take(False, b"n " + b"A" * 65536)
        self.assertLess(len(output.held), 300_000)

    def ask(self, ssh, script, stdout=subprocess.PIPE):
        """The helper as the runner starts it, with another program in place of ssh."""
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "request.json").write_text(json.dumps({
            "ssh": ["/bin/sh", "-c", ssh], "to": "target 'iis1'", "kind": "powershell", "root": "C:\\s", "folder": "C:\\s\\1", "name": "x",
            "directory": "C:\\s", "script": script}))
        return subprocess.Popen([sys.executable, HELPER, folder / "request.json"], stdin=subprocess.DEVNULL, stdout=stdout,
                                stderr=subprocess.PIPE, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})

    def test_an_ssh_that_ends_before_it_has_read_the_request_is_heard(self):
        # More than a pipe takes: to write it all is to be told that nobody reads.
        out, _ = self.ask("exec 0<&-; echo refused >&2; exit 255", "x" * 1_000_000).communicate(timeout=60)
        self.assertIn("cannot be reached, or the connection broke: refused", out.decode())

    def test_when_nobody_listens_the_connection_ends(self):
        reading, writing = os.pipe()
        helper_process = self.ask("exec cat", "x", stdout=writing)
        os.close(reading)
        os.close(writing)
        helper_process.communicate(timeout=60)
        self.assertEqual(helper_process.returncode, 128 + signal.SIGPIPE)

    def test_links_among_artifacts_are_not_followed(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "a" / "sub").mkdir(parents=True)
        (folder / "a" / "sub" / "file").write_text("x")
        (folder / "a" / "passwd").symlink_to("/etc/passwd")
        (folder / "a" / "etc").symlink_to("/etc")
        done = subprocess.run([sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv[1]); import slipway_windows_task as t; "
                               "t.pack(sys.argv[2], sys.argv[3])", HELPER.parent, folder / "a", folder / "z.zip"],
                              capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
        self.assertIn("2 links of the artifacts were not copied", done.stdout, done.stderr)
        import zipfile
        self.assertEqual(sorted(zipfile.ZipFile(folder / "z.zip").namelist()), ["sub/", "sub/file"])


class WindowsTest(TargetTest):
    def setUp(self):
        super().setUp()
        _, why = windows.powershell()
        if why:
            self.skipTest("not run: " + why)

    def machine(self, name="iis1", **options):
        machine = windows.WindowsMachine(self.folder / name, name, **options)
        self.targets[name] = machine
        self.addCleanup(machine.destroy)
        return machine

    def need_wine(self):
        _, why = windows.wine()
        if why:
            self.skipTest("not run: " + why)


class OpenSsh(WindowsTest):
    def test_powershell_tasks_run_there(self):
        iis1 = self.machine()
        self.group("iis1:web")
        secret = "s3cret-of-Windows"
        first = powershell('Write-Host "on $env:AGENT_NAME ($env:AGENT_OS), $env:OF_THE_MACHINE, in $PWD"\n'
                           'Write-Host "mode $env:ODD and $(mode); password $(password); ä€"\n'
                           'Write-Host "##vso[task.setvariable variable=color;isOutput=true]blue"\n'
                           'Write-Host "##vso[task.setvariable variable=token;isSecret=true]set-there-99"\n'
                           '[IO.File]::WriteAllText("made", "x")\n'
                           'Write-Host "##vso[task.uploadsummary]/etc/passwd"')
        second = powershell('Write-Host "color $(ref.color), token $(token), $([IO.File]::ReadAllText("made"))"', name="second")
        self.run_definition(definition(first, second, variables={
            "mode": {"value": "fast"}, "odd": {"value": "\"and\" 'loose' $x %y% & `z`"}, "password": {"value": secret, "isSecret": True}}))
        log = self.log("iis1")
        self.assertIn("on iis1 (Windows_NT), yes, in " + str(iis1.root), log)
        self.assertIn("mode \"and\" 'loose' $x %y% & `z` and fast;", log)
        self.assertIn("password ***; ä€", log)
        self.assertIn("is not allowed in this task", log, "files that are named there are not those of here")
        self.assertIn("color blue, token ***, x", self.log("iis1", 1))
        self.assertEqual(iis1.left(), [])
        self.assertEqual(iis1.root.stat().st_mode & 0o777, 0o700)
        for word in (secret, "set-there-99"):
            for root in (iis1.folder, pathlib.Path(str(self.db) + ".d")):
                self.assertEqual(subprocess.run(["grep", "-rlF", word, root], capture_output=True, text=True).stdout, "", word)
        self.assertFalse((iis1.sshd.home / ".slipway").exists(), "no runner of ours goes there")

    def test_variables_cannot_run_anything_here_or_there(self):
        iis1 = self.machine()
        self.group("iis1")
        mark = self.folder / "mark"
        bad = f"'; [IO.File]::WriteAllText('{mark}', ''); #\"\n$(touch {mark})`touch {mark}`\nbegin\ncancel\n& echo > {mark}"
        self.run_definition(definition(powershell("Write-Host ('got ' + $env:BAD.Length)", inputs={"workingDirectory": "sub folder"}),
                                       variables={"bad": {"value": bad}, "LD_PRELOAD": {"value": "/nowhere.so"},
                                                  "PYTHONSTARTUP": {"value": "/nowhere.py"}, "PYTHONPATH": {"value": "/nowhere"}}))
        self.assertIn(f"got {len(bad)}", self.log("iis1"))
        self.assertFalse(mark.exists())
        self.assertTrue(list(iis1.root.rglob("sub folder")))

    def test_failures_are_the_scripts(self):
        self.machine()
        self.group("iis1")
        for script, inputs, said in (("exit 7", {}, "code"), ('throw "no way"', {}, "no way"),
                                     ('[Console]::Error.WriteLine("oops")', {"failOnStderr": "true"}, "oops")):
            with self.subTest(script):
                self.run_definition(definition(powershell(script, inputs=inputs)), code=1)
                release = json.loads(self.ok("release", "list", "--json"))["releases"]
                latest = max(int(one["id"]) for one in release)
                self.assertEqual(self.jobs(latest)["iis1"]["status"], "TASK_STATUS_FAILED")
                self.assertIn(said, pathlib.Path(self.jobs(latest)["iis1"]["tasks"][0]["logPath"]).read_text())

    def test_secrets_are_on_no_command_line(self):
        iis1 = self.machine()
        self.group("iis1")
        host = self.begin(definition(powershell(
            f'Write-Host begins\n$x = "$(password)"\nwhile (-not [IO.File]::Exists("{self.folder}/go")) {{ [Threading.Thread]::Sleep(50) }}'),
            variables={"password": {"value": "s3cret-of-ps", "isSecret": True}}))
        self.wait("it runs", lambda: "begins" in self.read_log())
        lines = [line for _, line in processes().values()]
        (self.folder / "go").touch()
        self.ends(host)
        self.assertTrue([line for line in lines if "-EncodedCommand" in line])
        self.assertEqual([line for line in lines if "s3cret-of-ps" in line], [])
        self.assertEqual(iis1.left(), [])

    def read_log(self):
        return "".join(path.read_text() for path in pathlib.Path(str(self.db) + ".d").rglob("logs/**/*.log"))

    def held(self):
        # A child of a child, which is to end with it.
        return powershell('[Console]::Out.WriteLine("begins")\n& /bin/sh -c "sleep 98765 & sleep 98765; true"\n'
                          '[Console]::Out.WriteLine("goes on")')

    def sleepers(self):
        return [pid for pid, (_, line) in processes().items() if line.startswith("sleep 98765")]

    def test_a_canceled_task_ends_there_with_all_it_started(self):
        iis1 = self.machine()
        self.group("iis1")
        before = set(self.sleepers())
        host = self.begin(definition(self.held()))
        self.wait("it runs", lambda: len(set(self.sleepers()) - before) == 2)
        host.send_signal(signal.SIGINT)
        host.wait(90)
        self.ok("release", "cancel", 1, "Prod")
        self.cli("watch", "--until-idle")
        self.assertEqual(self.jobs()["iis1"]["status"], "TASK_STATUS_CANCELED")
        self.wait("all of it is gone", lambda: set(self.sleepers()) <= before)
        self.wait("its folder is gone", lambda: iis1.left() == [])

    def test_a_connection_that_breaks_fails_the_task_which_is_not_run_again(self):
        iis1 = self.machine()
        self.group("iis1")
        before = set(self.sleepers())
        host = self.begin(definition(self.held()))
        self.wait("it runs", lambda: len(set(self.sleepers()) - before) == 2)
        iis1.sshd.drop_connections()
        out = self.ends(host, code=1)
        self.assertIn("Whether it did its work is unknown", out + self.read_log())
        self.assertEqual(self.log("iis1").count("begins"), 1)
        self.wait("what it ran has been ended there", lambda: set(self.sleepers()) <= before)
        self.wait("its folder is gone", lambda: iis1.left() == [])

    def test_after_kill_9_of_the_host_the_next_one_finds_the_task(self):
        self.machine()
        self.group("iis1")
        go = self.folder / "go"
        host = self.begin(definition(powershell(
            f'Write-Host begins\nwhile (-not [IO.File]::Exists("{go}")) {{ [Threading.Thread]::Sleep(50) }}\nWrite-Host "goes on"')))
        self.wait("it runs", lambda: "begins" in self.read_log())
        host.kill()
        host.wait()
        go.touch()
        self.ok("watch", "--until-idle")
        self.assertEqual(self.jobs()["iis1"]["status"], "TASK_STATUS_SUCCEEDED")
        self.assertEqual(self.log("iis1").count("begins"), 1)
        self.assertEqual(self.log("iis1").count("goes on"), 1)

    def test_a_flood_comes_through_whole(self):
        self.machine()
        self.group("iis1")
        self.run_definition(definition(powershell(
            "$line = 'x' * 200\nfor ($i = 0; $i -lt 30000; $i++) { [Console]::Out.WriteLine($line) }\n"
            "[Console]::Out.Write('y' * 3000000)\n[Console]::Out.WriteLine()\n[Console]::Out.WriteLine('the end')")))
        log = self.log("iis1")
        self.assertEqual(log.count("x" * 200), 30000)
        self.assertEqual(sum(map(len, re.findall("y{100,}", log))), 3000000)
        self.assertIn("the end", log)

    def test_a_machine_that_is_down_and_one_with_another_key_are_named(self):
        iis1 = self.machine()
        iis1.sshd.stop()
        self.group("iis1")
        out = self.run_definition(definition(powershell("Write-Host x")), code=1)
        self.assertIn("cannot be reached", out + self.read_log())
        iis1.sshd.start()
        other = subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / "other"], check=True)
        self.assertEqual(other.returncode, 0)
        iis1.sshd.trust((self.folder / "other.pub").read_text())
        out = self.run_definition(definition(powershell("Write-Host y")), code=1)
        self.assertIn("host key", out + self.read_log())

    def test_a_task_that_is_not_for_windows_says_what_to_do(self):
        self.machine()
        self.group("iis1")
        out = self.run_definition(definition(bash("echo x")), code=1)
        self.assertIn("does not run on a Windows target; PowerShell 2.* and Command Line 2.* do", out + self.read_log())

    def test_artifacts_are_downloaded_here_and_taken_there(self):
        iis1 = self.machine()
        self.group("iis1")
        drop = self.folder / "share" / "1.0" / "app"
        (drop / "sub").mkdir(parents=True)
        (drop / "deploy.ps1").write_text('Write-Host "deployed $($args[0])"\n')
        (drop / "sub" / "big.bin").write_bytes(os.urandom(300_000))
        (drop / "sub" / "ümläut.txt").write_text("x")
        self.ok("artifact", "source", "set", "Shop-CI", "--kind", "folder", "--location", self.folder / "share")
        document = definition(powershell("", inputs={"targetType": "filePath", "filePath": "_Shop/app/deploy.ps1",
                                                     "arguments": "'it all'"}))
        document["artifacts"] = [{"alias": "_Shop", "type": "Build", "isPrimary": True, "definitionReference": {
            "definition": {"id": "17", "name": "Shop-CI"}, "project": {"id": "p", "name": "P"},
            "defaultVersionType": {"id": "latestType", "name": "Latest"}}}]
        self.run_definition(document)
        self.assertIn("deployed it all", self.log("iis1", 1))
        (place,) = iis1.root.rglob("a/_Shop/app")
        self.assertEqual((place / "sub" / "big.bin").read_bytes(), (drop / "sub" / "big.bin").read_bytes())
        self.assertEqual((place / "sub" / "ümläut.txt").read_text(), "x")
        self.assertEqual(iis1.left(), [])


class Agent(WindowsTest):
    def test_a_job_that_demands_windows_runs_on_the_agent_that_is(self):
        iis1 = self.machine()
        self.ok("agent-pool", "put", "Farm", "--id", 12, "--agent", "here", "--agent", "iis1", "--ssh", iis1.option())
        self.assertIn("Windows, ssh 127.0.0.1", self.ok("agent-pool", "list"))
        document = definition(powershell('Write-Host "as $env:AGENT_NAME, $(Agent.OS)"'))
        phase = document["environments"][0]["deployPhases"][0]
        phase |= {"phaseType": 1, "deploymentInput": {"queueId": 12, "demands": ["Agent.OS -equals Windows_NT"]}}
        self.run_definition(document)
        (job,) = self.deployment()["phases"][0]["jobs"]
        self.assertEqual(job["agent"], "iis1")
        self.assertIn("as iis1, Windows_NT", pathlib.Path(job["tasks"][0]["logPath"]).read_text())


class Cmd(WindowsTest):
    """wine's cmd.exe."""

    def setUp(self):
        super().setUp()
        self.need_wine()

    def test_command_line_tasks_run_in_cmd(self):
        self.machine()
        self.group("iis1")
        self.run_definition(definition(cmd_line("set X=%MODE%\nif \"%X%\"==\"fast\" (echo mode is %X%)\necho ##vso[task.setvariable "
                                                "variable=a]b\nexit /b 0"), variables={"mode": {"value": "fast"}}))
        log = self.log("iis1")
        self.assertIn("mode is fast", log)
        self.assertNotIn("set X=", log, "commands are not repeated")

    def test_its_exit_code_is_the_tasks(self):
        self.machine()
        self.group("iis1")
        out = self.run_definition(definition(cmd_line("echo before\nexit /b 9\necho after")), code=1)
        log = self.log("iis1")
        self.assertIn("before", log)
        self.assertNotIn("after", log)
        self.assertIn("9", out + log)

    def test_the_way_leads_through_cmd_when_that_is_the_shell_of_the_machine(self):
        self.machine(through_cmd=True)
        self.group("iis1")
        self.run_definition(definition(powershell('Write-Host "through cmd: $env:MODE"; exit 0'),
                                       variables={"mode": {"value": '%PATH% ^& "x" !y!'}}))
        self.assertIn('through cmd: %PATH% ^& "x" !y!', self.log("iis1"))


class Declared(TargetTest):
    """What is refused before anything is connected to."""

    def test_what_is_wrong_with_a_connection_is_said_at_once(self):
        for option, value, said in (
                ("ssh", "w=host,platform=windows,work=C:\\a&b", "workFolder"),
                ("ssh", "w=host,platform=windows,work=relative", "workFolder"),
                ("ssh", "w=host,platform=windows,work=C:\\a\\..\\b", "workFolder"),
                ("ssh", "w=host,platform=plan9", "no platform"),
                ("winrm", "w=host", "serviceEndpoint"),
                ("winrm", "w=host,endpoint=x,transport=basic,plain-http=yes", "transport"),
                ("winrm", "w=host,endpoint=x,transport=kerberos", "transport"),
                ("winrm", "w=host,endpoint=x,certificate=12", "certificateSha256"),
                ("winrm", "w=ho/st,endpoint=x", "host"),
                ("winrm", "w=me@host,endpoint=x", "user")):
            with self.subTest(value):
                done = self.cli("deployment-group", "put", "Web", "--id", 5, "--target", "w", f"--{option}", value)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)
        self.ok("deployment-group", "put", "Web", "--id", 5, "--winrm", "w=host:5986,endpoint=x,work=D:\\Deploy Work")
        self.assertIn("Windows, winrm host", self.ok("deployment-group", "list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
