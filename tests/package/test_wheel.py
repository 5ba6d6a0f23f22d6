"""What is inside the wheel, as an installer and Arcade's runtime read it."""

import configparser
import email
import json
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from .environment import Environment
from .tools import PACKAGE, TOOLKIT, TOOLS


@pytest.fixture(scope="module")
def archive(wheel: Path) -> zipfile.ZipFile:
    """The wheel, opened."""
    return zipfile.ZipFile(wheel)


@pytest.fixture(scope="module")
def names(archive: zipfile.ZipFile) -> list[str]:
    """Every path in the wheel."""
    return archive.namelist()


def read_metadata(archive: zipfile.ZipFile, name: str) -> str:
    """The text of a file in the wheel's .dist-info folder."""
    path = next(path for path in archive.namelist() if path.endswith(f".dist-info/{name}"))
    return archive.read(path).decode("utf-8")


@pytest.fixture(scope="module")
def metadata(archive: zipfile.ZipFile) -> Message:
    """METADATA, parsed."""
    return email.message_from_string(read_metadata(archive, "METADATA"))


def test_the_name_keeps_its_underscores(metadata: Message) -> None:
    assert metadata["Name"] == PACKAGE


def test_the_entry_point_is_where_arcade_looks(archive: zipfile.ZipFile) -> None:
    parser = configparser.ConfigParser()
    parser.read_string(read_metadata(archive, "entry_points.txt"))
    assert dict(parser["arcade_toolkits"]) == {"toolkit_name": PACKAGE}


@pytest.mark.parametrize("path", ["__init__.py", "__main__.py", "py.typed", "enums.py"])
def test_the_package_is_whole(names: list[str], path: str) -> None:
    assert f"{PACKAGE}/{path}" in names


def test_nothing_lies_outside_the_package(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {PACKAGE}


def test_the_license_is_inside(names: list[str], metadata: Message) -> None:
    assert any(".dist-info/" in name and name.endswith("LICENSE") for name in names)
    assert metadata["License-Expression"] == "MIT"


def test_the_readme_is_the_description(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    payload = metadata.get_payload()
    assert isinstance(payload, str)
    assert "CUSTOMERIO_API_KEY" in payload


def test_the_floor_is_what_we_test(metadata: Message) -> None:
    assert metadata["Requires-Python"] == ">=3.10"


def test_serving_is_an_extra(metadata: Message) -> None:
    needs = metadata.get_all("Requires-Dist") or []
    servers = [need for need in needs if need.startswith("arcade-mcp-server")]
    assert len(servers) == 1
    assert "extra == 'server'" in servers[0].replace('"', "'")


def test_names_hold_no_machine_path(archive: zipfile.ZipFile) -> None:
    here = str(Path(__file__).parents[2]).encode()
    assert [name for name in archive.namelist() if here in archive.read(name)] == []


DISCOVERY = """
import json, arcade_core.toolkit as t
from arcade_core.catalog import ToolCatalog
found = t.Toolkit.find_all_arcade_toolkits()
catalog = ToolCatalog()
for toolkit in found:
    catalog.add_toolkit(toolkit)
print(json.dumps({
    "toolkits": [toolkit.package_name for toolkit in found],
    "tools": sorted(str(name) for name in catalog.get_tool_names()),
}))
"""


def test_arcade_finds_the_toolkit_and_its_tools(served: Environment) -> None:
    done = served.run("-c", DISCOVERY)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["toolkits"] == [PACKAGE]
    assert found["tools"] == sorted(f"{TOOLKIT}.{tool.name}" for tool in TOOLS)


IMPORT = f"""
import sys, threading, socket
def refuse(*_):
    raise AssertionError("a socket was opened at import")
socket.socket.connect = refuse
import importlib, pkgutil, {PACKAGE} as package
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if module.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError:
        # What serves by the protocol's SDK is imported only where that is there.
        assert sys.argv[1:] == ["without SDK"] and "._serving." in module.name, module.name
assert threading.active_count() == 1, threading.enumerate()
print("imported")
"""


def test_importing_opens_and_starts_nothing(bare: Environment, by_sdk: Environment) -> None:
    for environment, words in ((bare, ["without SDK"]), (by_sdk, [])):
        done = environment.run("-c", IMPORT, *words)
        assert (done.returncode, done.stdout) == (0, "imported\n"), done.stderr
