"""Only plain files are read, and no more of them than was allowed."""

import os
from pathlib import Path

import pytest

from generator.core.problems import ProblemsError
from generator.workspace.files import make_folder, read_plain


def refused(path: Path, most: int = 10) -> tuple[str, str]:
    with pytest.raises(ProblemsError) as caught:
        read_plain(path, "a name", most)
    (problem,) = caught.value.problems
    return problem.code, problem.message


def test_a_file_of_just_the_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    assert read_plain(path, "a", 10) == b"0123456789"
    assert refused(path, 9) == ("byte-budget", "the file has 10 bytes")


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe")[0] == "file-unreadable"
    assert refused(Path("/dev/zero"))[0] == "file-unreadable"
    assert refused(tmp_path) == ("file-unreadable", "a name: it is a folder")
    assert refused(tmp_path / "none")[0] == "file-unreadable"


def test_a_file_that_says_it_is_empty_is_bounded_too() -> None:
    path = Path("/proc/self/maps")
    if not path.exists():
        pytest.skip("the system has no file whose size is unknown")
    assert refused(path) == ("byte-budget", "the file has 11 bytes")


def test_a_folder_is_made_however_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deep = Path(*["a"] * 1500)
    make_folder(deep)
    make_folder(deep)
    assert deep.is_dir()
    os.removedirs(deep)  # which is more than pytest's own way to tidy up can do
    with pytest.raises(OSError, match="too long"):
        make_folder(deep / ("b" * 4000))
