"""A Tomcat of its own for tests and examples: Debian's programs, and below one folder configuration, manager, logs and applications.

Nothing of the machine's Tomcat is read or changed, nothing of it has to run. A program, too: `tomcat.py start FOLDER PORT [NAME]`
takes the manager's password from the environment (TOMCAT_PASSWORD); `tomcat.py war SOURCE WAR VERSION`; `tomcat.py missing`.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import xml.sax.saxutils

HOME = pathlib.Path("/usr/share/tomcat10")
MANAGER = pathlib.Path("/usr/share/tomcat10-admin/manager")
USER = "deployer"

SERVER = """<Server port="-1">
  <Service name="Catalina">
    <Connector port="{port}" address="127.0.0.1" maxThreads="20"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Realm className="org.apache.catalina.realm.MemoryRealm" pathname="conf/users.xml"/>
      <Host name="localhost" appBase="webapps" deployOnStartup="true" autoDeploy="false" startStopThreads="1">
        <Context path="/manager" docBase="{manager}" privileged="true"><JarScanner scanClassPath="false"/></Context>
      </Host>
    </Engine>
  </Service>
</Server>
"""
WEB = """<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet>
    <servlet-name>default</servlet-name>
    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
  </servlet>
  <servlet>
    <servlet-name>jsp</servlet-name>
    <servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class>
  </servlet>
  <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
  <servlet-mapping><servlet-name>jsp</servlet-name><url-pattern>*.jsp</url-pattern></servlet-mapping>
</web-app>
"""


def missing():
    """What is not here, as Debian's packages; empty when a Tomcat can be started and a war be built."""
    needed = {"default-jdk-headless": shutil.which("javac") and shutil.which("jar") and shutil.which("java"),
              "tomcat10-common": (HOME / "bin/catalina.sh").exists(), "tomcat10-admin": MANAGER.exists()}
    return [package for package, found in needed.items() if not found]


def build_war(source, war, version):
    """The servlet as a war that says this version."""
    with tempfile.TemporaryDirectory() as folder:
        inside = pathlib.Path(folder) / "WEB-INF"
        subprocess.run(["javac", "-cp", HOME / "lib/servlet-api.jar", "-d", inside / "classes", source], check=True)
        (inside / "version.txt").write_text(version)
        subprocess.run(["jar", "--create", "--file", war, "-C", folder, "."], check=True)


class Tomcat:
    def __init__(self, folder, port, password, name="tomcat"):
        self.folder, self.port, self.name = pathlib.Path(folder), port, name
        self.process = None
        for part in ("conf", "webapps", "logs", "temp", "work"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "conf/server.xml").write_text(SERVER.format(port=port, manager=MANAGER))
        (self.folder / "conf/web.xml").write_text(WEB)
        (self.folder / "conf/context.xml").write_text('<Context><JarScanner scanClassPath="false"/></Context>\n')
        users = self.folder / "conf/users.xml"
        users.touch(mode=0o600)
        users.write_text(f"<tomcat-users><user username=\"{USER}\" password={xml.sax.saxutils.quoteattr(password)} "
                         "roles=\"manager-script\"/></tomcat-users>\n")

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Returns when it listens."""
        classes = f"{HOME}/bin/bootstrap.jar:{HOME}/bin/tomcat-juli.jar"
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with open(self.folder / "logs/out", "a") as log:
            self.process = subprocess.Popen(
                ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto", f"-Dcatalina.home={HOME}",
                 f"-Dcatalina.base={self.folder}", f"-Djava.io.tmpdir={self.folder}/temp", f"-Dtarget={self.name}",
                 "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                 "-cp", classes, "org.apache.catalina.startup.Bootstrap", "start"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=environment, cwd=self.folder)
        return self

    def wait(self, patience=60):
        deadline = time.monotonic() + patience
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "logs/out").read_text())
                time.sleep(0.05)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def main(arguments):
    verb, *arguments = arguments
    if verb == "missing":
        print(*missing())
    elif verb == "war":
        build_war(*arguments)
    elif verb == "start":
        folder, port, *name = arguments
        Tomcat(folder, int(port), os.environ["TOMCAT_PASSWORD"], *name).start().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
