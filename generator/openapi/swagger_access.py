"""Brings what Swagger 2.0 says of addresses and keys into the words of OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.core import pointers
from generator.document.located import MarkedDict, MarkedList
from generator.document.moves import Moves
from generator.document.nodes import sequence, text
from generator.openapi.swagger_schemas import Member, made, swagger_members

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_FLOW_KEYS = ("authorizationUrl", "tokenUrl", "scopes")


class SwaggerAccess:
    """Converts hosts and security definitions, noting where their parts go."""

    def __init__(self, root: MarkedDict, moves: Moves) -> None:
        self._root = root
        self._moves = moves

    def scheme(self, name: str, node: Any) -> Any:
        """A security scheme in 3.0's words."""
        if not isinstance(node, MarkedDict) or node.get("type") == "apiKey":
            return node
        at = node.places.get("type")
        common = swagger_members(
            node, ("description", *(key for key in node if key.startswith("x-")))
        )
        if node.get("type") == "basic":
            return made(node, [("type", "http", at), ("scheme", "basic", at), *common])
        flow = _FLOWS.get(text(node.get("flow")))
        if node.get("type") != "oauth2" or flow is None:
            return node
        old = pointers.child("#/securityDefinitions", name)
        new = pointers.child("#/components/securitySchemes", name) + "/flows"
        self._moves.add_made(new, old)
        self._moves.add(f"{new}/{flow}", old)
        inner = made(node, swagger_members(node, _FLOW_KEYS))
        at_flow = node.places.get("flow")
        flows = made(node, [(flow, inner, at_flow)])
        return made(node, [("type", "oauth2", at), ("flows", flows, at_flow), *common])

    def servers(self, node: MarkedDict, pointer: str) -> Iterator[Member]:
        """The one address to call, by HTTPS where that is offered."""
        root = self._root
        schemes = [each for each in sequence(node.get("schemes", root.get("schemes")))]
        scheme = "http" if "http" in schemes and "https" not in schemes else "https"
        host, base = text(root.get("host")), text(root.get("basePath")).rstrip("/")
        base = f"/{base}" if base and not base.startswith("/") else base
        address = host if "://" in host else f"{scheme}://{host}" if host else ""
        key = next((each for each in ("host", "basePath") if each in root), "")
        if node is not root and "schemes" in node:
            key = "schemes"
        if not address + base or key not in node:
            return
        at = node.places.get(key)
        servers = MarkedList([made(node, [("url", address.rstrip("/") + base, at)])], at)
        servers.places = [at] if at else []
        self._moves.add_made(f"{pointer}/servers", f"{pointer}/{key}")
        yield "servers", servers, at
