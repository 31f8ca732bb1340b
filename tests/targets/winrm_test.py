"""Windows targets through WinRM: Debian's python3-winrm against a stub of the WS-Management contract, driven by the slipway command."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import windows  # noqa: E402
import wsman  # noqa: E402
from sshd import processes  # noqa: E402
from targets_test import TargetTest, definition  # noqa: E402
from windows_test import powershell  # noqa: E402

PASSWORD = "s3cret-of-the-endpoint"


class WinRm(TargetTest):
    def setUp(self):
        super().setUp()
        shell, why = windows.powershell()
        if why:
            self.skipTest("not run: " + why)
        if subprocess.run(["/usr/bin/python3", "-I", "-c", "import winrm"], capture_output=True).returncode != 0:
            self.skipTest("not run: there is no python3-winrm on this machine (apt-get install python3-winrm)")
        programs = self.folder / "programs"
        programs.mkdir()
        windows.executable(programs / "powershell.exe", f'#!/bin/sh\nexec "{shell}" "$@"\n')
        self.server = wsman.Server(self.folder, "WEB\\deploy", PASSWORD, os.environ | {"PATH": f"{programs}:/usr/bin:/bin"})
        self.addCleanup(self.server.close)
        self.root = self.folder / "work"
        self.ok("endpoint", "set", "iis", "--id", "5d0b4dd6-4a0b-4c8f-9a53-9b1b33a41c11", "--scheme", "UsernamePassword", "--param",
                "username=WEB\\deploy", "--param-file", f"password={self.password_file(PASSWORD)}")
        self.put()

    def password_file(self, text):
        path = self.folder / "password"
        path.write_text(text)
        path.chmod(0o600)
        return path

    def put(self, more=None, **options):
        trust = f"certificate={self.server.fingerprint()}" if more is None else more
        settings = "".join(f",{key.replace('_', '-')}={value}" for key, value in options.items())
        self.ok("deployment-group", "put", "Web", "--id", 5, "--winrm",
                f"iis1=127.0.0.1:{self.server.port},endpoint=5d0b4dd6-4a0b-4c8f-9a53-9b1b33a41c11,transport=basic,work={self.root}"
                f"{',' if trust else ''}{trust}{settings}")

    def read_log(self):
        return "".join(path.read_text() for path in pathlib.Path(str(self.db) + ".d").rglob("logs/**/*.log"))

    def left(self):
        return [path for path in self.root.rglob("*") if path.is_file() and "/t/" in str(path)]

    def test_a_task_runs_there_by_the_contract(self):
        self.run_definition(definition(
            powershell('Write-Host "on ${env:AGENT_NAME}: $(mode) ä€"\n[Console]::Error.WriteLine("aside")\n'
                       'Write-Host "##vso[task.setvariable variable=color;isOutput=true]blue"'),
            powershell('Write-Host "color $(ref.color)"', name="second"), variables={"mode": {"value": "fast"}}))
        self.assertEqual(self.server.violations, [])
        self.assertIn("on iis1: fast ä€", self.log("iis1"))
        self.assertIn("aside", self.log("iis1"))
        self.assertIn("color blue", self.log("iis1", 1))
        self.assertEqual(self.server.actions[:3], ["Create", "Command", "Send"])
        self.assertEqual(self.server.actions[-2:], ["Signal", "Delete"])
        self.assertEqual(self.server.shells, {})
        self.assertEqual(self.left(), [])
        for root in (self.root, pathlib.Path(str(self.db) + ".d")):
            self.assertEqual(subprocess.run(["grep", "-rlF", PASSWORD, root], capture_output=True, text=True).stdout, "")

    def test_the_authority_of_its_certificate_may_be_named_instead(self):
        self.put(f"ca={self.server.certificate}")
        self.run_definition(definition(powershell('Write-Host "here"')))
        self.assertIn("here", self.log("iis1"))

    def test_a_certificate_that_is_not_trusted_gets_nothing(self):
        for trust in ("", "certificate=" + "ab" * 32):
            with self.subTest(trust):
                self.put(trust)
                out = self.run_definition(definition(powershell('Write-Host "here"')), code=1)
                self.assertIn("its certificate is not trusted", out + self.read_log())
                self.assertEqual(self.server.actions, [])

    def test_a_long_silence_is_waited_for_and_much_output_comes_whole(self):
        self.put(lost_after=2)
        self.run_definition(definition(powershell(
            "[Threading.Thread]::Sleep(3500)\n$line = 'x' * 200\nfor ($i = 0; $i -lt 5000; $i++) { [Console]::Out.WriteLine($line) }")))
        self.assertEqual(self.log("iis1").count("x" * 200), 5000)
        self.assertEqual(self.server.violations, [])

    def test_a_large_script_is_sent_in_pieces(self):
        text = "# " + "ä" * 90000 + "\nWrite-Host 'the end'"
        self.run_definition(definition(powershell(text)))
        self.assertIn("the end", self.log("iis1").splitlines()[-1] + self.log("iis1"))
        self.assertGreater(self.server.actions.count("Send"), 3)
        self.assertEqual(self.server.violations, [])

    def fails(self, action, fault, said, ran, **options):
        self.put(**options)
        self.server.faults[action].append(fault)
        before = self.folder / "ran"
        before.unlink(missing_ok=True)
        out = self.run_definition(definition(powershell(
            f'[IO.File]::AppendAllText("{before}", "x"); Write-Host "begins"; [Threading.Thread]::Sleep(200)')), code=1)
        text = out + self.read_log()
        self.assertIn(said, text)
        self.assertIn("Nothing was run" if not ran else "it is not run again by itself", text)
        self.assertLessEqual(len(before.read_text()) if before.exists() else 0, 1)
        self.assertNotIn(PASSWORD, text)
        shutil.rmtree(str(self.db) + ".d/logs")

    def test_before_the_script_is_there_a_fault_means_that_nothing_was_run(self):
        for action in ("Create", "Command"):
            for fault, said in ((("http", 500), "neither success nor a fault"), (("http", 401), "refuses the user name or the password"),
                                (("busy",), "HTTP 503"), (("truncated",), "cut off"), (("garbage",), "cannot be understood"),
                                (("fault", "5"), "it refused: fault for tests"), (("redirect", "https://127.0.0.1:1/"), "redirect")):
                with self.subTest(action=action, fault=fault):
                    self.fails(action, fault, said, ran=False)

    def test_later_it_means_that_nobody_knows_and_it_is_not_run_again(self):
        for fault, said in ((("http", 500), "neither success nor a fault"), (("http", 401), "refuses the user name or the password"),
                            (("truncated",), "cut off"), (("garbage",), "cannot be understood"), (("gone",), "the shell is gone")):
            with self.subTest(fault=fault):
                self.fails("Receive", fault, said, ran=True)

    def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(self):
        self.fails("Receive", ("slow",), "no answer for too long", ran=True, lost_after=2)
        self.fails("Create", ("slow",), "no answer for too long", ran=False, lost_after=2)

    def test_a_wrong_password_says_so(self):
        self.server.password = "another"
        out = self.run_definition(definition(powershell("Write-Host x")), code=1)
        self.assertIn("refuses the user name or the password", out + self.read_log())

    def test_a_canceled_task_ends_there_with_all_it_started(self):
        def sleepers():
            return {pid for pid, (_, line) in processes().items() if line.startswith("sleep 98764")}
        before = sleepers()
        host = self.begin(definition(powershell('& /bin/sh -c "sleep 98764 & sleep 98764; true"')))
        self.wait("it runs", lambda: len(sleepers() - before) == 2)
        lines = [line for _, line in processes().values()]
        host.send_signal(signal.SIGINT)
        host.wait(90)
        self.ok("release", "cancel", 1, "Prod")
        self.cli("watch", "--until-idle")
        self.assertEqual(self.jobs()["iis1"]["status"], "TASK_STATUS_CANCELED")
        self.wait("all of it is gone", lambda: sleepers() <= before)
        self.wait("its folder is gone", lambda: self.left() == [])
        self.wait("its shell is gone", lambda: self.server.shells == {})
        self.assertEqual([line for line in lines if PASSWORD in line], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
