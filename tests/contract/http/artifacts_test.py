"""Artifacts from Jenkins, VSTS Build, GitHub, git and folders: the real command and runner, stand-ins for the servers."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent.parent / "cli"))
from cli_test import CLI, CliTest, definition, environment, task  # noqa: E402
from stub import Build, GitHub, Jenkins, Server, archive  # noqa: E402

CONNECTION = "11111111-2222-4333-8444-555555555555"
SECRET = "s3cr3t-token-9f2"
FILES = {"web/app.war": b"war " * 5000, "web/conf/app.ini": b"port=80\n", "docs/readme.txt": b"read me\n"}
SHOW = 'cd "$SYSTEM_DEFAULTWORKINGDIRECTORY" && find . -type f | sort && find . -type f | sort | xargs cat | md5sum'


def artifact(alias, kind, name, more=None, connection=True):
    reference = {"definition": {"id": name, "name": name}, **{k: {"id": v, "name": v} for k, v in (more or {}).items()}}
    if connection:
        reference["connection"] = {"id": CONNECTION, "name": "server"}
    return {"alias": alias, "type": kind, "isPrimary": True, "definitionReference": reference}


class Twin(Server):
    """Where redirects lead: serves what it was given."""

    def get(self, path, query, headers):
        return None


class ArtifactTest(CliTest):
    server_class = None

    def setUp(self):
        super().setUp()
        self.twin = Twin()
        self.addCleanup(self.twin.close)
        if self.server_class:
            self.server = self.server_class(self.twin)
            self.addCleanup(self.server.close)

    def endpoint(self, *more, name="server", id=CONNECTION, type="generic", scheme="UsernamePassword"):
        os.environ["STUB_SECRET"] = SECRET
        self.ok(
            "endpoint", "set", name, "--id", id, "--type", type, "--url", self.server.url, "--scheme", scheme, *more
        )

    def release(self, *stages, artifacts, code=0, **options):
        path = self.file({**definition(*stages), "artifacts": artifacts})
        return self.cli_code(code, "run", path, **options)

    def cli_code(self, code, *arguments, **options):
        done = self.cli(*arguments, **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr + self.cli("logs", 1).stdout)
        return done.stdout + done.stderr

    def work(self, stage=1, number=1):
        return self.folder / f"s.db.d/work/d{number}-e{stage}/a"

    def files(self, stage=1):
        root = self.work(stage)
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def logs(self, release=1):
        return self.ok("logs", release)

    def assert_no_secret(self):
        """Not in a log, not in the database, nowhere below the data folder."""
        for path in [self.db, *self.db.parent.glob("s.db-*"), *(self.folder / "s.db.d").rglob("*")]:
            if path.is_file():
                self.assertNotIn(SECRET.encode(), path.read_bytes(), path)


class JenkinsSource(ArtifactTest):
    server_class = Jenkins

    def setUp(self):
        super().setUp()
        self.server.build(
            11, {"old.txt": b"old"}, changes=[{"commitId": "c11", "msg": "eleven", "author": {"fullName": "Bo"}}]
        )
        self.server.build(12, FILES, changes=[{"commitId": "c12", "msg": "twelve", "author": {"fullName": "Ann"}}])
        self.server.build(13, {"broken.txt": b"x"}, result="FAILURE")
        self.endpoint("--type", "jenkins", "--param", "username=bot", "--param-env", "password=STUB_SECRET")
        self.artifact = artifact("_shop", "Jenkins", "team/shop")

    def test_the_last_usable_build_is_in_the_folder_before_the_first_task(self):
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files(), {"_shop/" + name: data for name, data in FILES.items()})
        tasks = json.loads(self.ok("--json", "release", "show", 1))
        row = tasks.get("release", tasks)["environments"][0]["deployments"][0]["phases"][0]["jobs"][0]["tasks"]
        self.assertEqual(row[0]["name"], "Download artifacts")
        self.assertIn("./_shop/web/conf/app.ini", self.logs())
        version = tasks.get("release", tasks)["artifacts"][0]
        self.assertEqual((version["id"], version["sourceBranch"]), ("12", "refs/heads/main"))
        self.assertEqual(version["url"], f"{self.server.url}/job/team/job/shop/12/")
        self.assert_no_secret()

    def test_the_second_environment_asks_nobody(self):
        self.release(
            environment("Dev", 1, [], [task(SHOW)]),
            environment("QA", 2, ["Dev"], [task(SHOW)]),
            artifacts=[self.artifact],
        )
        self.assertEqual(self.files(1), self.files(2))
        self.assertEqual(len(self.server.asked("/12/artifact/")), len(FILES))
        self.assertIn("all from the cache", self.ok("logs", 1, "QA"))

    def test_only_what_the_phase_asks_for_is_downloaded(self):
        stages = [
            environment("Dev", 1, [], [task(SHOW)]),
            environment("QA", 2, ["Dev"], [task("true")]),
            environment("Prod", 3, ["QA"], [task("true")]),
        ]
        stages[0]["deployPhases"][0]["deploymentInput"] = {
            "artifactsDownloadInput": {
                "downloadInputs": [
                    {
                        "alias": "_shop",
                        "artifactType": "Jenkins",
                        "artifactDownloadMode": "Selective",
                        "artifactItems": ["web/**"],
                    }
                ]
            }
        }
        stages[1]["deployPhases"][0]["deploymentInput"] = {
            "artifactsDownloadInput": {
                "downloadInputs": [
                    {"alias": "_shop", "artifactType": "Jenkins", "artifactDownloadMode": "Skip", "artifactItems": []}
                ]
            }
        }
        stages[2]["deployPhases"][0]["deploymentInput"] = {"skipArtifactsDownload": True}
        self.release(*stages, artifacts=[self.artifact])
        self.assertEqual(sorted(self.files(1)), ["_shop/web/app.war", "_shop/web/conf/app.ini"])
        self.assertEqual(self.server.asked("readme"), [])
        self.assertEqual((self.files(2), self.files(3)), ({}, {}))

    def test_errors_and_cut_off_answers_pass(self):
        self.server.fault("500", "/12/api/json")
        self.server.fault("500", "app.ini")
        self.server.fault("truncate", "app.war")
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files()["_shop/web/app.war"], FILES["web/app.war"])
        ranges = [headers.get("Range") for headers in self.server.headers_of("app.war")]
        self.assertEqual(ranges[0], None)
        self.assertRegex(ranges[1], r"bytes=\d+-")

    def test_a_download_that_brings_nothing_any_more_is_gone_on_with(self):
        self.ok(
            "artifact",
            "source",
            "set",
            "team/shop",
            "--kind",
            "jenkins",
            "--endpoint",
            "server",
            "--setting",
            "stallSeconds=1",
        )
        self.server.fault("slow", "app.war")
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files()["_shop/web/app.war"], FILES["web/app.war"])
        self.assertRegex(self.server.headers_of("app.war")[1]["Range"], r"bytes=\d+-")

    def test_what_came_wrong_comes_again_and_then_fails_the_job(self):
        self.server.fault("wrong", "app.war", 1)
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files()["_shop/web/app.war"], FILES["web/app.war"])
        self.server.build(14, {"web/app.war": b"new"})
        self.server.fault("wrong", "/14/artifact", 9)
        self.cli_code(0, "release", "create", 1)
        self.cli_code(1, "watch", "--until-idle")
        log = self.logs(2)
        self.assertIn("its checksum is md5:", log)
        self.assertNotIn("./_shop", log)  # the first task never ran

    def test_a_token_that_is_over_fails_the_job_by_the_endpoints_name(self):
        self.server.fault("expired", "/12/artifact", 99)
        out = self.release(environment("Dev", 1, [], [task("echo never")]), artifacts=[self.artifact], code=1)
        self.assertIn("the credentials of the service endpoint 'server' are not accepted", self.logs())
        self.assertNotIn(SECRET, out)
        self.assert_no_secret()

    def test_without_a_version_there_is_no_release(self):
        self.server.builds.clear()
        out = self.release(environment("Dev", 1, [], [task("true")]), artifacts=[self.artifact], code=5)
        self.assertIn("artifacts: '_shop': its source has no version", out)
        self.assertEqual(self.ok("release", "list").count("R-"), 0)

    def test_a_redirect_elsewhere_leaves_the_credentials_behind(self):
        self.server.fault("redirect", "app.war")
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files()["_shop/web/app.war"], FILES["web/app.war"])
        self.assertEqual(self.server.headers_of("app.war")[0]["Authorization"][:6], "Basic ")
        self.assertNotIn("Authorization", self.twin.headers_of("app.war")[0])

    def test_a_source_of_which_nothing_is_known_is_left_out_with_a_warning(self):
        other = artifact("_other", "Build", "77", connection=False) | {"isPrimary": False}
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact, other])
        self.assertIn(
            "Artifact '_other' is not downloaded: where its source is (Build) was not known here", self.logs()
        )
        # Of no artifact anything is known: everything is as it was before sources.
        self.file(
            {**definition(environment("Dev", 1, [], [task("true")]), name="Plain"), "artifacts": [other]}, "plain.json"
        )
        self.ok("run", self.folder / "plain.json")
        self.assertNotIn("Download artifacts", self.logs(2))

    def test_versions_and_changes(self):
        stage = [environment("Dev", 1, [], [task("true")]), environment("Prod", 2, ["Dev"], [task("true")])]
        path = self.file({**definition(*stage), "artifacts": [self.artifact]})
        self.ok("run", path, "--artifact", "_shop=11")
        self.ok("release", "create", 1)
        listed = json.loads(self.ok("--json", "artifact", "versions", 1))["versions"]
        self.assertEqual([version["id"] for version in listed], ["12", "11"])
        changes = json.loads(self.ok("--json", "changes", 2, "--since-env", "Prod"))
        self.assertEqual(changes["baseReleaseId"], 1)
        told = changes["artifacts"][0]["changes"]
        self.assertEqual([(c["id"], c["message"], c["author"]) for c in told], [("c12", "twelve", "Ann")])
        self.assertIn("twelve", self.ok("changes", 2))
        back = json.loads(self.ok("--json", "changes", 1, "--since", 2))["artifacts"][0]
        self.assertTrue(back["isRollback"])
        self.assertIn("no environment named 'Nosuch'", self.cli("changes", 2, "--since-env", "Nosuch").stderr)

    def test_the_task_of_the_original_does_the_same(self):
        download = task("") | {
            "taskId": "86c37a92-59a7-444b-93c7-220fcf91e29c",
            "version": "2.*",
            "inputs": {
                "serverEndpoint": CONNECTION,
                "jobName": "team/shop",
                "saveTo": "from-jenkins",
                "itemPattern": "web/**",
                "jenkinsBuild": "LastSuccessfulBuild",
            },
        }
        self.ok("run", self.file(definition(environment("Dev", 1, [], [download, task(SHOW)]))))
        self.assertEqual(sorted(self.files()), ["from-jenkins/web/app.war", "from-jenkins/web/conf/app.ini"])
        self.assert_no_secret()


class Crash(ArtifactTest):
    server_class = Jenkins

    def setUp(self):
        super().setUp()
        self.server.build(1, {"big.bin": bytes(range(256)) * 4000, "small.txt": b"s"})
        self.endpoint()
        self.path = self.file(
            {
                **definition(environment("Dev", 1, [], [task(SHOW)])),
                "artifacts": [artifact("_shop", "Jenkins", "team/shop")],
            }
        )

    def start_and_get_stuck(self):
        self.server.fault("slow", "big.bin")
        host = subprocess.Popen(
            [CLI, "--db", str(self.db), "run", str(self.path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(host.kill)
        self.addCleanup(host.stdout.close)
        self.assertTrue(self.server.stuck.wait(60))
        return host

    def assert_gone_on_with(self):
        self.assertEqual(self.files()["_shop/big.bin"], bytes(range(256)) * 4000)
        # Not begun again, and what was whole was not asked for again.
        self.assertEqual(
            [headers.get("Range") for headers in self.server.headers_of("big.bin")], [None, "bytes=512000-"]
        )
        self.assertEqual(len(self.server.asked("small.txt")), 1)

    def test_a_host_killed_in_the_middle_of_a_download_goes_on_with_it(self):
        host = self.start_and_get_stuck()
        host.send_signal(signal.SIGKILL)
        host.wait()
        self.server.release()
        self.ok("watch", "--until-idle")
        self.assert_gone_on_with()

    def test_a_runner_killed_in_the_middle_of_a_download_begins_the_step_again_where_it_was(self):
        host = self.start_and_get_stuck()
        # What the step has got so far is on the disk: it is told to print it only when a file is whole.
        while not any(
            path.stat().st_size == 512000
            for path in (self.folder / "s.db.d/artifacts/partial").glob("*")
            if path.suffix != ".etag"
        ):
            os.sched_yield()
        for entry in pathlib.Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"slipway-runner" in command.split(b"\0")[0] and str(self.folder).encode() in command:
                os.kill(int(entry.name), signal.SIGKILL)
        out, _ = host.communicate(timeout=60)
        self.assertEqual(host.returncode, 0, out)
        self.assertEqual(self.files()["_shop/big.bin"], bytes(range(256)) * 4000)
        self.assertEqual(self.server.headers_of("big.bin")[1].get("Range"), "bytes=512000-")

    def test_a_cancelled_download_stops_and_the_next_deployment_goes_on_with_it(self):
        host = self.start_and_get_stuck()
        host.send_signal(signal.SIGINT)
        host.wait()
        self.ok("release", "cancel", 1)
        self.cli("watch", "--until-idle")
        self.assertIn("canceled", self.ok("release", "show", 1))
        self.server.release()
        self.ok("release", "redeploy", 1, "Dev")
        self.ok("watch", "--until-idle")
        self.assertEqual(self.files()["_shop/big.bin"], bytes(range(256)) * 4000)
        self.assertEqual(self.server.headers_of("big.bin")[1].get("Range"), "bytes=512000-")

    def test_environments_that_deploy_at_the_same_time_download_once(self):
        names = [f"E{number}" for number in range(10)]
        path = self.file(
            {
                **definition(*[environment(name, rank, [], [task("true")]) for rank, name in enumerate(names, 1)]),
                "artifacts": [artifact("_shop", "Jenkins", "team/shop")],
            }
        )
        self.ok("run", path)
        for stage in range(1, 11):
            self.assertEqual(len(self.files(stage)["_shop/big.bin"]), 256 * 4000)
        self.assertEqual((len(self.server.asked("big.bin")), len(self.server.asked("small.txt"))), (1, 1))


class BuildSource(ArtifactTest):
    server_class = Build

    def setUp(self):
        super().setUp()
        self.server.build(
            21, {"drop": FILES}, tags=["tested"], changes=[{"id": "a21", "message": "m21"}], work_items=[{"id": "5"}]
        )
        self.server.build(22, {"drop": {"x.txt": b"x"}}, branch="refs/heads/topic")
        self.server.build(23, {"drop": {"y.txt": b"y"}}, result="failed")
        self.server.build(
            24,
            {"drop": {"z.txt": b"z"}, "iac": {"main.tf": b"tf"}},
            pipeline={"logs": archive({"logs/a.log": b"log"})},
            changes=[{"id": "a24", "message": "m24"}],
            work_items=[{"id": "6"}],
        )
        self.endpoint("--param-env", "apitoken=STUB_SECRET", name="SystemVssConnection", scheme="Token")
        self.artifact = artifact("_ci", "Build", "7", {"project": "Shop"}, connection=False)

    def default(self, kind, **more):
        reference = self.artifact["definitionReference"]
        reference["defaultVersionType"] = {"id": kind, "name": kind}
        reference.update({key: {"id": value, "name": value} for key, value in more.items()})

    def test_containers_and_pipeline_artifacts_lie_below_their_names(self):
        self.release(environment("Dev", 1, [], [task(SHOW)]), artifacts=[self.artifact])
        self.assertEqual(self.files(), {"_ci/drop/z.txt": b"z", "_ci/iac/main.tf": b"tf", "_ci/logs/a.log": b"log"})
        self.assert_no_secret()

    def test_default_versions(self):
        stage = environment("Dev", 1, [], [task("echo build $BUILD_BUILDNUMBER of $BUILD_SOURCEBRANCHNAME")])
        for number, (kind, more, expected) in enumerate(
            [
                ("latestType", {}, "2026.24 of main"),
                (
                    "latestWithBranchAndTagsType",
                    {"defaultVersionBranch": "main", "defaultVersionTags": "tested"},
                    "2026.21 of main",
                ),
                (
                    "latestWithBranchAndTagsType",
                    {"defaultVersionBranch": "refs/heads/topic", "defaultVersionTags": ""},
                    "2026.22 of topic",
                ),
                ("specificVersionType", {"defaultVersionSpecific": "21"}, "2026.21 of main"),
            ],
            1,
        ):
            self.default(kind, **more)
            self.release(stage, artifacts=[self.artifact])
            self.assertIn("build " + expected, self.logs(number))
        self.default("selectDuringReleaseCreationType")
        out = self.release(stage, artifacts=[self.artifact], code=2)
        self.assertIn("its version is chosen when a release is created; give one; the newest are 2026.24", out)
        self.ok("run", self.folder / "d.json", "--artifact", "_ci=2026.21")
        self.assertIn("build 2026.21", self.logs(5))

    def test_a_page_to_sign_in_is_a_token_that_is_over(self):
        self.server.fault("sign-in", "", 99)
        out = self.release(environment("Dev", 1, [], [task("true")]), artifacts=[self.artifact], code=2)
        self.assertIn(
            "a page to sign in: the credentials of the service endpoint 'SystemVssConnection' are not accepted", out
        )

    def test_a_build_of_another_definition_is_refused(self):
        self.artifact["definitionReference"]["definition"]["id"] = "8"
        out = self.release(environment("Dev", 1, [], [task("true")]), artifacts=[self.artifact], code=5)
        self.assertIn("its source has no version", out)

    def test_commits_and_work_items_between_two_releases(self):
        path = self.file({**definition(environment("Prod", 1, [], [task("true")])), "artifacts": [self.artifact]})
        self.ok("run", path, "--artifact", "_ci=21")
        self.ok("release", "create", 1)
        told = json.loads(self.ok("--json", "changes", 2, "--since-env", "Prod"))["artifacts"][0]
        self.assertEqual([change["id"] for change in told["changes"]], ["a24"])
        self.assertEqual([(item["id"], item["title"]) for item in told["workItems"]], [("6", "Title of 6")])
        text = self.ok("changes", 2, "--since-env", "Prod")
        self.assertIn("#6  Title of 6  [Active]", text)
        self.assertIn("2026.21 -> 2026.24", text)

    def test_the_task_of_the_original_does_the_same(self):
        download = task("") | {
            "taskId": "a433f589-fce1-4460-9ee6-44a624aeb1fb",
            "version": "0.*",
            "inputs": {
                "buildType": "specific",
                "project": "Shop",
                "definition": "7",
                "buildVersionToDownload": "latestFromBranch",
                "branchName": "refs/heads/main",
                "downloadType": "single",
                "artifactName": "iac",
                "downloadPath": "got",
            },
        }
        self.ok("run", self.file(definition(environment("Dev", 1, [], [download, task("echo number $BUILDNUMBER")]))))
        self.assertEqual(self.files(), {"got/iac/main.tf": b"tf"})
        self.assertIn("number 2026.24", self.logs())


class GitHubSource(ArtifactTest):
    server_class = GitHub

    def setUp(self):
        super().setUp()
        self.server.commits = [
            {"sha": "b" * 40, "message": "second\n\ndetails", "files": {"src/a.txt": b"2"}},
            {"sha": "a" * 40, "message": "first", "files": {"src/a.txt": b"1"}},
        ]
        self.server.releases = [
            {"tag": "v2.0.0-rc1", "assets": {"web.zip": b"rc"}, "prerelease": True},
            {"tag": "v1.1.0", "assets": {"web.zip": b"Z" * 9000, "sum.txt": b"s"}},
        ]
        self.server.token = f"Bearer {SECRET}"
        self.endpoint("--param-env", "accessToken=STUB_SECRET", type="github", scheme="PersonalAccessToken")

    def test_the_files_of_a_commit_without_the_folder_of_the_archive(self):
        self.server.fault("redirect", "/zipball/")
        self.release(
            environment("Dev", 1, [], [task(SHOW)]),
            artifacts=[artifact("_web", "GitHub", "shop/web", {"branch": "main"})],
        )
        self.assertEqual(self.files(), {"_web/src/a.txt": b"2"})
        self.assertNotIn("Authorization", self.twin.headers_of("/zipball/")[0])
        self.assert_no_secret()

    def test_assets_of_a_release_are_checked_and_pre_releases_left_out(self):
        stage = environment("Dev", 1, [], [task(SHOW)])
        self.release(stage, artifacts=[artifact("_web", "GitHubRelease", "shop/web")])
        self.assertEqual(self.files(), {"_web/web.zip": b"Z" * 9000, "_web/sum.txt": b"s"})
        self.ok("release", "create", 1, "--artifact", "_web=v2.0.0-rc1")
        self.server.fault("wrong", "/assets/1/", 9)
        self.cli_code(1, "watch", "--until-idle")
        self.assertIn("its checksum is sha256:", self.logs(2))

    def test_commits_between_two_releases(self):
        path = self.file(
            {
                **definition(environment("Prod", 1, [], [task("true")])),
                "artifacts": [artifact("_web", "GitHub", "shop/web")],
            }
        )
        self.ok("run", path, "--artifact", "_web=" + "a" * 40)
        self.ok("release", "create", 1)
        self.assertIn("bbbbbbbb  second  (Ann)", self.ok("changes", 2, "--since-env", "Prod"))

    def test_archives_that_lead_outside_are_refused(self):
        self.server.commits[0]["files"] = {"../../../escaped.txt": b"evil"}
        self.release(
            environment("Dev", 1, [], [task("true")]), artifacts=[artifact("_web", "GitHub", "shop/web")], code=1
        )
        self.assertIn("leads outside the artifact's folder", self.logs())
        self.assertEqual(list(self.folder.rglob("escaped.txt")), [])


class Local(ArtifactTest):
    def drop(self, version, files, note=None):
        folder = self.folder / "drops" / version
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        if note:
            (self.folder / "drops" / (version + ".json")).write_text(json.dumps(note))

    def test_a_folder_stands_in_for_a_build_server(self):
        self.drop("1.0", {"app.txt": b"one"}, {"changes": [{"id": "c1", "message": "start"}]})
        self.drop(
            "1.1",
            {"app.txt": b"two", "bin/run": b"#!/bin/sh\necho ran\n"},
            {
                "sourceBranch": "refs/heads/main",
                "changes": [{"id": "c2", "message": "more", "author": "Ann"}],
                "workItems": [{"id": "9", "title": "Wanted"}],
            },
        )
        (self.folder / "drops/1.1/bin/run").chmod(0o755)
        os.utime(self.folder / "drops/1.0", (1000, 1000))
        self.ok("artifact", "source", "set", "Shop-CI", "--kind", "folder", "--location", self.folder / "drops")
        path = self.file(
            {
                **definition(
                    environment(
                        "Dev",
                        1,
                        [],
                        [task('"$AGENT_RELEASEDIRECTORY/_ci/bin/run"; rm -r "$AGENT_RELEASEDIRECTORY/_ci"')],
                    ),
                    environment("QA", 2, ["Dev"], [task("true")]),
                ),
                "artifacts": [artifact("_ci", "Build", "Shop-CI", connection=False)],
            }
        )
        self.ok("run", path)
        self.assertRegex(self.logs(), r"Z ran\n")
        self.assertEqual(self.files(1), {})
        self.assertEqual(sorted(self.files(2)), ["_ci/app.txt", "_ci/bin/run"])
        self.ok("run", path, "--artifact", "_ci=1.0")
        self.assertEqual(self.files(2), {"_ci/app.txt": b"one"})
        told = json.loads(self.ok("--json", "changes", 1, "--since", 2))["artifacts"][0]
        self.assertEqual(([c["id"] for c in told["changes"]], [w["id"] for w in told["workItems"]]), (["c2"], ["9"]))

    def test_a_changed_file_of_the_cache_does_not_reach_the_next_environment(self):
        self.drop("1.0", {"app.txt": b"one"})
        self.ok("artifact", "source", "set", "_ci", "--kind", "folder", "--location", self.folder / "drops")
        path = self.file(
            {
                **definition(
                    environment("Dev", 1, [], [task("cd _ci && echo spoiled > app.txt")]),
                    environment("QA", 2, ["Dev"], [task("true")]),
                ),
                "artifacts": [artifact("_ci", "Build", "x", connection=False)],
            }
        )
        self.ok("run", path)
        self.assertEqual((self.files(1)["_ci/app.txt"], self.files(2)["_ci/app.txt"]), (b"spoiled\n", b"one"))

    def test_git(self):
        def git(*words):
            subprocess.run(
                ["git", "-c", "user.name=Ann", "-c", "user.email=a@b", *words],
                cwd=self.folder / "repo",
                check=True,
                capture_output=True,
            )

        (self.folder / "repo").mkdir()
        git("init", "-b", "main")
        for number in (1, 2):
            (self.folder / "repo/file.txt").write_text(f"number {number}\n")
            git("add", ".")
            git("commit", "-m", f"change {number}")
            git("tag", f"v{number}")
        self.ok("artifact", "source", "set", "tools", "--kind", "git", "--location", self.folder / "repo")
        path = self.file(
            {
                **definition(environment("Prod", 1, [], [task("cat _tools/file.txt")])),
                "artifacts": [artifact("_tools", "Git", "tools", connection=False)],
            }
        )
        self.ok("run", path, "--artifact", "_tools=v1")
        self.assertIn("number 1", self.logs(1))
        self.ok("release", "create", 1)
        self.assertIn("change 2  (Ann)", self.ok("changes", 2, "--since-env", "Prod"))
        self.ok("watch", "--until-idle")
        self.assertIn("number 2", self.logs(2))
        self.assertEqual(sorted(self.files()), ["_tools/file.txt"])

    def test_a_polled_source_makes_releases_of_what_is_new(self):
        self.drop("1.0", {"app.txt": b"one"})
        self.ok(
            "artifact", "source", "set", "Shop-CI", "--kind", "folder", "--location", self.folder / "drops", "--poll", 1
        )
        document = {
            **definition(environment("Dev", 1, [], [task("cat _ci/app.txt")])),
            "artifacts": [artifact("_ci", "Build", "Shop-CI", connection=False)],
            "triggers": [{"triggerType": 1, "artifactAlias": "_ci", "triggerConditions": None}],
        }
        self.ok("definition", "import", self.file(document))
        with subprocess.Popen(
            [CLI, "--db", str(self.db), "watch"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as host:
            self.addCleanup(host.kill)
            # What was there before anybody looked makes no release; only when that is noted something new appears.
            known = ("SELECT count(*) FROM resources WHERE kind = 102",)
            while True:
                with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as database:
                    if database.execute(*known).fetchone()[0]:
                        break
            self.drop("1.1", {"app.txt": b"two"})
            for line in host.stdout:
                if "Dev: succeeded" in line:
                    break
            host.send_signal(signal.SIGINT)
            host.wait()
        self.assertEqual(self.files(), {"_ci/app.txt": b"two"})
        self.assertIn("1.1", self.ok("--json", "release", "show", 1))

    def test_sources_are_listed_removed_and_refused(self):
        self.ok("artifact", "source", "set", "Shop-CI", "--kind", "folder", "--location", "/srv/drops")
        self.assertIn("/srv/drops", self.ok("artifact", "source", "list"))
        self.ok("artifact", "source", "remove", "shop-ci")
        self.assertIn("there are no artifact sources", self.ok("artifact", "source", "list"))
        for words, says in (
            (["--kind", "ftp", "--location", "/x"], "source.kind: expected one of folder, git"),
            (["--kind", "folder", "--location", "relative"], "absolute path"),
            (["--kind", "git", "--location", "https://ann:pw@host/x.git"], "holds a password"),
            (["--kind", "git", "--location", "/x", "--endpoint", "nosuch"], "nosuch"),
        ):
            done = self.cli("artifact", "source", "set", "x", *words)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)


if __name__ == "__main__":
    unittest.main()
