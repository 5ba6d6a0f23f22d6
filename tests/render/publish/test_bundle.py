"""What an MCP bundle is packed from starts the wheel beside it, with the secrets that a client asks for."""

import tomllib

from .packages import AUTHOR, KEYS, PUBLISH, data, files_of

FILES = {"mcpb/manifest.json", "mcpb/pyproject.toml", "mcpb/server.py"}


def test_an_author_is_not_made_up() -> None:
    assert FILES & files_of().keys() == set()
    files = files_of(AUTHOR)
    assert files.keys() >= FILES
    assert data(files, "mcpb/manifest.json")["author"] == {"name": "Harbor Masters"}


def test_an_author_turns_no_text_around() -> None:
    files = files_of('author: "Harbor \\u202e Masters"\n')
    assert "Copyright (c) Harbor \\u202e Masters\n" in files["LICENSE"]
    assert not any("\u202e" in text for text in files.values())


def test_secrets_are_asked_for_and_handed_on() -> None:
    manifest = data(files_of(AUTHOR, KEYS), "mcpb/manifest.json")
    [(name, asked)] = manifest["user_config"].items()
    assert (asked["sensitive"], asked["required"], asked["default"]) == (True, False, "")
    started = manifest["server"]["mcp_config"]
    assert started["env"] == {"SHOP_KEY": f"${{user_config.{name}}}"}
    needed = data(files_of(AUTHOR, KEYS.replace(", {login: []}", "")), "mcpb/manifest.json")
    [asked] = needed["user_config"].values()
    assert asked["required"] and "default" not in asked
    without = data(files_of(AUTHOR), "mcpb/manifest.json")
    assert "user_config" not in without and "env" not in without["server"]["mcp_config"]


def test_it_starts_the_package_that_it_carries() -> None:
    files = files_of(AUTHOR)
    server = data(files, "mcpb/manifest.json")["server"]
    assert server["mcp_config"]["args"][-1] == server["entry_point"] == "server.py"
    project = tomllib.loads(files["mcpb/pyproject.toml"])
    assert project["project"]["dependencies"] == ["arcade_shop[mcp]"]
    wheel = project["tool"]["uv"]["sources"]["arcade_shop"]["path"]
    assert wheel == "arcade_shop-1.0.0-py3-none-any.whl"
    assert "from arcade_shop.__main__ import main\n" in files["mcpb/server.py"]


def test_only_what_was_said_is_said() -> None:
    plain = data(files_of(AUTHOR), "mcpb/manifest.json")
    assert {"homepage", "repository"} & plain.keys() == set()
    said = data(files_of(AUTHOR + PUBLISH), "mcpb/manifest.json")
    assert said["repository"]["url"] == "https://github.com/harbor-masters/shop"
    assert [each["name"] for each in said["tools"]] == ["Shop_SendOrder", "Shop_GetOrder"]
