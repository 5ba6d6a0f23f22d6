"""How generated tools are let in: what Arcade is told, and what goes over the wire."""

import asyncio
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arcade_tdk.auth
import pytest
from arcade_core.catalog import ToolCatalog
from arcade_core.executor import ToolExecutor
from arcade_core.schema import ToolContext, ToolSecretItem

from generator.build import build
from generator.plan.model import Authorization
from generator.render.arcade.authorization import PROVIDERS, authorization
from generator.workspace import package_folder
from generator.workspace.toolkits import SourcePaths, read_sources
from tests.runtime.wire import Wire, answer

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Loads the tools of a case's package into Arcade's catalog."""
    for name in ("HARBOR_SITE_KEY", "HARBOR_BERTH_NUMBER", "HARBOR_LOGIN", "HARBOR_CALL_SIGN"):
        monkeypatch.delenv(name, raising=False)

    def load(case: str) -> dict[str, Any]:
        folder = CASES / case
        paths = SourcePaths(folder / "openapi.yaml", config=folder / "toolkit.yaml")
        built = build(read_sources(paths, folder))
        package_folder.write_package(built.files, tmp_path / case)
        monkeypatch.syspath_prepend(str(tmp_path / case))
        catalog, module = ToolCatalog(), importlib.import_module(f"{built.package}.tools")
        for function in module.__all__:
            catalog.add_tool(getattr(module, function), str(built.package))
        return {tool.definition.name: tool for tool in catalog}

    yield load


def requirements(tool: Any) -> tuple[list[str], Any]:
    needed = tool.definition.requirements
    secrets = [each.key for each in needed.secrets or []]
    granted = needed.authorization
    scopes = granted.oauth2.scopes if granted and granted.oauth2 else None
    return secrets, (granted.id, scopes) if granted else None


async def called(tool: Any, **secrets: str) -> Any:
    items = [ToolSecretItem(key=key, value=value) for key, value in secrets.items()]
    return await ToolExecutor.run(
        func=tool.tool,
        definition=tool.definition,
        input_model=tool.input_model,
        output_model=tool.output_model,
        context=ToolContext(secrets=items),
    )


def test_arcade_is_told_what_no_call_can_do_without(tools: Any) -> None:
    loaded = tools("alternatives")
    assert {name: requirements(tool)[0] for name, tool in loaded.items()} == {
        "ListShips": ["HARBOR_SITE_KEY"],
        "ListBerths": ["HARBOR_SITE_KEY", "HARBOR_BERTH_NUMBER"],
        "ListCrews": [],
        "ListTides": [],
        "ListWinds": [],
        "ReadRadio": [],
        "ListLights": ["HARBOR_CALL_SIGN"],
    }


@pytest.mark.parametrize(
    ("name", "secrets", "target", "headers"),
    [
        ("ListTides", {}, "/tides", {}),
        ("ListTides", {"HARBOR_SITE_KEY": "s1"}, "/tides", {"x-site-key": "s1"}),
        (
            "ListBerths",
            {"HARBOR_SITE_KEY": "s1", "HARBOR_BERTH_NUMBER": "7c"},
            "/berths?berth=B-7c",
            {"x-site-key": "s1"},
        ),
        (
            "ListCrews",
            {"HARBOR_SITE_KEY": "s1", "HARBOR_CALL_SIGN": "9f"},
            "/crews",
            {"x-site-key": "s1", "authorization": "Sign 9f"},
        ),
        (
            "ListCrews",
            {"HARBOR_SITE_KEY": "s1", "HARBOR_CALL_SIGN": "9f", "HARBOR_LOGIN": "u:p"},
            "/crews",
            {"authorization": "Basic dTpw"},
        ),
        ("ListWinds", {"HARBOR_CALL_SIGN": "9f"}, "/winds", {}),
        ("ReadRadio", {"HARBOR_CALL_SIGN": "9f"}, "/radio", {"authorization": "Sign 9f"}),
    ],
)
def test_each_tool_sends_its_own_keys(
    tools: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    secrets: dict[str, str],
    target: str,
    headers: dict[str, str],
) -> None:
    tool = tools("alternatives")[name]

    async def work() -> Any:
        async with Wire((answer(200),)) as wire:
            monkeypatch.setenv("HARBOR_BASE_URL", wire.url)
            output = await called(tool, **secrets)
            assert output.error is None, output.error
            return wire.received[0]

    received = asyncio.run(work())
    assert received.target == f"/v1{target}"
    kept = {key: received.headers.get(key) for key in ("x-site-key", "authorization")}
    assert {key: value for key, value in kept.items() if value} == headers


def test_each_server_has_its_own_setting(tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = tools("servers")
    routes = {
        "FERRY_BASE_URL": ["ListSame", "ListTrips"],
        "FERRY_UPLOADS_BASE_URL": ["ListUploads", "MakeUpload"],
        "FERRY_REPORTS": ["ListReports"],
        "FERRY_V0_BASE_URL": ["ListLegacy"],
    }

    async def work() -> dict[str, list[str]]:
        seen: dict[str, list[str]] = {}
        async with Wire((answer(200),)) as wire:
            for variable in routes:
                monkeypatch.setenv(variable, f"{wire.url}/{variable}")
            for name, tool in loaded.items():
                assert (await called(tool)).error is None
                seen.setdefault(wire.received[-1].target.split("/")[2], []).append(name)
        return seen

    assert asyncio.run(work()) == routes


def test_arcade_asks_users_for_the_scopes_of_each_operation(tools: Any) -> None:
    loaded = tools("granted")
    own = "attic-accounts"
    assert {name: requirements(tool) for name, tool in loaded.items()} == {
        "ListCrates": ([], (own, ["read"])),
        "ListBoxes": ([], (own, ["read"])),
        "AddBox": ([], (own, ["read", "write"])),
        "ReadDust": ([], (own, None)),
        "ListLocked": (["ATTIC_KEY"], (own, ["read"])),
        "ListKeyed": (["ATTIC_KEY"], None),
    }


def test_the_providers_are_those_that_arcade_knows() -> None:
    known = {
        name
        for name, each in vars(arcade_tdk.auth).items()
        if inspect.isclass(each) and issubclass(each, arcade_tdk.auth.OAuth2)
    }
    assert {*PROVIDERS, "OAuth2"} == known
    for name in PROVIDERS:
        made = getattr(arcade_tdk.auth, name)()
        assert authorization(Authorization(made.provider_id, "", ())) == f"auth.{name}()"


@pytest.mark.parametrize(
    ("needed", "source"),
    [
        (Authorization("github", "", ("repo",)), 'auth.GitHub(scopes=["repo"])'),
        (Authorization("GitHub", "own", ()), 'auth.GitHub(id="own")'),
        (Authorization("desk", "", ("a", "b")), 'auth.OAuth2(id="desk", scopes=["a", "b"])'),
    ],
)
def test_a_provider_that_arcade_does_not_know_is_an_id(needed: Any, source: str) -> None:
    assert authorization(needed) == source
