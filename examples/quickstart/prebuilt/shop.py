"""Stands in for the Java application where no JDK is installed: the same page. Arguments: port, version, environment."""
import http.server
import sys

page = f"Shop {sys.argv[2]} in {sys.argv[3]} (prebuilt, no JDK here)\n".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args):
        pass


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
