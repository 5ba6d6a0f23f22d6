"""A plain HTTP server on this host that keeps each request, and answers as it is told."""

from base64 import b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

BASE = "/base"


@dataclass(slots=True)
class Reply:
    """What to answer the next requests with."""

    status: int = 200
    media_type: str = "application/json"
    content: bytes = b"{}"


@dataclass(slots=True)
class Recorder:
    """The server for as long as it is entered; `requests` are those since they were last taken."""

    reply: Reply = field(default_factory=Reply)
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    _server: ThreadingHTTPServer = field(init=False)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}{BASE}"
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self) -> list[dict[str, Any]]:
        """The requests that came in since the last time."""
        taken, self.requests = self.requests, []
        return taken


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one write

        def _serve(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = {
                "method": self.command,
                "target": self.path.removeprefix(BASE),
                "headers": list(self.headers.items()),
                "content": b64encode(content).decode(),
            }
            recorder.requests.append(request)
            self._answer(recorder.reply)

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            content = b"" if reply.status in (204, 304) else reply.content
            if content:
                self.send_header("Content-Type", reply.media_type)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

        do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = _serve
        do_HEAD = do_PATCH = do_TRACE = do_QUERY = _serve

    return Handler
