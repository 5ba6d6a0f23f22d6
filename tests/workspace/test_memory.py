"""What is remembered of a package is found again where it is whole, our own, and of this program."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.workspace import memory, program
from generator.workspace.memory import PackageMemory


def kept(folder: Path) -> Path:
    """The one file of the memory, with one entry."""
    first = PackageMemory(folder, "a package")
    first.keep("key", {"größe": [1, None, 2.5]})
    first.save()
    (path,) = folder.iterdir()
    return path


def damaged(path: Path) -> Iterator[bytes]:
    whole = path.read_bytes()
    yield from (b"", whole[:-1], whole[:70], whole.replace(b"2.5", b"2.6"), b"\xff" * 99)


def test_a_later_run_recalls_what_was_kept(tmp_path: Path) -> None:
    kept(tmp_path)
    later = PackageMemory(tmp_path, "a package")
    assert later.recall("key") == {"größe": [1, None, 2.5]}
    assert later.recall("another key") is None


def test_what_was_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    kept(tmp_path)
    second = PackageMemory(tmp_path, "a package")
    second.keep("other", 1)
    second.save()
    third = PackageMemory(tmp_path, "a package")
    assert third.recall("key") is None
    assert third.recall("other") == 1


def test_nothing_is_recalled_before_it_is_saved(tmp_path: Path) -> None:
    PackageMemory(tmp_path, "a package").keep("key", 1)
    assert PackageMemory(tmp_path, "a package").recall("key") is None


def test_another_package_has_a_memory_of_its_own(tmp_path: Path) -> None:
    kept(tmp_path)
    assert PackageMemory(tmp_path, "another package").recall("key") is None


def test_a_damaged_memory_is_empty(tmp_path: Path) -> None:
    path = kept(tmp_path)
    for data in damaged(path):
        path.write_bytes(data)
        assert PackageMemory(tmp_path, "a package").recall("key") is None


def test_the_memory_of_another_package_in_its_place_is_empty(tmp_path: Path) -> None:
    path = kept(tmp_path)
    PackageMemory(tmp_path / "b", "another package").save()
    other = PackageMemory(tmp_path / "b", "another package")
    other.keep("key", "theirs")
    other.save()
    (theirs,) = (tmp_path / "b").iterdir()
    path.write_bytes(theirs.read_bytes())
    assert PackageMemory(tmp_path, "a package").recall("key") is None


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert PackageMemory(tmp_path, "a package").recall("key") is None


def test_another_program_remembers_nothing_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path)
    monkeypatch.setattr(memory, "program_digest", lambda: program.program_digest()[::-1])
    assert PackageMemory(tmp_path, "a package").recall("key") is None


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("where the folder should be")
    one = PackageMemory(folder, "a package")
    one.keep("key", 1)
    one.save()
    assert folder.read_text() == "where the folder should be"


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = kept(tmp_path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
