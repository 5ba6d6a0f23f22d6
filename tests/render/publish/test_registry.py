"""server.json is what the MCP registry takes, and there only where somebody publishes the package."""

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from generator.core.problems import ProblemsError
from tests.shop import CONFIG

from .packages import GRANTED, KEYS, OAUTH, PUBLISH, data, files_of

NAME = "io.github.harbor-masters/arcade-shop"
OWNER = "publish: { owner: harbor-masters }\n"
SEVERAL = """\
components:
  securitySchemes:
    application: {type: apiKey, in: header, name: X-App}
    key: {type: apiKey, in: query, name: key, description: "Größe | \\u2028 <b>"}
    login: {type: http, scheme: basic}
security: [{application: [], key: [], login: []}]
"""
"""Three keys that every call needs."""


def server(files: dict[str, str]) -> Any:
    return data(files, "server.json")


def test_nobody_is_made_up() -> None:
    files = files_of("publish: { category: sales }\n")
    assert "server.json" not in files
    assert "mcp-name" not in files["README.md"]


def test_the_name_is_marked_in_the_readme_by_which_the_registry_knows_the_owner() -> None:
    files = files_of(OWNER)
    assert server(files)["name"] == NAME
    assert f"\n<!-- mcp-name: {NAME} -->\n" in files["README.md"]


def test_only_what_was_said_is_said() -> None:
    assert {"websiteUrl", "repository", "icons"} & server(files_of(OWNER)).keys() == set()
    said = server(files_of(PUBLISH))
    assert said["websiteUrl"] == "https://shop.example/tools"
    assert said["icons"] == [{"src": "https://shop.example/icon.png"}]
    address = "https://github.com/harbor-masters/shop"
    assert said["repository"] == {"url": address, "source": "github"}


def test_the_addresses_are_the_project_s_too() -> None:
    project = tomllib.loads(files_of(PUBLISH)["pyproject.toml"])["project"]
    assert project["urls"]["Homepage"] == "https://shop.example/tools"
    assert project["urls"]["Repository"] == "https://github.com/harbor-masters/shop"
    assert "urls" not in tomllib.loads(files_of()["pyproject.toml"])["project"]


def test_the_program_is_started_by_the_package_s_name_with_what_serves_it() -> None:
    [package] = server(files_of(OWNER))["packages"]
    project = tomllib.loads(files_of(OWNER)["pyproject.toml"])["project"]
    assert package["identifier"] in project["scripts"]
    assert package["identifier"].replace("-", "_") == project["name"]
    assert package["version"] == project["version"] == server(files_of(OWNER))["version"]
    assert (package["registryType"], package["runtimeHint"]) == ("pypi", "uvx")
    assert package["transport"] == {"type": "stdio"}
    [given] = package["runtimeArguments"]
    assert given == {"type": "named", "name": "--with", "value": "arcade_shop[mcp]==1.0.0"}


def test_secrets_are_told_apart_from_settings() -> None:
    [package] = server(files_of(OWNER, KEYS))["packages"]
    told = {each["name"]: each for each in package["environmentVariables"]}
    secrets = {name for name, each in told.items() if each.get("isSecret")}
    assert secrets == {"SHOP_KEY", "SHOP_LOGIN"}
    # One of them is enough, so that neither is required.
    assert not any(told[name]["isRequired"] for name in secrets)
    assert told.keys() - secrets >= {"SHOP_BASE_URL", "SHOP_READ_ONLY"}
    [package] = server(files_of(OWNER, KEYS.replace(", {login: []}", "")))["packages"]
    assert package["environmentVariables"][0]["isRequired"]


def test_long_texts_are_cut_at_a_word() -> None:
    config = CONFIG.replace("Tools for orders.", " ".join(["Tools"] * 40))
    said = server(files_of(OWNER, config=config))["description"]
    assert len(said) <= 100 and said.endswith("Tools…")


@pytest.mark.parametrize(
    "wrong",
    [
        "{ owner: a/b }",
        '{ owner: "a-->" }',
        "{ owner: -a }",
        "{ repository: http://github.com/a/b }",
        "{ repository: https://github.com.example/a/b }",
        '{ homepage: "https://a.example/<b>" }',
        '{ icon: "javascript:x" }',
        "{ category: other }",
        "{ other: x }",
        "{}",
    ],
)
def test_what_is_no_owner_or_address_is_refused(wrong: str) -> None:
    with pytest.raises(ProblemsError):
        files_of(f"publish: {wrong}\n")


def test_it_fits_the_published_schema() -> None:
    folder = os.environ.get("TOOLGEN_REFERENCE")
    path = Path(folder or ".", "server.schema.json")
    if folder is None or not path.is_file():
        pytest.skip("TOOLGEN_REFERENCE has no server.schema.json")
    validator = Draft7Validator(json.loads(path.read_text("utf-8")), format_checker=FormatChecker())
    long = CONFIG.replace("Tools for orders.", "Ä" * 150).replace(
        "title: Shop", f"title: {'T' * 150}"
    )
    candidate = CONFIG.replace("version: 1.0.0", "version: 2.0.0rc1")
    for files in (
        files_of(OWNER),
        files_of(PUBLISH),
        files_of(PUBLISH, KEYS),
        files_of(PUBLISH.replace("harbor-masters", "Harbor-Masters"), SEVERAL),
        files_of(f"publish: {{ owner: {'h' * 39}, icon: \"https://shop.example/{'i' * 234}\" }}\n"),
        files_of(OWNER, config=long),
        files_of(OWNER, config=candidate),
        files_of(OWNER + GRANTED, OAUTH),
    ):
        assert [error.message for error in validator.iter_errors(server(files))] == []
