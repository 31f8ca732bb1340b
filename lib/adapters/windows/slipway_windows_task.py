"""slipway-windows-task FILE: runs the script of one task on a Windows machine. Started by slipway-runner.

FILE is the request (lib/adapters/windows_plans.cc writes it). What the script prints is printed as it comes; the exit code
is the script's. A line, or the end of the input, tells the machine to stop the script; so it ends with this process,
however that ends. Nothing secret is on a command line, here or there.
"""
import base64
import importlib.util
import json
import os
import pathlib
import secrets
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import zipfile

CANCEL_GRACE = 5  # seconds; of 7.5 until the runner asks again
MAX_VERDICT = 64 * 1024
LINES_OF_A_COPY = 48 * 1024
# Small enough for the line that cmd.exe takes; what it reads first is the rest.
STARTER = ("$r=[IO.StreamReader]::new([Console]::OpenStandardInput(),[Text.UTF8Encoding]::new($false));"
           "& ([ScriptBlock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($r.ReadLine())))) $r")


class Trouble(Exception):
    """What is told to people; the script may have run."""


class Canceled(BaseException):
    pass


def encoded(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")).decode()


def command():
    """What starts the other side. Of these characters cmd.exe and PowerShell change none."""
    return ("powershell.exe -NoLogo -NoProfile -NonInteractive -InputFormat None -OutputFormat Text -ExecutionPolicy Bypass "
            "-EncodedCommand " + base64.b64encode(STARTER.encode("utf-16-le")).decode())


def opening(request, nonce):
    """The lines of the request, for slipway_windows_task.ps1."""
    program = pathlib.Path(__file__).with_suffix(".ps1").read_bytes()
    fields = {"nonce": nonce, "root": request["root"], "folder": request["folder"], "name": request["name"],
              "kind": request["kind"]}
    if request["kind"] == "copy":
        fields["place"] = request["place"]
    else:
        fields["directory"] = request["directory"]
        fields["call"] = "&" if request.get("separate") else "."
        fields["script"] = request["script"]
    lines = [encoded(program)] + [f"{key} {encoded(value)}" for key, value in fields.items()]
    lines += [f"env {encoded(name)} {encoded(value)}" for name, value in request.get("environment", [])]
    lines += [f"path {encoded(path)}" for path in request.get("paths", [])]
    return ("\n".join(lines + ["begin"]) + "\n").encode()


def pack(source, zip_path):
    """The files below a folder. Links are left out: what they lead to may be anything of this machine."""
    left_out = 0
    with zipfile.ZipFile(zip_path, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as archive:
        for folder, folders, files in os.walk(source):
            for name in folders + files:
                path = pathlib.Path(folder, name)
                mode = path.lstat().st_mode
                if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
                    archive.write(path, path.relative_to(source).as_posix())
                else:
                    left_out += 1
            folders[:] = [name for name in folders if not pathlib.Path(folder, name).is_symlink()]
    if left_out:
        print(f"##vso[task.logissue type=warning]{left_out} links of the artifacts were not copied: Windows does not get them")


def copy_lines(path):
    with open(path, "rb") as archive:
        while chunk := archive.read(LINES_OF_A_COPY):
            yield base64.b64encode(chunk) + b"\n"
    yield b"end\n"


class Output:
    """Passes on what the script prints, and finds the last line."""

    def __init__(self, nonce, out, err):
        self.mark = nonce.encode() + b" "
        self.held = b""
        self.at_line = True  # what is held begins a line
        self.any = False
        self.verdict = None
        self.streams = {False: out, True: err}
        self.lock = threading.Lock()

    def take(self, is_error, data):
        if is_error:
            self.write(True, data)
            return
        with self.lock:
            self.held += data
            if self.verdict is not None:
                return
            at = 0 if self.at_line and self.held.startswith(self.mark) else self.held.find(b"\n" + self.mark) + 1
            if at > 0 or (self.at_line and self.held.startswith(self.mark)):
                end = self.held.find(b"\n", at + len(self.mark))
                if end >= 0:
                    self.verdict = self.held[at + len(self.mark):end].decode("ascii", "replace")
                self.pass_on(at)
                # A machine that has been taken over could send a last line without end.
                self.held = self.held[:MAX_VERDICT]
                return
            # What may become the mark waits for the rest of it; all else goes on at once.
            line = self.held.rfind(b"\n") + 1
            begun = self.held[line:]
            waits = begun and (line > 0 or self.at_line) and self.mark.startswith(begun)
            self.pass_on(line if waits else len(self.held))

    def pass_on(self, count):
        text, self.held = self.held[:count], self.held[count:]
        if text:
            self.at_line = text.endswith(b"\n")
            self.any = True
        self.write(False, text)

    def write(self, is_error, data):
        stream = self.streams[is_error]
        if data:
            try:
                stream.write(data)
                stream.flush()
            except BrokenPipeError:
                # The runner is gone, and with it who could end the script: the other side does when the connection breaks.
                os._exit(128 + signal.SIGPIPE)

    def code(self):
        """Of the script. None: the other side has not said how it ended."""
        if self.verdict is None:
            return None
        words = self.verdict.split(" ")
        try:
            number = int(words[0])
            why = base64.b64decode(words[1], validate=True).decode("utf-8", "replace") if len(words) > 1 else ""
        except ValueError:
            raise Trouble("what it says about the end of the script cannot be understood") from None
        if why:
            raise Trouble("the script could not be run there: " + why)
        # Of Windows they have 32 bits, of a process here 8: what is not 0 stays so.
        return number if 0 <= number < 256 else number & 0xFF or 1


def ssh_complaint(text, argv):
    lines = [line for line in text.decode("utf-8", "replace").strip().splitlines() if line]
    if any("host key" in line.lower() or "REMOTE HOST IDENTIFICATION" in line for line in lines):
        return ("its host key is not the one that is known, or none is: nothing was sent to it. Compare the key's fingerprint with "
                "the machine's own, and put it into the known-hosts file (ssh-keyscan)")
    return lines[-1][:300] if lines else "ssh says nothing"


def ssh_run(request, pieces, output):
    def undisturbed():
        # The runner tells the whole group to stop; the connection is needed to pass that on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    argv = request["ssh"] + [command()]
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=undisturbed)
    said = bytearray()  # the end of what came as an error, which is ssh's own word when it does not get through

    def errors():
        while data := child.stderr.read1(65536):
            said[:] = (said + data)[-4096:]
            output.take(True, data)

    def results():
        while data := child.stdout.read1(65536):
            output.take(False, data)

    threads = [threading.Thread(target=work, daemon=True) for work in (errors, results)]
    for thread in threads:
        thread.start()

    def feed():
        try:
            for piece in pieces:
                child.stdin.write(piece)
                child.stdin.flush()
        except (BrokenPipeError, OSError):
            pass

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    try:
        while True:
            try:
                child.wait(0.2)
                break
            except subprocess.TimeoutExpired:
                if output.verdict is not None:
                    # All is said; a connection that does not end by itself is of no more use.
                    try:
                        child.wait(2)
                    except subprocess.TimeoutExpired:
                        child.kill()
        for thread in threads:
            thread.join(5)
    except BaseException:
        try:
            os.set_blocking(child.stdin.fileno(), False)
            os.write(child.stdin.fileno(), b"\ncancel\n")
            child.wait(CANCEL_GRACE)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            pass
        child.kill()
        raise
    code = output.code()
    if code is None:
        started = output.any
        why = ssh_complaint(bytes(said), argv)
        if child.returncode == 255 and not started:
            raise Trouble(f"cannot be reached, or the connection broke: {why}")
        raise Trouble(f"the connection ended before the script had: {why}. Whether it did its work is unknown; it is not run again "
                      "by itself")
    return code


def failed(text):
    text = text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"##vso[task.complete result=Failed;]{text}", flush=True)


