"""Stand-ins for package repositories, written from their public contracts: NuGet V3 (service index, package content), the npm
registry (packument, tarball with integrity) and a Maven 2 repository (maven-metadata.xml, checksum files); and a plain file server."""
import base64
import hashlib
import io
import json
import tarfile
import zipfile

from stub import Server


def nupkg(files, links=()):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
        for name, target in links:
            link = zipfile.ZipInfo(name)
            link.create_system = 3
            link.external_attr = 0o120777 << 16
            package.writestr(link, target)
    return data.getvalue()


def tgz(files, links=(), hard_links=()):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as package:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o644
            package.addfile(entry, io.BytesIO(content))
        for kind, pairs in ((tarfile.SYMTYPE, links), (tarfile.LNKTYPE, hard_links)):
            for name, target in pairs:
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = kind, target
                package.addfile(entry)
    return data.getvalue()


class NuGet(Server):
    """/v3/index.json names where contents are; ids and versions are lower case there."""

    def __init__(self, twin=None):
        super().__init__(twin)
        self.packages = {}  # lower id -> {lower version: nupkg}
        self.content = self.url + "/flat/"

    def get(self, path, query, headers):
        if path == "/v3/index.json":
            return {"version": "3.0.0", "resources": [{"@id": self.url + "/query", "@type": "SearchQueryService"},
                                                      {"@id": self.content, "@type": "PackageBaseAddress/3.0.0"}]}
        return self.content_of(path)

    def content_of(self, path):
        parts = path.split("/")[2:]
        versions = self.packages.get(parts[0]) if path.startswith("/flat/") else None
        if versions is None:
            return None
        if parts[1:] == ["index.json"]:
            return {"versions": list(versions)}
        if len(parts) == 3 and parts[2] == f"{parts[0]}.{parts[1]}.nupkg":
            return versions.get(parts[1])
        return None


class Npm(Server):
    def __init__(self, twin=None):
        super().__init__(twin)
        self.packages = {}  # name -> {version: tgz}
        self.latest = {}
        self.integrity = "sha512"

    def get(self, path, query, headers):
        name, _, file = path[1:].partition("/-/")
        if name not in self.packages:
            return None
        versions = self.packages[name]
        if file:
            return versions.get(file)
        described = {}
        for version, data in versions.items():
            dist = {"tarball": f"{self.url}/{name}/-/{version}", "shasum": hashlib.sha1(data).hexdigest()}
            if self.integrity:
                digest = hashlib.new(self.integrity, data).digest()
                dist["integrity"] = f"{self.integrity}-{base64.b64encode(digest).decode()}"
            described[version] = {"name": name, "version": version, "dist": dist}
        latest = self.latest.get(name, list(versions)[-1])
        return {"name": name, "dist-tags": {"latest": latest}, "versions": described}


class Maven(Server):
    """/repository/GROUP/ARTIFACT/..."""

    def __init__(self, twin=None):
        super().__init__(twin)
        self.files = {}  # path below /repository -> bytes
        self.sums = ("sha1",)

    def put(self, path, data, text=None):
        self.files[path] = data
        for algorithm in self.sums:
            self.files[f"{path}.{algorithm}"] = (text or "{}").format(hashlib.new(algorithm, data).hexdigest()).encode()

    def metadata(self, folder, versions):
        listed = "".join(f"<version>{version}</version>" for version in versions)
        self.files[folder + "/maven-metadata.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<metadata modelVersion="1.1.0"><groupId>com.shop</groupId>'
            f"<artifactId>web</artifactId><versioning><versions>{listed}</versions>"
            f"<lastUpdated>20261120080000</lastUpdated></versioning></metadata>").encode()

    def get(self, path, query, headers):
        return self.files.get(path.removeprefix("/repository"))


class Plain(Server):
    def __init__(self, twin=None):
        super().__init__(twin)
        self.files = {}

    def get(self, path, query, headers):
        data = self.files.get(path)
        return data.encode() if isinstance(data, str) else data

    def lists(self, path, data):
        self.files[path] = json.dumps(data)
