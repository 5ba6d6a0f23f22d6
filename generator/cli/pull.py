"""`toolgen pull`: compares documents with what their vendors publish now."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.cli.arguments import add_reading, add_toolkits, add_workspace, file_reading
from generator.cli.result import BAD_INPUT, FINDINGS, FINE, Result, usage_error
from generator.pull import Wanted, pull_all
from generator.workspace.toolkits import find_workspace, naming_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    source = "their document; default: source.url of toolkit.yaml"
    add_toolkits(parser)
    parser.add_argument("--from", dest="source", metavar="FILE|URL", help=source)
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument("--write", action="store_true", help="replace documents that are theirs")
    writing.add_argument("--accept", action="store_true", help="record what differs as seen")
    add_workspace(parser)
    add_reading(parser)


def run(options: argparse.Namespace) -> Result:
    """Compare; a finding where a vendor's document has something new."""
    workspace = find_workspace(options.workspace, Path.cwd())
    toolkits = workspace.select(options.toolkit)
    if options.source == "":
        raise usage_error("--from needs a file or an address")
    wanted = Wanted(options.source or "", options.write, options.accept, file_reading(options))
    named = bool(options.toolkit or options.source)
    text, drifted, problems = pull_all(
        toolkits, naming_root(workspace.root), named, wanted, options.progress
    )
    code = BAD_INPUT if problems else FINDINGS if drifted else FINE
    return Result(code, text, problems)
