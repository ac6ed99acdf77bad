"""A service on the loopback interface to break for real: python shop.py FOLDER, where its port and identifier lie.

It ends by itself once there is a file `closed` in the folder, or no folder any more.
"""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DELAY = {"seconds": 0.0}


class Handler(BaseHTTPRequestHandler):
    """GET / answers after the delay that GET or POST /slow?by=SECONDS has set."""

    def do_GET(self):
        parts = urlsplit(self.path)
        if parts.path == "/slow":
            DELAY["seconds"] = float(parse_qs(parts.query)["by"][0])
        else:
            time.sleep(DELAY["seconds"])
        body = json.dumps({"delay": DELAY["seconds"]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Ends with its folder, whoever started it."""

    def __init__(self, folder, port):
        self.folder = folder
        super().__init__(("127.0.0.1", port), Handler)

    def service_actions(self):
        if (self.folder / "closed").exists() or not self.folder.exists():
            os._exit(0)


def main(folder):
    known = folder / "port"
    port = int(known.read_text()) if known.exists() else 0
    server = Server(folder, port)
    known.write_text(str(server.server_address[1]))
    (folder / "pid").write_text(str(os.getpid()))
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
