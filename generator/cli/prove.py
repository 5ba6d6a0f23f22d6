"""`toolgen prove`: shows on a document of one's own that no text of it becomes anything but text."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.arguments import add_sources
from generator.cli.building import sources_of
from generator.cli.result import FINDINGS, FINE, Result, usage_error
from generator.cli.targets import PackageTarget, names_document, targets_of, unwritten
from generator.core.problems import escaped
from generator.core.progress import counted

if TYPE_CHECKING:
    from generator.cli.proof.trial import Tried

ENDS = {
    "same": "files differ in texts and names alone",
    "within": "another package, of parts that packages have",
    "refused": "nothing is made",
    "broken": "a text became something else, or there was no answer",
}
_MOST_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("target", nargs="?", metavar="SPEC|TOOLKIT", help="what to take apart")
    everything = "put every payload into every slot, instead of one into each"
    parser.add_argument("--all", action="store_true", help=everything)
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which payload goes where")
    parser.add_argument(
        "--most", type=int, metavar="N", help="so many pairs of these, evenly spread"
    )
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """A table of slots, payloads and what became of them; a finding where a text is more than text."""
    if find_spec("markdown_it") is None:
        hint = 'pip install "toolgen[prove]"'
        raise usage_error("the package markdown-it-py is missing, which reads Markdown", hint)
    from generator.cli.proof.pairs import every_pair, one_each, spread
    from generator.cli.proof.payloads import PAYLOADS
    from generator.cli.proof.together import Together
    from generator.cli.proof.trial import Trial

    trial = Trial(sources_of(_target(options)), options.progress)
    slots = trial.slots()
    pairs = every_pair(slots) if options.all else one_each(slots, options.seed)
    chosen = [*spread(pairs, options.most)]
    trying = Together(trial).tried(chosen)
    tried = [*counted(options.progress, "trying other texts", trying, len(chosen))]
    broken = [each for each in tried if each.ended == "broken"]
    counts = f"{len(slots):,} slots x {len(PAYLOADS)} payloads, {len(tried):,} of them tried\n"
    return Result(FINDINGS if broken else FINE, counts + table(tried) + _told(broken))


def table(tried: Iterable[Tried]) -> str:
    """How often there was which end."""
    ends = Counter(each.ended for each in tried)
    return "".join(f"{end:<8} {ends[end]:>8,}  {says}\n" for end, says in ENDS.items())


def _told(broken: Sequence[Tried]) -> str:
    """The first of what should not be."""
    lines = []
    for each in broken[:_MOST_SHOWN]:
        lines += [f"\n{each.pair}", *(f"  {escaped(fault)[:200]}" for fault in each.faults)]
    more = len(broken) - _MOST_SHOWN
    return "".join(f"{line}\n" for line in lines) + (f"\nand {more} more\n" if more > 0 else "")


def _target(options: argparse.Namespace) -> PackageTarget:
    """The toolkit, or the document with what goes with it."""
    given = options.target
    if given and names_document(given):
        if options.overlay or options.config:
            raise usage_error("--overlay and --config go with --spec")
        return unwritten(Path(given).absolute(), options)
    if not (given or options.spec):
        raise usage_error("prove takes a document or a toolkit")
    return targets_of(options, [given] if given else [])[0][0]
