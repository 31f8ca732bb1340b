"""InvokeRestApi that waits for the system it has called: the real command and runner, a stand-in for that system."""
import http.server
import json
import pathlib
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "cli"))
from cli_test import CLI, CliTest, definition, environment, task  # noqa: E402

INVOKE_REST_API = "9c3e8943-130d-4c78-ac63-8af81df62dfb"


class Called:
    """Takes POSTs and says nothing of when it is done."""

    def __init__(self):
        self.asked = []
        self.arrived = threading.Semaphore(0)
        called = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                called.asked.append((dict(self.headers.items()), body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                called.arrived.release()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/start"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Callback(CliTest):
    def setUp(self):
        super().setUp()
        self.called = Called()
        self.addCleanup(self.called.close)

    def begin(self):
        """A release whose task waits; the host, and under which id."""
        asks = {"taskId": INVOKE_REST_API, "version": "1.*", "name": "start the tests", "enabled": True,
                "inputs": {"urlSuffix": self.called.url, "waitForCompletion": "true",
                           "headers": '{"Content-Type": "application/json", "TaskInstanceId": "$(system.TaskInstanceId)"}'}}
        document = definition(environment("Dev", 1, [], [task("echo the next step")]))
        document["environments"][0]["deployPhases"].insert(0, {
            "name": "server", "phaseType": 2, "rank": 1, "deploymentInput": {}, "workflowTasks": [asks]})
        document["environments"][0]["deployPhases"][1]["rank"] = 2
        host = subprocess.Popen([CLI, "--db", str(self.db), "run", str(self.file(document))], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, cwd=self.folder)
        self.addCleanup(host.stdout.close)
        self.assertTrue(self.called.arrived.acquire(timeout=60))
        headers, _ = self.called.asked[0]
        return host, headers["TaskInstanceId"]

    def leave(self, host, how):
        host.send_signal(how)
        host.wait(60)

    def complete(self, *arguments):
        return self.cli("task", "complete", *arguments)

    def test_it_goes_on_when_it_is_told(self):
        host, waits = self.begin()
        self.leave(host, signal.SIGINT)
        done = self.complete(waits, "--as", "test-farm", "--comment", "all green")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.ok("watch", "--until-idle")
        log = self.ok("logs", 1)
        self.assertIn("Reported as succeeded by test-farm: all green", log)
        self.assertIn("the next step", log)
        self.assertEqual(len(self.called.asked), 1)
        again = self.complete(waits)
        self.assertEqual(again.returncode, 2)
        self.assertIn("no task waits for completion under", again.stderr)

    def test_it_is_told_of_a_failure_after_kill_9_of_the_host(self):
        host, waits = self.begin()
        self.leave(host, signal.SIGKILL)
        done = self.complete(waits, "--failed", "--comment", "3 are red")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.cli("watch", "--until-idle").returncode, 1)
        self.assertIn("the called system's work is reported as failed: 3 are red", self.ok("logs", 1))
        self.assertEqual(len(self.called.asked), 1)

    def test_a_canceled_one_waits_no_more(self):
        host, waits = self.begin()
        self.leave(host, signal.SIGINT)
        self.ok("release", "cancel", 1, "Dev")
        self.cli("watch", "--until-idle")
        status = json.loads(self.ok("release", "show", 1, "--json"))["environments"][0]["status"]
        self.assertEqual(status, "ENVIRONMENT_STATUS_CANCELED")
        self.assertIn("no task waits for completion under", self.complete(waits).stderr)

    def test_what_is_no_id_is_refused(self):
        done = self.complete("../../etc/passwd")
        self.assertEqual(done.returncode, 2)
        self.assertIn("expected the GUID that the called system got as TaskInstanceId", done.stderr)


if __name__ == "__main__":
    unittest.main()
