"""On a machine that breaks there is the old package or the new one, and words."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.command_line import ROOT, toolgen
from tests.workspace.folders import snapshot

from .machines import FOLDER, LIMITED, Desk, can_mount, in_namespace

needs_mounts = pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a tmpfs")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.made(tmp_path_factory.mktemp("desk"))


def test_a_kill_at_any_moment(desk: Desk) -> None:
    random = Random("kills")
    assert [each for _ in range(2) for each in desk.killed(random)] == []
    assert [each for _ in range(3) for each in desk.stopped(signal.SIGKILL, random)] == []


def test_an_interrupt_leaves_nothing(desk: Desk) -> None:
    random = Random("interrupts")
    assert [each for _ in range(4) for each in desk.stopped(signal.SIGINT, random)] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_what_asks_it_to_end_leaves_nothing(desk: Desk) -> None:
    random = Random("ends")
    ends = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
    assert [fault for each in ends for fault in desk.stopped(each, random)] == []


def test_two_runs_at_once_wait_for_each_other(desk: Desk) -> None:
    desk.state(-2)
    runs = [desk.start("generate", "--no-cache") for _ in range(2)]
    assert [each.communicate(timeout=120) and each.returncode for each in runs] == [0, 0]
    assert desk.run("check")[0] == 0
    assert os.listdir(desk.root / "generated") == ["arcade_depot"]


def _room_for_one(folder: Path) -> int:
    """Bytes of whole pages that a folder takes, and as much again as a few files."""
    sizes = (each.stat().st_size if each.is_file() else 1 for each in folder.rglob("*"))
    return sum(-(-size // 4096) * 4096 for size in sizes) + 100_000


@needs_mounts
def test_a_full_disk_leaves_the_old_tree(desk: Desk) -> None:
    desk.state(-3)
    before = desk.tree()
    # The old package is copied into a file system that has no room for another one.
    sized = f"mount -t tmpfs -o size={_room_for_one(desk.root / 'generated')} none generated"
    mount = f"cp -r generated copy && {sized} && cp -r copy/. generated"
    look = "; code=$?; ls -A generated; diff -r copy generated >/dev/null && echo SAME; exit $code"
    done = subprocess.run(
        [
            "unshare",
            "-rm",
            "sh",
            "-c",
            f"{mount} && ({sys.executable} -P -m generator generate){look}",
        ],
        cwd=desk.root,
        env=desk.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    subprocess.run(["rm", "-r", desk.root / "copy"], check=True)
    assert done.returncode == 2, done.stderr
    assert "No space left" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout.split() == ["arcade_depot", "SAME"]
    assert desk.tree() == before


@needs_mounts
def test_a_disk_that_is_read_only_is_told(desk: Desk) -> None:
    desk.state(-4)
    before = desk.tree()
    code, told = in_namespace(
        desk, "mount --bind generated generated && mount -o remount,bind,ro generated", "generate"
    )
    assert code == 2 and "Read-only" in told and "Traceback" not in told
    assert desk.tree() == before


def a_link(path: Path) -> None:
    path.symlink_to("/etc")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_file(path: Path) -> None:
    path.write_text("mine")


@pytest.mark.parametrize("what", [a_link, a_pipe, a_file])
@pytest.mark.parametrize(
    "where", [FOLDER, f"{FOLDER}/manifest.json", f"{FOLDER}/arcade_depot/mine"]
)
def test_what_is_in_the_way_is_not_lost(tmp_path: Path, where: str, what: object) -> None:
    desk = Desk.made(tmp_path)
    path = desk.root / where
    if path.is_dir():
        path.rename(desk.root / "moved")
    path.unlink(missing_ok=True)
    what(path)  # type: ignore[operator]
    before = path.lstat().st_ino
    code, told = desk.run("generate")
    assert "Traceback" not in told and code in (0, 2)
    if code == 2:
        assert path.lstat().st_ino == before and "error[" in told
    else:
        assert where.endswith("manifest.json") and desk.run("check")[0] == 0


@pytest.mark.parametrize("arguments", [["show", "depot"], ["lint"], ["show", "depot", "--json"]])
def test_a_reader_that_has_gone_is_no_traceback(desk: Desk, arguments: list[str]) -> None:
    with desk.start(*arguments) as run:
        assert run.stdout and run.stderr
        run.stdout.close()
        assert b"Traceback" not in run.stderr.read()
    assert run.returncode == 0


@pytest.mark.parametrize("target", ["nowhere", "toolkit.yaml"])
def test_a_toolkit_that_cannot_be_read_is_not_taken_for_gone(tmp_path: Path, target: str) -> None:
    """What it made would be removed as what no toolkit makes any more."""
    desk = Desk.made(tmp_path)
    shutil.copytree(desk.root / "specs/depot", desk.root / "specs/other")
    config = desk.root / "specs/other/toolkit.yaml"
    config.write_text(config.read_text("utf-8").replace("epot", "ther"), "utf-8")
    assert desk.run("generate")[0] == 0
    before = desk.tree()
    config.unlink()
    config.symlink_to(target)
    code, told = desk.run("generate")
    assert code == 2 and "specs/other/toolkit.yaml" in told
    assert desk.tree() == before


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
@pytest.mark.parametrize("megabytes", [90, 110, 125, 140])
def test_too_little_memory_is_told(desk: Desk, megabytes: int) -> None:
    random, before = Random("memory"), desk.tree()
    desk.state(random.randrange(10**9))
    code, told = limited(desk, "AS", megabytes * 1_000_000, "generate", "--no-cache")
    assert (code, desk.tree()) == (2, before) or code == 0
    assert "a bug of its own" not in told and "Traceback" not in told
    assert desk.run("generate")[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
@pytest.mark.parametrize("most", [0, 1_000, 100_000])
def test_files_that_may_not_be_so_large_leave_the_old_tree(desk: Desk, most: int) -> None:
    before = desk.tree()
    desk.state(-most - 10)
    code, told = limited(desk, "FSIZE", most, "generate", "--no-cache")
    assert (code, desk.tree()) == (2, before)
    assert "File too large" in told and "Traceback" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
@pytest.mark.parametrize("most", [6, 7, 8, 9, 10, 16])
def test_few_open_files_leave_one_whole_tree(desk: Desk, most: int) -> None:
    before = desk.tree()
    desk.state(-most - 20)
    code, told = limited(desk, "NOFILE", most, "generate", "--no-cache")
    left = {path: each for path, each in desk.tree().items() if path.startswith("arcade_depot/")}
    assert desk.run("generate")[0] == 0
    assert left in (before, desk.tree()) and os.listdir(desk.root / "generated") == ["arcade_depot"]
    assert "Traceback" not in told and code == (0 if most > 9 else code)
    assert code in (0, 2) and (code == 0 or "Too many open files" in told)


def limited(desk: Desk, name: str, most: int, *arguments: str) -> tuple[int, str]:
    """A run under a limit of POSIX, with what it imports before."""
    with desk.start(*arguments, code=LIMITED.format(name=name, most=most)) as run:
        told = b"".join(run.communicate(timeout=120)).decode("utf-8", "replace")
    return run.returncode, told


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """What is said to stderr, as when Ctrl-C comes, would be written into it."""
    code = (
        "import os; from generator.cli import main, start;"
        "main.main = lambda: os._exit(os.open('written', os.O_CREAT | os.O_WRONLY));"
        "start.main()"
    )
    command = f'exec "{sys.executable}" -P -c "{code}" <&- >&- 2>&-'
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=Desk(tmp_path).variables(), check=False
    )
    assert done.returncode > 2


def test_a_working_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'rmdir "$PWD" && exec "{sys.executable}" -P -m generator lint'
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=gone,
        env=Desk(ROOT).variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the folder that you are in: No such file" in done.stderr


@pytest.mark.parametrize("inside", ["generated", f"{FOLDER}/cache"])
def test_a_cache_among_packages_is_refused_before_anything_is_written(
    desk: Desk, inside: str
) -> None:
    before, variables = desk.tree(), {**desk.variables(), "TOOLGEN_CACHE_DIR": inside}
    for words in (("generate",), ("check",), ("lint",)):
        done = toolgen(*words, cwd=desk.root, variables=variables)
        assert done.code == 2 and "is where packages are written" in done.err
    assert desk.tree() == before


@pytest.mark.parametrize("out", [".git", ".git/x", "link/x", f"{FOLDER}/x", f"{FOLDER}/docs"])
def test_what_others_keep_for_themselves_is_no_place_for_a_package(
    tmp_path: Path, out: str
) -> None:
    desk = Desk.made(tmp_path)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main")
    (tmp_path / "link").symlink_to(".git")
    before = snapshot(tmp_path)
    words = ("generate", "--no-cache", "--force", "--spec", "specs/depot/openapi.yaml")
    code, told = desk.run(*words, "--out", out)
    assert code == 2 and "error[tree-unsafe-folder]" in told
    assert ("inside of another package" if FOLDER in out else "git keeps for itself") in told
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this machine has no /dev/full")
@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("generate --no-cache", FOLDER),
        ("release depot", "specs/depot/released.json"),
        ("init new.yaml", "specs/new"),
    ],
)
def test_what_was_done_is_told_where_its_words_cannot_be_written(
    tmp_path: Path, words: str, changed: str
) -> None:
    desk = Desk.made(tmp_path)
    shutil.copy(tmp_path / "specs/depot/openapi.yaml", tmp_path / "new.yaml")
    desk.state(-5)
    code, told = _to_a_full_disk(desk, *words.split())
    assert code == 2 and "Traceback" not in told
    assert "stdout: No space left" in told and "what was changed before: " in told
    assert changed in told and (tmp_path / changed).exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this machine has no /dev/full")
@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_that_cannot_be_written_is_no_fault_of_ours(desk: Desk, word: str) -> None:
    assert _to_a_full_disk(desk, word) == (2, "")
    with desk.start(word) as run:
        assert run.stdout and run.stderr
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def _to_a_full_disk(desk: Desk, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-P", "-m", "generator", *words]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command,
            cwd=desk.root,
            env=desk.variables(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stderr


@pytest.fixture
def kept(desk: Desk) -> Iterator[Path]:
    """A folder of the package out of which the system lets nothing be removed."""
    path = desk.root / FOLDER / "docs"
    ways = (
        (["chattr", "+i"], ["chattr", "-i"])
        if os.geteuid() == 0
        else (["chmod", "555"], ["chmod", "755"])
    )
    locks, unlocks = ([*each, str(path)] for each in ways)
    if shutil.which(locks[0]) is None or subprocess.run(locks, check=False).returncode:
        pytest.skip("this machine has no immutable folders")
    yield path
    subprocess.run(unlocks, check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
def test_a_package_of_which_something_would_stay_is_not_exchanged(desk: Desk, kept: Path) -> None:
    desk.state(-6)
    before = desk.tree()
    code, told = desk.run("generate")
    assert code == 2 and f"denied: {kept}" in told and "nothing was changed" in told
    assert desk.tree() == before


@needs_mounts
@pytest.mark.parametrize(
    ("words", "named"),
    [("release depot", "specs/depot/released.json"), ("init new.yaml", "specs/new")],
)
def test_sources_that_cannot_be_written_are_told_by_their_names(
    desk: Desk, words: str, named: str
) -> None:
    shutil.copy(desk.root / "specs/depot/openapi.yaml", desk.root / "new.yaml")
    before = desk.tree()
    mount = "mount --bind specs specs && mount -o remount,bind,ro specs"
    code, told = in_namespace(desk, mount, *words.split())
    assert code == 2 and "error[file-unwritable]" in told and f"/{named}: Read-only" in told
    assert "nothing was changed" in told and desk.tree() == before
