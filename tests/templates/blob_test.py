"""The task BlobUpload, written with azure-pipelines-task-lib and @azure/storage-blob, run unmodified against a real Azurite.

`blob_test.py --install FOLDER` brings both from the npm registry, at the versions of the lock files."""
import base64
import json
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from templates_support import SKIPPED, TEMPLATES, TemplateTest, free_port, main, missing

HERE = pathlib.Path(__file__).resolve().parent
TASK = "7e3a1a7e-0000-4000-8000-00000000b10b"
STORAGE = "11111111-2222-4333-8444-00000000b10b"
PACKAGES = {"task": TEMPLATES / "BlobUpload", "azurite": HERE / "azurite"}
SAS = """
const storage = require('@azure/storage-blob');
const [permissions, minutes] = process.argv.slice(1);
const key = new storage.StorageSharedKeyCredential('shop', process.env.KEY);
console.log(storage.generateAccountSASQueryParameters({
  permissions: storage.AccountSASPermissions.parse(permissions), services: 'b', resourceTypes: 'sco', version: '2024-11-04',
  startsOn: new Date(Date.now() - 7200e3), expiresOn: new Date(Date.now() + minutes * 60e3) }, key).toString());
"""


def install(place):
    for name, source in PACKAGES.items():
        folder = pathlib.Path(place) / name
        folder.mkdir(parents=True, exist_ok=True)
        wanted = (source / "package-lock.json").read_text()
        if (folder / "installed").exists() and (folder / "installed").read_text() == wanted:
            continue
        for file in ("package.json", "package-lock.json"):
            shutil.copy(source / file, folder)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"not run: what {source} needs cannot be had from the npm registry:\n{done.stderr[-2000:]}")
            return SKIPPED
        (folder / "installed").write_text(wanted)
    return 0


