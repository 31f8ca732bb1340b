"""A WS-Management service for tests, written from its public contract (DSP0226, MS-WSMV 3.1.4): one kind of shell, `cmd`.

Create, Command, Send, Receive, Signal, Delete over HTTPS with Basic. Commands really run, as processes of this machine. What a
client does against the contract is noted in `violations`. `faults` maps an action to what happens instead of it, once for each
entry: ("http", code), ("busy",), ("slow",), ("truncated",), ("garbage",), ("fault", code), ("redirect", url), ("gone",).
"""
import base64
import collections
import http.server
import os
import re
import shlex
import signal
import ssl
import subprocess
import threading
import uuid
import xml.etree.ElementTree as ET

NS = {"s": "http://www.w3.org/2003/05/soap-envelope", "a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
      "w": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", "rsp": "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"}
SHELL = NS["rsp"]
ACTIONS = {"http://schemas.xmlsoap.org/ws/2004/09/transfer/Create": "Create", "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete": "Delete",
           **{f"{SHELL}/{name}": name for name in ("Command", "Send", "Receive", "Signal")}}
TIMED_OUT, NO_SHELL = "2150858793", "2150858843"


class Command:
    def __init__(self, line, environment):
        self.id = str(uuid.uuid4()).upper()
        self.line = line
        self.process = subprocess.Popen(shlex.split(line), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=environment, start_new_session=True)
        self.ready = threading.Condition()
        self.chunks = collections.deque()
        self.open = 2
        for name, stream in (("stdout", self.process.stdout), ("stderr", self.process.stderr)):
            threading.Thread(target=self.read, args=(name, stream), daemon=True).start()

    def read(self, name, stream):
        while data := stream.read1(16384):
            with self.ready:
                # As a pipe: who does not fetch, stops the writer.
                self.ready.wait_for(lambda: len(self.chunks) < 16)
                self.chunks.append((name, data))
                self.ready.notify_all()
        stream.close()
        with self.ready:
            self.open -= 1
            self.ready.notify_all()

    def receive(self, seconds):
        """Chunks, and whether it has ended; None: nothing came."""
        with self.ready:
            if not self.ready.wait_for(lambda: self.chunks or self.open == 0, seconds):
                return None
            chunks = [self.chunks.popleft() for _ in range(min(4, len(self.chunks)))]
            done = self.open == 0 and not self.chunks
            self.ready.notify_all()
        if done:
            self.process.wait()
        return chunks, done

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        try:
            self.process.stdin.close()
        except OSError:
            pass
        with self.ready:
            self.chunks.clear()
            self.ready.notify_all()


class Server:
    def __init__(self, folder, user, password, environment):
        self.user, self.password, self.environment = user, password, environment
        self.faults = collections.defaultdict(collections.deque)
        self.violations, self.actions, self.lines = [], [], []
        self.shells = {}
        self.slow = threading.Event()
        self.certificate = folder / "winrm.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "winrm.key", "-out", self.certificate],
                       check=True, capture_output=True)
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                try:
                    server.answer(self)
                except (ConnectionError, ssl.SSLError):
                    self.close_connection = True

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / "winrm.key")
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.slow.set()
        self.http.shutdown()
        self.http.server_close()
        for shell in self.shells.values():
            for command in shell.values():
                command.kill()

    def fingerprint(self):
        der = ssl.PEM_cert_to_DER_cert(self.certificate.read_text())
        import hashlib
        return hashlib.sha256(der).hexdigest()

    def must(self, condition, what):
        if not condition:
            self.violations.append(what)

    def answer(self, http_request):
        body = http_request.rfile.read(int(http_request.headers["Content-Length"]))
        expected = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if http_request.headers.get("Authorization") != expected:
            return self.reply(http_request, 401, b"", {"WWW-Authenticate": 'Basic realm="WSMAN"'})
        self.must(http_request.path == "/wsman", "path")
        self.must(http_request.headers["Content-Type"].startswith("application/soap+xml"), "content type")
        self.must(len(body) <= 153600, "the envelope is larger than MaxEnvelopeSize")
        envelope = ET.fromstring(body)
        header = envelope.find("s:Header", NS)
        action = ACTIONS.get(header.findtext("a:Action", "", NS))
        self.must(action is not None, "action")
        self.must(header.findtext("w:ResourceURI", "", NS) == SHELL + "/cmd", "resource")
        self.actions.append(action)
        if self.faults[action]:
            fault = self.faults[action].popleft()
            if self.misbehave(http_request, fault):
                return None
        shell_id = header.findtext("w:SelectorSet/w:Selector[@Name='ShellId']", None, NS)
        if action != "Create" and shell_id not in self.shells:
            return self.fault(http_request, NO_SHELL, "The request for the Windows Remote Shell with ShellId failed because the shell "
                              "was not found on the server.")
        options = {one.get("Name"): one.text for one in header.findall("w:OptionSet/w:Option", NS)}
        seconds = float(re.fullmatch(r"PT(\d+(?:\.\d+)?)S", header.findtext("w:OperationTimeout", "PT60S", NS)).group(1))
        return getattr(self, action.lower())(http_request, envelope.find("s:Body", NS), shell_id, options, seconds,
                                             header.findtext("a:MessageID", "", NS))

    def misbehave(self, http_request, fault):
        kind = fault[0]
        if kind == "gone":
            for shell in self.shells.values():
                for command in shell.values():
                    command.kill()
            self.shells.clear()
            return False
        if kind == "slow":
            self.slow.wait(60)
            http_request.close_connection = True
        elif kind == "http":
            self.reply(http_request, fault[1], b"<html>not a SOAP envelope</html>")
        elif kind == "busy":
            self.reply(http_request, 503, b"Service Unavailable")
        elif kind == "garbage":
            self.reply(http_request, 200, b"<s:Envelope")
        elif kind == "redirect":
            self.reply(http_request, 307, b"", {"Location": fault[1]})
        elif kind == "fault":
            self.fault(http_request, fault[1], "fault for tests")
        elif kind == "truncated":
            http_request.send_response(200)
            http_request.send_header("Content-Length", "5000")
            http_request.end_headers()
            http_request.wfile.write(b"<s:Envelope>")
            http_request.close_connection = True
        return True

    def reply(self, http_request, code, body, headers=()):
        http_request.send_response(code)
        http_request.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
        http_request.send_header("Content-Length", str(len(body)))
        for name, value in dict(headers).items():
            http_request.send_header(name, value)
        http_request.end_headers()
        http_request.wfile.write(body)

    def envelope(self, http_request, message_id, body, code=200):
        names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())
        text = (f'<s:Envelope {names}><s:Header><a:MessageID>uuid:{uuid.uuid4()}</a:MessageID><a:RelatesTo>{message_id}</a:RelatesTo>'
                f'</s:Header><s:Body>{body}</s:Body></s:Envelope>')
        self.reply(http_request, code, text.encode())

    def fault(self, http_request, code, text):
        self.envelope(http_request, "", "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:Fault</s:Value></s:Subcode>"
                      f'</s:Code><s:Reason><s:Text xml:lang="en-US">{text}</s:Text></s:Reason><s:Detail><f:WSManFault '
                      f'xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{code}" Machine="localhost"/></s:Detail>'
                      "</s:Fault>", 500)

    def create(self, http_request, body, _, options, __, message_id):
        shell = body.find("rsp:Shell", NS)
        self.must(shell.findtext("rsp:InputStreams", "", NS) == "stdin", "input streams")
        self.must(shell.findtext("rsp:OutputStreams", "", NS) == "stdout stderr", "output streams")
        self.must(options.get("WINRS_CODEPAGE") == "65001", "UTF-8")
        self.must(re.fullmatch(r"PT\d+S", shell.findtext("rsp:IdleTimeOut", "", NS)), "a shell that nobody asks ends by itself")
        shell_id = str(uuid.uuid4()).upper()
        self.shells[shell_id] = {}
        self.envelope(http_request, message_id, f"<rsp:Shell><rsp:ShellId>{shell_id}</rsp:ShellId></rsp:Shell><w:SelectorSet>"
                      f'<w:Selector Name="ShellId">{shell_id}</w:Selector></w:SelectorSet>')

    def command(self, http_request, body, shell_id, options, _, message_id):
        line = body.find("rsp:CommandLine", NS)
        self.must(options.get("WINRS_CONSOLEMODE_STDIN") == "FALSE", "the input is a pipe")
        words = [line.findtext("rsp:Command", "", NS)] + [one.text for one in line.findall("rsp:Arguments", NS)]
        self.must(len(" ".join(words)) < 8191, "the command line is too long for cmd.exe")
        command = Command(" ".join(words), self.environment)
        self.lines.append(command.line)
        self.shells[shell_id][command.id] = command
        self.envelope(http_request, message_id, f"<rsp:CommandResponse><rsp:CommandId>{command.id}</rsp:CommandId></rsp:CommandResponse>")

    def of(self, shell_id, command_id):
        self.must(command_id in self.shells[shell_id], "command id")
        return self.shells[shell_id].get(command_id)

    def send(self, http_request, body, shell_id, _, __, message_id):
        stream = body.find("rsp:Send/rsp:Stream", NS)
        self.must(stream.get("Name") == "stdin", "stream")
        command = self.of(shell_id, stream.get("CommandId"))
        try:
            command.process.stdin.write(base64.b64decode(stream.text or ""))
            command.process.stdin.flush()
            if stream.get("End") == "true":
                command.process.stdin.close()
        except (BrokenPipeError, ValueError):
            return self.fault(http_request, "109", "The pipe has been ended.")
        return self.envelope(http_request, message_id, "<rsp:SendResponse/>")

    def receive(self, http_request, body, shell_id, _, seconds, message_id):
        command = self.of(shell_id, body.find("rsp:Receive/rsp:DesiredStream", NS).get("CommandId"))
        got = command.receive(seconds)
        if got is None:
            return self.fault(http_request, TIMED_OUT, "The WS-Management service cannot complete the operation within the time "
                              "specified in OperationTimeout.")
        chunks, done = got
        streams = "".join(f'<rsp:Stream Name="{name}" CommandId="{command.id}">{base64.b64encode(data).decode()}</rsp:Stream>'
                          for name, data in chunks)
        state = (f'<rsp:CommandState CommandId="{command.id}" State="{SHELL}/CommandState/Done"><rsp:ExitCode>'
                 f"{command.process.returncode & 0xFFFFFFFF}</rsp:ExitCode></rsp:CommandState>" if done else
                 f'<rsp:CommandState CommandId="{command.id}" State="{SHELL}/CommandState/Running"/>')
        return self.envelope(http_request, message_id, f"<rsp:ReceiveResponse>{streams}{state}</rsp:ReceiveResponse>")

    def signal(self, http_request, body, shell_id, _, __, message_id):
        asked = body.find("rsp:Signal", NS)
        self.must(asked.findtext("rsp:Code", "", NS) == SHELL + "/signal/terminate", "signal")
        self.of(shell_id, asked.get("CommandId")).kill()
        self.envelope(http_request, message_id, "<rsp:SignalResponse/>")

    def delete(self, http_request, _, shell_id, __, ___, message_id):
        for command in self.shells.pop(shell_id).values():
            command.kill()
        self.envelope(http_request, message_id, "")
