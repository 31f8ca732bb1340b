"""Artifacts from package repositories and plain addresses: the real command and runner, stand-ins for the servers."""
import hashlib
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from artifacts_test import SECRET, SHOW, ArtifactTest, artifact, definition, environment, task  # noqa: E402
from package_stubs import Maven, Npm, NuGet, Plain, nupkg, tgz  # noqa: E402

DEV = environment("Dev", 1, [], [task(SHOW)])


class PackageTest(ArtifactTest):
    kind = package = location = ""
    settings = ()

    def setUp(self):
        super().setUp()
        self.endpoint("--param", "username=bot", "--param-env", "password=STUB_SECRET")
        self.source(*self.settings)
        self.artifact = artifact("_pkg", "PackageManagement", self.package, connection=False)

    def source(self, *settings):
        words = [word for setting in settings for word in ("--setting", setting)]
        self.ok("artifact", "source", "set", self.package, "--kind", self.kind, "--endpoint", "server", "--location",
                self.server.url + self.location, *words)

    def deploy(self, code=0, **options):
        return self.release(DEV, artifacts=[self.artifact], code=code, **options)

    def no_release(self, *says):
        path = self.file({**definition(DEV), "artifacts": [self.artifact]})
        done = self.cli("run", path)
        self.assertNotEqual(done.returncode, 0)
        for word in says:
            self.assertIn(word, done.stderr)
        self.assertNotIn("R-", self.ok("release", "list"))

    def chosen(self, version, code=0):
        return self.cli_code(code, "release", "create", 1, "--artifact", f"_pkg={version}")

    def refused(self, *says):
        """The download fails the job, says why, and nothing of the artifact is there."""
        out = self.deploy(code=1)
        log = self.logs()
        for word in says:
            self.assertIn(word, log)
        self.assertEqual(self.files(), {})
        self.assertNotIn(SECRET, out + log)
        self.assert_no_secret()

    def versions(self):
        return [version["id"] for version in json.loads(self.ok("--json", "artifact", "versions", 1))["versions"]]


