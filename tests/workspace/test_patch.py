"""A drift comes as a patch that git takes, and as notes that GitHub understands."""

import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.core.problems import Place, Problem, Severity
from generator.workspace import package_folder, patch

from .folders import Files, as_written, package, snapshot

FOLDER = PurePosixPath("generated/arcade_x")
BEFORE = package(a_txt="one\ntwo\nthree\n" * 10, b_txt="b\n", d__c_txt="c\n", empty_txt="")


def git(folder: Path, *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=text.encode("utf-8", "surrogateescape"),
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository that holds a package as generated."""
    git(tmp_path, "init", "-q")
    package_folder.write_package(BEFORE, tmp_path / FOLDER)
    return tmp_path


def lines(*numbers: int) -> str:
    return "".join(f"line {number}\n" for number in numbers)


WANTED = {
    "lines changed far apart": package(a_txt=("one\ntwo\nthree\n" * 10).replace("one", "1", 1) + "x\n"),
    "no newline at the end": package(a_txt="one\ntwo", b_txt="b"),
    "emptied, and filled": package(b_txt="", empty_txt="full\n"),
    "files come and go": package(new_txt="new\n", other__empty_txt=""),
    "a file where a folder was": package(d="file\n"),
    "a folder where a file was": {**package(), PurePosixPath("b.txt/c"): "c\n"},
    "names that git quotes": {
        PurePosixPath("spaced name.txt"): "a\n",
        PurePosixPath("empty spaced"): "",
        PurePosixPath("größe/日本.md"): "ü\n",
        PurePosixPath("it's.txt"): "a\n",
    },
    "text with odd line ends": package(a_txt="a\rb\r\nc\u2028d\x0cef\n", b_txt="\ufeffb"),
    "text that looks like a patch": package(a_txt="--- a\n+++ b\n@@ -1 +1 @@\ndiff --git a b\n"),
    "everything gone": {},
}  # fmt: skip


@pytest.mark.parametrize("wanted", WANTED.values(), ids=WANTED)
@pytest.mark.parametrize("turned", [False, True], ids=["there", "back"])
def test_git_takes_the_patch_and_the_tree_is_mended(
    checkout: Path, wanted: Files, turned: bool
) -> None:
    before, after = (wanted, BEFORE) if turned else (BEFORE, wanted)
    package_folder.write_package(before, checkout / FOLDER)
    if turned:
        git(checkout, "add", "--all")  # with an index too, as in daily use
    apply_patch(checkout, after)
    assert snapshot(checkout / FOLDER) == as_written(after)


def apply_patch(checkout: Path, wanted: Files) -> None:
    differences = package_folder.compare(wanted, checkout / FOLDER)
    status = "".join(f"{patch.status_line(each, FOLDER)}\n" for each in differences)
    text = f"{status}\n{patch.patch(differences, FOLDER)}\nto mend: toolgen generate x\n"
    git(checkout, "apply", "--check", text=text)
    git(checkout, "apply", text=text)


NOT_TEXT = {
    "a.txt": "a symbolic link",
    "b.txt": "executable",
    "d/c.txt": "not text",
    "image": "not text",
    "link": "a symbolic link",
    "bad\udcff\n.txt": "not text",
    "red": "not text",
}


def test_what_is_no_plain_text_is_named_and_the_rest_is_mended(checkout: Path) -> None:
    folder = checkout / FOLDER
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").chmod(0o755)
    (folder / "d/c.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "image").write_bytes(b"\x89PNG\0")
    (folder / "link").symlink_to("/nowhere")
    (folder / "bad\udcff\n.txt").write_bytes(b"\xff\n")
    (folder / "red").write_text("\x1b[31mred")
    (folder / "empty.txt").write_text("full\n")
    apply_patch(checkout, BEFORE)
    left = {str(each.path): each for each in package_folder.compare(BEFORE, folder)}
    lines = {path: patch.status_line(each, FOLDER) for path, each in left.items()}
    assert {path: line.partition("  (")[2][:-1] for path, line in lines.items()} == NOT_TEXT
    package_folder.write_package(BEFORE, folder, force=True)
    assert snapshot(folder) == as_written(BEFORE)


def test_text_waits_for_what_is_in_its_way(checkout: Path) -> None:
    folder = checkout / FOLDER
    (folder / "new").mkdir()
    (folder / "new/image").write_bytes(b"\x89PNG\0")
    (folder / "b.txt").unlink()
    (folder / "b.txt").symlink_to("a.txt")
    wanted = package(new="a file where the folder is\n", a_txt="edited\n")
    apply_patch(checkout, {**wanted, PurePosixPath("b.txt/c"): "c\n"})
    assert (folder / "a.txt").read_text() == "edited\n"
    assert (folder / "new/image").exists() and (folder / "b.txt").is_symlink()


def test_what_git_cannot_hold_is_named_and_left_out(checkout: Path) -> None:
    os.mkfifo(checkout / FOLDER / "pipe")
    (difference,) = package_folder.compare(BEFORE, checkout / FOLDER)
    assert patch.patch([difference], FOLDER) == ""
    line = patch.status_line(difference, FOLDER)
    assert line.startswith("unexpected  generated/arcade_x/pipe  (not an ordinary file")


def test_a_very_large_file_is_not_shown(checkout: Path) -> None:
    with open(checkout / FOLDER / "a.txt", "wb") as file:
        file.truncate(package_folder.LARGEST_FILE + 1)
    (difference,) = package_folder.compare(BEFORE, checkout / FOLDER)
    assert patch.patch([difference], FOLDER) == ""


def test_the_patch_reads_as_git_writes_it(checkout: Path) -> None:
    folder = checkout / FOLDER
    (folder / "b.txt").write_text("edited\n")
    git(checkout, "add", "--all")
    shown = patch.patch(package_folder.compare(BEFORE, folder), FOLDER)
    package_folder.write_package(BEFORE, folder)
    lines = git(checkout, "diff").splitlines(keepends=True)
    assert shown == "".join(line for line in lines if not line.startswith("index "))


def test_no_terminal_is_steered_by_what_lies_on_disk(checkout: Path) -> None:
    folder = checkout / FOLDER
    (folder / "b.txt").write_text("\x1b]0;title\x07\n")
    (folder / "new\x1b[2J").write_text("")
    differences = package_folder.compare(BEFORE, folder)
    text = patch.patch(differences, FOLDER)
    text += "\n".join(patch.status_line(each, FOLDER) for each in differences)
    assert "\x1b" not in text and "\x07" not in text
    assert '"generated/arcade_x/new\\033[2J"' in text


def test_a_note_for_github_cannot_be_broken_out_of() -> None:
    problem = Problem(
        "bad,code:x",
        "50% of\r\n::warning::this",
        Place("a,b:c%.yaml", 3, 7),
        "#/paths/~1x",
        expected="a string",
        severity=Severity.WARNING,
    )
    assert patch.problem_annotation(problem) == (
        "::warning title=bad%2Ccode%3Ax,file=a%2Cb%3Ac%25.yaml,line=3,col=7"
        "::50%25 of\\r\\n::warning::this%0A#/paths/~1x%0Aexpected a string"
    )


def test_a_file_that_a_note_for_github_names_steers_no_terminal() -> None:
    problem = Problem("code", "a", Place("\x1b[2J\u202e\udcff é.yaml", 3, 7), "#")
    note = patch.problem_annotation(problem)
    assert r"file=\x1b[2J\u202e\udcff é.yaml,line=3" in note


def test_a_drift_is_noted_at_its_file(checkout: Path) -> None:
    (checkout / FOLDER / "b.txt").write_text("edited\n")
    differences = package_folder.compare(BEFORE, checkout / FOLDER)
    (note,) = patch.drift_annotations(differences, FOLDER, "toolgen generate x")
    assert note == (
        "::error title=generated-drift,file=generated/arcade_x/b.txt,line=1,col=1"
        "::changed: not as toolgen would generate it; run `toolgen generate x`"
    )
