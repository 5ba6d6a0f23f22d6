"""The commands that clients are told start the server, and so does what they unpack from a bundle."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from .bundle import NPX, pack
from .environment import PROJECT, Environment
from .session import Session
from .tools import PACKAGE, TOOLS

SCRIPT = PACKAGE.replace("_", "-")
NAMES = {tool.mcp_name for tool in TOOLS}
UV = Path(sys.executable).with_name("uv")


def of_uv() -> dict[str, str]:
    """What uv is set up with here: where it gets packages from, and where it keeps them."""
    kept = subprocess.run([UV, "cache", "dir"], capture_output=True, text=True, check=True)
    set_up = {name: value for name, value in os.environ.items() if name.startswith(("UV_", "SSL_"))}
    return {**set_up, "UV_CACHE_DIR": kept.stdout.strip()}


def started_by(environment: Environment, *words: str, **variables: str) -> set[str]:
    """What the server lists that these words start; run once before, which may have to install."""
    program = replace(environment, python=Path(words[0]))
    settings = {**of_uv(), **variables}
    first = program.run(*words[1:], "--help", **settings)
    assert first.returncode == 0, first.stderr
    log = environment.home / "client.log"
    with Session(program, log, *words[1:], CUSTOMERIO_API_KEY="key-8f2a", **settings) as session:
        return {tool.name for tool in session.list_tools()}


def test_the_installed_program_serves(by_sdk: Environment) -> None:
    assert started_by(by_sdk, str(by_sdk.python.with_name(SCRIPT))) >= NAMES


@pytest.mark.parametrize("said", ["snippet", "registry"])
def test_uvx_serves_without_an_installation(by_sdk: Environment, said: str) -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    snippet = re.search(r"`uvx ([^`]+)`", readme)
    assert snippet
    # What registries tell clients to run; tests/render holds server.json to it.
    version = by_sdk.wheel.name.split("-")[1]
    registry = ["--with", f"{PACKAGE}[mcp]=={version}", f"{SCRIPT}@{version}"]
    words = shlex.split(snippet[1]) if said == "snippet" else registry
    found = {"UV_FIND_LINKS": str(by_sdk.wheel.parent)}
    assert started_by(by_sdk, str(UV.with_name("uvx")), *words, **found) >= NAMES


@pytest.fixture(scope="module")
def bundle(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, made by the official program."""
    program = shutil.which(NPX[0])
    if program is None:
        pytest.skip("npm is not installed")
    asked = [program, *NPX[1:], "--version"]
    there = subprocess.run(asked, capture_output=True, text=True, check=False)
    if there.returncode:
        pytest.skip(f"npm cannot get {NPX[-1]}: {there.stderr[-200:]}")
    folder = tmp_path_factory.mktemp("bundle")
    shutil.copy(wheel, folder)
    return pack(PROJECT, folder)


def test_a_bundle_holds_the_wheel_and_no_secret(bundle: Path, wheel: Path) -> None:
    names = {"manifest.json", "pyproject.toml", "server.py", wheel.name}
    assert {*zipfile.ZipFile(bundle).namelist()} == names
    assert zipfile.ZipFile(bundle).read(wheel.name) == wheel.read_bytes()


def test_an_unpacked_bundle_serves(bundle: Path, by_sdk: Environment, tmp_path: Path) -> None:
    zipfile.ZipFile(bundle).extractall(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    started = manifest["server"]["mcp_config"]
    words = [each.replace("${__dirname}", str(tmp_path)) for each in started["args"]]
    assert (started["command"], [*started["env"]]) == ("uv", ["CUSTOMERIO_API_KEY"])
    assert started_by(by_sdk, str(UV), *words) >= NAMES
    assert {tool["name"] for tool in manifest["tools"]} == NAMES
