"""Artifacts from git repositories over http (git's own http-backend) and ssh (a real sshd): the real command, runner and git."""
import base64
import http.server
import os
import pathlib
import subprocess
import sys
import threading
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parents[2] / "examples" / "fleet"))
from artifacts_test import SECRET, ArtifactTest, artifact, definition, environment, task  # noqa: E402
from sshd import SSHD, Sshd  # noqa: E402


def git(folder, *words):
    done = subprocess.run(["git", "-c", "user.name=Ann", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", *words],
                          cwd=folder, check=True, capture_output=True, text=True,
                          env=os.environ | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"})
    return done.stdout.strip()


class HttpBackend:
    """git http-backend behind Python's server, with a password."""

    def __init__(self, root, twin=None):
        self.requests = []  # (path, Authorization)
        self.faults = []  # [status or "truncate", times]
        backend = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                backend.answer(self)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.root = root
        self.redirect = None
        self.expected = "Basic " + base64.b64encode(f"bot:{SECRET}".encode()).decode()
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def say(self, request, status, *headers):
        request.send_response(status)
        for name, value in headers:
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def answer(self, request):
        path, _, query = request.path.partition("?")
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.requests.append((path, request.headers.get("Authorization")))
        fault = None
        if self.faults and self.faults[0][1] > 0:
            self.faults[0][1] -= 1
            fault = self.faults[0][0]
        if isinstance(fault, int):
            return self.say(request, fault)
        if self.redirect:
            return self.say(request, 302, ("Location", self.redirect + request.path))
        if self.expected and request.headers.get("Authorization") != self.expected:
            return self.say(request, 401, ("WWW-Authenticate", 'Basic realm="git"'))
        settings = {"GIT_PROJECT_ROOT": str(self.root), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                    "REQUEST_METHOD": request.command, "CONTENT_TYPE": request.headers.get("Content-Type", ""),
                    "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1", "PATH": os.environ["PATH"],
                    "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
                    "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""), "GIT_CONFIG_COUNT": "2",
                    "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
                    "GIT_CONFIG_KEY_1": "uploadpack.allowAnySHA1InWant", "GIT_CONFIG_VALUE_1": "true"}
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env=settings)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        status = next((int(value.split()[0]) for name, value in lines if name == "Status"), 200)
        request.send_response(status)
        for name, value in lines:
            if name != "Status":
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[: len(content) // 2] if fault == "truncate" else content)
        return None


class RemoteTest(ArtifactTest):
    def setUp(self):
        super().setUp()
        self.repositories = self.folder / "srv"
        self.tree = self.repositories / "shop.git"
        self.tree.mkdir(parents=True)
        git(self.tree, "init", "-q", "-b", "main")
        self.commits = [self.commit(self.tree, f"change {number}", {"app.txt": f"number {number}\n"}) for number in (1, 2)]
        git(self.tree, "tag", "-m", "one", "v1", self.commits[0])
        git(self.tree, "branch", "release/1", self.commits[0])
        self.stage = environment("Dev", 1, [], [task("cat _shop/app.txt")])

    def commit(self, tree, message, files):
        for name, text in files.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        git(tree, "add", ".")
        git(tree, "commit", "-qm", message)
        return git(tree, "rev-parse", "HEAD")

    def source(self, url, *settings, endpoint=None):
        words = [word for setting in settings for word in ("--setting", setting)]
        self.ok("artifact", "source", "set", "shop", "--kind", "git", "--location", url,
                *(["--endpoint", endpoint] if endpoint else []), *words)
        self.artifact = artifact("_shop", "Git", "shop", connection=False)

    def deploy(self, code=0, *more):
        path = self.file({**definition(self.stage), "artifacts": [self.artifact]})
        return self.cli_code(code, "run", path, *more)

    def no_release(self, *says):
        done = self.cli("run", self.file({**definition(self.stage), "artifacts": [self.artifact]}))
        self.assertNotEqual(done.returncode, 0)
        for word in says:
            self.assertIn(word, done.stderr)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        self.assertNotIn("R-", self.ok("release", "list"))


class OverHttp(RemoteTest):
    def setUp(self):
        super().setUp()
        self.server = HttpBackend(self.repositories)
        self.addCleanup(self.server.close)
        self.endpoint("--param", "username=bot", "--param-env", "password=STUB_SECRET")
        self.source(self.server.url + "/shop.git", endpoint="server")

    def test_the_tip_of_the_default_branch_and_the_cache(self):
        path = self.file({**definition(self.stage, environment("QA", 2, ["Dev"], [task("cat _shop/app.txt")])),
                          "artifacts": [self.artifact]})
        self.ok("run", path)
        self.assertEqual(self.files(1), {"_shop/app.txt": b"number 2\n"})
        self.assertEqual(self.files(1), self.files(2))
        self.assertIn("all from the cache", self.ok("logs", 1, "QA"))
        self.assertEqual({said for _, said in self.server.requests if said}, {self.server.expected})
        self.assert_no_secret()

    def test_tags_branches_and_commits_are_chosen_and_what_changed_is_told(self):
        for version in ("v1", "release/1", self.commits[0]):
            with self.subTest(version):
                self.deploy(0, "--artifact", f"_shop={version}")
                self.assertEqual(self.files(1), {"_shop/app.txt": b"number 1\n"})
        self.ok("release", "create", 1)
        self.assertIn("change 2  (Ann)", self.ok("changes", 4, "--since", 1))

    def test_a_branch_of_ones_own_and_one_that_is_not_there(self):
        self.source(self.server.url + "/shop.git", "branch=refs/heads/release/1", endpoint="server")
        self.deploy()
        self.assertEqual(self.files(1), {"_shop/app.txt": b"number 1\n"})
        done = self.cli("release", "create", 1, "--artifact", "_shop=nosuch")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nosuch", done.stderr)

    def test_an_unknown_branch_or_repository_makes_no_release(self):
        self.source(self.server.url + "/shop.git", "branch=gone", endpoint="server")
        self.no_release("has no branch 'gone'")
        self.source(self.server.url + "/none.git", endpoint="server")
        self.no_release("/none.git")

    def test_credentials_that_are_not_accepted_make_no_release(self):
        self.server.expected = "Basic another"
        self.no_release("git ls-remote", self.server.url, "Authentication failed")

    def test_without_credentials_nobody_is_asked_for_any(self):
        self.source(self.server.url + "/shop.git")
        self.no_release("git ls-remote")

    def test_credentials_go_to_no_other_host(self):
        other = HttpBackend(self.repositories)
        other.expected = None
        self.addCleanup(other.close)
        self.server.redirect = other.url
        self.cli("run", self.file({**definition(self.stage), "artifacts": [self.artifact]}))
        self.assertTrue(other.requests)
        self.assertEqual([said for _, said in other.requests if said], [])
        self.assertEqual(self.files(), {"_shop/app.txt": b"number 2\n"}, "of what anybody may read it may be a new address")

    def test_a_token_goes_to_no_other_host(self):
        self.endpoint("--param-env", "AccessToken=STUB_SECRET", name="token", id="33333333-2222-4333-8444-555555555555", scheme="OAuth")
        self.source(self.server.url + "/shop.git", endpoint="token")
        self.server.expected = "Bearer " + SECRET
        self.deploy()
        self.assertEqual(self.files(), {"_shop/app.txt": b"number 2\n"})
        other = HttpBackend(self.repositories)
        self.addCleanup(other.close)
        self.server.redirect = other.url
        done = self.cli("release", "create", 1)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(other.requests, [])
        self.assertNotIn(SECRET, done.stdout + done.stderr)

    def test_a_server_that_fails_is_named(self):
        self.server.faults = [[503, 99]]
        self.no_release(self.server.url + "/shop.git", "503")

    def test_a_pack_that_breaks_off_fails_the_job_and_leaves_nothing(self):
        self.deploy()
        self.commit(self.tree, "change 3", {"app.txt": "number 3\n", "big.bin": os.urandom(200_000).hex()})
        self.ok("release", "create", 1)
        self.server.faults = [["truncate", 99]]
        self.cli_code(1, "watch", "--until-idle")
        self.assertIn("artifact '_shop'", self.ok("logs", 2))
        self.assertNotIn("number 3", self.ok("logs", 2))
        self.assert_no_secret()
        self.server.faults = []
        self.ok("release", "redeploy", 2, "Dev")
        self.ok("watch", "--until-idle")
        self.assertEqual(self.files()["_shop/app.txt"], b"number 3\n")

    def test_submodules_come_when_they_are_asked_for(self):
        library = self.repositories / "library.git"
        library.mkdir()
        git(library, "init", "-q", "-b", "main")
        self.commit(library, "lib", {"lib.txt": "library\n"})
        git(self.tree, "submodule", "add", "-q", "../library.git", "lib")
        git(self.tree, "config", "-f", ".gitmodules", "submodule.lib.url", "../library.git")
        self.commit(self.tree, "with a library", {"app.txt": "number 3\n"})
        self.deploy()
        self.assertEqual(self.files(), {"_shop/app.txt": b"number 3\n", "_shop/.gitmodules": (self.tree / ".gitmodules").read_bytes()})
        self.source(self.server.url + "/shop.git", "checkoutSubmodules=true", endpoint="server")
        self.deploy()
        self.assertEqual(self.files()["_shop/lib/lib.txt"], b"library\n")
        self.assertEqual([path for path in self.files() if path.endswith("/.git")], [])
        self.assert_no_secret()

    def test_a_submodule_that_would_run_a_command_or_read_this_machine_does_not(self):
        mark = self.folder / "mark"
        for url in (f"ext::touch {mark}", str(self.repositories / "private.git"), f"-u{mark}"):
            with self.subTest(url):
                (self.tree / ".gitmodules").write_text(f'[submodule "x"]\n\tpath = x\n\turl = "{url}"\n')
                git(self.tree, "add", ".gitmodules")
                git(self.tree, "update-index", "--add", "--cacheinfo", f"160000,{self.commits[0]},x")
                git(self.tree, "commit", "-qm", "bad")
                self.source(self.server.url + "/shop.git", "checkoutSubmodules=true", endpoint="server")
                self.deploy(1)
                self.assertFalse(mark.exists())

    def test_links_of_a_repository_do_not_lead_outside(self):
        (self.tree / "passwd").symlink_to("/etc/passwd")
        self.commit(self.tree, "link", {"app.txt": "number 3\n"})
        self.cli("run", self.file({**definition(environment("Dev", 1, [], [task("cat _shop/passwd || echo none")])),
                                   "artifacts": [self.artifact]}))
        self.assertNotIn("root:", self.ok("logs", 1))


@unittest.skipIf(SSHD is None, "there is no sshd")
class OverSsh(RemoteTest):
    def setUp(self):
        super().setUp()
        self.sshd = Sshd(self.folder / "host", "host").start()
        self.addCleanup(self.sshd.destroy)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()
        self.url = f"ssh://{user}@127.0.0.1:{self.sshd.port}{self.tree}"
        git(self.tree, "config", "uploadpack.allowAnySHA1InWant", "true")
        self.key("server", self.sshd.folder / "client_key", self.sshd.folder / "known_hosts")
        self.source(self.url, endpoint="server")

    def key(self, name, key, known_hosts):
        self.ok("endpoint", "set", name, "--id", "22222222-2222-4333-8444-555555555555", "--type", "ssh", "--data-file", f"PrivateKey={key}", "--data-file",
                f"knownHosts={known_hosts}")

    def assert_no_key(self):
        line = (self.sshd.folder / "client_key").read_text().splitlines()[2].encode()
        for path in [self.db, *self.db.parent.glob("s.db-*"), *(self.folder / "s.db.d").rglob("*")]:
            if path.is_file():
                self.assertNotIn(line, path.read_bytes(), path)

    def test_with_the_key_of_an_endpoint(self):
        self.deploy()
        self.assertEqual(self.files(), {"_shop/app.txt": b"number 2\n"})
        self.deploy(0, "--artifact", "_shop=v1")
        self.assertEqual(self.files(), {"_shop/app.txt": b"number 1\n"})
        self.assert_no_key()

    def test_a_host_with_another_key_is_not_talked_to(self):
        other = self.folder / "other"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
        self.sshd.trust(other.with_suffix(".pub").read_text())
        self.key("server", self.sshd.folder / "client_key", self.sshd.folder / "known_hosts")
        self.no_release("Host key verification failed")

    def test_a_key_that_is_not_accepted_makes_no_release(self):
        other = self.folder / "other"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
        self.key("server", other, self.sshd.folder / "known_hosts")
        self.no_release("Permission denied")

    def test_a_host_that_is_down_is_named(self):
        self.sshd.stop()
        self.no_release(f"127.0.0.1 port {self.sshd.port}: Connection refused")


if __name__ == "__main__":
    unittest.main()
