"""What stands in for a Windows machine here: PowerShell's engine from NuGet, wine's cmd.exe, a real sshd in front of them."""
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "examples" / "fleet"))
from sshd import Sshd  # noqa: E402

CACHE = pathlib.Path(os.environ.get("SLIPWAY_WINDOWS_CACHE", pathlib.Path(tempfile.gettempdir()) / f"slipway-windows-{os.geteuid()}"))


def once(name, make):
    """A folder that `make(folder)` fills once, for all tests and all their processes. It returns why it could not, or ''."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, verdict = CACHE / name, CACHE / f"{name}.verdict"
        if not verdict.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            verdict.write_text(make(folder))
        return folder, verdict.read_text()


def powershell():
    """(program, '') or (None, why there is none)."""
    def make(folder):
        if shutil.which("dotnet") is None:
            return "there is no dotnet on this machine"
        for file in (HERE / "powershell").iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        built = subprocess.run(["dotnet", "build", "-c", "Release", "-o", folder / "out", "--nologo"], cwd=folder, capture_output=True,
                               text=True, stdin=subprocess.DEVNULL)
        return "" if built.returncode == 0 else "PowerShell's engine cannot be had from NuGet: " + built.stdout[-300:]

    folder, why = once("powershell", make)
    return (None, why) if why else (folder / "out" / "powershell", "")


def wine():
    """(WINEPREFIX, '') or (None, why there is none)."""
    def make(folder):
        if shutil.which("wine") is None:
            return "there is no wine on this machine (apt-get install --no-install-recommends wine wine64)"
        done = subprocess.run(["wineboot", "-i"], env=os.environ | wine_environment(folder), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=300)
        return "" if done.returncode == 0 else "wine does not start"

    folder, why = once("wine", make)
    return (None, why) if why else (folder, "")


def wine_environment(prefix):
    return {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}


def executable(path, text):
    path.write_text(text)
    path.chmod(0o755)


class WindowsMachine:
    """An sshd whose sessions find powershell.exe, and cmd.exe where there is wine."""

    def __init__(self, folder, name="iis1", through_cmd=False):
        self.folder = pathlib.Path(folder)
        self.name = name
        self.sshd = Sshd(self.folder, name)
        self.root = self.folder / "slipway work"  # a blank, as in C:\Program Files
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        shell, _ = powershell()
        executable(self.programs / "powershell.exe", f'#!/bin/sh\nexec "{shell}" "$@"\n')
        prefix, why = wine()
        settings = {"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.sshd.home), "OF_THE_MACHINE": "yes"}
        if not why:
            settings |= wine_environment(prefix)
            # .NET on Linux takes the command line apart, and wine cannot be given quotes: a name without blanks stands for it.
            executable(self.programs / "cmd.exe", '#!/bin/bash\nwhile [ "$1" != /C ]; do shift; done; shift\n'
                       'whole="$*"; link=$(mktemp -u /tmp/slipway-wine-XXXXXXXX.cmd); ln -s "${whole#CALL }" "$link"\n'
                       'wine cmd /D /E:ON /V:OFF /S /C CALL "Z:${link//\\//\\\\}"; code=$?; rm -f "$link"; exit $code\n')
        lines = []
        if through_cmd:
            only = self.folder / "powershell-only"
            only.mkdir()
            executable(only / "powershell.exe", f'#!/bin/sh\n"{shell}" "$@"\necho $? > "{self.folder}/ended"\n')
            settings["WINEPATH"] = "Z:" + str(only).replace("/", "\\")
            # wine does not wait for programs of Linux.
            executable(self.folder / "shell", '#!/bin/sh\nwine cmd /S /C "$SSH_ORIGINAL_COMMAND" || exit\n'
                       f'while [ ! -e "{self.folder}/ended" ]; do sleep 0.05; done\n')
            lines.append(f"ForceCommand {self.folder}/shell")
        self.sshd.configure(*lines)
        config = self.folder / "sshd_config"
        text = [line for line in config.read_text().splitlines() if not line.startswith("SetEnv")]
        quoted = " ".join('"%s=%s"' % (key, value.replace("\\", "\\\\")) for key, value in settings.items())
        config.write_text("\n".join([*text, f"SetEnv {quoted}", ""]))
        self.sshd.start()

    def option(self):
        return f"{self.sshd.option()},platform=windows,work={self.root}"

    def left(self):
        """Files that are still there below temporary folders."""
        return [str(path) for path in self.root.rglob("*") if path.is_file() and "/t/" in str(path)]

    def destroy(self):
        self.sshd.destroy()
