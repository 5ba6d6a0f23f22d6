"""Reads how calls authenticate: the schemes of a document, and the alternatives of each operation."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import SchemeKind, SecurityScheme
from generator.openapi.unsupported import Unsupported

_API_KEY: dict[str, SchemeKind] = {"header": "header", "query": "query", "cookie": "cookie"}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What a header, a cookie and an HTTP scheme may be called (RFC 9110, section 5.6.2)."""

_COMPUTED = frozenset(
    ["aws4-hmac-sha256", "concealed", "digest", "dpop", "gnap", "hawk", "hmac", "hoba", "mutual"]
    + ["negotiate", "ntlm", "oauth", "privatetoken", "scram-sha-1", "scram-sha-256", "signature"]
    + ["vapid"]
)
"""HTTP schemes whose header is computed anew for each call, so that no secret can be sent as it is."""


class SecuritySchemes:
    """The security schemes of one document, and what its operations make of them."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._unusable: dict[str, str] = {}
        declared = mapping(mapping(root.get("components")).get("securitySchemes"))
        self.declared: dict[str, str] = {
            key: pointers.join(["components", "securitySchemes", key]) for key in declared
        }
        read = ((key, self._read(key, node)) for key, node in declared.items())
        self.usable = {key: scheme for key, scheme in read if scheme is not None}

    def _read(self, key: str, node: Any) -> SecurityScheme | None:
        _, node = references.follow(self._root, node, self.declared[key])
        try:
            return _scheme(key, mapping(node))
        except Unsupported as reason:
            self._unusable[key] = str(reason)
            return None

    def requirements(self, node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """An operation's own `security`, else the document's."""
        return [
            mapping(each) for each in sequence(node.get("security", self._root.get("security")))
        ]

    def alternatives(self, node: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
        """What an operation's calls need, by `Operation.security`; raises `Unsupported` where no secret gives it."""
        wanted = [tuple(each) for each in self.requirements(node)]
        usable = [each for each in wanted if self.usable.keys() >= set(each)]
        if wanted and not usable:
            missing = dict.fromkeys(
                key for each in wanted for key in each if key not in self.usable
            )
            raise Unsupported(f"it needs {'; or '.join(map(self._missing, missing))}")
        found = tuple(dict.fromkeys(one for each in usable for one in self._one_a_field(each)))
        return found if any(found) else ()

    def _missing(self, key: str) -> str:
        reason = self._unusable.get(key, "which the document does not define")
        return f"the security scheme {key}, {reason}"

    def _one_a_field(self, keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The schemes by fields: of those that share a field, such as Authorization, a call sends one."""
        by_field: dict[tuple[str, str], list[str]] = {}
        for key in keys:
            by_field.setdefault(request_field(self.usable[key]), []).append(key)
        yield from product(*by_field.values())


def request_field(scheme: SecurityScheme) -> tuple[str, str]:
    """The part of a request that carries the key: its place, and its name as far as that tells fields apart."""
    if scheme.kind in ("basic", "bearer"):
        return "header", "authorization"
    return scheme.kind, scheme.name.lower() if scheme.kind == "header" else scheme.name


def scopes_of(requirements: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a token of each scheme has to be granted, by the first alternative that names the scheme."""
    found: dict[str, tuple[str, ...]] = {}
    for requirement in requirements:
        for key, scopes in requirement.items():
            found.setdefault(key, tuple(each for each in sequence(scopes) if isinstance(each, str)))
    return tuple((key, scopes) for key, scopes in found.items() if scopes)


def _scheme(key: str, node: Mapping[str, Any]) -> SecurityScheme:
    said = text(node.get("description"))
    match text(node.get("type")):
        case "http":
            return _http_scheme(key, text(node.get("scheme")), said)
        case "apiKey":
            return _api_key(key, text(node.get("in")), text(node.get("name")), said)
        case "oauth2" | "openIdConnect":
            return SecurityScheme(key, "bearer", "", delegated=True, description=said)
        case "mutualTLS":
            raise Unsupported("which is a client certificate, not a secret that is sent")
        case other:
            raise Unsupported(f"whose type {other or 'is missing and'} is not one of OpenAPI's")


def _http_scheme(key: str, scheme: str, said: str) -> SecurityScheme:
    if not _TOKEN.fullmatch(scheme):
        raise Unsupported("whose HTTP scheme has no usable name")
    match scheme.lower():
        case "basic":
            return SecurityScheme(key, "basic", "", description=said)
        case "bearer":
            return SecurityScheme(key, "bearer", "", description=said)
        case name if name in _COMPUTED:
            raise Unsupported(f"whose header HTTP {scheme} computes anew for each call")
    # `scheme: Token` can only mean `Authorization: Token <key>`.
    return SecurityScheme(key, "header", "Authorization", prefix=f"{scheme} ", description=said)


def _api_key(key: str, place: str, name: str, said: str) -> SecurityScheme:
    kind = _API_KEY.get(place)
    if kind is None:
        raise Unsupported(f"whose key would stand in {place or 'no place'}")
    if not name or (kind != "query" and not _TOKEN.fullmatch(name)):
        raise Unsupported(f"whose {kind} has no usable name")
    return SecurityScheme(key, kind, name, description=said)
