"""Reads how calls authenticate, as far as one secret is enough."""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import SchemeKind, SecurityScheme
from generator.openapi.unsupported import Unsupported

_HTTP: dict[str, SchemeKind] = {"basic": "basic", "bearer": "bearer"}
_API_KEY: dict[str, SchemeKind] = {"header": "header", "query": "query", "cookie": "cookie"}


def schemes_of(root: Mapping[str, Any]) -> tuple[SecurityScheme, ...]:
    """The schemes that one secret can satisfy, in the document's order."""
    declared = mapping(mapping(root.get("components")).get("securitySchemes"))
    found = (_scheme(key, mapping(node)) for key, node in declared.items())
    return tuple(scheme for scheme in found if scheme is not None)


def _scheme(key: str, node: Mapping[str, Any]) -> SecurityScheme | None:
    kind: SchemeKind | None
    match text(node.get("type")):
        case "http":
            kind = _HTTP.get(text(node.get("scheme")).lower())
        case "apiKey":
            kind = _API_KEY.get(text(node.get("in")))
        case "oauth2" | "openIdConnect":
            kind = "bearer"
        case _:
            kind = None
    if kind is None:
        return None
    return SecurityScheme(key, kind, text(node.get("name")) if node.get("type") == "apiKey" else "")


def usable_schemes(schemes: Iterable[SecurityScheme], security: Any) -> tuple[str, ...]:
    """Keys of the schemes any one of which is enough, by an operation's `security`; empty where none is needed."""
    alternatives = [mapping(each) for each in sequence(security)]
    known = {scheme.key for scheme in schemes}
    usable = tuple(
        next(iter(each)) for each in alternatives if len(each) == 1 and set(each) <= known
    )
    if usable or not alternatives or {} in alternatives:
        return usable
    raise Unsupported("it needs an authentication that one secret cannot give")
