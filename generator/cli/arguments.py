"""The options that several commands share, each said once."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from generator.workspace.files import MOST_BYTES, FileReading

EVERY = "default: every toolkit"


def add_toolkits(parser: argparse.ArgumentParser) -> None:
    """The toolkits that a command is about."""
    parser.add_argument("toolkit", nargs="*", metavar="TOOLKIT", help=EVERY)


def add_cache(parser: argparse.ArgumentParser) -> None:
    """Whether results of earlier runs are taken."""
    parser.add_argument("--no-cache", action="store_true", help="build anew, keep nothing")


def add_strict(parser: argparse.ArgumentParser) -> None:
    """Whether a warning is an error."""
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")


def add_reading(parser: argparse._ActionsContainer) -> None:
    """How much is read, and from where."""
    parser.add_argument(
        "--max-bytes",
        type=_bytes,
        default=MOST_BYTES,
        metavar="N",
        help=f"how large a file may be; default: {MOST_BYTES:,}",
    )
    parser.add_argument(
        "--allow-refs",
        type=folder,
        action="append",
        default=[],
        metavar="DIR",
        help="follow references into this folder, besides the document's own",
    )


def file_reading(options: argparse.Namespace) -> FileReading:
    """What `add_reading` was given."""
    folders = (Path(os.path.abspath(each)) for each in options.allow_refs)
    return FileReading(options.max_bytes, tuple(folders))


def given(text: str) -> str:
    """A path or name, as an argument's type: the empty one is a mistake, such as of an unset variable."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def folder(text: str) -> Path:
    """A folder, as an argument's type."""
    return Path(given(text))


def _bytes(text: str) -> int:
    plain = text.replace("_", "").replace(",", "")
    if not (plain.isascii() and plain.isdigit() and 0 < len(plain) < 16 and int(plain)):
        raise argparse.ArgumentTypeError(f"{text} is not a number of bytes")
    return int(plain)


def add_workspace(parser: argparse._ActionsContainer) -> None:
    """Where toolkits and packages are."""
    parser.add_argument(
        "--workspace", type=folder, metavar="DIR", help="default: the nearest specs/"
    )


def add_choice(parser: argparse._ActionsContainer, given_with: str = "") -> None:
    """Which operations there are tools for."""
    for name, says in (("include", "leave out all others"), ("exclude", "leave these out")):
        parser.add_argument(
            f"--{name}",
            type=given,
            action="append",
            default=[],
            metavar="SELECTOR",
            help=f"{given_with}{says}: tag:…, path:…, id:…, method:…, deprecated, read-only",
        )


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Where sources are, in a workspace or outside."""
    where = parser.add_argument_group("where from")
    add_workspace(where)
    where.add_argument(
        "--spec", type=given, metavar="FILE", help="an OpenAPI document outside a workspace"
    )
    where.add_argument("--overlay", type=given, metavar="FILE", help="its OpenAPI Overlay")
    where.add_argument("--config", type=given, metavar="FILE", help="its toolkit.yaml")
    add_choice(where, "with --spec: ")
    add_reading(where)


def add_out(parser: argparse.ArgumentParser) -> None:
    """Where a package of sources outside a workspace is."""
    parser.add_argument(
        "--out", type=given, metavar="DIR", help="with --spec: the package's own folder"
    )
