"""A folder that was compared is not read again before it is written, unless something was changed meanwhile."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core.problems import ProblemsError
from generator.workspace import package_folder
from generator.workspace.encoded_files import encode
from generator.workspace.package_folder import Compared

from .folders import as_written, package, snapshot

OLD = encode(package(a_txt="a\n", sub__b_txt="b\n"))
FILES = package(a_txt="other\n", sub__b_txt="b\n")
NEW = encode(FILES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "x"
    package_folder.write_encoded(OLD, target, package_folder.compare_encoded(OLD, target))
    return target


def _settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Compared:
    """What is seen of a folder in which nothing was changed for a while."""
    monkeypatch.setattr(package_folder, "_STEP", 0)
    time.sleep(0.05)
    return package_folder.compare_encoded(NEW, folder)


def _refuse(*_: object) -> None:
    raise AssertionError("read again")


@pytest.mark.skipif(os.name != "posix", reason="the times of changes are told by POSIX alone")
def test_what_was_seen_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _settled(folder, monkeypatch)
    monkeypatch.setattr(package_folder, "_difference", _refuse)
    written = package_folder.write_encoded(NEW, folder, seen)
    assert [str(each.path) for each in written] == ["a.txt", "manifest.json"]
    assert snapshot(folder) == as_written(FILES)


def _edited(folder: Path) -> None:
    (folder / "sub" / "b.txt").write_text("mine\n")


def _edited_within_its_times(folder: Path) -> None:
    """A text of the same length, the time of its change set back."""
    facts = os.stat(folder / "sub" / "b.txt")
    (folder / "sub" / "b.txt").write_text("B\n")
    os.utime(folder / "sub" / "b.txt", ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _replaced(folder: Path) -> None:
    (folder / "late").write_text("B\n")
    os.replace(folder / "late", folder / "sub" / "b.txt")


def _executable(folder: Path) -> None:
    os.chmod(folder / "sub" / "b.txt", 0o755)


@pytest.mark.parametrize("change", [_edited, _edited_within_its_times, _replaced, _executable])
def test_what_is_changed_meanwhile_is_told_and_written_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    seen = _settled(folder, monkeypatch)
    time.sleep(0.05)
    change(folder)
    written = package_folder.write_encoded(NEW, folder, seen)
    assert "sub/b.txt" in {str(each.path) for each in written}
    assert snapshot(folder) == as_written(FILES)


def test_what_is_changed_in_the_same_moment_is_read_again(folder: Path) -> None:
    seen = package_folder.compare_encoded(NEW, folder)
    _edited_within_its_times(folder)
    written = package_folder.write_encoded(NEW, folder, seen)
    assert "sub/b.txt" in {str(each.path) for each in written}
    assert snapshot(folder) == as_written(FILES)


def test_what_a_person_puts_there_meanwhile_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _settled(folder, monkeypatch)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ProblemsError, match=r"never wrote: notes\.txt"):
        package_folder.write_encoded(NEW, folder, seen)
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "a.txt").read_text() == "a\n"