class Blobs(TemplateTest):
    @classmethod
    def setUpClass(cls):
        cls.packages = pathlib.Path(os.environ["SLIPWAY_TEMPLATE_PACKAGES"])
        place = tempfile.TemporaryDirectory(prefix="slipway-azurite-")
        cls.addClassCleanup(place.cleanup)
        cls.key = base64.b64encode(secrets.token_bytes(48)).decode()
        port = free_port()
        cls.url = f"http://127.0.0.1:{port}/shop"
        log = pathlib.Path(place.name) / "log"
        with open(log, "w") as out:
            cls.server = subprocess.Popen(
                ["node", cls.packages / "azurite/node_modules/azurite/dist/src/blob/main.js", "--blobHost", "127.0.0.1", "--blobPort", str(port),
                 "--location", place.name, "--skipApiVersionCheck", "--disableTelemetry"], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                env={**os.environ, "AZURITE_ACCOUNTS": f"shop:{cls.key}"})
        cls.addClassCleanup(lambda: (cls.server.kill(), cls.server.wait()))
        deadline = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(cls.url + "?comp=list", timeout=5).close()
                break
            except urllib.error.HTTPError as answer:
                answer.close()
                break
            except OSError:
                assert cls.server.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)

    def setUp(self):
        super().setUp()
        task = self.folder / "task"
        shutil.copytree(TEMPLATES / "BlobUpload", task)
        shutil.copytree(self.packages / "task/node_modules", task / "node_modules", ignore=shutil.ignore_patterns(".bin"))
        self.ok("task", "install", task)
        self.all = self.sas("rwdlac", 60)
        self.container = "c" + secrets.token_hex(4)

    def sas(self, permissions, minutes):
        return subprocess.run(["node", "-e", SAS, permissions, str(minutes)], check=True, capture_output=True, text=True,
                              cwd=self.packages / "task", env={**os.environ, "KEY": self.key}).stdout.strip()

    def ask(self, path, method="GET"):
        request = urllib.request.Request(f"{self.url}/{self.container}{path}{'&' if '?' in path else '?'}{self.all}", method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.headers, answer.read()

    def create(self):
        self.ask("?restype=container", "PUT")

    def names(self):
        text = self.ask("?restype=container&comp=list")[1].decode()
        return sorted(part.split("</Name>")[0] for part in text.split("<Name>")[1:])

    def site(self, *names):
        folder = self.folder / "site"
        shutil.rmtree(folder, True)
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("content of " + name)
        return folder

    def upload(self, token, code=0, url=None, **inputs):
        os.environ["TOKEN"] = token
        self.ok("endpoint", "set", "storage", "--id", STORAGE, "--url", url or self.url, "--scheme", "UsernamePassword",
                "--param-env", "password=TOKEN")
        step = {"taskId": TASK, "version": "1.*", "name": "upload", "refName": "up", "enabled": True, "condition": "succeeded()",
                "inputs": {"Storage": STORAGE, "SourceFolder": str(self.folder / "site"), "Container": self.container, **inputs}}
        show = {"taskId": "6c731c3c-3c68-459a-a5c9-bde6e6595b5b", "version": "3.*", "name": "show", "enabled": True,
                "condition": "succeeded()", "inputs": {"targetType": "inline", "script": "echo it is $(up.ContainerUri)"}}
        tasks = self.run_steps(step, show, code=code)
        signature = token.split("sig=")[-1]
        said = "".join(task["log"] for task in tasks) + json.dumps(tasks)
        self.assertNotIn(signature, said)
        self.assertNotIn(urllib.request.unquote(signature), said)
        self.assertEqual(self.on_disk(signature), [])
        return tasks

    def test_files_are_uploaded_with_their_folders_and_types(self):
        self.create()
        self.site("index.html", "css/a.css", "data/b c ü.bin", "skip.log")
        (self.folder / "site/big.bin").write_bytes(os.urandom(1 << 20) * 9)
        tasks = self.upload(self.all, Contents="**\n!**/*.log", Prefix="v1/")
        self.assertEqual(self.names(), ["v1/big.bin", "v1/css/a.css", "v1/data/b c ü.bin", "v1/index.html"])
        headers, body = self.ask("/v1/index.html")
        self.assertEqual((headers["Content-Type"], body), ("text/html", b"content of index.html"))
        self.assertEqual(self.ask("/v1/big.bin")[1], (self.folder / "site/big.bin").read_bytes())
        self.assertIn(f"it is {self.url}/{self.container}/v1/", tasks[1]["log"])

    def test_what_is_there_is_replaced_and_cleaned_below_the_prefix_only(self):
        self.create()
        self.site("a.txt", "old.txt")
        self.upload(self.all, Prefix="v1/")
        self.upload(self.all, Prefix="other/")
        self.site("a.txt")
        (self.folder / "site/a.txt").write_text("new")
        self.upload(self.all, Prefix="v1/", Clean="true")
        self.assertEqual(self.names(), ["other/a.txt", "other/old.txt", "v1/a.txt"])
        self.assertEqual(self.ask("/v1/a.txt")[1], b"new")

    def test_a_token_that_expired_or_may_not_write_is_said_to_be_it(self):
        self.create()
        self.site("a.txt")
        forged = self.all.split("sig=")[0] + "sig=" + urllib.request.quote(base64.b64encode(secrets.token_bytes(32)), safe="")
        for token in (self.sas("rwdlac", -60), self.sas("rl", 60), forged):
            task = self.upload(token, code=1)[0]
            self.assertIn("the SAS token is wrong, has expired, or may not do this", task["message"] + task["log"])
        self.assertEqual(self.names(), [])

    def test_a_container_or_file_or_server_that_is_not_there_fails_the_step(self):
        self.site("a.txt")
        task = self.upload(self.all, code=1)[0]
        self.assertIn("ContainerNotFound", task["message"] + task["log"])
        task = self.upload(self.all, code=1, Contents="*.nosuch")[0]
        self.assertIn("matches the patterns", task["message"] + task["log"])
        task = self.upload(self.all, code=1, url=f"http://127.0.0.1:{free_port()}/shop")[0]
        self.assertIn("ECONNREFUSED", task["message"] + task["log"])


if __name__ == "__main__":
    missing(not shutil.which("node") and "node", not shutil.which("npm") and "npm")
    if sys.argv[1:2] == ["--install"]:
        sys.exit(install(sys.argv[2]))
    main()
