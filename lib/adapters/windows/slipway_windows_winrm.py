"""The way to a Windows machine over WS-Management: part of slipway_windows_task.py, with Debian's python3-winrm as the client.

One shell, one command; what it reads is sent (Send), what it writes is asked for (Receive, MS-WSMV 3.1.4.14). Nothing is sent
twice: an answer that is lost may have held output, so a connection that breaks ends the task.
"""
import base64
import time

SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
# An envelope may have 150 KiB unless the machine says otherwise; base64 makes 4 of 3.
SEND_BYTES = 60 * 1024
CANCEL_SECONDS = 4
GOODBYE_SECONDS = 5
SHELL_NOT_FOUND = "2150858843"


def session(request):
    """A client that trusts no other certificate, follows no redirect and uses no proxy by the way."""
    import requests
    from requests.adapters import HTTPAdapter
    from winrm import exceptions
    from winrm.protocol import Protocol

    asked = request["winrm"]
    pinned = asked["certificateSha256"]
    lost_after = max(2, request["lostAfter"])
    plain = asked["endpoint"].startswith("http://")
    protocol = Protocol(endpoint=asked["endpoint"], transport="ntlm" if asked["transport"] == "ntlm" else "plaintext",
                        username=asked["user"], password=asked["password"], ca_trust_path=asked["caFile"] or None,
                        server_cert_validation="ignore" if pinned else "validate",
                        # In clear over the network only what NTLM itself says.
                        message_encryption="always" if plain else "auto",
                        read_timeout_sec=lost_after, operation_timeout_sec=max(1, min(20, lost_after // 2)))

    class Pinned(HTTPAdapter):
        def init_poolmanager(self, *arguments, **options):
            super().init_poolmanager(*arguments, assert_fingerprint=pinned, **options)

    def build():
        made = requests.Session()
        made.trust_env = False
        made.max_redirects = 0
        made.verify = False if pinned else (asked["caFile"] or True)
        if pinned:
            made.mount("https://", Pinned())
        return made

    # The client makes its session by itself, with the proxies of the environment; what it made is corrected before it is used.
    encrypt, protocol.transport.setup_encryption = protocol.transport.setup_encryption, lambda: None
    protocol.transport.build_session()
    ready = build()
    ready.auth = protocol.transport.session.auth
    ready.headers.update(protocol.transport.default_headers)
    protocol.transport.session = ready
    if plain:
        encrypt()
    ask = protocol.send_message

    def send_message(message):
        # An error that is XML, but no fault, the client passes over in silence.
        answer = ask(message)
        if answer is None:
            raise exceptions.WinRMError("an answer that is neither success nor a fault of WS-Management")
        return answer

    protocol.send_message = send_message
    return protocol


def send(protocol, shell, command, data, end=False):
    import xmltodict
    envelope = protocol._get_soap_header(resource_uri=SHELL + "/cmd", action=SHELL + "/Send", shell_id=shell)
    stream = {"@Name": "stdin", "@CommandId": command, "#text": base64.b64encode(data).decode()}
    if end:
        stream["@End"] = "true"
    envelope["env:Body"] = {"rsp:Send": {"rsp:Stream": stream}}
    protocol.send_message(xmltodict.unparse({"env:Envelope": envelope}))


def batches(pieces):
    held = b""
    for piece in pieces:
        held += piece
        while len(held) >= SEND_BYTES:
            yield held[:SEND_BYTES]
            held = held[SEND_BYTES:]
    if held:
        yield held


def explain(error):
    """What went wrong, for people."""
    import requests
    from winrm import exceptions
    if isinstance(error, exceptions.InvalidCredentialsError):
        return ("it refuses the user name or the password of the service endpoint (401); with 'basic' it must allow Basic "
                "(winrm/config/service/auth), with 'ntlm' Negotiate")
    if isinstance(error, exceptions.WinRMTransportError):
        return f"it answered with HTTP {error.code}"
    if isinstance(error, exceptions.WinRMError):
        text = str(error)
        if SHELL_NOT_FOUND in text:
            return "the shell is gone there: the machine or its WinRM service was restarted, or somebody ended it"
        return "it refused: " + text.split(" (extended fault data", 1)[0]
    if isinstance(error, requests.exceptions.SSLError):
        return (f"its certificate is not trusted, nothing was sent to it ({str(error)[-160:]}); name an authority (ca) or the "
                "certificate's own SHA-256 (certificate)")
    if isinstance(error, requests.exceptions.TooManyRedirects):
        return "it sends us elsewhere (redirect), which is not followed"
    if isinstance(error, requests.exceptions.ReadTimeout):
        return "it gave no answer for too long"
    if isinstance(error, requests.exceptions.RequestException):
        return f"cannot be reached, or the connection broke ({type(error).__name__})"
    return f"its answer is cut off or cannot be understood ({type(error).__name__})"


def receive(protocol, shell, command, output):
    """Whether the command has ended."""
    from winrm.exceptions import WinRMOperationTimeoutError
    try:
        out, err, _, done = protocol._raw_get_command_output(shell, command)
    except WinRMOperationTimeoutError:
        return False  # it was silent for so long, and goes on
    output.take(False, out)
    output.take(True, err)
    if not out and not err and not done:
        time.sleep(0.05)  # a machine that does not wait with its answer is not asked without end
    return done


def run(request, line, pieces, output, trouble):
    try:
        import winrm  # noqa: F401
    except ImportError:
        raise trouble("the engine's machine has no python3-winrm; apt-get install python3-winrm") from None
    from winrm.exceptions import WinRMError, WinRMTransportError
    program, arguments = line.split(" ", 1)
    protocol = shell = command = None
    begun = False
    try:
        protocol = session(request)
        shell = protocol.open_shell(codepage=65001, noprofile=False, idle_timeout=f"PT{max(60, 2 * request['lostAfter'])}S")
        command = protocol.run_command(shell, program, [arguments], console_mode_stdin=False)
        refused = None
        for batch in batches(pieces):
            begun = True
            try:
                send(protocol, shell, command, batch)
            except (WinRMError, WinRMTransportError) as error:
                refused = error  # it may have ended: then it has said why
                break
        while not receive(protocol, shell, command, output):
            if refused is not None and output.verdict is None:
                raise refused
        code = output.code()
    except trouble:
        raise
    except Exception as error:  # whatever the client makes of what the other side says
        why = explain(error)
        raise trouble(f"{why}. Whether the script did its work is unknown; it is not run again by itself" if begun else
                      f"{why}. Nothing was run") from None
    except BaseException:
        stop(protocol, shell, command, output)
        raise
    finally:
        goodbye(protocol, shell, command)
    if code is None:
        raise trouble("the shell ended before the script had. Whether it did its work is unknown; it is not run again by itself")
    return code


def stop(protocol, shell, command, output):
    """Lets the other side stop the script and clear up; what it does not do in time is done by the end of its shell."""
    if command is None:
        return
    try:
        protocol.transport.read_timeout_sec = CANCEL_SECONDS
        protocol.operation_timeout_sec = 1
        send(protocol, shell, command, b"\ncancel\n")
        deadline = time.monotonic() + CANCEL_SECONDS
        while time.monotonic() < deadline and not receive(protocol, shell, command, output):
            pass
    except Exception:
        return


def goodbye(protocol, shell, command):
    if shell is None:
        return
    protocol.transport.read_timeout_sec = GOODBYE_SECONDS
    try:
        if command is not None:
            protocol.cleanup_command(shell, command)
        protocol.close_shell(shell)
    except Exception:
        return  # it ends by itself when nobody asks for so long (idle_timeout)
