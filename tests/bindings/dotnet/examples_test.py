"""The programs of examples/dotnet, as a user runs them: built against the package."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

BIN = pathlib.Path(os.environ["SLIPWAY_DOTNET_OUT"]) / "examples" / "bin"
EXAMPLES = pathlib.Path(os.environ["SLIPWAY_SOURCE"]) / "examples"
DEADLINE = 60


def program(name):
    return ["dotnet", str(BIN / name / "release" / f"{name}.dll")]


class Examples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-examples-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = str(self.folder / "s.db")

    def run_example(self, name, *arguments):
        done = subprocess.run(
            [*program(name), self.database, *arguments], capture_output=True, text=True, timeout=DEADLINE
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_hello_runs_a_release_and_prints_it(self):
        out = self.run_example("Hello")
        self.assertIn("deploying Shop-1 to Prod", out)
        self.assertTrue(out.endswith("Shop-1 Dev: Succeeded\nShop-1 QA: Succeeded\nShop-1 Prod: Succeeded\n"), out)

    def test_hello_runs_an_exported_definition(self):
        self.assertIn("Prod: ", self.run_example("Hello", str(EXAMPLES / "quickstart" / "definition.json")))

    def test_the_bot_approves_and_goes_on_where_it_stopped(self):
        self.assertIn("Shop-1 Prod: Approved, 2 environments before it are green", self.run_example("ApprovalsBot"))
        second = self.run_example("ApprovalsBot")
        self.assertIn("Shop-2 Prod: Approved", second)
        self.assertNotIn("Shop-1", second)

    def test_host_tasks_report_mask_and_fail(self):
        out = self.run_example("HostTasks")
        self.assertIn("migrating items with password ***", out)
        self.assertIn("hello anna, 2 tables are ready", out)
        self.assertIn("migrate: Succeeded\ngreet: Succeeded\ngreet_nobody: Failed ", out)
        self.assertIn("there is nobody to greet", out.splitlines()[-1])
        self.assertNotIn("hunter2", out)

    def refused(self, ask, method, path, code):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            ask(method, path)
        self.assertEqual(refused.exception.code, code)
        self.assertIn("error", json.load(refused.exception))
        refused.exception.close()

    def test_the_web_api_starts_a_release_and_streams_its_events(self):
        app = subprocess.Popen([*program("WebApi"), self.database, "0"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(app.stdout.close)
        self.addCleanup(app.wait)
        self.addCleanup(app.kill)
        url = app.stdout.readline().strip()
        self.assertTrue(url.startswith("http://127.0.0.1:"), url)

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
                    self.refused(ask, "POST", "/approvals/7777?actor=carl", 404)
                    with ask("GET", "/releases/1") as shown:
                        approval = json.load(shown)["environments"][2]["deployments"][0]["approvals"][0]
                    self.refused(ask, "POST", f"/approvals/{approval['id']}?actor=eve", 403)
                    ask("POST", f"/approvals/{approval['id']}?actor=carl").close()
        self.assertEqual(kinds[0], "ReleaseCreated")
        self.assertEqual(kinds[-1], "DeploymentFinished")
        with ask("GET", "/releases/1") as shown:
            self.assertEqual(json.load(shown)["environments"][2]["status"], "ENVIRONMENT_STATUS_SUCCEEDED")
        self.refused(ask, "GET", "/releases/9/events", 404)
        app.send_signal(signal.SIGTERM)
        self.assertEqual(app.wait(DEADLINE), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
