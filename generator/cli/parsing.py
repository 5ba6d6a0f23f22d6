"""Reads the command line: which commands there are, and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NoReturn, Protocol, cast

from generator import __version__
from generator.cli.result import Result

COMMANDS: Mapping[str, str] = {
    "init": "Write a first folder of sources for a document",
    "generate": "Write the packages of some or all toolkits",
    "check": "Compare packages with what generate would write",
    "lint": "Report every problem of documents and toolkits",
    "show": "Show what an agent will see of a toolkit or a tool",
    "why": "Tell where what an agent sees of a tool comes from",
    "diff": "Tell what is different for users of the tools",
    "release": "Record a toolkit's package as released",
    "pull": "Compare documents with what their vendors publish now",
    "prove": "Show that no text of a document becomes more than text",
    "completion": "Print what lets a shell complete these words",
}
"""What --help says of each command; the module of its name beside this one knows the rest."""

_EPILOG = """\
exit codes: 0 fine; 1 drift (check, pull) or findings (lint, diff); 2 an error in the input or
in the command line; 3 a bug of toolgen's own (TOOLGEN_DEBUG=1 shows its traceback).

Results of earlier runs are kept in TOOLGEN_CACHE_DIR, or in the user's cache folder."""


class Command(Protocol):
    """What a command's module has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The words of the command."""

    def run(self, options: argparse.Namespace) -> Result:
        """What it does, as a value."""


def parser() -> argparse.ArgumentParser:
    """What reads the command line."""
    found = _Parser(
        prog="toolgen",
        description="Turn OpenAPI documents into installable Arcade toolkits.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("--version", action="version", version=f"toolgen {__version__}")
    added = found.add_subparsers(metavar="COMMAND", required=True, parser_class=CommandParser)
    for name, says in COMMANDS.items():
        # Of a word that a command has for its own, its own meaning counts.
        command = added.add_parser(
            name, help=says, description=f"{says}.", epilog=_EPILOG, conflict_handler="resolve"
        )
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        _add_common(command, name)
    return found


def arguments_of(command: str) -> tuple[argparse.Action, ...]:
    """The words of one command, which are not many."""
    found = CommandParser(prog=command, conflict_handler="resolve")
    _add_common(found, command)
    found.learn()
    return tuple(found._actions)


def _add_common(command: argparse.ArgumentParser, name: str) -> None:
    command.set_defaults(command=name)
    command.add_argument("-q", "--quiet", action="store_true", help="print errors alone")
    command.add_argument("--all", action="store_true", help="list problems of a kind one by one")


class _Parser(argparse.ArgumentParser):
    """Says what was probably meant by a word that is none of the known ones, and no word as it stands."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            from generator.core.suggest import did_you_mean

            if hint := did_you_mean(str(value), [str(each) for each in action.choices or ()]):
                error.message = f"{value!r} is none of its words: {hint}"
            raise

    def error(self, message: str) -> NoReturn:
        """As argparse has it, in a line that is safe to show: it quotes whole what was given."""
        from generator.core.problems import told

        super().error(told(message))


class CommandParser(_Parser):
    """Learns a command's arguments once it is asked for, so that no other one is imported."""

    def learn(self) -> None:
        """Take in the command's own arguments."""
        module_of(str(self.get_default("command"))).add_arguments(self)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse has it."""
        self.learn()
        return super().parse_known_args(args, namespace)


def module_of(command: str) -> Command:
    """The module that knows the rest of a command."""
    return cast(Command, import_module(f"generator.cli.{command}"))
