"""JSON pointers in their URI-fragment form, the one way this program names a part of a document."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

ROOT = "#"

# RFC 3986 lets these stand unescaped in a fragment, besides letters, digits and "_.-~".
# Braces are added: path templates are unreadable as %7B and every tool accepts them.
_SAFE = "/?:@!$&'()*+,;={}"


def join(parts: Iterable[str | int]) -> str:
    """The pointer to the part reached by these keys and indexes: `["a/b", 0]` is `#/a~1b/0`."""
    return ROOT + "".join(
        [f"/{_escape(part) if isinstance(part, str) else part}" for part in parts]
    )


def keys_along(trail: tuple[Any, ...]) -> list[str | int]:
    """The keys of a trail, which is `()` or a trail and a key: walks make one for each part, and keys for few."""
    keys: list[str | int] = []
    while trail:
        trail, key = trail
        keys.append(key)
    return keys[::-1]


@lru_cache(maxsize=1 << 15)  # of references, and what is said of an operation, again and again
def split(pointer: str) -> tuple[str, ...]:
    """The keys and indexes, as strings, that a pointer goes through; the inverse of `join`.

    Raises ValueError where the text is not a pointer: no "#", no leading slash, a "~" that is
    followed by neither 0 nor 1, or percent escapes that are not UTF-8.
    """
    if not pointer.startswith(ROOT):
        raise ValueError('a JSON pointer starts with "#"')
    path = unquote(pointer[1:], errors="strict") if "%" in pointer else pointer[1:]
    if not path:
        return ()
    if not path.startswith("/"):
        raise ValueError('a JSON pointer goes on with "/" after "#"')
    parts = path[1:].split("/")
    return tuple([_unescape(part) if "~" in part else part for part in parts])


@lru_cache(maxsize=1 << 15)  # a document has few references, and each many times
def spelled(pointer: str) -> str:
    """The pointer in its one spelling. Raises ValueError as `split` does."""
    return join(split(pointer))


def child(pointer: str, part: str | int) -> str:
    """The pointer to a member or item of what `pointer` names."""
    return f"{pointer}/{_escape(part) if isinstance(part, str) else part}"


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` names the same part as `outer` or a part of it."""
    return inner == outer or inner.startswith(outer + "/")


@lru_cache(maxsize=1 << 16)  # a document has few keys, and each many times
def _escape(part: str) -> str:
    # isalnum() is true of letters outside ASCII, which a fragment must escape.
    if part.isascii() and part.isalnum():
        return part
    return quote(part.replace("~", "~0").replace("/", "~1"), safe=_SAFE, errors="replace")


@lru_cache(maxsize=1 << 16)  # where a path is long, so is each pointer below it
def _unescape(part: str) -> str:
    if "~" not in part:
        return part
    if part.replace("~0", "").replace("~1", "").count("~"):
        raise ValueError('"~" is followed by 0 or 1 in a JSON pointer')
    return part.replace("~1", "/").replace("~0", "~")
