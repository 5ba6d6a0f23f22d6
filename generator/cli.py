"""The command line: the one place that reads arguments, prints and decides the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator import __version__, commands
from generator.commands import BAD_INPUT, Options, Result, Target
from generator.problems import Problem, ProblemsError, Severity, render
from generator.workspace import Sources, Toolkit, Workspace, find_workspace, naming_root

BUG, INTERRUPTED = 3, 130

_EPILOG = """\
exit codes: 0 fine; 1 drift (check) or findings (lint); 2 an error in the input or in the
command line; 3 a bug of toolgen's own (TOOLGEN_DEBUG=1 shows its traceback).

Results of earlier runs are kept in TOOLGEN_CACHE_DIR, or in the user's cache folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        options = _parser().parse_args(arguments)
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
        result: Result = options.run(options)
    except ProblemsError as error:
        return Result(BAD_INPUT, problems=error.problems)
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        problem = Problem("file-unreadable", reason, place=None, pointer="")
        return Result(BAD_INPUT, problems=(problem,))
    return result


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
        parent=workspace.generated,
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
    if os.environ.get("GITHUB_ACTIONS") == "true":
        text = _for_github(text, problems, result.annotations)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _for_github(text: str, problems: tuple[Problem, ...], annotations: tuple[str, ...]) -> str:
    """The text with annotations after it, and in it no line taken for a workflow command."""
    from generator.report import problem_annotation

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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolgen",
        description="Turn OpenAPI documents into installable Arcade toolkits.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"toolgen {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, text: str, run: object) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=text, description=f"{text}.", epilog=_EPILOG)
        added.formatter_class = argparse.RawDescriptionHelpFormatter
        added.set_defaults(run=run)
        _add_sources(added)
        return added

    added = command("generate", "Write the packages of some or all toolkits", _generate)
    added.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help="default: every toolkit")
    added.add_argument("--force", action="store_true", help="lose files it never wrote")
    _add_common(added, cache=True, strict=True, out=True)
    added = command("check", "Compare packages with what generate would write", _check)
    added.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help="default: every toolkit")
    added.add_argument("--full", action="store_true", help="build anew; trust no earlier run")
    _add_common(added, cache=False, strict=True, out=True)
    added = command("lint", "Report every problem of documents and toolkits", _lint)
    added.add_argument("target", nargs="*", metavar="SPEC|TOOLKIT", help="default: every toolkit")
    _add_common(added, cache=True, strict=True, out=False)
    added = command("show", "Show what an agent will see of a toolkit or a tool", _show)
    added.add_argument("name", nargs="*", metavar="TOOLKIT [TOOL]", help="with --spec: [TOOL]")
    added.add_argument("--json", action="store_true", help="as JSON")
    _add_common(added, cache=True, strict=False, out=False)
    return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("where from")
    where.add_argument("--workspace", type=Path, metavar="DIR", help="default: the nearest specs/")
    where.add_argument("--spec", metavar="FILE", help="an OpenAPI document outside a workspace")
    where.add_argument("--overlay", metavar="FILE", help="its OpenAPI Overlay")
    where.add_argument("--config", metavar="FILE", help="its toolkit.yaml")


def _add_common(parser: argparse.ArgumentParser, *, cache: bool, strict: bool, out: bool) -> None:
    parser.add_argument("-q", "--quiet", action="store_true", help="print errors alone")
    if cache:
        parser.add_argument("--no-cache", action="store_true", help="build anew, keep nothing")
    if strict:
        parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    if out:
        parser.add_argument("--out", metavar="DIR", help="with --spec: the package's own folder")
