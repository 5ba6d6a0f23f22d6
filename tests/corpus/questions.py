"""Asks plain questions of packages made from vendors' documents, and counts where the right tool comes.

`python -m tests.corpus.questions` writes docs/search.md; with the names of documents it prints their rows
alone, with `--missed` also the questions whose tool is not among the first five.
"""

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.build import plan_sources
from generator.core.shipped import shipped_module
from generator.render.search_index import search_index
from generator.workspace.sources import SourceFile, Sources

from .wheels import document_of, listed

FOLDER = Path(__file__).with_name("questions")
PAGE = Path(__file__).parents[2] / "docs" / "search.md"
FIRST = 5
LEAST = 0.9
HEAD = """\
# How well tools are found

Plain questions, such as someone asks who does not know the API, and where the right tool comes in what `search_tools`
answers. `nox -s search` asks them of packages made from vendors' own documents (`tests/corpus/questions/`; any one of several
right operations counts). *Tuned* questions were written in four rounds, each before its answers were seen, and then looked at to
improve the search; of the last two rounds 93% were answered among the first five when they were first asked. *Held* questions
were written before the search, and which of them it missed was looked at only when it was done. Milliseconds are of one question on a
busy machine, the index being loaded; `tests/serving/search` holds loading and asking together to 20 ms for 1,000 tools.
"""
_COLUMNS = (
    "document",
    "tools",
    "questions",
    "",
    "first",
    "first five",
    "first ten",
    "ms",
    "index kB",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a document's questions, and the places of the right tools; none where it is not among ten."""

    document: str
    part: str
    tools: int
    kilobytes: int
    milliseconds: float
    places: Mapping[str, int | None]

    def share(self, most: int) -> float:
        """Of how many questions the right tool is among so many."""
        found = [place is not None and place < most for place in self.places.values()]
        return sum(found) / len(found)


def main() -> int:
    """Ask some or all documents; 1 where too few questions are answered."""
    options = _parser().parse_args()
    names = options.names or sorted(file.stem for file in FOLDER.glob("*.toml"))
    asked = [each for name in names for each in ask(name)]
    page = "\n".join([HEAD, *_table(asked), ""])
    if options.names:
        print(page.partition("\n\n| ")[2])
    else:
        PAGE.write_text(page, encoding="utf-8")
        print(page)
    if options.missed:
        sys.stdout.writelines(f"{line}\n" for line in _missed(asked))
    return int(any(each.share(FIRST) < LEAST for each in asked))


def ask(name: str) -> Iterator[Asked]:
    """All questions of one document."""
    [wheel] = listed([name])
    index, keys = _index(document_of(wheel))
    questions = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for part, answers in questions.items():
        began = time.perf_counter()
        places = {each: _place(index["tools"], each, right) for each, right in answers.items()}
        spent = 1000 * (time.perf_counter() - began) / len(answers)
        size = len(json.dumps(index, separators=(",", ":"))) // 1000
        unknown = {right for each in answers.values() for right in each} - keys
        assert not unknown, unknown
        yield Asked(name, part, len(keys), size, spent, places)


def _index(document: Path) -> tuple[dict[str, Any], set[str]]:
    package = plan_sources(Sources(SourceFile(document.name, document.read_bytes()))).package
    index: dict[str, Any] = json.loads(search_index(package))
    return index, {tool.key for tool in package.tools}


def _place(entries: list[dict[str, Any]], question: str, right: list[str]) -> int | None:
    read = shipped_module("_serving.search.question").read_question
    found = shipped_module("_serving.search.ranking").ranked(entries, read(question))[:10]
    places = [place for place, entry in enumerate(found) if entry["operation"] in right]
    return places[0] if places else None


def _table(asked: list[Asked]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{' --- |' * len(_COLUMNS)}"
    for each in asked:
        shares = [f"{each.share(most):.0%}" for most in (1, FIRST, 10)]
        told = [each.document, each.tools, len(each.places), each.part, *shares]
        told += [f"{each.milliseconds:.0f}", each.kilobytes]
        yield f"| {' | '.join(map(str, told))} |"


def _missed(asked: list[Asked]) -> Iterator[str]:
    for each in asked:
        for question, place in each.places.items():
            if place is None or place >= FIRST:
                yield f"{each.document} {each.part}: {question} [{place}]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nox -s search --", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="DOCUMENT", help="default: all of them")
    parser.add_argument("--missed", action="store_true", help="show what was not found")
    return parser


if __name__ == "__main__":
    sys.exit(main())
