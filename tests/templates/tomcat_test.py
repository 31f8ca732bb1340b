"""The task group "Deploy a war to Tomcat" against a real Tomcat: Debian's, with a folder and a port of its own."""
import base64
import http.cookiejar
import pathlib
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

from templates_support import ROOT, TemplateTest, free_port, group, main, missing
import tomcat

# Everything that a careless script would trip over.
PASSWORD = "p'w\"&\\ $(x) 99"


class Tomcat(TemplateTest):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="slipway-tomcat-")
        cls.addClassCleanup(cls.place.cleanup)
        cls.server = tomcat.Tomcat(cls.place.name + "/base", free_port(), PASSWORD, "web1").start()
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait()

    def war(self, version):
        war = pathlib.Path(self.place.name) / f"{version}.war"
        tomcat.build_war(ROOT / "examples/fleet/java/ShopServlet.java", war, version)
        return war

    def deploy(self, context, version, code=0, password=PASSWORD, **inputs):
        step = group(1, "war", War=str(inputs.pop("War", None) or self.war(version)), Tomcat=self.server.url(), Context=context,
                     Version=version, Password="$(TomcatPassword)", **{"Health": "/health", "Expect": version, "Patience": "20", **inputs})
        (task,) = self.run_steps(step, code=code, TomcatPassword=password)
        return task["log"]

    def page(self, context, opener=None):
        try:
            with (opener or urllib.request.build_opener()).open(self.server.url() + context, timeout=20) as answer:
                return answer.status, answer.read().decode().strip()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code, ""

    def versions(self, context):
        request = urllib.request.Request(self.server.url() + "/manager/text/list")
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{tomcat.USER}:{PASSWORD}".encode()).decode())
        with urllib.request.urlopen(request, timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        return sorted(line.split("##")[-1] for line in lines if line.startswith(context + ":"))

    def test_a_new_version_replaces_the_old_one_without_a_request_that_fails(self):
        self.deploy("/shop", "1.9")
        self.assertEqual(self.page("/shop/index"), (200, "shop 1.9 on web1"))
        seen, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                seen.append(self.page("/shop/index"))
        customer = threading.Thread(target=ask)
        customer.start()
        try:
            log = self.deploy("/shop", "1.10")
        finally:
            stop.set()
            customer.join()
        self.assertIn("Undeployed application at context path [/shop##000001-1.9]", log)
        self.assertEqual(self.versions("/shop"), ["000002-1.10"])
        self.assertEqual(self.page("/shop/index"), (200, "shop 1.10 on web1"), "as texts, 1.10 is less than 1.9")
        self.assertEqual({status for status, _ in seen}, {200})
        # An older version is as good a target as any: that is what a redeployment of an old release does.
        self.deploy("/shop", "1.9")
        self.assertEqual(self.page("/shop/index"), (200, "shop 1.9 on web1"))
        self.assertEqual(self.versions("/shop"), ["000003-1.9"])

    def test_a_version_that_is_not_healthy_goes_and_the_old_one_never_stopped(self):
        self.deploy("/ill", "1.0")
        log = self.deploy("/ill", "1.1-ill", code=1, Patience="1")
        self.assertIn("000002-1.1-ill is removed, the old version goes on", log)
        self.assertEqual(self.page("/ill/index"), (200, "shop 1.0 on web1"))
        self.assertEqual(self.versions("/ill"), ["000001-1.0"])
        log = self.deploy("/ill", "1.2", code=1, Patience="1", Expect="a text that no page has")
        self.assertEqual(self.versions("/ill"), ["000001-1.0"])

    def test_a_war_that_does_not_start_goes_too(self):
        self.deploy("/bad", "1.0")
        folder = self.folder / "bad"
        (folder / "WEB-INF").mkdir(parents=True)
        (folder / "WEB-INF/web.xml").write_text(
            "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'><listener><listener-class>No</listener-class></listener></web-app>")
        subprocess.run(["jar", "--create", "--file", self.folder / "bad.war", "-C", folder, "."], check=True)
        log = self.deploy("/bad", "1.1", code=1, War=self.folder / "bad.war")
        self.assertIn("context failed to start", log)
        self.assertEqual(self.page("/bad/index"), (200, "shop 1.0 on web1"))
        self.assertEqual(self.versions("/bad"), ["000001-1.0"])

    def test_a_session_keeps_its_version_until_it_has_ended(self):
        self.deploy("/cart", "1.0")
        customer = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.page("/cart/index?session=begin", customer)
        self.assertIn("000001-1.0 stays: 1 sessions", self.deploy("/cart", "1.1"))
        self.assertEqual(self.page("/cart/index", customer), (200, "shop 1.0 on web1"))
        self.assertEqual(self.page("/cart/index"), (200, "shop 1.1 on web1"))
        self.page("/cart/index?session=end", customer)
        self.deploy("/cart", "1.2")
        self.assertEqual(self.versions("/cart"), ["000003-1.2"])

    def test_what_is_wrong_is_said(self):
        self.assertIn("refuses user 'deployer' (HTTP 401)", self.deploy("/no", "1.0", code=1, password="not-the-password"))
        self.assertIn("there is no war at", self.deploy("/no", "1.0", code=1, War="nosuch.war"))
        self.assertIn("expected a path like /shop", self.deploy("no&path=/manager", "1.0", code=1))
        self.assertIn("Version is 'a b'", self.version("a b"))
        step = group(1, "war", War=str(self.war("1.0")), Tomcat=f"http://127.0.0.1:{free_port()}", Context="/no", Password="$(P)")
        (task,) = self.run_steps(step, code=1, P="p-1234")
        self.assertIn("cannot be reached", task["log"])
        self.assertEqual(self.versions("/no"), [])

    def version(self, text):
        step = group(1, "war", War=str(self.war("1.0")), Tomcat=self.server.url(), Context="/no", Version=text, Password="$(P)")
        return self.run_steps(step, code=1, P="p-1234")[0]["log"]


if __name__ == "__main__":
    missing(*tomcat.missing())
    main()
