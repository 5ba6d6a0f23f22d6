"""Ctrl-C at any moment ends a command at once, with one line, and leaves everything as it was."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from generator.cli import start
from generator.cli.main import main
from generator.workspace import atomic_swap
from generator.workspace.uninterrupted import interruptible, uninterrupted
from tests.command_line import ROOT
from tests.shop import Shop
from tests.workspace.folders import snapshot

STARTED = (
    # Whoever runs the tests in the background may have the signal ignored.
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from generator.cli import start; os.write(1, b'.'); sys.exit(start.main())"
)
WAITING = (
    "import os; from generator.workspace import atomic_swap; take = atomic_swap._locked;"
    "atomic_swap._locked = lambda lock: take(lock) or os.write(1, b'w') == 0;"
)
"""Has who finds the lock taken say so."""
MOMENTS = 14


def run(
    folder: Path, variables: dict[str, str], moment: float | None, *, waiting: bool = False
) -> tuple[int, str, float]:
    """The exit code, stderr and seconds of `generate`, interrupted so long after its start, or its waiting."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", WAITING * waiting + STARTED, "generate", "--no-cache"],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # as a terminal has it: all of the group hear it
    )
    assert process.stdout
    assert process.stdout.read(1 + waiting) == (b".w" if waiting else b".")
    begun = time.monotonic()
    if moment is not None:
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    return process.returncode, said.decode(), time.monotonic() - begun


def test_from_our_first_module_on_there_is_no_traceback() -> None:
    interrupted = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'signal': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from generator.cli.start import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (start.INTERRUPTED, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_it_to_end_is_told_as_well(tmp_path: Path, number: signal.Signals) -> None:
    ended = (
        "import os, sys; from generator.cli import main, start;"
        f"main.main = lambda: os.kill(os.getpid(), {int(number)}); sys.exit(start.main())"
    )
    for nohup in (False, True):
        # Whoever runs the tests may have begun them so himself.
        held = "SIG_IGN" if nohup else "SIG_DFL"
        begun = f"import signal; signal.signal({int(number)}, signal.{held});"
        done = subprocess.run(
            [sys.executable, "-P", "-c", begun + ended],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        told = b"" if nohup else b"toolgen: interrupted, nothing was changed\n"
        assert (done.returncode, done.stderr) == (0 if nohup else 128 + number, told)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_what_ends_a_process_waits_for_what_is_written() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with uninterrupted():
            with uninterrupted():
                signal.raise_signal(signal.SIGTERM)
            assert heard == []
            with interruptible():
                assert heard == [signal.SIGTERM]
            signal.raise_signal(signal.SIGTERM)
            assert len(heard) == 1
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_nothing_that_takes_long_is_imported_before_ctrl_c_is_heard() -> None:
    command = "import sys; import generator.cli.start; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    ours = {each for each in done.stdout.split() if each.startswith("generator")}
    assert ours == {"generator", "generator.cli", "generator.cli.start"}
    assert not {"pathlib", "argparse", "json"} & {*done.stdout.split()}


@pytest.mark.slow
def test_at_any_moment_nothing_is_changed_or_all_is(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop.spec("Send an order", "Send one order")
    before, variables = snapshot(shop.root), shop.space.variables()
    copies = tmp_path_factory.mktemp("copies")
    finished = shutil.copytree(shop.root, copies / "finished")
    code, said, seconds = run(finished, variables, None)
    assert (code, said) == (0, "")
    after = snapshot(finished)
    assert before != after
    codes = set()
    chance = random.Random(7)
    for index in range(MOMENTS):
        folder = shutil.copytree(shop.root, copies / str(index))
        moment = max(0.01, seconds * (index + chance.random()) / MOMENTS)
        code, said, _ = run(folder, variables, moment)
        codes.add(code)
        if code == start.INTERRUPTED:
            assert said == "toolgen: interrupted, nothing was changed\n"
            assert snapshot(folder) == before
        else:
            assert (code, said) == (0, "")
            assert snapshot(folder) == after
    assert start.INTERRUPTED in codes


def test_all_ways_to_be_interrupted_have_one_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.cli.main._run", interrupted)
    assert main(["check"]) == start.INTERRUPTED


def test_what_is_written_is_written_whole() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with uninterrupted():
            with uninterrupted():
                signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        assert heard == []
        signal.raise_signal(signal.SIGINT)
        assert heard == [signal.SIGINT]
        with uninterrupted(to_the_end=True):
            pass
        signal.raise_signal(signal.SIGINT)
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_program_interruptions_go_on() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with uninterrupted(to_the_end=True):
            pass
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_write_as_well() -> None:
    done: list[bool] = []

    def write() -> None:
        with uninterrupted():
            done.append(True)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.fixture
def nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workspace.uninterrupted._changed", [])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_waiting_for_another_run_can_be_interrupted(shop: Shop) -> None:
    (shop.root / "generated").mkdir(exist_ok=True)
    shop.spec("Send an order", "Send one order")
    before = snapshot(shop.root)
    with atomic_swap.exclusive(shop.root / "generated" / "any"):
        code, said, _ = run(shop.root, shop.space.variables(), 0.25, waiting=True)
    assert (code, said) == (
        start.INTERRUPTED,
        "toolgen: interrupted, nothing was changed\n",
    )
    assert snapshot(shop.root) == before


def test_a_wait_is_interrupted_and_what_is_around_it_is_not(nothing_changed: None) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with uninterrupted(), uninterrupted():
            with interruptible():
                signal.raise_signal(signal.SIGINT)
            assert heard == [signal.SIGINT]
            signal.raise_signal(signal.SIGINT)
        assert heard == [signal.SIGINT]
        with interruptible():
            signal.raise_signal(signal.SIGINT)
        assert len(heard) == 2
    finally:
        signal.signal(signal.SIGINT, before)


def test_who_interrupts_it_is_told_what_was_changed(
    shop: Shop, nothing_changed: None, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    shop.spec("Send an order", "Send one order")
    monkeypatch.chdir(shop.root)
    assert main(["generate", "--no-cache"]) == 0
    start._tell()
    (line,) = [each for each in capfd.readouterr().err.splitlines() if "interrupted" in each]
    assert line.startswith("toolgen: interrupted, what was changed before: generated/arcade_")
