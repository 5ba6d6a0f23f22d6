"""Collects the bytes of an answer, so that no answer can ask for more memory than it may."""

from __future__ import annotations

import zlib

from generator.core.problems import Problem

MOST_OF_AN_ANSWER = 64 * 1024 * 1024
"""Bytes, unpacked, unless another number is asked for."""

_GZIP = 31
"""zlib's window bits for a gzip header."""


class TooLarge(Exception):
    """The bytes, as sent or as unpacked, go beyond the limit."""


def too_large(message: str, most: int) -> Problem:
    """The problem of a vendor's document that has more bytes than may be taken."""
    expected = f"at most {most:,} bytes unpacked"
    return Problem.unplaced("pull-too-large", message, "--max-bytes allows more", expected=expected)


class Damaged(Exception):
    """The bytes are no gzip, or end too early."""


class Plain:
    """Bytes that are what they are."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._data = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes; raises TooLarge."""
        self._data += chunk
        if len(self._data) > self._limit:
            raise TooLarge

    def finish(self) -> bytes:
        """All bytes."""
        return bytes(self._data)


class Gzip(Plain):
    """Bytes that are unpacked while they arrive, never more at once than there is room for.

    httpx unpacks a whole chunk at a time, which lets 64 KiB become 64 MiB, or with two layers of
    gzip 64 GiB.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._received = 0
        self._unpacker = zlib.decompressobj(_GZIP)

    def feed(self, chunk: bytes) -> None:
        """Takes the next packed bytes; raises TooLarge or Damaged."""
        self._received += len(chunk)
        if self._received > self._limit:
            raise TooLarge
        while chunk:
            chunk = self._unpack(chunk)

    def finish(self) -> bytes:
        """All bytes unpacked; raises Damaged where the last member of the gzip is incomplete."""
        if not self._unpacker.eof:
            raise Damaged
        return super().finish()

    def _unpack(self, chunk: bytes) -> bytes:
        """Unpacks some of the chunk and returns the rest of it."""
        if self._unpacker.eof:  # gzip may hold several members, with zeros behind the last
            chunk = chunk.lstrip(b"\0")
            if not chunk:
                return b""
            self._unpacker = zlib.decompressobj(_GZIP)
        room = self._limit - len(self._data) + 1
        try:
            data = self._unpacker.decompress(chunk, room)
        except zlib.error:
            raise Damaged from None
        super().feed(data)
        return self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
