"""catalog.json is what Arcade's own server lists, tool by tool and in its order."""

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from arcade_core.catalog import ToolCatalog
from arcade_core.toolkit import Toolkit
from arcade_mcp_server.managers.tool import ToolManager

from generator.plan.model import Authorization
from generator.render.arcade.answer_schema import answer_schemas
from generator.render.arcade.authorization import PROVIDERS, requirement
from tests.runtime.built import CASES, imported

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parents[1].name for path in CASES.glob("*/expected/pyproject.toml"))
LISTED = ("name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta")


def listed_by_arcade(folder: Path, toolkit: str) -> list[dict[str, Any]]:
    """What a server of the package that can be imported lists, as its module starts it."""
    found = Toolkit.from_directory(folder)
    found.name = toolkit
    catalog, manager = ToolCatalog(), ToolManager()
    catalog.add_toolkit(found)

    async def listed() -> list[dict[str, Any]]:
        await manager.load_from_catalog(catalog)
        tools = await manager.list_tools()
        return [each.model_dump(mode="json", by_alias=True, exclude_none=True) for each in tools]

    return asyncio.run(listed())


def listed_by_catalog(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the package's catalog lists, and its entries."""
    [path] = folder.glob("*/catalog.json")
    catalog = json.loads(path.read_text("utf-8"))
    entries = [{"outputSchema": catalog["answer"], **each} for each in catalog["tools"]]
    return [{key: each[key] for key in LISTED if key in each} for each in entries], entries


def toolkit_of(folder: Path) -> str:
    facts = json.loads((folder / "docs" / "toolkit.json").read_text("utf-8"))
    return str(facts["toolkit"])


def test_there_are_packages() -> None:
    assert len(PACKAGES) >= 25


@pytest.mark.parametrize("case", PACKAGES)
def test_a_case_is_listed_as_by_arcade(case: str, tmp_path: Path) -> None:
    with imported(case, tmp_path) as tools:
        package = tools.__name__.partition(".")[0]
        # What all packages have alike takes long to look through: the delivered one is listed with it.
        shutil.rmtree(tmp_path / package / "_serving")
        listed, entries = listed_by_catalog(tmp_path)
        assert listed == listed_by_arcade(tmp_path, toolkit_of(tmp_path))
        for each in entries:
            function = getattr(sys.modules[f"{package}.{each['module']}"], each["function"])
            assert function.__tool_name__ == each["title"]
            assert (function.__tool_requires_secrets__ or []) == each["secrets"]


@pytest.mark.parametrize(
    "folder", sorted((ROOT / "generated").glob("arcade_*")), ids=lambda path: path.name
)
def test_a_delivered_package_is_listed_as_by_arcade(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(folder))
    assert listed_by_catalog(folder)[0] == listed_by_arcade(folder, toolkit_of(folder))


def test_an_entry_says_of_the_operation_what_the_document_says(tmp_path: Path) -> None:
    with imported("renamed", tmp_path):
        _, entries = listed_by_catalog(tmp_path)
    by_operation: dict[str, list[dict[str, Any]]] = {}
    for each in entries:
        by_operation.setdefault(each["operation"], []).append(each)
    assert all(len({each["operationId"] for each in same}) == 1 for same in by_operation.values())
    aliased = [same for same in by_operation.values() if len(same) > 1]
    assert aliased
    for same in aliased:
        assert [each["deprecated"] for each in same].count(False) == 1


def test_the_answer_is_that_of_the_runtime() -> None:
    properties = answer_schemas()["Answer"]["properties"]
    assert properties["outcome"]["enum"] == ["accepted", "accepted_unverified"]
    assert properties["message_ids"]["items"] == {"type": "string"}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("scopes", [(), ("read", "write")])
def test_a_provider_is_required_as_arcade_says_it(provider: str, scopes: tuple[str, ...]) -> None:
    import arcade_tdk.auth

    made = getattr(arcade_tdk.auth, provider)(scopes=list(scopes) or None)
    required = requirement(Authorization(provider, "", scopes))
    assert required["provider_id"] == made.provider_id
    assert required["provider_type"] == made.provider_type.value
    assert required["oauth2"] == ({"scopes": made.scopes} if scopes else {})
