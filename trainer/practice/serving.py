"""What the shop's processes share: a small HTTP server, a client, log files and signals."""

from __future__ import annotations

import errno
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from logging.handlers import RotatingFileHandler
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from trainer.practice.errors import PracticeError
from trainer.practice.place import Place

_LOG_BYTES: Final = 4_000_000
_LONGEST_BODY: Final = 100_000
JSON: Final = "application/json"
HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What came in; `tail` is what follows the route's path."""

    body: bytes
    tail: str
    is_form: bool

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out."""

    status: int
    body: str
    kind: str = JSON

    @classmethod
    def of(cls, status: int, **values: object) -> Reply:
        """A JSON object."""
        return cls(status, json.dumps(values, ensure_ascii=False) + "\n")


Routes: TypeAlias = Mapping[tuple[str, str], Callable[[Request], Reply]]
"""By method and path; a path that ends in a slash takes everything below it as well."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, routes: Routes) -> None:
        self.routes = routes
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A caller that hung up is no matter for a log."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            logging.exception("a request failed")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = urlsplit(self.path).path
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdigit() else 0
        if size > _LONGEST_BODY:
            self._send(Reply.of(413, error="that is more than an order can be"))
            return
        body = self.rfile.read(size)
        # curl -d says that it sends a form, whatever it sends.
        is_json = body.lstrip().startswith(b"{")
        is_form = self.headers.get_content_type() == "application/x-www-form-urlencoded" and not is_json
        route, tail = self._route(path)
        if route is None:
            self._send(Reply.of(404, error=f"there is nothing at {path}"))
            return
        try:
            reply = route(Request(body, tail, is_form))
        except Exception as error:
            # As real services do: the caller learns that it failed, the log holds why.
            logging.exception("%s %s failed", self.command, path)
            reply = Reply.of(500, error="internal error", detail=type(error).__name__)
        self._send(reply)

    def _route(self, path: str) -> tuple[Callable[[Request], Reply] | None, str]:
        routes = self.server.routes
        exact = routes.get((self.command, path))
        if exact is not None:
            return exact, ""
        head, slash, tail = path.rpartition("/")
        return (routes.get((self.command, head + slash)), tail) if head else (None, "")

    def _send(self, reply: Reply) -> None:
        body = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Services write their own, more telling lines."""


def serve(place: Place, service: str, routes: Routes, version: str = "") -> None:
    """Answer on the service's port until asked to end. Raises PracticeError where the port is taken."""
    port = place.port(service)
    health = Reply.of(200, service=service, pid=os.getpid(), version=version)
    try:
        server = _Server(port, {("GET", "/health"): lambda _: health, **routes})
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PracticeError(port_taken(service, port)) from None
        raise PracticeError(f"{service} cannot listen on 127.0.0.1:{port}: {error.strerror}") from error
    logging.info("%s is ready on 127.0.0.1:%d, process %d", service, port, os.getpid())
    with server:
        server.serve_forever()


def port_taken(service: str, port: int) -> str:
    """The line about a port that another program has."""
    return (
        f"port {port} of {service} is in use by another program; find it with `lsof -i :{port}` and end it, "
        "or stop and start the whole shop, which then takes free ports"
    )


def begin(place: Place, service: str) -> None:
    """Open the log, and end on TERM. HUP is noted, until `reloads` says what it does."""
    path = place.log(service)
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])

    def on_end(_number: int, _frame: object) -> None:
        logging.info("%s was asked to end", service)
        raise SystemExit(0)

    def on_hang_up(_number: int, _frame: object) -> None:
        logging.info("the configuration is read at the start; restart %s to take changes up", service)

    signal.signal(signal.SIGTERM, on_end)
    signal.signal(signal.SIGHUP, on_hang_up)


def reloads(read: Callable[[], None]) -> None:
    """Let HUP read the configuration again; an unusable one is noted and changes nothing."""

    def on_hang_up(_number: int, _frame: object) -> None:
        try:
            read()
            logging.info("the configuration was read again")
        except PracticeError as error:
            logging.error("the configuration stays as it was: %s", error)

    signal.signal(signal.SIGHUP, on_hang_up)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came back with. `trouble` says why there was none."""

    status: int
    body: bytes
    trouble: str = ""

    @property
    def good(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        return Request(self.body, "", False).json()


def call(
    port: int, path: str, body: object = None, timeout: float = 2.0, headers: Mapping[str, str] | None = None
) -> Answer:
    """Ask a service on this machine: GET, or POST where there is a body. Never raises; `timeout` is in seconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        if body is None:
            connection.request("GET", path, headers=dict(headers or {}))
        else:
            connection.request("POST", path, json.dumps(body), {"Content-Type": JSON, **(headers or {})})
        response = connection.getresponse()
        return Answer(response.status, response.read())
    except ConnectionRefusedError:
        return Answer(0, b"", "connection refused")
    except TimeoutError:
        return Answer(0, b"", f"no answer within {timeout:g} s")
    except (OSError, HTTPException) as error:
        return Answer(0, b"", f"broken connection ({type(error).__name__})")
    finally:
        connection.close()
