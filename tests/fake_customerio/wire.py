"""HTTP/1.1 by hand, because a fault is a matter of bytes that a library would tidy up."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

HEAD_LIMIT = 65_536
BODY_LIMIT = 4_000_000
REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}

Headers = tuple[tuple[str, str], ...]


class BadRequest(Exception):
    """The peer did not send HTTP/1.1 within the bounds."""


@dataclass(frozen=True, slots=True)
class RawRequest:
    """One request as it arrived; header names are in lower case."""

    method: str
    target: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)


async def read_request(reader: asyncio.StreamReader, first: bytes) -> RawRequest:
    """Read one request whose first byte was taken already, as the sign that there is one."""
    try:
        head = first + await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise BadRequest("the head is incomplete or too long") from error
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3:
        raise BadRequest("the request line is not HTTP/1.1")
    headers = tuple(_split_header(line) for line in lines[1:] if line)
    return RawRequest(words[0], words[1], headers, await _read_body(reader, dict(headers)))


def _split_header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


async def _read_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    try:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return await _read_chunks(reader)
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= BODY_LIMIT:
            raise BadRequest("the body is too long")
        return await reader.readexactly(length)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
        raise BadRequest("the body is incomplete") from error


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    parts: list[bytes] = []
    total = 0
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        total += size
        if total > BODY_LIMIT:
            raise BadRequest("the body is too long")
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    return b"".join(parts)


def head(status: int, headers: Headers) -> bytes:
    """The status line and headers of an answer, as bytes."""
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def json_answer(status: int, payload: Any) -> bytes:
    """A whole, well-formed JSON answer."""
    body = json.dumps(payload).encode()
    return (
        head(status, (("Content-Type", "application/json"), ("Content-Length", str(len(body)))))
        + body
    )


def reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN, as a crashed peer or a middlebox does."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
