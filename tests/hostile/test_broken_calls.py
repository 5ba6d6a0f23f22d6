"""Whatever call of the system fails, there is what was there before or what should be, and words."""

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from generator.workspace import atomic_swap
from tests.workspace.folders import snapshot

from .broken_calls import ERRORS, Breaking
from .machines import Desk

Tree = Mapping[str, tuple[str, bytes]]
OWN = "arcade_depot/"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk.made(tmp_path_factory.mktemp("desk"))
    made.state(0)
    assert made.run("generate")[0] == 0
    return made


def run_broken(desk: Desk, breaking: Breaking, *words: str) -> tuple[int, str]:
    """A run of which a call fails."""
    with breaking.active():
        return desk.run(*words)


def faults_of(desk: Desk, breaking: Breaking, state: int, *words: str) -> list[str]:
    """What is wrong after a run for a new state of which a call failed."""
    desk.state(state)
    before = desk.tree()
    code, told = run_broken(desk, breaking, *words)
    left = desk.tree()
    own = {path: each for path, each in left.items() if path.startswith(OWN)}
    assert desk.run("generate")[0] == 0, "the next run"
    new = desk.tree()
    faults = [] if code in (0, 2) and (told or not code) else [f"{code}: {told}"]
    faults += [] if own in (before, new) else ["neither the old tree nor the new one"]
    faults += [] if code or own == new else ["done, and the tree is the old one"]
    if code == 2 and own != before and "is as it should be" not in told:
        faults.append(f"the tree is the new one: {told}")
    faults += ["something is left behind"] if len(own) < len(left) and not breaking.for_good else []
    faults += [] if all(path.startswith(OWN) for path in new) else ["the next run leaves it"]
    return [f"{breaking.failed} {errno.errorcode[breaking.number]}: {each}" for each in faults]


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchanged", "renamed"])
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_any_call_may_fail(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, exchanges: bool, for_good: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(atomic_swap, "_exchange", lambda one, other: False)
    whole, random = Breaking(), Random(f"{exchanges} {for_good}")
    assert faults_of(desk, whole, -1, "generate") == []
    kinds = sorted(set(whole.calls))
    faults: list[str] = []
    for number in range(24):
        wanted = kinds[number % len(kinds)]
        at = random.choice([i for i, each in enumerate(whole.calls, 1) if each == wanted])
        breaking = Breaking(at, random.choice(ERRORS), for_good=for_good)
        faults += faults_of(desk, breaking, number % 2, "generate")
    assert faults == []


@pytest.mark.parametrize("call", ["unlink", "rmdir"])
def test_an_old_package_that_cannot_be_removed_is_told_and_goes_with_the_next_run(
    desk: Desk, call: str
) -> None:
    whole, words = Breaking(), ("generate", "--no-cache")
    assert faults_of(desk, whole, -1, *words) == []
    last = len(whole.calls) - whole.calls[::-1].index(call)
    desk.state(-2)
    code, told = run_broken(desk, Breaking(last, errno.EIO, for_good=True), *words)
    assert code == 2 and "is as it should be, but" in told and "toolgen-new" in told
    assert desk.run("check")[0] == 0
    assert desk.run("generate")[0] == 0
    assert os.listdir(desk.root / "generated") == ["arcade_depot"]


def all_of(root: Path) -> Tree:
    """Whatever lies in the workspace but for the cache."""
    ignored = ("cache/", "copies/")
    return {path: each for path, each in snapshot(root).items() if not path.startswith(ignored)}


@pytest.mark.parametrize(
    "words", [["init", "new.yaml"], ["release", "depot"]], ids=["init", "release"]
)
@pytest.mark.parametrize("exists", [False, True], ids=["new", "there"])
def test_what_was_begun_is_not_left_half_done(
    tmp_path: Path, words: list[str], exists: bool
) -> None:
    """Each of the last calls, which write, fails once."""
    desk = Desk.made(tmp_path)
    text = (desk.root / "specs/depot/openapi.yaml").read_text("utf-8")
    (desk.root / "new.yaml").write_text(text.replace('"openapi"', '"x-own": 7, "openapi"'), "utf-8")
    if exists:
        (desk.root / "specs/new").mkdir()
        (desk.root / "specs/new/README.md").write_text("Mine.", "utf-8")
        assert desk.run("release", "depot")[0] == 0
        desk.state(-5)
        toolkit = desk.root / "specs/depot/toolkit.yaml"
        toolkit.write_text(toolkit.read_text("utf-8").replace("1.0.0", "1.0.1"), "utf-8")
    whole = Breaking()
    assert run_broken(_copy(desk, 0), whole, *words)[0] == 0
    before, faults, done = all_of(tmp_path), [], all_of(tmp_path / "copies/0")
    assert before != done
    for at in range(len(whole.calls) - 40, len(whole.calls) + 1):
        breaking, copy = Breaking(at, errno.ENOSPC), _copy(desk, at)
        code, told = run_broken(copy, breaking, *words)
        left = all_of(copy.root)
        is_fine = left == (before if code else done) or "is as it should be" in told
        if not is_fine and not _is_begun_release(copy, words, told, done):
            faults.append(f"{at} {breaking.failed}: {code} {told}")
        shutil.rmtree(copy.root)
    assert faults == []


def _is_begun_release(desk: Desk, words: list[str], told: str, done: Tree) -> bool:
    """Whether the package is there, is told, and the next run records it."""
    if words[0] != "release" or "changed before" not in told or "arcade_depot" not in told:
        return False
    return desk.run(*words)[0] == 0 and all_of(desk.root) == done


def _copy(desk: Desk, number: int) -> Desk:
    kept = shutil.ignore_patterns("copies")
    return Desk(shutil.copytree(desk.root, desk.root / f"copies/{number}", ignore=kept))


def test_whatever_fails_no_file_of_a_person_is_lost(desk: Desk) -> None:
    mine = desk.root / "generated/arcade_depot/mine.txt"
    mine.write_text("mine", "utf-8")
    desk.state(-7)
    whole = Breaking()
    assert run_broken(desk, whole, "generate")[0] == 2
    before, kinds = desk.tree(), ("lstat", "scandir", "stat")
    moments = [i for i, each in enumerate(whole.calls, 1) if each in kinds]
    for at in [*moments[:30], *moments[30::9]]:
        assert run_broken(desk, Breaking(at, errno.EIO, for_good=True), "generate")[0] == 2, at
        assert desk.tree() == before, at
    mine.unlink()


def test_where_one_package_cannot_be_written_those_before_it_are_told(tmp_path: Path) -> None:
    desk = Desk.made(tmp_path)
    other = shutil.copytree(desk.root / "specs/depot", desk.root / "specs/store")
    toolkit = (other / "toolkit.yaml").read_text("utf-8").replace("depot", "store")
    toolkit = toolkit.replace("Depot", "Store")
    (other / "toolkit.yaml").write_text(toolkit, "utf-8")
    assert desk.run("generate")[0] == 0
    (other / "toolkit.yaml").write_text(
        toolkit.replace("description: D", "description: E"), "utf-8"
    )
    desk.state(-11)
    whole = Breaking()
    code, told = run_broken(_copy(desk, 0), whole, "generate")
    assert code == 0, told
    first, last = (i for i, each in enumerate(whole.calls, 1) if each == "exchange")
    for at, done in ((first, False), (last, True)):
        code, told = run_broken(_copy(desk, at), Breaking(at, errno.ENOSPC), "generate")
        assert code == 2 and "hint: nothing was changed there" in told
        assert ("; before it generated/arcade_depot was changed as meant" in told) == done
