"""Prints what people paste into their clients, and the links that do it for them."""

import base64
import json
from typing import Any
from urllib.parse import quote

from generator.plan.model import Package
from generator.render.publish.launch import UVX, Launch, launch

CURSOR = "https://cursor.com/en/install-mcp"
VISUAL_STUDIO_CODE = "https://insiders.vscode.dev/redirect/mcp/install"
"""Pages that hand a server to the program; sites that show a README let no other kind of link through."""

_PLACEHOLDER = "your key"


def clients(package: Package) -> dict[str, str]:
    """Each text by the client that takes it."""
    server = launch(package)
    return {
        "uvx": " ".join((UVX, *_quoted(server))),
        "json": _json({"mcpServers": {server.name: _config(server)}}),
        "claude_code": _claude_code(server),
        "visual_studio_code": _json(_workspace(server)),
        "cursor_link": cursor_link(server),
        "visual_studio_code_link": visual_studio_code_link(server),
    }


def cursor_link(server: Launch) -> str:
    """Adds the server to Cursor, which shows what it adds, placeholders included."""
    config = base64.b64encode(_compact(_config(server)).encode()).decode()
    return f"{CURSOR}?name={quote(server.name)}&config={quote(config, safe='')}"


def visual_studio_code_link(server: Launch) -> str:
    """Adds the server to Visual Studio Code, which asks for its secrets."""
    asked = {"inputs": _inputs(server), "config": _asking(server)}
    query = "".join(
        f"&{name}={quote(_compact(value), safe='')}" for name, value in asked.items() if value
    )
    return f"{VISUAL_STUDIO_CODE}?name={quote(server.name)}{query}"


def _claude_code(server: Launch) -> str:
    secrets = "".join(f" --env {each.name}=…" for each in server.secrets)
    return f"claude mcp add {server.name}{secrets} -- {UVX} {' '.join(_quoted(server))}"


def _workspace(server: Launch) -> dict[str, Any]:
    inputs = _inputs(server)
    asked = {"inputs": inputs} if inputs else {}
    return {**asked, "servers": {server.name: {"type": "stdio", **_asking(server)}}}


def _config(server: Launch) -> dict[str, Any]:
    return _started(server, {each.name: _PLACEHOLDER for each in server.secrets})


def _asking(server: Launch) -> dict[str, Any]:
    return _started(server, {each.name: f"${{input:{each.name}}}" for each in server.secrets})


def _started(server: Launch, environment: dict[str, str]) -> dict[str, Any]:
    given = {"env": environment} if environment else {}
    return {"command": UVX, "args": list(server.arguments), **given}


def _inputs(server: Launch) -> list[dict[str, Any]]:
    return [
        {"type": "promptString", "id": each.name, "description": each.name, "password": True}
        for each in server.secrets
    ]


def _quoted(server: Launch) -> list[str]:
    """The arguments for a shell, to which brackets mean something."""
    return [f'"{each}"' if "[" in each else each for each in server.arguments]


def _json(value: Any, levels: int = 3, indent: str = "\n") -> str:
    """JSON that is on one line below these levels."""
    if not levels or not isinstance(value, dict | list):
        return json.dumps(value)
    inner, below = indent + "  ", levels - 1
    if isinstance(value, list):
        return f"[{','.join(inner + _json(each, 0) for each in value)}{indent}]"
    members = (f"{inner}{json.dumps(k)}: {_json(v, below, inner)}" for k, v in value.items())
    return f"{{{','.join(members)}{indent}}}"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