class NuGetSource(PackageTest):
    server_class, kind, package, location = NuGet, "nuget", "Shop.Web", "/v3/index.json"

    def setUp(self):
        super().setUp()
        self.server.packages["shop.web"] = {
            version: nupkg({"Shop.Web.nuspec": version, "content/app.dll": version * 5000})
            for version in ("1.2.0", "1.10.0", "1.9.0", "2.0.0-beta.1")}

    def content(self):
        return self.files()["_pkg/content/app.dll"][:12].decode()

    def test_the_newest_that_is_no_pre_release_is_unpacked_and_kept_for_the_next_environment(self):
        self.release(DEV, environment("QA", 2, ["Dev"], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(sorted(self.files(1)), ["_pkg/Shop.Web.nuspec", "_pkg/content/app.dll"])
        self.assertEqual(self.files(1), self.files(2))
        self.assertTrue(self.content().startswith("1.10.0"))
        self.assertEqual(len(self.server.asked(".nupkg")), 1)
        self.assertEqual(self.versions(), ["1.10.0", "1.9.0", "1.2.0"])
        self.assertTrue(self.server.headers_of(".nupkg")[0]["Authorization"].startswith("Basic "))
        self.assert_no_secret()

    def test_a_version_is_chosen_also_a_pre_release(self):
        self.deploy()
        self.chosen("2.0.0-beta.1")
        self.ok("watch", "--until-idle")
        self.assertTrue(self.content().startswith("2.0.0-beta"))
        done = self.cli("release", "create", 1, "--artifact", "_pkg=9.9.9")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("9.9.9", done.stderr)

    def test_pre_releases_count_when_they_are_asked_for(self):
        self.source("prereleases=true")
        self.deploy()
        self.assertEqual(self.versions()[0], "2.0.0-beta.1")

    def test_errors_and_cut_off_answers_pass(self):
        self.server.fault("500", "/v3/index.json")
        self.server.fault("500", "/flat/shop.web/index.json")
        self.server.fault("truncate", ".nupkg")
        self.deploy()
        self.assertTrue(self.content().startswith("1.10.0"))
        self.assertRegex(self.server.headers_of(".nupkg")[1]["Range"], r"bytes=\d+-")

    def test_a_server_that_stays_down_fails_the_job(self):
        self.deploy()
        self.server.fault("500", ".nupkg", 99)
        self.chosen("1.9.0")
        self.cli_code(1, "watch", "--until-idle")
        self.assertIn("shop.web.1.9.0.nupkg answered 500", self.logs(2))

    def test_what_is_no_package_fails_the_job(self):
        self.server.fault("wrong", ".nupkg", 99)
        self.refused("shop.web.1.10.0.nupkg")

    def test_a_token_that_is_over_is_named_by_its_endpoint(self):
        self.server.fault("expired", ".nupkg", 99)
        self.refused("the credentials of the service endpoint 'server' are not accepted")

    def test_contents_elsewhere_are_asked_for_without_the_credentials(self):
        self.server.content = self.twin.url + "/flat/"
        self.twin.get = lambda path, query, headers: self.server.content_of(path)
        self.deploy()
        self.assertEqual(len(self.files()), 2)
        for headers in self.twin.headers_of("/flat/"):
            self.assertNotIn("Authorization", headers)

    def test_a_package_that_is_not_there_makes_no_release(self):
        self.server.packages.clear()
        self.no_release("/flat/shop.web/index.json answered 404")

    def test_a_server_that_is_no_nuget_server_is_told_so(self):
        self.server.content = self.server.url
        self.server.get = lambda path, query, headers: {"resources": []}
        self.no_release("names no PackageBaseAddress/3.0.0")

    def test_packages_that_lead_outside_are_refused(self):
        for name, package in (("dots", nupkg({"../../evil.txt": "x"})), ("root", nupkg({"/etc/evil": "x"})),
                              ("link", nupkg({"a.txt": "x"}, [("out", "/etc")]))):
            with self.subTest(name):
                self.server.packages["shop.web"] = {"3.0." + str(len(name) * 7 + ord(name[0])): package}
                self.deploy(code=1)
                self.assertEqual(self.files(), {})
                self.assertEqual([path for path in self.folder.rglob("evil*")], [])


class NpmSource(PackageTest):
    server_class, kind, package = Npm, "npm", "@shop/web"

    def setUp(self):
        super().setUp()
        self.server.packages["@shop/web"] = {
            version: tgz({"package/package.json": version.encode(), "package/dist/app.js": version.encode() * 50000})
            for version in ("1.0.0", "1.1.0", "2.0.0", "3.0.0-rc.1")}
        self.server.latest["@shop/web"] = "1.1.0"

    def test_what_its_authors_call_the_latest_is_taken_without_the_outer_folder(self):
        self.release(DEV, environment("QA", 2, ["Dev"], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(sorted(self.files(1)), ["_pkg/dist/app.js", "_pkg/package.json"])
        self.assertEqual(self.files(1)["_pkg/package.json"], b"1.1.0")
        self.assertEqual(self.files(1), self.files(2))
        self.assertEqual(len(self.server.asked("/-/")), 1)
        self.assertEqual(self.versions(), ["1.1.0", "2.0.0", "1.0.0"])
        self.assert_no_secret()

    def test_a_version_is_chosen(self):
        self.deploy()
        self.chosen("3.0.0-rc.1")
        self.ok("watch", "--until-idle")
        self.assertEqual(self.files()["_pkg/package.json"], b"3.0.0-rc.1")

    def test_errors_and_cut_off_answers_pass(self):
        self.server.fault("500", "/@shop/web")
        self.server.fault("truncate", "/-/1.1.0")
        self.deploy()
        self.assertRegex(self.server.headers_of("/-/1.1.0")[1]["Range"], r"bytes=\d+-")

    def test_what_came_wrong_comes_again(self):
        self.server.fault("wrong", "/-/1.1.0")
        self.deploy()
        self.assertEqual(self.files()["_pkg/package.json"], b"1.1.0")
        self.assertEqual(len(self.server.asked("/-/1.1.0")), 2)

    def test_what_stays_wrong_fails_the_job(self):
        for integrity in ("sha512", None):
            with self.subTest(integrity):
                self.server.integrity = integrity
                self.server.packages["@shop/web"] = {f"1.1.{bool(integrity):d}": tgz({"package/a": b"a"})}
                self.server.latest.clear()
                self.server.fault("wrong", "/-/", 9)
                self.deploy(code=1)
                self.assertIn("its checksum is " + (integrity or "sha1"), self.logs(1 if integrity else 2))
                self.assertEqual(self.files(), {})
                self.server.faults.clear()

    def test_a_redirect_elsewhere_leaves_the_credentials_behind(self):
        self.server.fault("redirect", "/-/1.1.0")
        self.deploy()
        self.assertIn("Authorization", self.server.headers_of("/-/1.1.0")[0])
        self.assertNotIn("Authorization", self.twin.headers_of("/-/1.1.0")[0])

    def test_a_token_that_is_over_makes_no_release(self):
        self.server.fault("expired", "/@shop/web", 99)
        self.no_release("the credentials of the service endpoint 'server' are not accepted")

    def test_archives_that_lead_outside_are_refused(self):
        for number, package in enumerate((
                tgz({"package/../../../evil.txt": b"x"}), tgz({"/evil.txt": b"x"}),
                tgz({"package/a": b"a"}, links=[("package/out", "/etc")]),
                tgz({"package/a": b"a"}, hard_links=[("package/out", "/etc/passwd")]))):
            with self.subTest(number):
                self.server.packages["@shop/web"] = {f"5.0.{number}": package}
                self.server.latest.clear()
                self.deploy(code=1)
                self.assertEqual(self.files(), {})
                self.assertEqual([path for path in self.folder.rglob("evil*")], [])


class MavenSource(PackageTest):
    server_class, kind, package, location = Maven, "maven", "com.shop:web", "/repository"
    settings = ("extension=war",)

    def setUp(self):
        super().setUp()
        self.folder_of = "/com/shop/web"
        for version in ("1.0", "1.2"):
            self.server.put(f"/com/shop/web/{version}/web-{version}.war", version.encode() * 50000)
        self.server.metadata("/com/shop/web", ["1.0", "1.2"])

    def test_the_newest_is_taken_under_its_name(self):
        self.release(DEV, environment("QA", 2, ["Dev"], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files(1), {"_pkg/web-1.2.war": b"1.2" * 50000})
        self.assertEqual(self.files(1), self.files(2))
        self.assertEqual(len([path for path in self.server.asked(".war") if path.endswith(".war")]), 1)
        self.assertEqual(self.versions(), ["1.2", "1.0"])
        self.assert_no_secret()

    def test_the_newest_build_of_a_snapshot_keeps_the_name_of_the_snapshot(self):
        self.server.metadata("/com/shop/web", ["1.2", "1.3-SNAPSHOT"])
        self.server.files["/com/shop/web/1.3-SNAPSHOT/maven-metadata.xml"] = (
            b"<metadata><version>1.3-SNAPSHOT</version><versioning><snapshot><timestamp>20261120.080000</timestamp>"
            b"<buildNumber>7</buildNumber></snapshot></versioning></metadata>")
        self.server.put("/com/shop/web/1.3-SNAPSHOT/web-1.3-20261120.080000-7.war", b"snapshot")
        self.deploy()
        self.chosen("1.3-SNAPSHOT")
        self.ok("watch", "--until-idle")
        self.assertEqual(self.files(), {"_pkg/web-1.3-SNAPSHOT.war": b"snapshot"})

    def test_a_classifier(self):
        self.source("extension=zip", "classifier=dist")
        self.server.put("/com/shop/web/1.2/web-1.2-dist.zip", b"zip")
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/web-1.2-dist.zip": b"zip"})

    def test_checksum_files_of_every_make(self):
        self.server.files.clear()
        self.server.sums = ("md5",)
        self.server.put("/com/shop/web/1.5/web-1.5.war", b"five", "{}  web-1.5.war\n")
        self.server.metadata("/com/shop/web", ["1.5"])
        self.server.fault("wrong", "web-1.5.war")
        # The first one that is asked for with the word in its path is the checksum of another make, which is not there.
        self.server.faults[0][1] = "/1.5/web-1.5.war"
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/web-1.5.war": b"five"})

    def test_what_stays_wrong_fails_the_job(self):
        self.server.files["/com/shop/web/1.2/web-1.2.war.sha1"] = hashlib.sha1(b"another").hexdigest().encode()
        self.refused("its checksum is sha1:")

    def test_errors_and_cut_off_answers_pass(self):
        self.server.fault("500", "maven-metadata.xml")
        self.server.files.pop("/com/shop/web/1.2/web-1.2.war.sha1")
        self.server.fault("truncate", "web-1.2.war")
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/web-1.2.war": b"1.2" * 50000})

    def test_metadata_is_read_as_xml(self):
        self.server.files["/com/shop/web/maven-metadata.xml"] = (
            b'<?xml version="1.0"?>\n<!-- <version>9.9</version> --><metadata xmlns="http://maven.apache.org/METADATA/1.1.0">'
            b'<versioning><versions><version id="x">\n 1.0 </version><version><![CDATA[1.2]]></version></versions>'
            b"</versioning></metadata>")
        self.deploy()
        self.assertEqual(self.versions(), ["1.2", "1.0"])

    def test_metadata_that_is_none_makes_no_release(self):
        for text, says in ((b"<html><body>Sign in</body>", "is not XML"),
                           (b'<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><m><version>&b;</version></m>',
                            "declares an entity")):
            with self.subTest(says):
                self.server.files["/com/shop/web/maven-metadata.xml"] = text
                self.no_release("maven-metadata.xml", says)

    def test_a_package_without_group_is_refused(self):
        self.package = "web"
        self.source()
        self.artifact = artifact("_pkg", "PackageManagement", "web", connection=False)
        self.no_release("expected GROUP:ARTIFACT, got 'web'")


class HttpSource(PackageTest):
    server_class, kind, package, location = Plain, "http", "site", "/site/{version}/site.zip"

    def setUp(self):
        super().setUp()
        for version in ("1", "2"):
            data = nupkg({f"site-{version}/index.html": version * 50000})
            self.server.files[f"/site/{version}/site.zip"] = data
            self.server.files[f"/site/{version}/SHA256"] = hashlib.sha256(data).hexdigest() + "  site.zip\n"
        self.server.lists("/site/versions", [{"id": "2", "name": "two", "branch": "main", "tags": ["good"]}, {"id": "1"}])

    def full(self, *more):
        return (f"versionsUrl={self.server.url}/site/versions", f"sha256Url={self.server.url}/site/{{version}}/SHA256",
                "unpack=zip", "strip=1", *more)

    def test_an_archive_is_checked_unpacked_and_kept(self):
        self.source(*self.full())
        self.release(DEV, environment("QA", 2, ["Dev"], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files(1), {"_pkg/index.html": b"2" * 50000})
        self.assertEqual(self.files(1), self.files(2))
        self.assertEqual(len(self.server.asked("site.zip")), 1)
        self.assertEqual(self.versions(), ["2", "1"])

    def test_a_file_as_it_is_and_versions_line_by_line(self):
        self.server.files["/site/versions"] = "2\n\n1\n"
        self.source(f"versionsUrl={self.server.url}/site/versions", "file=web-{version}.zip")
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/web-2.zip": self.server.files["/site/2/site.zip"]})

    def test_without_a_list_the_version_is_given(self):
        self.no_release("set 'versionsUrl', or give the version")
        self.cli_code(0, "run", self.folder / "d.json", "--artifact", "_pkg=1")
        self.assertEqual(sorted(self.files()), ["_pkg/site.zip"])

    def test_a_version_cannot_leave_its_place_in_the_address(self):
        self.no_release()
        got = []
        self.server.get = lambda path, query, headers: got.append((path, query))
        self.cli("run", self.folder / "d.json", "--artifact", "_pkg=../../secret?x=")
        self.assertEqual(set(map(str, got)), {"('/site/../../secret?x=/site.zip', {})"}, "all of it is a part of the path")
        self.assertEqual(self.files(), {})

    def test_a_download_that_stalls_is_gone_on_with(self):
        self.source(*self.full("stallSeconds=1"))
        self.server.fault("slow", "site.zip")
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/index.html": b"2" * 50000})
        self.assertRegex(self.server.headers_of("site.zip")[1]["Range"], r"bytes=\d+-")

    def test_errors_redirects_and_wrong_bytes(self):
        self.source(*self.full())
        self.server.fault("500", "/site/versions")
        self.server.fault("500", "/2/SHA256")
        self.server.fault("redirect", "site.zip")
        self.server.fault("wrong", "site.zip")
        self.deploy()
        self.assertEqual(self.files(), {"_pkg/index.html": b"2" * 50000})
        self.assertNotIn("Authorization", self.twin.headers_of("site.zip")[0])

    def test_what_stays_wrong_fails_the_job(self):
        self.source(*self.full())
        self.server.fault("wrong", "site.zip", 9)
        self.refused("its checksum is sha256:")

    def test_a_checksum_that_is_none_fails_the_job(self):
        self.source(*self.full())
        self.server.files["/site/2/SHA256"] = "<html>"
        self.refused("sha256")

    def test_a_token_that_is_over_is_named_by_its_endpoint(self):
        self.source(*self.full())
        self.server.fault("expired", "site.zip", 99)
        self.refused("the credentials of the service endpoint 'server' are not accepted")

    def test_an_answer_of_absurd_size_is_refused(self):
        self.source(*self.full())

        def send_file(request, data, kind):
            request.send_response(200)
            request.send_header("Content-Length", str(1 << 60))
            request.end_headers()
            request.wfile.write(data)
            request.wfile.flush()
            request.close_connection = True
            request.connection.close()

        self.server.get_file, self.server.send_file = self.server.send_file, lambda request, data, kind: (
            send_file if request.path.endswith(".zip") else self.server.get_file)(request, data, kind)
        self.refused(f"announces {1 << 60} bytes; there is room for")
        self.assertEqual(len(self.server.asked("site.zip")), 1, "it would be no other the next time")


if __name__ == "__main__":
    unittest.main()
