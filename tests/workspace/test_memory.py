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


@pytest.mark.parametrize(
    "text", ["", "'", '"', "{}", "two\nlines\n", "größe \ud800 \x00", "key 3\n"]
)
def test_a_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    first = PackageMemory(tmp_path, "a package")
    for number, value in enumerate((text, [text], text)):
        first.keep(f"key{number}", value)
    first.save()
    later = PackageMemory(tmp_path, "a package")
    assert [later.recall(f"key{number}") for number in range(4)] == [text, [text], text, None]


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


def run(folder: Path, recalled: range, kept: range) -> None:
    """A run that recalls some of what there is, and adds to it."""
    one = PackageMemory(folder, "a package")
    assert [one.recall(f"key{number}") for number in recalled] == [["x" * 99]] * len(recalled)
    for number in kept:
        one.keep(f"key{number}", ["x" * 99])
    one.save()


def known(folder: Path) -> set[int]:
    one = PackageMemory(folder, "a package")
    return {number for number in range(200) if one.recall(f"key{number}") is not None}


def test_what_a_run_adds_is_put_at_the_end(tmp_path: Path) -> None:
    run(tmp_path, range(0), range(100))
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    run(tmp_path, range(100), range(1))  # nothing new
    assert path.read_bytes() == whole
    run(tmp_path, range(1, 100), range(100, 102))
    assert path.read_bytes().startswith(whole) and len(path.read_bytes()) > len(whole)
    assert known(tmp_path) == set(range(102))


def test_a_later_value_counts(tmp_path: Path) -> None:
    run(tmp_path, range(0), range(100))
    one = PackageMemory(tmp_path, "a package")
    assert all(one.recall(f"key{number}") for number in range(100))
    one.keep("key7", 7)
    one.save()
    assert PackageMemory(tmp_path, "a package").recall("key7") == 7


def test_a_file_of_which_much_is_not_asked_for_is_written_anew(tmp_path: Path) -> None:
    run(tmp_path, range(0), range(100))
    (path,) = tmp_path.iterdir()
    run(tmp_path, range(90), range(100, 110))
    assert known(tmp_path) == set(range(110))
    run(tmp_path, range(60), range(0))
    assert known(tmp_path) == set(range(60))
    assert len(path.read_bytes()) < 60 * 120


@pytest.mark.parametrize("lost", [1, 50, 150, 200])
def test_what_was_not_added_to_its_end_is_not_there(tmp_path: Path, lost: int) -> None:
    run(tmp_path, range(0), range(100))
    (path,) = tmp_path.iterdir()
    run(tmp_path, range(100), range(100, 102))
    path.write_bytes(path.read_bytes()[:-lost])
    assert known(tmp_path) == set(range(100))
    run(tmp_path, range(100), range(102, 104))  # and does not hide what is added later
    assert known(tmp_path) == {*range(100), 102, 103}


def test_what_another_program_added_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, range(0), range(100))
    one = PackageMemory(tmp_path, "a package")
    assert all(one.recall(f"key{number}") for number in range(100))
    one.keep("key100", 1)
    with monkeypatch.context() as within:
        within.setattr(memory, "program_digest", lambda: program.program_digest()[::-1])
        run(tmp_path, range(0), range(5))  # exchanges the file meanwhile
        one.save()
        assert known(tmp_path) == set(range(5))
    assert known(tmp_path) == set()


def test_nothing_is_added_to_where_a_link_leads(tmp_path: Path) -> None:
    run(tmp_path, range(0), range(100))
    (path,) = tmp_path.iterdir()
    one = PackageMemory(tmp_path, "a package")
    assert all(one.recall(f"key{number}") for number in range(100))
    path.rename(tmp_path / "elsewhere")
    before = (tmp_path / "elsewhere").read_bytes()
    path.symlink_to(tmp_path / "elsewhere")
    one.keep("key100", 1)
    one.save()
    assert (tmp_path / "elsewhere").read_bytes() == before
