"""The options that several commands share, each said once."""

from __future__ import annotations

import argparse
from pathlib import Path

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


def add_workspace(parser: argparse._ActionsContainer) -> None:
    """Where toolkits and packages are."""
    parser.add_argument("--workspace", type=Path, metavar="DIR", help="default: the nearest specs/")


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Where sources are, in a workspace or outside."""
    where = parser.add_argument_group("where from")
    add_workspace(where)
    where.add_argument("--spec", metavar="FILE", help="an OpenAPI document outside a workspace")
    where.add_argument("--overlay", metavar="FILE", help="its OpenAPI Overlay")
    where.add_argument("--config", metavar="FILE", help="its toolkit.yaml")


def add_out(parser: argparse.ArgumentParser) -> None:
    """Where a package of sources outside a workspace is."""
    parser.add_argument("--out", metavar="DIR", help="with --spec: the package's own folder")
