"""The programs of examples/python, as a user runs them."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

EXAMPLES = pathlib.Path(os.environ["SLIPWAY_SOURCE"]) / "examples" / "python"
DEADLINE = 60


class Examples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-examples-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = str(self.folder / "s.db")

    def run_example(self, name, *arguments):
        done = subprocess.run(
            [sys.executable, str(EXAMPLES / name), self.database, *arguments],
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_hello_runs_a_release_and_prints_it(self):
        out = self.run_example("hello.py")
        self.assertIn("deploying Shop-1 to Prod", out)
        self.assertTrue(out.endswith("Shop-1 Dev: succeeded\nShop-1 QA: succeeded\nShop-1 Prod: succeeded\n"), out)

    def test_hello_runs_an_exported_definition(self):
        out = self.run_example("hello.py", str(EXAMPLES.parent / "quickstart" / "definition.json"))
        self.assertIn("Prod: ", out)

    def test_the_bot_approves_and_goes_on_where_it_stopped(self):
        self.assertIn("Shop-1 Prod: approved, 2 environments before it are green", self.run_example("approvals_bot.py"))
        second = self.run_example("approvals_bot.py")
        self.assertIn("Shop-2 Prod: approved", second)
        self.assertNotIn("Shop-1", second)

    def test_host_tasks_report_mask_and_fail(self):
        out = self.run_example("host_tasks.py")
        self.assertIn("migrating items with password ***", out)
        self.assertIn("hello anna, 2 tables are ready", out)
        self.assertIn("migrate: succeeded\ngreet: succeeded\ngreet_nobody: failed there is nobody to greet\n", out)
        self.assertNotIn("hunter2", out)

    def test_the_web_app_starts_a_release_and_streams_its_events(self):
        app = subprocess.Popen(
            [sys.executable, str(EXAMPLES / "web_app.py"), self.database, "0"], stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(app.stdout.close)
        self.addCleanup(app.wait)
        self.addCleanup(app.kill)
        url = app.stdout.readline().strip()

        def ask(method, path):
            return urllib.request.urlopen(
                urllib.request.Request(url + path, method=method, data=b"" if method == "POST" else None),
                timeout=DEADLINE,
            )

        with ask("POST", "/releases?actor=anna") as answer:
            self.assertEqual(answer.status, 201)
            self.assertEqual(json.load(answer), {"release": 1})
        kinds = []
        with ask("GET", "/releases/1/events") as events:
            for line in events:
                if line.startswith(b"event: "):
                    kinds.append(line[7:].strip().decode())
                if line.startswith(b"data: ") and any(
                    not approval.get("isAutomated")
                    for approval in json.loads(line[6:]).get("approvalsRequested", {}).get("approvals", [])
                ):
                    # Prod asks, while the stream is open; others are answered meanwhile.
                    with self.assertRaises(urllib.error.HTTPError) as refused:
                        ask("POST", "/approvals/7777?actor=carl")
                    self.assertEqual(refused.exception.code, 404)
                    refused.exception.close()
                    with ask("GET", "/releases/1") as shown:
                        release = json.load(shown)
                    approval = release["environments"][2]["deployments"][0]["approvals"][0]
                    with self.assertRaises(urllib.error.HTTPError) as refused:
                        ask("POST", f"/approvals/{approval['id']}?actor=eve")
                    self.assertEqual(refused.exception.code, 403)
                    refused.exception.close()
                    ask("POST", f"/approvals/{approval['id']}?actor=carl").close()
        self.assertEqual(kinds[0], "release_created")
        self.assertEqual(kinds[-1], "deployment_finished")
        with ask("GET", "/releases/1") as shown:
            self.assertEqual(json.load(shown)["environments"][2]["status"], "ENVIRONMENT_STATUS_SUCCEEDED")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            ask("GET", "/releases/9/events")
        self.assertEqual(refused.exception.code, 404)
        refused.exception.close()
        app.send_signal(signal.SIGTERM)
        self.assertEqual(app.wait(DEADLINE), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
