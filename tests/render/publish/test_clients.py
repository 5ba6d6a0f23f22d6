"""What a README tells to paste, and its links, start the package in the form that each client takes."""

import base64
import json
import re
import shlex
import tomllib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .packages import GRANTED, KEYS, OAUTH, files_of

COMMAND = {"command": "uvx", "args": ["--from", "arcade_shop[mcp]", "arcade-shop"]}
KEY = {"SHOP_KEY": "your key"}


def blocks(files: dict[str, str], language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", files["README.md"], re.DOTALL | re.MULTILINE)


def configured(files: dict[str, str], member: str) -> Any:
    """The configuration with this member, and nothing beside it."""
    return next(each for each in map(json.loads, blocks(files, "json")) if member in each)


def link(files: dict[str, str], label: str) -> tuple[str, dict[str, str]]:
    found = re.search(rf"^\[{label}\]: (\S+)$", files["README.md"], re.MULTILINE)
    assert found and f"][{label}]" in files["README.md"]
    parts = urlsplit(found[1])
    query = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query


def test_the_secret_that_is_enough_is_named_and_no_other() -> None:
    files = files_of(spec=KEYS)
    assert configured(files, "mcpServers") == {"mcpServers": {"shop": {**COMMAND, "env": KEY}}}
    assert configured(files_of(), "mcpServers") == {"mcpServers": {"shop": COMMAND}}


def test_visual_studio_code_asks_for_it() -> None:
    told = configured(files_of(spec=KEYS), "servers")
    [asked] = told["inputs"]
    assert (asked["type"], asked["password"], asked["id"]) == ("promptString", True, "SHOP_KEY")
    started = {"type": "stdio", **COMMAND, "env": {"SHOP_KEY": "${input:SHOP_KEY}"}}
    assert told["servers"] == {"shop": started}
    assert configured(files_of(), "servers") == {"servers": {"shop": {"type": "stdio", **COMMAND}}}


def test_links_hold_what_would_be_pasted() -> None:
    for files in (files_of(), files_of(spec=KEYS)):
        page, query = link(files, "cursor")
        assert (page, query["name"]) == ("https://cursor.com/en/install-mcp", "shop")
        decoded = json.loads(base64.b64decode(query["config"], validate=True))
        assert decoded == configured(files, "mcpServers")["mcpServers"]["shop"]
        page, query = link(files, "code")
        assert page == "https://insiders.vscode.dev/redirect/mcp/install"
        pasted = configured(files, "servers")
        assert {"type": "stdio", **json.loads(query["config"])} == pasted["servers"]["shop"]
        assert json.loads(query.get("inputs", "[]")) == pasted.get("inputs", [])


def test_claude_code_is_given_the_server_then_its_secrets_then_its_command() -> None:
    commands = blocks(files_of(spec=KEYS), "shell")
    words = shlex.split(next(each for each in commands if each.startswith("claude ")))
    assert words[:4] == ["claude", "mcp", "add", "shop"]
    assert words[4:6] == ["--env", "SHOP_KEY=…"]
    assert words[6:] == ["--", COMMAND["command"], *COMMAND["args"]]


def test_the_program_that_they_start_is_one_of_the_package() -> None:
    project = tomllib.loads(files_of()["pyproject.toml"])["project"]
    assert project["scripts"] == {"arcade-shop": "arcade_shop.__main__:main"}
    assert "mcp" in project["optional-dependencies"]


def test_what_users_grant_needs_the_server_that_asks_them() -> None:
    told = configured(files_of(GRANTED, OAUTH), "mcpServers")
    assert told["mcpServers"]["shop"]["args"][1] == "arcade_shop[server]"
    assert told["mcpServers"]["shop"]["env"] == {"ARCADE_API_KEY": "your key"}
