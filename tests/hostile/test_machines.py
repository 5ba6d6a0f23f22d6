"""On a machine that breaks there is the old package or the new one, and words."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from .machines import FOLDER, Desk, can_mount, in_namespace

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
