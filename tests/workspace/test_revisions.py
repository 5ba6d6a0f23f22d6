"""Files of a revision as they were committed, whatever a hostile tree or attribute says."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.core.problems import ProblemsError
from generator.workspace.revisions import Revision, find_revision, read_files
from tests.shop import git, write_all


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    write_all(folder, {"a.txt": "one\n", "sub/b c.txt": "$Format:%H$\n", "sub/ü.txt": "\r\n"})
    write_all(folder, {".gitattributes": "* export-ignore export-subst text=auto\n"})
    (folder / "link").symlink_to("/etc/passwd")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_files_are_as_committed_and_links_are_left_out(repository: Path) -> None:
    (repository / "a.txt").write_text("two\n")
    read = read_files(find_revision(repository / "sub", "HEAD"), lambda path: True)
    found = {str(path): data for path, data in read.items()}
    del found[".gitattributes"]
    assert found["a.txt"] == b"one\n"
    assert found["sub/b c.txt"] == b"$Format:%H$\n"
    assert sorted(found) == ["a.txt", "sub/b c.txt", "sub/ü.txt"]


def test_a_clone_is_called_shallow_only_where_it_is(repository: Path, tmp_path: Path) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")

    def hint(folder: Path) -> str:
        with pytest.raises(ProblemsError) as refused:
            find_revision(folder, "HEAD~9")
        return refused.value.problems[0].hint

    assert hint(repository) == ""
    assert "git fetch --deepen" in hint(tmp_path / "shallow")


def test_only_what_is_wanted_is_read(repository: Path) -> None:
    revision = find_revision(repository, "HEAD")
    found = read_files(revision, lambda path: path == PurePosixPath("a.txt"))
    assert found == {PurePosixPath("a.txt"): b"one\n"}


@pytest.mark.parametrize("name", ["..", ".", ".git"])
def test_a_tree_that_leads_out_gives_no_such_path(repository: Path, name: str) -> None:
    blob = git(repository, "rev-parse", "HEAD:a.txt").strip()
    entry = b"100644 escaped\0" + bytes.fromhex(blob)
    inner = _tree(repository, entry)
    outer = _tree(repository, b"40000 " + name.encode() + b"\0" + bytes.fromhex(inner))
    commit = git(repository, "commit-tree", "-m", "bad", outer).strip()
    found = read_files(Revision(repository, "bad", commit), lambda path: True)
    assert all(".." not in each.parts for each in found)


def _tree(repository: Path, data: bytes) -> str:
    command = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    done = subprocess.run(command, cwd=repository, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_an_object_that_is_gone_is_told(repository: Path) -> None:
    revision = find_revision(repository, "HEAD")
    blob = git(repository, "rev-parse", "HEAD:a.txt").strip()
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(ProblemsError) as caught:
        read_files(revision, lambda path: True)
    assert [each.code for each in caught.value.problems] == ["revision-unreadable"]


def test_a_branch_that_looks_like_an_option_is_taken_by_its_full_name(repository: Path) -> None:
    git(repository, "update-ref", "refs/heads/--help", "HEAD")
    assert find_revision(repository, "refs/heads/--help").commit
    with pytest.raises(ProblemsError):
        find_revision(repository, "--help")
