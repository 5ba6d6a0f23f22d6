"""Who writes sources (`init`, `pull`, `release`) and is killed leaves what the next run, of any command, goes on with."""

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.workspace.folders import snapshot

from .machines import DOCUMENT, Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
THEIRS = json.dumps({**DOCUMENT, "info": {"title": "Depot", "version": "2"}}).encode()
PULL = ("pull", "depot", "--from", "theirs.json", "--write")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk.made(tmp_path_factory.mktemp("desk"))
    (made.root / "theirs.json").write_bytes(THEIRS)
    return made


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(made.root, tmp_path / "desk")))


def at(desk: Desk, change: int, *arguments: str) -> None:
    """A run that is killed when it is about to make a change of this number."""
    assert desk.killed_at(change, signal.SIGKILL, *arguments).returncode == -signal.SIGKILL


def test_what_init_left_is_no_toolkit(desk: Desk) -> None:
    at(desk, 7, "init", "theirs.json")
    left = [each.name for each in (desk.root / "specs").iterdir() if each.name != "depot"]
    assert left == [".theirs.toolgen-new"]
    for word in ("check", "lint"):
        code, told = desk.run(word)
        assert code == 0 and "theirs" not in told
    assert desk.run("init", "theirs.json", "--out", "specs/others")[0] == 0
    assert sorted(each.name for each in (desk.root / "specs").iterdir()) == ["depot", "others"]


def test_init_goes_on_in_a_folder_where_it_was_killed(desk: Desk) -> None:
    (desk.root / "begun").mkdir()
    words = ("init", "theirs.json", "--out", "begun")
    at(desk, 8, *words)
    assert (desk.root / "begun/openapi.yaml").read_bytes() == THEIRS
    assert not (desk.root / "begun/toolkit.yaml").exists()
    assert desk.run(*words)[0] == 0
    assert sorted(snapshot(desk.root / "begun")) == ["openapi.yaml", "toolkit.yaml"]
    assert desk.run(*words)[0] == 2


@pytest.mark.parametrize("change", [3, 7])
def test_pull_leaves_the_old_document_or_the_new_one(desk: Desk, change: int) -> None:
    document = desk.root / "specs/depot/openapi.yaml"
    before = document.read_bytes()
    at(desk, change, *PULL)
    assert document.read_bytes() == (before if change < 5 else THEIRS)
    assert desk.run(*PULL)[0] == 0
    assert document.read_bytes() == THEIRS
    names = sorted(snapshot(desk.root / "specs/depot"))
    assert names == ["openapi.yaml", "seen.json", "toolkit.yaml"]


@pytest.mark.parametrize("change", [4, 200])
def test_a_release_that_was_killed_can_be_made_again(desk: Desk, change: int) -> None:
    at(desk, change, "release", "depot")
    assert not (desk.root / "specs/depot/released.json").exists()
    code, told = desk.run("release", "depot")
    assert code == 0, told
    assert desk.run("check")[0] == 0
    names = sorted(snapshot(desk.root / "specs/depot"))
    assert names == ["openapi.yaml", "released.json", "toolkit.yaml"]
    assert [each.name for each in (desk.root / "generated").iterdir()] == ["arcade_depot"]


@pytest.mark.parametrize("manifest", ["", '{"files": {}}', "{"])
@pytest.mark.parametrize("package", ["arcade_depot", "arcade_gone"])
def test_a_package_that_was_begun_is_none(desk: Desk, package: str, manifest: str) -> None:
    """Not of any toolkit either, be its manifest whole or not."""
    left = desk.root / f"generated/.{package}.toolgen-new"
    left.mkdir()
    (left / "README.md").write_text("Begun.", "utf-8")
    (left / "manifest.json").write_text(manifest, "utf-8")
    assert desk.run("check")[0] == 0
    desk.state(3)
    assert desk.run("generate")[0] == 0
    assert [each.name for each in (desk.root / "generated").iterdir()] == ["arcade_depot"]
