"""The task groups "Deploy a service, blue-green" and "Roll back a service": a jar, a .NET app and a script behind a real nginx."""
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.request

from templates_support import ROOT, TEMPLATES, TemplateTest, free_port, group, main, missing

JAR = bool(shutil.which("javac") and shutil.which("jar"))
DOTNET = bool(shutil.which("dotnet"))
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
# A service of few words: it says what it was given.
SCRIPT = """#!/usr/bin/env python3
import http.server, os, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/environment":
            text = "\\n".join(f"{name}={value}" for name, value in sorted(os.environ.items()))
        else:
            text = open("version.txt").read().strip() + " " + " ".join(sys.argv[1:])
        ill = self.path == "/health" and "-ill" in text or "-only-alone" in text and "X-Forwarded-For" in self.headers
        self.send_response(500 if ill else 200)
        self.end_headers()
        self.wfile.write(text.encode())
    def log_message(self, *_): pass
if "-dead" in open("version.txt").read():
    sys.exit("it cannot start: " + os.environ.get("DATABASE", ""))
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""


class Services(TemplateTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.ports = {"BluePort": str(free_port()), "GreenPort": str(free_port())}
        self.addCleanup(self.stop)

    def stop(self):
        subprocess.run(["bash", TEMPLATES / "service.sh"], check=True, env={
            **os.environ, "ACTION": "stop", "SERVICE": "stock", "SERVICES": str(self.folder / "services"), "PORT": str(self.port),
            "BLUE_PORT": self.ports["BluePort"], "GREEN_PORT": self.ports["GreenPort"]})

    def package(self, version, kind="script"):
        folder = self.folder / f"{kind}-{version}"
        if folder.exists():
            pass
        elif kind == "jar":
            folder.mkdir()
            subprocess.run(["javac", "-d", self.folder / "classes", ROOT / "examples/fleet/java/Stock.java"], check=True)
            subprocess.run(["jar", "--create", "--file", folder / "stock.jar", "--main-class", "Stock", "-C", self.folder / "classes", "."],
                           check=True)
        elif kind == "dotnet":
            source = self.folder / "dotnet"
            shutil.copytree(ROOT / "examples/fleet/dotnet", source)
            subprocess.run(["dotnet", "build", source, "-c", "Release", "-v", "quiet", "--nologo", "-o", folder], check=True,
                           stdout=sys.stderr, env={**os.environ, "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "DOTNET_NOLOGO": "1"})
        else:
            folder.mkdir()
            (folder / "service").write_text(SCRIPT)
            (folder / "service").chmod(0o755)
        (folder / "version.txt").write_text(version)
        return folder

    def step(self, number, **inputs):
        return group(number, "service", **{"Service": "stock", "Services": str(self.folder / "services"), "Port": str(self.port),
                                           "Health": "/health", "Patience": "30", **self.ports, **inputs})

    def deploy(self, version, kind="script", entry="service", code=0, secrets=None, after=(), **inputs):
        step = self.step(2, Package=str(self.package(version, kind)), Entry=entry, Version=version, **inputs)
        return [task["log"] for task in self.run_steps(step, *after, code=code, **(secrets or {}))]

    def page(self, path="/", port=None):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=20) as answer:
                return answer.read().decode().strip()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def live(self):
        return os.readlink(self.folder / "services/stock/live")

    def process(self, slot):
        """The number of the slot's process, if it runs."""
        folder = self.folder / "services/stock" / slot
        pid = (folder / "pid").read_text().strip()
        try:
            return pid if os.readlink(f"/proc/{pid}/cwd") == str(folder / "app") else None
        except OSError:
            return None

    def test_versions_change_without_a_request_that_fails(self):
        self.deploy("1.0", Arguments="--with two")
        self.assertEqual((self.page(), self.live()), ("1.0 --with two", "blue"))
        seen, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                try:
                    seen.append(self.page())
                except OSError as error:
                    seen.append(repr(error))
        customer = threading.Thread(target=ask)
        customer.start()
        try:
            self.deploy("1.1")
        finally:
            stop.set()
            customer.join()
        self.assertEqual((self.page(), self.live()), ("1.1", "green"))
        self.assertEqual(set(seen), {"1.0 --with two", "1.1"})
        self.assertEqual({self.page() for _ in range(200)}, {"1.1"})
        self.assertIsNotNone(self.process("blue"), "it stands by")
        self.deploy("1.2")
        self.assertEqual((self.page(), self.live()), ("1.2", "blue"))

    def test_a_version_that_is_not_healthy_is_never_seen(self):
        self.deploy("1.0")
        first = self.process("blue")
        (log,) = self.deploy("1.1-ill", code=1, Patience="6")
        self.assertIn("/health: HTTP/1.0 500", log)
        self.assertIn("stock 1.1-ill is not healthy and has been stopped; blue stays live", log)
        self.assertEqual((self.page(), self.live(), self.process("blue"), self.process("green")), ("1.0", "blue", first, None))

    def test_a_version_that_cannot_start_is_reported_at_once_with_its_last_words_but_no_secret(self):
        (log,) = self.deploy("1.0-dead", code=1, Patience="600", Settings="DATABASE=$(Database)\nMODE=fast",
                             secrets={"Database": "database-password-77"})
        self.assertIn("its process has ended", log)
        self.assertIn("it cannot start: ***", log)

    def test_a_version_that_fails_behind_the_front_is_switched_back(self):
        self.deploy("1.0")
        conf = self.folder / "services/stock/front/nginx.conf"
        conf.write_text(conf.read_text().replace("proxy_set_header Host", "proxy_set_header X-Forwarded-For me; proxy_set_header Host"))
        (log,) = self.deploy("1.1-only-alone", code=1, Patience="6")
        self.assertIn("green does not answer through the front; back to blue", log)
        self.assertEqual(self.live(), "blue")
        self.wait_for_page("1.0")

    def wait_for_page(self, text):
        for _ in range(1000):
            if self.page() == text:
                return
        self.fail(f"{self.page()} instead of {text}")

    def test_a_failed_smoke_test_takes_back_what_this_release_deployed_and_nothing_else(self):
        smoke = {"taskId": "6c731c3c-3c68-459a-a5c9-bde6e6595b5b", "version": "3.*", "name": "smoke", "enabled": True,
                 "condition": "succeeded()", "inputs": {"targetType": "inline", "script": f"! curl -s http://127.0.0.1:{self.port}/ | grep bad"}}
        self.deploy("1.0", after=[smoke])
        first = self.process("blue")
        logs = self.deploy("1.1-bad", after=[smoke, self.step(3)], code=1)
        self.assertIn("is blue now: 1.0", logs[2])
        self.assertEqual((self.page(), self.live(), self.process("blue")), ("1.0", "blue", first), "nothing was started for it")
        # What does not come as far as the switch has nothing to take back.
        logs = self.deploy("1.2-ill", after=[smoke, self.step(3)], code=1, Patience="6")
        self.assertIn("there is nothing to take back", logs[2])
        self.assertEqual((self.page(), self.live()), ("1.0", "blue"))

    def test_it_survives_the_job_sees_nothing_of_it_and_starts_again_after_a_power_cut(self):
        self.deploy("1.0", Settings="MODE=fast and safe\nDATABASE=$(Database)", secrets={"Database": "database-password-77"})
        seen = dict(line.split("=", 1) for line in self.page("/environment").splitlines())
        self.assertEqual((seen["MODE"], seen["DATABASE"]), ("fast and safe", "database-password-77"))
        left = {name for name in seen if name.startswith(("SYSTEM_", "VSTS_", "AGENT_", "RELEASE_", "BUILD_", "SECRET_"))}
        self.assertEqual(left, set())
        self.assertEqual(self.grep("database-password-77"), [], "not on disk either")
        for pid in (self.process("blue"), (self.folder / "services/stock/front/pid").read_text().strip()):
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
            self.assertNotIn(b"database-password", command)
        self.stop()
        # The number that the file holds is another process by now.
        (self.folder / "services/stock/blue/pid").write_text(str(os.getpid()))
        self.deploy("1.1")
        self.deploy("1.2")
        self.assertEqual((self.page(), self.live()), ("1.2", "blue"))

    def grep(self, text):
        return subprocess.run(["grep", "-rlF", text, self.folder], capture_output=True, text=True).stdout.split()

    def test_what_is_wrong_is_said(self):
        step = self.step(2, Package=str(self.folder / "no"), Entry="x.jar", Version="1")
        self.assertIn("there is no 'x.jar' in", self.run_steps(step, code=1)[0]["log"])
        self.assertIn("no other version here to go back to", self.run_steps(self.step(3, When="succeeded()"), code=1)[0]["log"])
        self.assertIn("Service is '../x'", self.run_steps(self.step(3, When="always()", Service="../x"), code=1)[0]["log"])

    def a_real_application(self, kind, entry, says):
        self.deploy("1.0", kind, entry, Settings="MACHINE=web1")
        self.assertEqual(self.page(), f"stock 1.0 on web1 ({says})")
        (self.folder / f"{kind}-1.0").rename(self.folder / f"{kind}-1.1-ill")
        (log,) = self.deploy("1.1-ill", kind, entry, code=1, Patience="8")
        self.assertIn("blue stays live", log)
        self.assertEqual(self.page(), f"stock 1.0 on web1 ({says})")

    @unittest.skipUnless(JAR, "no JDK here")
    def test_a_jar(self):
        self.a_real_application("jar", "stock.jar", "Java")

    @unittest.skipUnless(DOTNET, "no .NET SDK here")
    def test_a_dotnet_app(self):
        self.a_real_application("dotnet", "Stock.dll", ".NET")


if __name__ == "__main__":
    missing(not NGINX and "nginx (apt-get install nginx-light)")
    main()
