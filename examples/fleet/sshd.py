"""A target machine for tests and examples: a real sshd on a loopback port, with keys, configuration and home of its own.

Everything lies below one folder; nothing of the user's or the machine's ssh is read or changed. Runs as the current user.
Also a program: `sshd.py start FOLDER NAME...` prints the --ssh options for `slipway deployment-group put`; `sshd.py stop FOLDER
[NAME...]` ends the machines with all that runs there.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes():
    """pid -> (parent, command line)"""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            found[int(entry.name)] = (parent, (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (OSError, ValueError, IndexError):
            pass
    return found


def at(folder, table):
    """Processes of a machine: named after something below its folder, or working there."""
    found = []
    for pid, (_, command) in table.items():
        try:
            where = os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            where = ""
        if pid != os.getpid() and (f"{folder}/" in command or where.startswith(f"{folder}/")):
            found.append(pid)
    return found


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Sshd:
    def __init__(self, folder, name="web1"):
        self.name = name
        self.folder = pathlib.Path(folder)
        self.home = self.folder / "home"
        self.process = None
        if (self.folder / "port").exists():
            self.port = int((self.folder / "port").read_text())
            return
        self.home.mkdir(parents=True)
        self.port = free_port()
        (self.folder / "port").write_text(str(self.port))
        for key in ("host_key", "client_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", self.folder / key], check=True)
        shutil.copy(self.folder / "client_key.pub", self.folder / "authorized_keys")
        self.trust((self.folder / "host_key.pub").read_text())
        self.configure()

    def configure(self, *more):
        (self.folder / "sshd_config").write_text("\n".join([
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.folder}/host_key", f"PidFile {self.folder}/pid",
            f"AuthorizedKeysFile {self.folder}/authorized_keys", "UsePAM no", "StrictModes no", "PasswordAuthentication no",
            "KbdInteractiveAuthentication no", "PermitRootLogin yes", "Subsystem sftp internal-sftp", "LogLevel ERROR",
            f"SetEnv HOME={self.home} TARGET_NAME={self.name}", *more, ""]))

    def trust(self, key):
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {' '.join(key.split()[:2])}\n")

    def start(self):
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        log = open(self.folder / "sshd.log", "a")
        self.process = subprocess.Popen([SSHD, "-D", "-e", "-f", self.folder / "sshd_config"], stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, start_new_session=True)
        log.close()
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "sshd.log").read_text())
                time.sleep(0.02)

    def sessions(self):
        """Connections, not the listener and not what has left them."""
        return [pid for pid, (parent, _) in processes().items() if self.process and parent == self.process.pid]

    def drop_connections(self):
        kill(self.sessions())

    def runners(self):
        """The runner that owns tasks here; it belongs to no connection."""
        return [pid for pid, (parent, command) in processes().items()
                if str(self.home) in command and "--library-path" in command and "--stdio" in command
                and not command.startswith(("ssh", "/usr/bin/ssh")) and not self._within(pid)]

    def _within(self, pid):
        table = processes()
        while pid in table and pid > 1:
            pid = table[pid][0]
            if self.process and pid == self.process.pid:
                return True
        return False

    def stop(self):
        """The machine is down: nobody listens, no connection is left. What runs there is not touched."""
        if self.process is None:
            return
        sessions = self.sessions()
        self.process.kill()
        self.process.wait()
        kill(sessions)
        self.process = None

    def destroy(self):
        """Also the runner and its tasks."""
        self.stop()
        for _ in range(3):
            kill(at(self.home, processes()))

    def option(self):
        return f"{self.name}=127.0.0.1:{self.port},identity={self.folder}/client_key,known-hosts={self.folder}/known_hosts"


def main(arguments):
    verb, folder, names = arguments[0], pathlib.Path(arguments[1]), arguments[2:]
    for name in names or sorted(path.parent.name for path in folder.glob("*/listener")):
        place = folder / name
        if verb == "start":
            target = Sshd(place, name).start()
            (place / "listener").write_text(str(target.process.pid))
            print(target.option())
        else:
            # The machine loses its power: everything that runs there, too.
            listener = int((place / "listener").read_text())
            table = processes()
            kill(pid for pid, (parent, command) in table.items() if "sshd" in command and listener in (pid, parent))
            kill(at(place / "home", table))


if __name__ == "__main__":
    main(sys.argv[1:])
