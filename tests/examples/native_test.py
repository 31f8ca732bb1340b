"""The programs of examples/c and examples/cpp, as a user runs them.

    native_test.py BIN_FOLDER SUFFIX SOURCE    SUFFIX: of the programs' names, c or cpp
"""
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

SOURCE, SUFFIX, BIN = (sys.argv.pop() for _ in range(3))
DEFINITIONS = pathlib.Path(SOURCE) / "examples" / "c"
DEADLINE = 60


class Examples(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slipway-examples-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.database = str(self.folder / "s.db")

    def command(self, name, definition, *arguments):
        return [f"{BIN}/{name}_{SUFFIX}", self.database, str(DEFINITIONS / definition), *arguments]

    def run_example(self, *command):
        done = subprocess.run(self.command(*command), capture_output=True, text=True, timeout=DEADLINE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_the_bot_approves_and_goes_on_where_it_stopped(self):
        first = self.run_example("approvals_bot", "shop.json")
        self.assertEqual(first, "Shop-1 Prod: approved, 2 environments before it are green\n")
        second = self.run_example("approvals_bot", "shop.json")
        self.assertEqual(second, "Shop-2 Prod: approved, 2 environments before it are green\n")

    def test_a_refusal_says_what_is_wrong(self):
        for name in ("hello", "approvals_bot"):
            command = self.command(name, "shop.json")
            command[1] = "/nosuch/s.db"
            done = subprocess.run(command, capture_output=True, timeout=DEADLINE)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"/nosuch", done.stderr)

    def test_host_tasks_report_mask_and_fail(self):
        out = self.run_example("host_tasks", "tables.json")
        self.assertIn("migrating items with password ***", out)
        self.assertIn("hello anna, 2 tables are ready", out)
        self.assertNotIn("hunter2", out)
        self.assertEqual(
            [line.rstrip() for line in out.splitlines()[-3:]],
            [
                "migrate: TASK_STATUS_SUCCEEDED",
                "greet: TASK_STATUS_SUCCEEDED",
                "greet_nobody: TASK_STATUS_FAILED there is nobody to greet",
            ],
        )

    def ask(self, method, path):
        request = urllib.request.Request(self.url + path, method=method, data=b"" if method == "POST" else None)
        return urllib.request.urlopen(request, timeout=DEADLINE)

    def refused(self, method, path, code):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ask(method, path)
        self.assertEqual(refused.exception.code, code)
        if code != 404:
            self.assertIn("error", json.load(refused.exception))
        refused.exception.close()

    def start_server(self):
        server = subprocess.Popen(self.command("server", "shop.json", "0"), stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.url = server.stdout.readline().strip()
        self.assertTrue(self.url.startswith("http://127.0.0.1:"), self.url)
        return server

    def test_the_server_starts_a_release_and_streams_its_events(self):
        server = self.start_server()
        with self.ask("POST", "/releases?actor=anna") as answer:
            self.assertEqual(answer.status, 201)
            self.assertEqual(json.load(answer)["release"]["id"], 1)
        kinds = []
        with self.ask("GET", "/releases/1/events") as events:
            for line in events:
                if not line.startswith(b"data: "):
                    continue
                for event in json.loads(line[6:])["batch"]["events"]:
                    kinds += event
                    asked = event.get("approvalsRequested", {}).get("approvals", [])
                    if any(not approval.get("isAutomated") for approval in asked):
                        # Prod asks while the stream is open; others are answered meanwhile.
                        self.refused("POST", "/approvals/7777?actor=carl", 404)
                        with self.ask("GET", "/releases/1") as shown:
                            prod = json.load(shown)["release"]["environments"][2]
                        approval = prod["deployments"][0]["approvals"][0]["id"]
                        self.refused("POST", f"/approvals/{approval}?actor=eve", 403)
                        self.ask("POST", f"/approvals/{approval}?actor=carl").close()
        self.assertEqual(kinds[0], "releaseCreated")
        self.assertIn("deploymentFinished", kinds)
        with self.ask("GET", "/releases/1") as shown:
            release = json.load(shown)["release"]
        self.assertEqual(release["environments"][2]["status"], "ENVIRONMENT_STATUS_SUCCEEDED")
        self.refused("GET", "/releases/9", 404)
        self.refused("GET", "/nosuch", 404)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(DEADLINE), 0)

    def test_the_server_stops_while_somebody_listens(self):
        server = self.start_server()
        self.ask("POST", "/releases").close()
        with self.ask("GET", "/releases/1/events") as events:
            for line in events:
                if b"approvalsRequested" in line and b"carl" in line:
                    break
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(DEADLINE), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