def main():
    os.umask(0o077)
    request = json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))

    def cancel(*_):
        raise Canceled

    signal.signal(signal.SIGINT, cancel)
    signal.signal(signal.SIGTERM, cancel)
    # SIGPIPE stays ignored: an ssh that ends before it has read the request says why, and that must be heard.
    nonce = "slipway-" + secrets.token_hex(16)
    output = Output(nonce, sys.stdout.buffer, sys.stderr.buffer)
    sys.stdout.reconfigure(line_buffering=True)
    try:
        pieces = [opening(request, nonce)]
        if request["kind"] == "copy":
            first = subprocess.run(request["first"], stdin=subprocess.DEVNULL).returncode
            if first != 0:
                return first
            print(f"Copying the artifacts to {request['to']}")
            archive = os.path.join(os.path.dirname(sys.argv[1]), "copy.zip")
            pathlib.Path(request["source"]).mkdir(parents=True, exist_ok=True)
            pack(request["source"], archive)

            def with_files():
                yield pieces[0]
                yield from copy_lines(archive)

            return finish(request, with_files(), output)
        code = finish(request, pieces, output)
        if code != 0:
            failed(f"{request['to']}: the script ended with exit code {code}")
        return code
    except Canceled:
        return 130
    except Trouble as trouble:
        failed(f"{request['to']}: {trouble}")
        return 0


def finish(request, pieces, output):
    if "winrm" in request:
        # Beside this file, which an isolated interpreter does not look at by itself.
        sys.dont_write_bytecode = True
        place = pathlib.Path(__file__).with_name("slipway_windows_winrm.py")
        spec = importlib.util.spec_from_file_location(place.stem, place)
        winrm = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(winrm)
        return winrm.run(request, command(), pieces, output, Trouble)
    return ssh_run(request, pieces, output)


if __name__ == "__main__":
    sys.exit(main())
