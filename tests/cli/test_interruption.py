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

import pytest

from generator.cli import start
from generator.cli.main import main
from generator.workspace.uninterrupted import uninterrupted
from tests.shop import Shop
from tests.workspace.folders import snapshot

STARTED = (
    # Whoever runs the tests in the background may have the signal ignored.
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from generator.cli import start; os.write(1, b'.'); sys.exit(start.main())"
)
MOMENTS = 14


def run(folder: Path, variables: dict[str, str], moment: float | None) -> tuple[int, str, float]:
    """The exit code, stderr and seconds of `generate`, interrupted so long after its start."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", STARTED, "generate", "--no-cache"],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # as a terminal has it: all of the group hear it
    )
    assert process.stdout
    assert process.stdout.read(1) == b"."
    begun = time.monotonic()
    if moment is not None:
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    return process.returncode, said.decode(), time.monotonic() - begun


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
