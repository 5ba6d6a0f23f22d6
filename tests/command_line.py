"""The command line, called in this process: starting another one for each call is what costs.

That `python -m generator` and the installed `toolgen` are this function, tests/cli says of a process.
"""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from generator.cli.main import BUG, main

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def toolgen(*arguments: str, cwd: Path, variables: Mapping[str, str]) -> Ended:
    """Run it in a folder, with these environment variables and no others; a bug of ours fails."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with _working_in(cwd), _streams(out, err), patch.dict(os.environ, variables, clear=True):
        try:
            code = main(arguments)
        except SystemExit as end:  # argparse's, after --help and what it cannot read
            assert isinstance(end.code, int)
            code = end.code
    ended = Ended(code, _text(out), _text(err))
    assert ended.code != BUG, ended.err
    return ended


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _streams(out: io.TextIOWrapper, err: io.TextIOWrapper) -> Iterator[None]:
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", err):
        yield


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
