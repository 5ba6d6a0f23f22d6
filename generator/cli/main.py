"""The command line: the one place that reads arguments, prints and decides the exit code."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from generator.cli.parsing import module_of, parser
from generator.cli.progress_bar import bar_for
from generator.cli.result import BAD_INPUT, Result
from generator.core.problems import Problem, ProblemsError, Severity, escaped, problem_text
from generator.core.progress import SILENCE

BUG, INTERRUPTED = 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Documents are millions of objects that stay to the end: looking for circles among them is in vain.
    gc.disable()
    try:
        return _main(arguments)
    finally:
        gc.enable()


def _main(arguments: Sequence[str] | None) -> int:
    try:
        words = sys.argv[1:] if arguments is None else arguments
        options = parser().parse_args(words, argparse.Namespace(words=tuple(words)))
        bar = bar_for(sys.stderr, os.environ, quiet=options.quiet)
        options.progress = bar or SILENCE
        try:
            result = _run(options)
        finally:
            if bar:
                bar.close()
        return _printed(result, options)
    except SystemExit as end:  # argparse's, after what it had to say
        return _said(end)
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        _tell("toolgen: there is not enough memory for this")
        return BAD_INPUT
    except ImportError as error:
        return _report_unloadable(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets words
        return _report_bug(error)


def _run(options: argparse.Namespace) -> Result:
    try:
        return module_of(options.command).run(options)
    except ProblemsError as error:
        return Result(BAD_INPUT, problems=error.problems)
    except OSError as error:
        from generator.workspace.files import problem_of

        otherwise = "" if _is_somewhere() else "the folder that you are in"
        return Result(BAD_INPUT, problems=(problem_of(error, otherwise),))


def _is_somewhere() -> bool:
    """Whether the folder that we are in is still there."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _printed(result: Result, options: argparse.Namespace) -> int:
    """The exit code: the result's, or another one where what it says cannot be written."""
    try:
        _print(result, options)
    except BrokenPipeError:
        _give_up(sys.stdout)  # whoever read our output has gone
    except OSError as error:
        _give_up(sys.stdout)
        from generator.workspace.uninterrupted import told_changes

        message = f"stdout: {error.strerror}"
        _tell(problem_text(Problem.unplaced("output-unwritable", message, told_changes())))
        return BAD_INPUT
    return result.code


def _said(end: SystemExit) -> int:
    """The exit code once what argparse said is written, or cannot be."""
    code = end.code if isinstance(end.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            _give_up(stream)
        except OSError:
            _give_up(stream)
            code = BAD_INPUT
    return code


def _give_up(stream: TextIO | None) -> None:
    """Lets Python's own flush at exit not fail once more."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell(line: str) -> None:
    """A line to stderr, if there is anybody to read it: the exit code says as much."""
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)


def _print(result: Result, options: argparse.Namespace) -> None:
    """Results to stdout, as bytes so that a patch stays exact; problems to stderr."""
    problems = result.problems
    if options.quiet:
        problems = tuple(each for each in problems if each.severity is Severity.ERROR)
    _tell_of(problems, wants_all=options.all)
    text = "" if options.quiet else result.text
    # Data has no line that GitHub takes for a command: what documents say begins none.
    if os.environ.get("GITHUB_ACTIONS") == "true" and not result.is_data:
        text = _for_github(text, problems, result.annotations)
    if sys.stdout is None:  # closed before we began
        if text:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _tell_of(problems: tuple[Problem, ...], *, wants_all: bool) -> None:
    if not problems:
        return
    from generator.cli.messages import lines_below, messages, reader_of
    from generator.workspace.toolkits import naming_root

    reader = reader_of(sys.stderr, os.environ, wants_all=wants_all)
    folders = (naming_root(Path.cwd()), Path.cwd()) if reader.at_terminal else ()
    for each in messages(problems, reader, lines_below(*folders)):
        _tell(each)


def _for_github(text: str, problems: tuple[Problem, ...], annotations: tuple[str, ...]) -> str:
    """The text with annotations after it, and in it no line taken for a workflow command."""
    from generator.workspace.patch import problem_annotation

    token = os.urandom(16).hex()
    lines = [f"::stop-commands::{token}\n{text}\n::{token}::"] if text else []
    lines += [problem_annotation(each) for each in problems]
    return "".join(f"{line}\n" for line in (*lines, *annotations))


def _report_unloadable(error: ImportError) -> int:
    """Says that a library does not let itself be loaded, which is the machine's fault, not ours."""
    name = error.name or "a library"
    if name.partition(".")[0] == "generator":
        return _report_bug(error)
    _trace(error)
    message = f"toolgen: {escaped(f'{name} cannot be loaded: {error}')}"
    _tell(f"{message}; install toolgen anew, or give it more memory")
    return BAD_INPUT


def _report_bug(error: Exception) -> int:
    import traceback

    _trace(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
    # Its message is left out: it may quote the input.
    message = f"toolgen: a bug of its own, {type(error).__name__} at {place}"
    _tell(f"{message}; TOOLGEN_DEBUG=1 shows the traceback")
    return BUG


def _trace(error: Exception) -> None:
    if os.environ.get("TOOLGEN_DEBUG"):
        import traceback

        _tell("".join(traceback.format_exception(error)))
