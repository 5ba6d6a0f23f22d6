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

_USUAL = 512
"""Characters of pointers of which many are remembered: below a long key there may be a thousand parts."""


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


def split(pointer: str) -> tuple[str, ...]:
    """The keys and indexes, as strings, that a pointer goes through; the inverse of `join`.

    Raises ValueError where the text is not a pointer: no "#", no leading slash, a "~" that is
    followed by neither 0 nor 1, or percent escapes that are not UTF-8.
    """
    return _split(pointer) if len(pointer) <= _USUAL else _split_long(pointer)


@lru_cache(maxsize=1 << 15)  # of references, and what is said of an operation, again and again
def _split(pointer: str) -> tuple[str, ...]:
    if not pointer.startswith(ROOT):
        raise ValueError('a JSON pointer starts with "#"')
    path, read = pointer[1:], _decode
    if "%2F" in path or "%2f" in path:  # parts keys as a slash does
        path, read = unquote(path, errors="strict"), _unescape
    if not path:
        return ()
    if not path.startswith("/"):
        raise ValueError('a JSON pointer goes on with "/" after "#"')
    parts = path[1:].split("/")
    return tuple([read(part) if "~" in part or "%" in part else part for part in parts])


_split_long = lru_cache(maxsize=1 << 10)(_split.__wrapped__)


def spelled(pointer: str) -> str:
    """The pointer in its one spelling. Raises ValueError as `split` does."""
    return _spelled(pointer) if len(pointer) <= _USUAL else join(split(pointer))


@lru_cache(maxsize=1 << 15)  # a document has few references, and each many times
def _spelled(pointer: str) -> str:
    return join(split(pointer))


def child(pointer: str, part: str | int) -> str:
    """The pointer to a member or item of what `pointer` names."""
    return f"{pointer}/{_escape(part) if isinstance(part, str) else part}"


def length_of(part: str) -> int:
    """How many characters pointers take for a key, at most; escapes of ASCII count as one."""
    return len(part) if part.isascii() else 3 * len(part.encode(errors="surrogatepass"))


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` names the same part as `outer` or a part of it."""
    return inner == outer or inner.startswith(outer + "/")


@lru_cache(maxsize=1 << 16)  # a document has few keys, and each many times
def _escape(part: str) -> str:
    # isalnum() is true of letters outside ASCII, which a fragment must escape.
    if part.isascii() and part.isalnum():
        return part
    return quote(part.replace("~", "~0").replace("/", "~1"), safe=_SAFE, errors="replace")


@lru_cache(maxsize=1 << 16)  # many pointers have the same parts
def _decode(part: str) -> str:
    return _unescape(unquote(part, errors="strict") if "%" in part else part)


@lru_cache(maxsize=1 << 16)  # where a path is long, so is each pointer below it
def _unescape(part: str) -> str:
    if "~" not in part:
        return part
    if part.replace("~0", "").replace("~1", "").count("~"):
        raise ValueError('"~" is followed by 0 or 1 in a JSON pointer')
    return part.replace("~1", "/").replace("~0", "~")
