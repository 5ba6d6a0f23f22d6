"""Reads the base URLs that a document declares."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.core.problems import excerpt
from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import Server
from generator.openapi.unsupported import Unsupported

_ELSEWHERE = "https://document.invalid/"
"""Where a document might lie: what a relative URL is resolved against to read its path."""


def servers_of(value: Any, below: tuple[Server, ...] = ()) -> tuple[Server, ...]:
    """The usable servers of a `servers` array, variables replaced by their defaults.

    A relative URL belongs to the host that the document was fetched from, which nobody knows here:
    it is read as on the host of `below`, the API's own servers; where that is unknown too, its path
    alone is kept, unless the array also has a whole URL.
    """
    found = dict.fromkeys(_server(mapping(entry), below) for entry in sequence(value))
    servers = [server for server in found if server is not None]
    return tuple([each for each in servers if not each.url.startswith("/")] or servers)


def operation_servers(value: Any, below: tuple[Server, ...]) -> tuple[Server, ...]:
    """The servers of an operation that has its own; raises Unsupported where they are named but
    none can be asked, for the API's own are not meant."""
    found = servers_of(value, below)
    urls = [text(mapping(entry).get("url")) for entry in sequence(value)]
    named = next((url for url in urls if "//" in url or "{" in url), "")
    if named and not found:
        raise Unsupported(
            f"its own server {excerpt(named)} is no address that HTTP calls can go to"
        )
    return found or below


def _server(entry: Mapping[str, Any], below: tuple[Server, ...]) -> Server | None:
    url = _filled(text(entry.get("url")), mapping(entry.get("variables")))
    try:
        url = _resolved(url, below).rstrip("/")
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    usable = usable or url.startswith("/")
    plain = re.fullmatch(r"[!-~]+", url) is not None and not parts.query and not parts.fragment
    if not usable or not plain or parts.username is not None or "{" in url:
        return None
    return Server(url, text(entry.get("x-region")) or None)


def _filled(url: str, variables: Mapping[str, Any]) -> str:
    """The URL with each variable's default, which may be empty or, against the letter, a number."""

    def default(match: re.Match[str]) -> str:
        variable = mapping(variables.get(match[1]))
        value = next(
            iter(
                [variable["default"]] if "default" in variable else sequence(variable.get("enum"))
            ),
            None,
        )
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if isinstance(value, str) or is_number else match[0]

    return re.sub(r"\{([^{}]+)\}", default, url)


def _resolved(url: str, below: tuple[Server, ...]) -> str:
    """A whole URL, or the path alone where the host is unknown."""
    if "{" in url or urlsplit(url).scheme:
        return url
    if url.startswith("//"):
        return f"https:{url}"
    if below and not below[0].url.startswith("/"):
        return urljoin(f"{below[0].url}/", url)
    path = urljoin(_ELSEWHERE, url).removeprefix(_ELSEWHERE)
    return f"/{path}"
