"""What a look at a workspace said is found again where nothing is different, and nowhere else."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from generator.workspace import cache_reading, program
from generator.workspace.files import make_folder
from generator.workspace.look import Look
from generator.workspace.unchanged import said_before

WORDS = ("check",)
SPEC, PACKAGE = "specs/one/openapi.yaml", "generated/arcade_one"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that we are in, of which something was said."""
    root = tmp_path / "root"
    for name in (SPEC, "specs/one/toolkit.yaml", f"{PACKAGE}/README.md", f"{PACKAGE}/deep/a.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / ".git").mkdir()
    (root / "sub").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("TOOLGEN_CACHE_DIR", str(tmp_path / "cache"))
    look(WORDS)
    return root


def look(words: tuple[str, ...]) -> None:
    begun = Look.begun(words)
    if begun:
        begun.keep("unchanged  é\n")


def entry(workspace: Path) -> Path:
    (found,) = (workspace.parent / "cache").iterdir()
    return found


def linked(root: Path) -> None:
    (root / SPEC).rename(root.parent / "elsewhere")
    (root / SPEC).symlink_to(root.parent / "elsewhere")


def moved(root: Path) -> None:
    (root / "specs").rename(root.parent / "specs")
    (root / "specs").symlink_to(root.parent / "specs")


DIFFERENCES: dict[str, Callable[[Path], object]] = {
    "a byte of a source": lambda root: (root / SPEC).write_text("x"),
    "a byte of a package": lambda root: (root / PACKAGE / "deep/a.py").write_text("x"),
    "one more source": lambda root: (root / "specs/one/released.json").write_text(""),
    "one more file": lambda root: (root / PACKAGE / ".hidden").write_text(""),
    "one more folder": lambda root: (root / "generated/.arcade_one.toolgen-new").mkdir(),
    "one file less": lambda root: (root / PACKAGE / "README.md").unlink(),
    "another name": lambda root: (root / PACKAGE).rename(root / "generated/arcade_two"),
    "a file up": lambda root: (root / PACKAGE / "deep/a.py").rename(root / PACKAGE / "a.py"),
    "executable": lambda root: (root / PACKAGE / "README.md").chmod(0o755),
    "a link to the same": linked,
    "a folder that is a link": moved,
    "a pipe": lambda root: os.mkfifo(root / PACKAGE / "pipe"),
    "nothing generated": lambda root: (root / "generated").rename(root / "gone"),
    "no longer the checkout": lambda root: (root / ".git").rename(root.parent / ".git"),
    "a damaged entry": lambda root: entry(root).write_bytes(entry(root).read_bytes() + b"x"),
    "half an entry": lambda root: entry(root).write_bytes(entry(root).read_bytes()[:70]),
    "no entry": lambda root: entry(root).unlink(),
}


def test_it_is_found_again_also_from_below(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said_before(WORDS) == "unchanged  é\n".encode()
    monkeypatch.chdir(workspace / "sub")
    assert said_before(WORDS) == "unchanged  é\n".encode()


@pytest.mark.parametrize("name", DIFFERENCES)
def test_any_difference_is_seen(workspace: Path, name: str) -> None:
    DIFFERENCES[name](workspace)
    assert said_before(WORDS) is None


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_became_different_meanwhile_is_not_what_was_looked_at(
    workspace: Path, name: str
) -> None:
    begun = Look.begun(WORDS)
    assert begun
    DIFFERENCES[name](workspace)
    before = {each: each.read_bytes() for each in (workspace.parent / "cache").iterdir()}
    if "entry" not in name:
        begun.keep("something else")
        assert {each: each.read_bytes() for each in before} == before
    assert said_before(WORDS) is None


def test_the_day_the_program_and_a_nearer_workspace_count(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as within:
        within.setattr(time, "strftime", lambda _: "2001-01-01")
        assert said_before(WORDS) is None
    with monkeypatch.context() as within:
        within.setattr(program, "FOLDER", str(workspace / "sub"))
        within.setattr(program, "_known", [])
        assert said_before(WORDS) is None
    monkeypatch.chdir(workspace / "sub")
    assert said_before(WORDS)
    (workspace / "sub/specs").mkdir()
    assert said_before(WORDS) is None


@pytest.mark.parametrize("words", [("check", "one"), ("check", "--full"), ("check", "--spec=a")])
def test_command_lines_that_are_not_plain_are_not_looked_into(
    workspace: Path, words: tuple[str, ...]
) -> None:
    look(words)
    assert said_before(words) is None
    assert entry(workspace)  # no other one


def test_plain_words_have_answers_of_their_own(workspace: Path) -> None:
    assert said_before(("check", "-q")) is None
    look(("check", "-q"))
    assert said_before(("check", "-q"))


def test_names_that_are_no_text_are_said_again_as_they_are(workspace: Path) -> None:
    begun = Look.begun(WORDS)
    assert begun
    begun.keep("unchanged   caf\udce9/generated/arcade_one\n")
    assert said_before(WORDS) == b"unchanged   caf\xe9/generated/arcade_one\n"


def test_what_linters_leave_in_packages_does_not_count(workspace: Path) -> None:
    (workspace / PACKAGE / ".mypy_cache").mkdir()
    (workspace / PACKAGE / ".mypy_cache/x").write_text("")
    assert said_before(WORDS)
    (workspace / "specs/one/.mypy_cache").mkdir()  # a document may refer into it
    assert said_before(WORDS) is None


def test_a_workspace_that_is_deeper_than_calls_is_looked_at_each_time(workspace: Path) -> None:
    deep = Path(PACKAGE, *["d"] * 1500)
    make_folder(deep)
    answers = said_before(WORDS), Look.begun(WORDS)
    os.removedirs(deep)  # which is more than pytest's own way to tidy up can do
    assert answers == (None, None)


def test_a_link_is_taken_for_no_entry(workspace: Path) -> None:
    there = entry(workspace)
    there.rename(workspace / "sub/entry")
    there.symlink_to(workspace / "sub/entry")
    assert said_before(WORDS) is None


@pytest.mark.parametrize(
    ("variables", "otherwise"),
    [
        ({"HOME": "/home/somebody"}, ""),
        ({"HOME": "/home/somebody", "XDG_CACHE_HOME": "/kept"}, ""),
        (
            {"HOME": "/home/somebody", "XDG_CACHE_HOME": "not/absolute"},
            "/home/somebody/.cache/toolgen",
        ),
        ({"HOME": "/home/somebody", "XDG_CACHE_HOME": " "}, ""),
        ({"HOME": "relative"}, ""),
        ({}, ""),
    ],
)
def test_the_cache_is_where_others_keep_theirs(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], otherwise: str
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "TOOLGEN_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    usual = platformdirs.user_cache_dir("toolgen", appauthor=False)
    # Older versions of the library keep to what is relative, which depends on where one stands.
    assert cache_reading.folder_name() == (usual if os.path.isabs(usual) else otherwise)
