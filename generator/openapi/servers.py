"""Reads the base URLs that a document declares."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import Server


def servers_of(value: Any) -> tuple[Server, ...]:
    """The absolute http(s) servers of a `servers` array, variables replaced by their defaults.

    A relative URL depends on where the document was fetched from, which nobody knows here: it is passed over,
    and the tools then need their base URL from the environment.
    """
    found = (_server(mapping(entry)) for entry in sequence(value))
    return tuple(server for server in found if server is not None)


def _server(entry: Mapping[str, Any]) -> Server | None:
    variables = mapping(entry.get("variables"))

    def default(match: re.Match[str]) -> str:
        return text(mapping(variables.get(match[1])).get("default")) or match[0]

    url = re.sub(r"\{([^{}]+)\}", default, text(entry.get("url"))).rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    plain = re.fullmatch(r"[!-~]+", url) is not None and not parts.query and not parts.fragment
    if not usable or not plain or parts.username is not None or "{" in url:
        return None
    return Server(url, text(entry.get("x-region")) or None)
