"""The command line: the one place that reads arguments, prints and decides the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator.cli import commands
from generator.cli.command_line import parser
from generator.cli.commands import BAD_INPUT, Result
from generator.cli.targets import Options, Target
from generator.core.problems import Problem, ProblemsError, Severity, render
from generator.workspace.toolkits import (
    Sources,
    Toolkit,
    Workspace,
    find_workspace,
    naming_root,
)

BUG, INTERRUPTED = 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        options = parser().parse_args(arguments)
        result = _run(options)
        _print(result, quiet=options.quiet)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python's own flush at exit must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return result.code
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets words
        return _report_bug(error)
    return result.code


def _run(options: argparse.Namespace) -> Result:
    try:
        return _COMMANDS[options.command](options)
    except ProblemsError as error:
        return Result(BAD_INPUT, problems=error.problems)
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        problem = Problem("file-unreadable", reason, place=None, pointer="")
        return Result(BAD_INPUT, problems=(problem,))


def _generate(options: argparse.Namespace) -> Result:
    targets, workspace = _targets(options, options.toolkit, writes=True)
    how = Options(options.strict, options.force, use_memo=not options.no_cache)
    return commands.generate(targets, workspace, how)


def _check(options: argparse.Namespace) -> Result:
    targets, workspace = _targets(options, options.toolkit, writes=True)
    return commands.check(targets, workspace, Options(options.strict, use_memo=not options.full))


def _lint(options: argparse.Namespace) -> Result:
    given = [Path(each).absolute() for each in options.target if Path(each).is_file()]
    names = [each for each in options.target if not Path(each).is_file()]
    targets = tuple(_unwritten(path) for path in given)
    if names or options.spec or not given:
        targets += _targets(options, names)[0]
    return commands.lint(targets, Options(options.strict, use_memo=not options.no_cache))


def _show(options: argparse.Namespace) -> Result:
    names = list(options.name)
    toolkit = [] if options.spec or not names else [names.pop(0)]
    if len(names) > 1 or not (options.spec or toolkit):
        raise _usage("show takes a toolkit and at most one of its tools")
    targets, _ = _targets(options, toolkit)
    tool = names[0] if names else None
    return commands.show(targets[0], tool, options.json, Options(use_memo=not options.no_cache))


def _pull(options: argparse.Namespace) -> Result:
    from generator.pull import Wanted

    workspace = find_workspace(options.workspace, Path.cwd())
    toolkits = workspace.select(options.toolkit)
    if options.source == "":
        raise _usage("--from needs a file or an address")
    wanted = Wanted(options.source or "", options.write, options.accept)
    named = bool(options.toolkit or options.source)
    return commands.pull(toolkits, naming_root(workspace.root), named, wanted)


def _diff(options: argparse.Namespace) -> Result:
    from generator.cli.diff_operands import Where

    given = (options.overlay, options.config)
    overlay, config = (each and Path(os.path.abspath(each)) for each in given)
    where = Where(Path.cwd(), options.workspace, overlay, config)
    return commands.diff(options.old, options.new, where, options.format, options.fail_on)


def _release(options: argparse.Namespace) -> Result:
    workspace = find_workspace(options.workspace, Path.cwd())
    (toolkit,) = workspace.select([options.toolkit])
    calls = options.calls and Path(os.path.abspath(options.calls))
    how = Options(use_memo=not options.no_cache)
    return commands.release(toolkit, _inside(workspace, toolkit), calls, how)


def _targets(
    options: argparse.Namespace, names: Sequence[str], *, writes: bool = False
) -> tuple[tuple[Target, ...], Workspace | None]:
    """What the command is about; with the workspace where that is all of it."""
    if options.spec:
        if names:
            raise _usage("name toolkits or give --spec, not both")
        return (_outside(options, writes),), None
    if options.overlay or options.config or (writes and options.out):
        raise _usage("--overlay, --config and --out go with --spec")
    workspace = find_workspace(options.workspace, Path.cwd())
    toolkits = workspace.select(names)
    targets = tuple(_inside(workspace, each) for each in toolkits)
    return targets, None if names else workspace


def _inside(workspace: Workspace, toolkit: Toolkit) -> Target:
    given = ("--workspace", str(workspace.root)) if workspace.root != _nearest() else ()
    root = naming_root(workspace.root)
    return Target(
        sources=toolkit.sources,
        root=root,
        patch_root=root,
        arguments=(*given, toolkit.name),
        workspace=workspace,
    )


def _nearest() -> Path | None:
    """The workspace that a command without --workspace would use."""
    try:
        return find_workspace(None, Path.cwd()).root
    except ProblemsError:
        return None


def _outside(options: argparse.Namespace, writes: bool) -> Target:
    if writes and not options.out:
        raise _usage("--spec needs --out DIR, the folder of the package")
    paths = (options.spec, options.overlay, options.config)
    openapi, overlay, config = (each and Path(os.path.abspath(each)) for each in paths)
    named = {"--spec": options.spec, "--overlay": options.overlay, "--config": options.config}
    named |= {"--out": options.out} if writes else {}
    here = Path.cwd()
    out = Path(os.path.abspath(options.out)) if writes else None
    beside = out and (here if out.is_relative_to(here) else out.parent)
    return Target(
        sources=Sources(openapi, overlay, config),
        root=naming_root(here),
        # A patch applies in the checkout that the folder is in, or else right here.
        patch_root=naming_root(out.parent, beside) if out and beside else here,
        arguments=tuple(
            word for key, value in named.items() if value for word in (key, str(value))
        ),
        folder=out,
    )


def _unwritten(document: Path) -> Target:
    root = naming_root(Path.cwd())
    return Target(Sources(document), root, root, (str(document),))


def _usage(message: str) -> ProblemsError:
    return ProblemsError([Problem("usage", message, place=None, pointer="", hint="see --help")])


def _print(result: Result, *, quiet: bool) -> None:
    """Results to stdout, as bytes so that a patch stays exact; problems to stderr."""
    problems = result.problems
    if quiet:
        problems = tuple(each for each in problems if each.severity is Severity.ERROR)
    for each in problems:
        print(render(each), file=sys.stderr)
    text = "" if quiet else result.text
    # Data has no line that GitHub takes for a command: what documents say begins none.
    if os.environ.get("GITHUB_ACTIONS") == "true" and not result.is_data:
        text = _for_github(text, problems, result.annotations)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _for_github(text: str, problems: tuple[Problem, ...], annotations: tuple[str, ...]) -> str:
    """The text with annotations after it, and in it no line taken for a workflow command."""
    from generator.workspace.patch import problem_annotation

    token = os.urandom(16).hex()
    lines = [f"::stop-commands::{token}\n{text}\n::{token}::"] if text else []
    lines += [problem_annotation(each) for each in problems]
    return "".join(f"{line}\n" for line in (*lines, *annotations))


def _report_bug(error: Exception) -> int:
    import traceback

    if os.environ.get("TOOLGEN_DEBUG"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
    # Its message is left out: it may quote the input.
    message = f"toolgen: a bug of its own, {type(error).__name__} at {place}"
    print(f"{message}; TOOLGEN_DEBUG=1 shows the traceback", file=sys.stderr)
    return BUG


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], Result]] = {
    "generate": _generate,
    "check": _check,
    "lint": _lint,
    "show": _show,
    "diff": _diff,
    "release": _release,
    "pull": _pull,
}
