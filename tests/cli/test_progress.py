"""How far a command is, told on a terminal and nowhere else."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.progress_bar import ProgressBar, bar_for
from generator.core.progress import SILENCE, counted
from tests.command_line import ROOT

ERASE = "\r\x1b[K"


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(steps: int, total: int, clock: Clock, each: float) -> list[str]:
    """What is shown of so many steps, each of which takes a while."""
    stream = Terminal()
    bar = ProgressBar(stream, clock)
    for _ in counted(bar, "reading", range(steps), total):
        clock.now += each
    bar.close()
    return stream.getvalue().split(ERASE)


def test_what_is_done_soon_shows_nothing() -> None:
    assert drawn(900, 900, Clock(), 0.001) == [""]


def test_what_takes_longer_is_shown_and_taken_away() -> None:
    first, *lines, last = drawn(16, 16, Clock(), 0.125)
    assert (first, last) == ("", "")
    assert lines[0] == f"reading [{'#' * 15}{'.' * 15}] 8/16"
    assert lines[-1] == f"reading [{'#' * 30}] 16/16"
    assert len(lines) == 9


def test_it_is_drawn_no_more_often_than_eyes_see() -> None:
    assert len(drawn(100_000, 100_000, Clock(), 0.0001)) < 110


def test_a_part_of_unknown_length_says_what_it_is() -> None:
    clock, stream = Clock(), Terminal()
    bar = ProgressBar(stream, clock)
    clock.now = 2
    bar.begin("checking a.json")
    assert stream.getvalue() == f"{ERASE}checking a.json ..."


def test_a_terminal_that_has_gone_stops_nothing() -> None:
    clock, stream = Clock(), Terminal()
    bar = ProgressBar(stream, clock)
    clock.now = 2
    stream.write = lambda text: (_ for _ in ()).throw(OSError())  # type: ignore[method-assign]
    bar.begin("reading", 2)
    bar.advance()
    bar.close()


def test_nobody_is_told_without_a_terminal() -> None:
    assert bar_for(io.StringIO(), {}, quiet=False) is None
    assert bar_for(None, {}, quiet=False) is None
    assert bar_for(Terminal(), {"CI": "true"}, quiet=False) is None
    assert bar_for(Terminal(), {"TERM": "dumb"}, quiet=False) is None
    assert bar_for(Terminal(), {}, quiet=True) is None
    assert bar_for(Terminal(), {}, quiet=False) is not None
    assert list(counted(SILENCE, "reading", "ab", 2)) == ["a", "b"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document that takes seconds."""
    schema = {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(30)}}
    body = {"content": {"application/json": {"schema": schema}}}
    paths = {
        f"/things{number}": {
            "post": {"requestBody": body, "responses": {"200": {"description": "Fine.", **body}}}
        }
        for number in range(1000)
    }
    info = {"title": "Things", "version": "1"}
    path = tmp_path_factory.mktemp("large") / "openapi.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "info": info, "paths": paths}), "utf-8")
    return path


def on_terminal(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """The exit code, and what a real terminal gets on stderr."""
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "generator", *arguments],
        cwd=folder,
        env={**environment, "TERM": "xterm", **variables},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    found = b""
    try:
        while data := os.read(ours, 65536):
            found += data
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return process.wait(), found.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "variables"), [((), {}), (("--quiet",), {}), ((), {"CI": "1"})]
)
def test_a_terminal_shows_how_many_operations_are_done(
    arguments: tuple[str, ...], variables: dict[str, str], large: Path
) -> None:
    command = ("show", *arguments, "--no-cache", "--spec", str(large))
    code, seen = on_terminal(large.parent, *command, **variables)
    assert code == 0
    if arguments or variables:
        assert ERASE not in seen
    else:
        assert "/1,000" in seen
        assert seen.endswith(ERASE)
        assert all(len(line) < 80 for line in seen.split(ERASE))
