"""Files of a revision as they were committed, whatever a hostile tree or attribute says."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from generator.core.problems import ProblemsError
from generator.workspace import git as asked_git
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


def _refused(folder: Path, name: str = "HEAD") -> str:
    with pytest.raises(ProblemsError) as caught:
        read_files(find_revision(folder, name), lambda path: True)
    (problem,) = caught.value.problems
    return f"{problem.code}: {problem.message}"


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell stands in for git")
@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("--show-toplevel", "printf 'a\\0b\\n'"),
        ("--show-toplevel", "echo elsewhere"),
        ("--verify", "printf '\\377\\n'"),
        ("--verify", "true"),
        ("ls-tree", "printf '100644 blob\\0'"),
        ("ls-tree", "printf 'a b\\0'"),
        ("--batch-check", "echo"),
        ("--batch-check", '"$git" "$@" | sed "s/blob .*/blob -5/"'),
        ("--batch ", "true"),
        ("--batch ", '"$git" "$@" | head -c 60'),
        ("--batch ", '"$git" "$@" | sed "s/ blob .*/ missing/"'),
    ],
)
def test_an_answer_that_git_never_gives_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, instead: str
) -> None:
    """It is killed, or somebody clears the repository up between two questions."""
    script = tmp_path / "bin" / "git"
    script.parent.mkdir()
    find = f'PATH="{os.environ["PATH"]}"; git=$(command -v git)'
    chosen = f'case "$* " in *"{words}"*) {instead}; exit 0;; esac'
    script.write_text(f'#!/bin/sh\n{find}\n{chosen}\nexec "$git" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent), prepend=os.pathsep)
    assert _refused(repository) == "revision-unreadable: git cannot read the files of HEAD"


def test_what_git_itself_says_is_told(repository: Path) -> None:
    """A repository of another user, or with a broken configuration, is not taken for none."""
    (repository / ".git/config").write_text("[[[")
    assert "git refuses: bad config line 1" in _refused(repository)


def test_a_git_that_cannot_be_started_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(asked_git.subprocess, "run", full)
    expected = "git cannot be started: Resource temporarily unavailable"
    assert _refused(repository) == f"revision-unreadable: {expected}"
