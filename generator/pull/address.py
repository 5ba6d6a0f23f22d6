"""Says which addresses may be asked for a document, and under which name they are shown."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from generator.core.problems import Problem, ProblemsError, escaped

if TYPE_CHECKING:
    import httpx


_NAMES_INSIDE = (".localhost", ".local", ".internal")
_NUMBER = re.compile("0x[0-9a-f]*|[0-9]+")


def allowed(text: str) -> httpx.URL:
    """The address as httpx has it; raises ProblemsError for one that must not be asked.

    Allowed are https, and plain http to this machine alone; never a user or a password, which
    would end up in messages and in files that are committed.
    """
    import httpx

    try:
        url = httpx.URL(text)
        host = url.host  # decoded only here, and not every name that can be sent can be decoded
    except (httpx.InvalidURL, ValueError):
        raise ProblemsError([_refused("the address is not a URL", "https://host/path")]) from None
    if url.port is not None and not 0 < url.port < 65536:
        raise ProblemsError([_refused("the address has a port that there cannot be", "1 to 65535")])
    if url.userinfo:
        message = "the address holds a user or a password"
        raise ProblemsError([_refused(message, "an address that anyone may read")])
    if url.scheme == "https" and host:
        return url
    if url.scheme == "http" and is_loopback(url):
        return url
    message = f"{shown(url)} is not an https address"
    expected = "https; http is for this machine alone, as in http://127.0.0.1"
    raise ProblemsError([_refused(message, expected)])


def redirected(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads; raises ProblemsError where it must not be followed."""
    import httpx

    try:
        target = allowed(str(url.join(location)))
    except (httpx.InvalidURL, ValueError):
        raise ProblemsError([_refused(f"{shown(url)} redirects to nonsense")]) from None
    except ProblemsError as error:
        reason = error.problems[0].message
        message = f"{shown(url)} redirects to an address that is not followed: {reason}"
        raise ProblemsError([_refused(message, "https alone")]) from None
    if target.scheme != url.scheme:
        message = f"{shown(url)} redirects from {url.scheme} to {target.scheme}"
        raise ProblemsError([_refused(message, f"{url.scheme} all the way")])
    if _is_inside(target) and not _is_inside(url):
        message = f"{shown(url)} redirects to this machine, or into a network of its own"
        raise ProblemsError([_refused(message)])
    return target


def is_loopback(url: httpx.URL) -> bool:
    """Whether the host is this machine, told from its name alone."""
    if url.host == "localhost":
        return True
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return False


def _is_inside(url: httpx.URL) -> bool:
    """Whether the host is plainly none that everyone reaches; numbers that systems take for an
    address in their own ways (`127.1`, `0x7f000001`) are taken for such a one."""
    host = url.host.lower().rstrip(".")
    if host == "localhost" or host.endswith(_NAMES_INSIDE):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    mapped = getattr(address, "ipv4_mapped", None)  # of which Python says that it is global
    return not (mapped or address).is_global


def shown(url: httpx.URL) -> str:
    """The address without its query, which may hold a token, and without its fragment."""
    return escaped(str(url.copy_with(query=None, fragment=None, userinfo=b"")))


def _refused(message: str, expected: str = "") -> Problem:
    hint = "see source.url in toolkit.yaml, or --from"
    return Problem.unplaced("pull-address", message, hint, expected=expected)
