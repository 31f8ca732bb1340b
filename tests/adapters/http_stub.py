"""A server for tests of HTTP clients: prints its port, answers until its standard input ends.

/echo             what was asked, as JSON: method, path, headers, body
/status/N         status N with a body "status N"
/redirect?to=URL  302 to URL
/big?bytes=N      N bytes
/short            announces 100 bytes, sends 10, closes
/hang             never answers
"""
import http.server
import json
import sys
import threading
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        status, headers, content = 200, {}, b""
        if url.path.startswith("/echo"):
            headers["Content-Type"] = "application/json"
            content = json.dumps({"method": self.command, "path": self.path, "headers": dict(self.headers),
                                  "body": body.decode("latin-1")}).encode()
        elif url.path.startswith("/status/"):
            status = int(url.path.rsplit("/", 1)[1])
            content = f"status {status}".encode()
        elif url.path == "/redirect":
            status, headers["Location"] = 302, query["to"]
        elif url.path == "/big":
            content = b"x" * int(query["bytes"])
        elif url.path == "/short":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
            self.close_connection = True
            return
        elif url.path == "/hang":
            self.server.leaving.wait()
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    leaving = threading.Event()


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
server.leaving.set()
