"""Knows the words of the command line: commands, their arguments and what --help says of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import __version__

_EPILOG = """\
exit codes: 0 fine; 1 drift (check, pull) or findings (lint, diff); 2 an error in the input or
in the command line; 3 a bug of toolgen's own (TOOLGEN_DEBUG=1 shows its traceback).

Results of earlier runs are kept in TOOLGEN_CACHE_DIR, or in the user's cache folder."""

_EVERY = "default: every toolkit"
_LEVELS = ("breaking", "risky", "additive", "prose", "never")


class _Commands:
    """The commands of one parser; what is parsed has the name of its command in `command`."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._added = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(self, name: str, says: str) -> argparse.ArgumentParser:
        added = self._added.add_parser(name, help=says, description=f"{says}.", epilog=_EPILOG)
        added.formatter_class = argparse.RawDescriptionHelpFormatter
        added.set_defaults(command=name)
        added.add_argument("-q", "--quiet", action="store_true", help="print errors alone")
        return added


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    made = argparse.ArgumentParser(
        prog="toolgen",
        description="Turn OpenAPI documents into installable Arcade toolkits.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"toolgen {__version__}")
    commands = _Commands(made)
    _add_writing(commands)
    _add_reading(commands)
    _add_diff(commands.add("diff", "Tell what is different for users of the tools"))
    _add_release(commands.add("release", "Record a toolkit's package as released"))
    _add_pull(commands.add("pull", "Compare documents with what their vendors publish now"))
    return made


def _add_writing(commands: _Commands) -> None:
    added = commands.add("generate", "Write the packages of some or all toolkits")
    added.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help=_EVERY)
    added.add_argument("--force", action="store_true", help="lose files it never wrote")
    _add_cache(added)
    _add_strict(added)
    _add_out(added)
    added = commands.add("check", "Compare packages with what generate would write")
    added.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help=_EVERY)
    added.add_argument("--full", action="store_true", help="build anew; trust no earlier run")
    _add_strict(added)
    _add_out(added)


def _add_reading(commands: _Commands) -> None:
    added = commands.add("lint", "Report every problem of documents and toolkits")
    added.add_argument("target", nargs="*", metavar="SPEC|TOOLKIT", help=_EVERY)
    _add_cache(added)
    _add_strict(added)
    _add_sources(added)
    added = commands.add("show", "Show what an agent will see of a toolkit or a tool")
    added.add_argument("name", nargs="*", metavar="TOOLKIT [TOOL]", help="with --spec: [TOOL]")
    added.add_argument("--json", action="store_true", help="as JSON")
    _add_cache(added)
    _add_sources(added)


def _add_diff(added: argparse.ArgumentParser) -> None:
    sides = "a document, the folder of a toolkit or package, a toolkit, REV or REV:path"
    formats = ("text", "markdown", "json")
    ends = "exit with 1 from this level on; default: breaking"
    added.add_argument("old", metavar="OLD", help=sides)
    added.add_argument("new", metavar="NEW", help="the same")
    added.add_argument("--format", choices=formats, default="text", help="default: text")
    added.add_argument("--fail-on", choices=_LEVELS, default="breaking", help=ends)
    added.add_argument("--overlay", metavar="FILE", help="of documents that are on their own")
    added.add_argument("--config", metavar="FILE", help="their toolkit.yaml")
    _add_workspace(added)


def _add_release(added: argparse.ArgumentParser) -> None:
    added.add_argument("toolkit", metavar="TOOLKIT")
    added.add_argument("--calls", metavar="FILE", help="recorded calls that have to go on working")
    _add_cache(added)
    _add_workspace(added)


def _add_pull(added: argparse.ArgumentParser) -> None:
    source = "their document; default: source.url of toolkit.yaml"
    added.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help=_EVERY)
    added.add_argument("--from", dest="source", metavar="FILE|URL", help=source)
    writing = added.add_mutually_exclusive_group()
    writing.add_argument("--write", action="store_true", help="replace documents that are theirs")
    writing.add_argument("--accept", action="store_true", help="record what differs as seen")
    _add_workspace(added)


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", help="with --spec: the package's own folder")
    _add_sources(parser)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("where from")
    _add_workspace(where)
    where.add_argument("--spec", metavar="FILE", help="an OpenAPI document outside a workspace")
    where.add_argument("--overlay", metavar="FILE", help="its OpenAPI Overlay")
    where.add_argument("--config", metavar="FILE", help="its toolkit.yaml")


def _add_workspace(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="default: the nearest specs/")


def _add_cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-cache", action="store_true", help="build anew, keep nothing")


def _add_strict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
