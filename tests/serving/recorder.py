"""A server that keeps each request as the bytes that came, and answers all alike."""

import socketserver
import threading
from types import TracebackType
from typing import Self

ANSWER = (
    b'{"ok": true, "price": 12.10, "items": [{"id": 1}, {"id": 2}], "text": "\xc3\xa9\xe2\x80\xae"}'
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class _Handler(socketserver.StreamRequestHandler):
    server: "Recorder"

    def handle(self) -> None:
        while line := self.rfile.readline():
            head = [line]
            while (line := self.rfile.readline()) not in (b"\r\n", b""):
                head.append(line)
            length = next((int(each[15:]) for each in head if each[:15].lower() == _LENGTH), 0)
            self.server.requests.append(b"".join([*head, b"\r\n", self.rfile.read(length)]))
            self.wfile.write(HEAD % len(ANSWER) + ANSWER)


_LENGTH = b"content-length:"


class Recorder(socketserver.ThreadingTCPServer):
    """Listens on a port of 127.0.0.1 while it is entered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()

    def taken(self) -> list[bytes]:
        """What came since it was last asked."""
        taken = self.requests[:]
        self.requests.clear()
        return taken
