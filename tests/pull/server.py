"""A vendor's server on 127.0.0.1, with every bad habit that a pull has to survive."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Vendor", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/things": {
            "post": {
                "operationId": "sendThing",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["id"],
                                "properties": {
                                    "id": {"type": "string"},
                                    "kind": {"enum": ["a", "b"]},
                                },
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "Fine"}},
            }
        }
    },
}
JSON = json.dumps(DOCUMENT, indent=1).encode()
YAML = b"""\
openapi: 3.1.0
info: {title: Vendor, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /things:
    post:
      operationId: sendThing
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties:
                id: {type: string}
                kind: {enum: [a, b]}
      responses:
        "200": {description: Fine}
"""
PAGE = b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"
ETAG = '"v1"'
LONGEST = 20.0
"""Seconds after which a slow answer ends by itself, so that no test leaves a thread behind."""


class Handler(BaseHTTPRequestHandler):
    """Answers by the path's first part."""

    server: Vendor
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen[self.path] += 1
        self.server.headers.append(dict(self.headers.items()))
        self.close_connection = True
        try:
            self.server.routes[self.path.split("?")[0]](self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass  # the client has had enough

    def do_CONNECT(self) -> None:
        self.server.seen[f"CONNECT {self.path}"] += 1
        self.close_connection = True
        self.send_error(403)

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer; underscores in the names of headers stand for hyphens."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


Route = Callable[[Handler], None]


class Vendor(ThreadingHTTPServer):
    """The server, with how often each path was asked for and with which headers."""

    daemon_threads = True

    def __init__(self, routes: dict[str, Route], tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes = routes
        self.seen: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.stopping = threading.Event()
        self.scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that refuses our certificate is part of a test


@contextmanager
def serving(routes: dict[str, Route], tls: ssl.SSLContext | None = None) -> Iterator[Vendor]:
    """The server while the block runs."""
    vendor = Vendor(routes, tls)
    thread = threading.Thread(target=vendor.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield vendor
    finally:
        vendor.stopping.set()
        vendor.shutdown()
        thread.join()
        vendor.server_close()


@dataclass
class Flaky:
    """Fails some times, then answers."""

    failures: int
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        if self.failures > 0:
            self.failures -= 1
            handler.send(b"", self.status, **self.headers)
        else:
            handler.send(JSON)


def answer(data: bytes, status: int = 200, **headers: str) -> Route:
    return lambda handler: handler.send(data, status, **headers)


def redirect(location: str, status: int = 302) -> Route:
    return answer(b"", status, Location=location)


def tagged(handler: Handler) -> None:
    """Knows its ETag."""
    if handler.headers["If-None-Match"] == ETAG:
        handler.send(b"", 304, ETag=ETAG)
    else:
        handler.send(JSON, ETag=ETAG)


def truncated(handler: Handler) -> None:
    """Promises more than it sends."""
    handler.send(JSON[:-20], Content_Length=str(len(JSON)))


def broken_gzip(handler: Handler) -> None:
    handler.send(gzip.compress(JSON)[:-20], Content_Encoding="gzip")


def silent(handler: Handler) -> None:
    """Takes the request and says nothing."""
    handler.server.stopping.wait(LONGEST)


def dripping_head(handler: Handler) -> None:
    """Never ends its headers, and never pauses for long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _drip(handler, lambda: b"X-Drip: 1\r\n")


def dripping_body(handler: Handler) -> None:
    """Sends a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    _drip(handler, lambda: b" ")


def endless(handler: Handler) -> None:
    """Sends as fast as it can, without a length."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b" " * 65536)


def _drip(handler: Handler, piece: Callable[[], bytes]) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and not handler.server.stopping.wait(0.05):
        handler.wfile.write(piece())
        handler.wfile.flush()
