"""The task group "Deploy a zip to App Service" against a Kudu that does what the real one does on its bad days."""
import base64
import http.server
import io
import json
import threading
import zipfile

from templates_support import TemplateTest, group, main

PASSWORD = "kudu-p@ss/word-4711"


class Kudu:
    """Keeps deployments; `faults` are the statuses of its next answers, `ends` what a deployment becomes after `polls` questions."""

    def __init__(self, faults=(), polls=2, ends=4, credential=None, late=0):
        self.faults, self.polls, self.ends, self.late = list(faults), polls, ends, late
        self.credential = credential or "Basic " + base64.b64encode(f"$shop:{PASSWORD}".encode()).decode()
        self.deployments = [{"id": "old", "status": 4, "complete": True, "site_name": "shop"}]
        self.posted, self.requests, self.seen = [], [], set()
        kudu = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(None)

            def do_POST(self):
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, body):
                kudu.requests.append((self.command, self.path))
                kudu.seen.add(self.headers.get("Authorization"))
                status, content = kudu.decide(self.path, self.headers.get("Authorization"), body)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/login")
                text = content if isinstance(content, str) else json.dumps(content)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def decide(self, path, credential, body):
        if self.faults and (fault := self.faults.pop(0)):
            return fault, "<html>not today</html>"
        if credential != self.credential:
            return 401, ""
        if path.startswith("/api/zipdeploy"):
            assert "isAsync=true" in path
            self.posted.append(body)
            self.deployments.append({"id": f"new{len(self.posted)}", "status": 0, "status_text": "", "complete": False, "site_name": "shop"})
            return 202, ""
        if path == "/api/deployments/latest":
            latest = self.deployments[-1]
            if latest["id"] == "old":
                return 200, latest
            if self.late > 0:
                self.late -= 1
                return 200, self.deployments[0]
            self.polls -= 1
            if self.polls <= 0:
                latest |= {"status": self.ends, "complete": True, "status_text": "" if self.ends == 4 else "npm has said no"}
            else:
                latest |= {"status": 1, "status_text": "Building"}
            return (200 if latest["complete"] else 202), latest
        if path.endswith("/log"):
            return 200, [{"log_time": "2026-11-24T03:00:00Z", "message": "Command 'npm ci' failed."}]
        return 404, {"message": "no such page"}


class ZipDeploy(TemplateTest):
    def kudu(self, **how):
        server = Kudu(**how)
        self.addCleanup(server.close)
        return server

    def zip(self, name="site.zip"):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("index.html", "<html>1.4.2</html>")
        (self.folder / name).write_bytes(data.getvalue())
        return data.getvalue()

    def deploy(self, kudu, code=0, password=PASSWORD, **inputs):
        step = group(4, "zip", **{"Zip": str(self.folder / "*.zip"), "Scm": getattr(kudu, "url", lambda: kudu)(), "User": "$shop",
                                  "Password": "$(KuduPassword)", "Patience": "60", **inputs})
        return self.run_steps(step, code=code, KuduPassword=password)[0]["log"]

    def test_it_posts_the_zip_once_and_waits_until_it_is_through(self):
        content = self.zip()
        kudu = self.kudu(polls=2)
        log = self.deploy(kudu)
        self.assertEqual(kudu.posted, [content])
        self.assertIn("deployment new1: Building", log)
        self.assertIn("deployed: shop", log)
        self.assertEqual(kudu.deployments[-1]["status"], 4)

    def test_the_deployment_before_is_not_taken_for_this_one(self):
        self.zip()
        kudu = self.kudu(polls=1, late=1, ends=3)
        self.assertIn("the deployment new1 has failed", self.deploy(kudu, code=1))

    def test_servers_that_are_not_well_are_asked_again(self):
        content = self.zip()
        kudu = self.kudu(faults=[503, 0, 409, 502, 0, 500], polls=1)
        log = self.deploy(kudu)
        self.assertIn("HTTP 503", log)
        self.assertEqual(kudu.posted[-1], content)
        self.assertIn("deployed: shop", log)

    def test_a_server_that_stays_ill_fails_the_step_in_time(self):
        self.zip()
        log = self.deploy(self.kudu(faults=[500] * 100), code=1, Patience="2")
        self.assertIn("does not answer as it should: HTTP 500", log)

    def test_a_failed_deployment_shows_its_log(self):
        self.zip()
        log = self.deploy(self.kudu(ends=3), code=1)
        self.assertIn("Command 'npm ci' failed.", log)
        self.assertIn("has failed: npm has said no", log)

    def test_one_that_takes_too_long_says_that_it_may_still_go_on(self):
        self.zip()
        self.assertIn("may still go on", self.deploy(self.kudu(polls=10000), code=1, Patience="1"))

    def test_a_wrong_password_is_not_tried_again(self):
        self.zip()
        kudu = self.kudu()
        self.assertIn("refuses the credential (HTTP 401): it is wrong, or has expired", self.deploy(kudu, code=1, password="another-1234"))
        self.assertEqual(len(kudu.requests), 1)
        self.assertEqual(kudu.posted, [])

    def test_a_token_expires_in_the_middle_and_never_follows_a_redirect(self):
        self.zip()
        kudu = self.kudu(credential="Bearer token-0815-4711", faults=[0, 0, 302])
        log = self.deploy(kudu, code=1, password="token-0815-4711", User="")
        self.assertIn("refuses the credential (HTTP 302)", log)
        self.assertEqual(kudu.seen, {"Bearer token-0815-4711"})
        self.assertNotIn("/login", [path for _, path in kudu.requests])

    def test_what_is_wrong_is_said(self):
        self.assertIn("names 0 files; expected one zip", self.deploy(self.kudu(), code=1))
        self.zip("a.zip")
        self.zip("b.zip")
        self.assertIn("names 2 files", self.deploy(self.kudu(), code=1))
        log = self.deploy("http://127.0.0.1:1", code=1, Zip=str(self.folder / "a.zip"), Patience="1")
        self.assertIn("http://127.0.0.1:1/api/deployments/latest does not answer", log)


if __name__ == "__main__":
    main()
