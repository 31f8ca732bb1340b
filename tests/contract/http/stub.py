"""Stand-ins for Jenkins, VSTS Build and GitHub, written from their public REST contracts, with faults on request.

A Server listens on a free port of 127.0.0.1 and keeps what it was asked (`requests`). `fault(kind, path, times)` makes
the next `times` requests whose path holds `path` go wrong:

  500         an error of the server
  truncate    announces everything, sends half, closes; with an ETag, so that it can be gone on with
  slow        sends half, then nothing until `release()`
  wrong       the right length, other bytes
  redirect    302 to the twin server, which has another port
  expired     401
  sign-in     203 with a page, as VSTS answers to a token that is over
"""
import hashlib
import http.server
import io
import json
import re
import threading
import urllib.parse
import zipfile


def md5(data):
    return hashlib.md5(data).hexdigest()


class Server:
    def __init__(self, twin=None):
        self.requests = []  # (path, headers)
        self.faults = []  # [kind, path, times]
        self.twin = twin
        self.token = None  # what Authorization must be; None: anything
        self.blobs = {}  # path -> bytes: what a redirect leads to
        self.stuck = threading.Event()  # somebody waits in a slow answer
        self.go_on = threading.Event()
        self.lock = threading.Lock()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                server.answer(self)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.go_on.set()
        self.http.shutdown()
        self.http.server_close()

    def fault(self, kind, path="", times=1):
        self.faults.append([kind, path, times])

    def release(self):
        self.go_on.set()

    def asked(self, part):
        """Paths of requests that hold `part`."""
        with self.lock:
            return [path for path, _ in self.requests if part in path]

    def headers_of(self, part):
        with self.lock:
            return [headers for path, headers in self.requests if part in path]

    def take_fault(self, path):
        with self.lock:
            for fault in self.faults:
                if fault[2] > 0 and fault[1] in path:
                    fault[2] -= 1
                    return fault[0]
        return None

    def answer(self, request):
        path = urllib.parse.unquote(request.path)
        with self.lock:
            self.requests.append((path, dict(request.headers)))
        kind = self.take_fault(path)
        if kind == "500":
            return self.send(request, 500, b"internal error")
        if kind == "expired" or (self.token and request.headers.get("Authorization") != self.token):
            return self.send(request, 401, b"who are you?")
        if kind == "sign-in":
            return self.send(request, 203, b"<html>Sign in</html>", "text/html")
        url = urllib.parse.urlsplit(request.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        found = self.blobs.get(urllib.parse.unquote(url.path))
        if found is None:
            found = self.get(urllib.parse.unquote(url.path), query, request.headers)
        if found is None:
            return self.send(request, 404, b"not found")
        if not isinstance(found, bytes):
            return self.send(request, 200, json.dumps(found).encode(), "application/json")
        if kind == "redirect":
            self.twin.blobs["/elsewhere" + url.path] = found
            request.send_response(302)
            request.send_header("Location", self.twin.url + "/elsewhere" + url.path)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return None
        if kind == "wrong":
            found = bytes(byte ^ 0x55 for byte in found)
        return self.send_file(request, found, kind)

    @staticmethod
    def send(request, status, body, content_type="text/plain"):
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def send_file(self, request, data, kind):
        etag = '"' + md5(data) + '"'
        start = 0
        wanted = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        if wanted and request.headers.get("If-Range") == etag:
            start = int(wanted.group(1))
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        request.send_header("ETag", etag)
        request.send_header("Content-Length", str(len(data) - start))
        request.end_headers()
        body = data[start:]
        if kind in ("truncate", "slow"):
            request.wfile.write(body[: len(body) // 2])
            request.wfile.flush()
            if kind == "slow":
                self.stuck.set()
                self.go_on.wait()
            request.close_connection = True
            request.connection.close()
            return
        try:
            request.wfile.write(body)
        except OSError:
            pass

    def get(self, path, query, headers):
        """JSON, or bytes of a file; None: 404."""
        raise NotImplementedError


class Jenkins(Server):
    """Remote access API: /job/NAME/api/json?tree=..., /job/NAME/N/artifact/PATH."""

    def __init__(self, twin=None):
        super().__init__(twin)
        self.job = "/job/team/job/shop"
        self.builds = {}  # number -> {"files": {path: bytes}, "result", "branch", "commit", "changes"}

    def build(self, number, files, result="SUCCESS", branch="main", changes=()):
        self.builds[number] = {
            "files": files,
            "result": result,
            "branch": branch,
            "changes": list(changes),
            "commit": hashlib.sha1(str(number).encode()).hexdigest(),
        }

    def describe(self, number):
        build = self.builds[number]
        return {
            "number": number,
            "displayName": f"#{number}",
            "result": build["result"],
            "building": False,
            "timestamp": 1766000000000 + number * 1000,
            "url": f"{self.url}{self.job}/{number}/",
            "actions": [
                {},
                {
                    "lastBuiltRevision": {
                        "SHA1": build["commit"],
                        "branch": [{"SHA1": build["commit"], "name": "refs/remotes/origin/" + build["branch"]}],
                    }
                },
            ],
            "artifacts": [{"fileName": path.split("/")[-1], "relativePath": path} for path in build["files"]],
            "fingerprint": [
                {"fileName": path.split("/")[-1], "hash": md5(data)} for path, data in build["files"].items()
            ],
            "changeSets": [{"items": build["changes"], "kind": "git"}],
        }

    def get(self, path, query, headers):
        if path == self.job + "/api/json":
            builds = [self.describe(number) for number in sorted(self.builds, reverse=True)]
            return {"builds": builds, "allBuilds": builds}
        match = re.fullmatch(re.escape(self.job) + r"/(\d+)/(api/json|artifact/(.*))", path)
        if not match or int(match.group(1)) not in self.builds:
            return None
        number = int(match.group(1))
        if match.group(2) == "api/json":
            return self.describe(number)
        return self.builds[number]["files"].get(match.group(3))


class Build(Server):
    """VSTS, TFS: /{project}/_apis/build/..., /_apis/resources/Containers/..., /_apis/wit/workitems."""

    def __init__(self, twin=None):
        super().__init__(twin)
        self.builds = {}

    def build(
        self,
        number,
        containers=None,
        pipeline=None,
        branch="refs/heads/main",
        tags=(),
        definition=7,
        result="succeeded",
        changes=(),
        work_items=(),
    ):
        self.builds[number] = {
            "containers": containers or {},
            "pipeline": pipeline or {},
            "branch": branch,
            "tags": list(tags),
            "definition": definition,
            "result": result,
            "changes": list(changes),
            "work_items": list(work_items),
        }

    def describe(self, number):
        build = self.builds[number]
        return {
            "id": number,
            "buildNumber": f"2026.{number}",
            "sourceBranch": build["branch"],
            "tags": build["tags"],
            "sourceVersion": hashlib.sha1(str(number).encode()).hexdigest(),
            "status": "completed",
            "result": build["result"],
            "finishTime": f"2026-11-{number % 28 + 1:02}T08:00:00Z",
            "definition": {"id": build["definition"], "name": "Shop-CI"},
            "repository": {"id": "repo-1", "type": "TfsGit"},
            "requestedFor": {"displayName": "Ann"},
            "_links": {"web": {"href": f"{self.url}/Shop/_build/results?buildId={number}"}},
        }

    def get(self, path, query, headers):
        if path == "/Shop/_apis/build/builds":
            found = []
            for number in sorted(self.builds, reverse=True):
                build = self.builds[number]
                if (
                    build["result"] not in query.get("resultFilter", build["result"]).split(",")
                    or str(build["definition"]) not in query.get("definitions", str(build["definition"])).split(",")
                    or query.get("branchName", build["branch"]) != build["branch"]
                    or query.get("buildIds", str(number)) != str(number)
                    or query.get("buildNumber", f"2026.{number}") != f"2026.{number}"
                    or not set(filter(None, query.get("tagFilters", "").split(","))) <= set(build["tags"])
                ):
                    continue
                found.append(self.describe(number))
            return {"count": len(found), "value": found[: int(query.get("$top", 1000))]}
        if path in ("/Shop/_apis/build/changes", "/Shop/_apis/build/workitems"):
            kind = "changes" if path.endswith("changes") else "work_items"
            numbers = [
                n for n in sorted(self.builds, reverse=True) if int(query["fromBuildId"]) < n <= int(query["toBuildId"])
            ]
            return {"value": [entry for number in numbers for entry in self.builds[number][kind]]}
        if path == "/_apis/wit/workitems":
            return {
                "value": [
                    {
                        "id": int(i),
                        "fields": {
                            "System.Title": f"Title of {i}",
                            "System.State": "Active",
                            "System.WorkItemType": "Bug",
                        },
                    }
                    for i in query["ids"].split(",")
                ]
            }
        match = re.fullmatch(r"/Shop/_apis/build/builds/(\d+)(/artifacts)?", path)
        if match and int(match.group(1)) in self.builds:
            number = int(match.group(1))
            if not match.group(2):
                return self.describe(number)
            artifacts = [
                {
                    "id": 1,
                    "name": name,
                    "resource": {"type": "Container", "data": f"#/{number}/{name}", "downloadUrl": ""},
                }
                for name in self.builds[number]["containers"]
            ]
            artifacts += [
                {
                    "id": 2,
                    "name": name,
                    "resource": {
                        "type": "PipelineArtifact",
                        "data": "ABC",
                        "downloadUrl": f"{self.url}/zip/{number}/{name}",
                    },
                }
                for name in self.builds[number]["pipeline"]
            ]
            return {"count": len(artifacts), "value": artifacts}
        match = re.fullmatch(r"/zip/(\d+)/(.*)", path)
        if match:
            return self.builds[int(match.group(1))]["pipeline"][match.group(2)]
        match = re.fullmatch(r"/_apis/resources/Containers/(\d+)", path)
        if match:
            name, _, rest = query["itemPath"].partition("/")
            files = self.builds[int(match.group(1))]["containers"][name]
            if query.get("$format") == "octetStream":
                return files[rest]
            return {
                "value": [{"path": name, "itemType": "folder"}]
                + [
                    {"path": f"{name}/{path}", "itemType": "file", "fileLength": len(data)}
                    for path, data in files.items()
                ]
            }
        return None


class GitHub(Server):
    """GitHub Enterprise: everything below /api/v3; the archives and assets of it lie on another host."""

    def __init__(self, twin=None):
        super().__init__(twin)
        self.commits = []  # newest first: {"sha", "message", "files"}
        self.releases = []  # newest first: {"tag", "assets": {name: bytes}, "prerelease"}
        self.digests = True

    def get(self, path, query, headers):
        if not path.startswith("/api/v3/repos/shop/web/"):
            return None
        path = path[len("/api/v3/repos/shop/web") :]

        def commit(entry):
            return {
                "sha": entry["sha"],
                "html_url": f"{self.url}/shop/web/commit/{entry['sha']}",
                "commit": {"message": entry["message"], "author": {"name": "Ann", "date": "2026-11-20T08:00:00Z"}},
            }

        if path == "/commits":
            return [commit(entry) for entry in self.commits]
        for entry in self.commits:
            if path == "/commits/" + entry["sha"]:
                return commit(entry)
            if path == "/zipball/" + entry["sha"]:
                return archive({f"shop-web-{entry['sha'][:7]}/{name}": data for name, data in entry["files"].items()})
        match = re.fullmatch(r"/compare/(.*)\.\.\.(.*)", path)
        if match:
            names = [entry["sha"] for entry in self.commits]
            newest, oldest = names.index(match.group(2)), names.index(match.group(1))
            return {"commits": [commit(entry) for entry in reversed(self.commits[newest:oldest])]}
        if path == "/releases":
            return [self.release_of(index) for index in range(len(self.releases))]
        match = re.fullmatch(r"/releases/(\d+)", path)
        if match and int(match.group(1)) <= len(self.releases):
            return self.release_of(int(match.group(1)) - 1)
        match = re.fullmatch(r"/releases/assets/(\d+)/(.*)", path)
        if match and headers.get("Accept") == "application/octet-stream":
            return self.releases[int(match.group(1)) - 1]["assets"][match.group(2)]
        return None

    def release_of(self, index):
        release = self.releases[index]
        return {
            "id": index + 1,
            "tag_name": release["tag"],
            "draft": False,
            "prerelease": release.get("prerelease", False),
            "target_commitish": "main",
            "html_url": f"{self.url}/shop/web/releases/{release['tag']}",
            "published_at": "2026-11-20T08:00:00Z",
            "author": {"login": "ann"},
            "assets": [
                {
                    "name": name,
                    "size": len(data),
                    "url": f"{self.url}/api/v3/repos/shop/web/releases/assets/{index + 1}/{name}",
                    "digest": "sha256:" + hashlib.sha256(data).hexdigest() if self.digests else None,
                }
                for name, data in release["assets"].items()
            ],
        }


def archive(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()
