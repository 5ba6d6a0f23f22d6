"""Prints results as Markdown: `docs/corpus.md`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from . import outcomes
from .outcomes import counted
from .results import Result

HEAD = """\
# How far toolgen reaches

What `nox -s corpus` made of documents that their vendors wrote, without configuration. Each tool was called through
Arcade's executor with the least it asks for, with everything it offers and with the vendor's own examples; every request
was held against the original document by openapi-core or, where that cannot read what the document says, by a plainer
judge of `tests/corpus/plain.py`. Header parameters that OpenAPI has ignored are ignored. `tests/corpus/documents.toml` says
where the documents come from.

- *overlap*: conforms but for a `oneOf` whose branches overlap in the document itself.
- *read only*: conforms but for members that the document calls `readOnly`, which a request should not hold.
- *wrong*: does not conform. Nothing does where a format and a pattern or a length exclude each other, where a discriminator
  names a property that no branch has, and where every branch of a `oneOf` requires what is `readOnly`.
- *not judged*: no judge could say, as of a body that is neither JSON nor a form.
- *refused*: was not sent although it was made from the tool's own schema, or is the vendor's example and fits the vendor's
  schema. *unmade*: no arguments could be made here. *not accepted*: a documented success that was told as an error.
- *invalid*: the vendor's example that the vendor's own schema does not take.
- Seconds and MiB are of a whole `toolgen generate` on a busy machine: read them as ratios.
"""
LARGE = """\
## The largest answers

Every GET that answers JSON was answered with as much as its schema lets it be: lists and maps of 500, 50 in the first and the
last of these, texts of thousands of characters. *Within* are those that were valid JSON of 20,000 characters at most, the
further calls included, and whole where nothing was said to be left out. Of each, the first and the last of what was left out at
four places, each of another kind, was asked for by the `fields` that the answer told: first for the item or member that holds it,
then for the very thing.
"""
_LARGE = ("document", "answers", "cut", "within", "got by one call", "by two", "not got")
_WORDS = (
    outcomes.CONFORMING,
    outcomes.OVERLAP,
    outcomes.READ_ONLY,
    outcomes.WRONG,
    outcomes.NOT_JUDGED,
    outcomes.REFUSED,
    outcomes.REFUSED_EXAMPLE,
    outcomes.UNMADE,
    outcomes.NOT_ACCEPTED,
    outcomes.INVALID,
)
_COLUMNS = ("document", "OpenAPI", "operations", "tools", "calls", *_WORDS, "s", "MiB")


def markdown(results: list[Result]) -> str:
    """The whole page."""
    parts = [HEAD, "\n".join(_table(results)), LARGE, "\n".join(_large(results))]
    parts.append("## Operations that are not made\n")
    parts.append("\n".join(_reasons(results)))
    parts += ["## What else was said of the documents\n", "\n".join(_remarks(results))]
    parts += ["## Calls that did not conform\n", "\n".join(_calls(results))]
    if faults := [f"- {each.name}: {fault}" for each in results for fault in each.faults]:
        parts += ["## Packages that could not be used\n", "\n".join(faults)]
    return "\n".join(part if part.endswith("\n") else part + "\n" for part in parts)


def _table(results: list[Result]) -> Iterator[str]:
    yield _row(_COLUMNS)
    yield _row(["---"] * len(_COLUMNS))
    for result in results:
        yield _row(_cells(result))
    yield _row(_total(results))


def _large(results: list[Result]) -> Iterator[str]:
    """What became of the largest answers."""
    asked = [(each.name, each.large) for each in results if each.large]
    yield _row(_LARGE)
    yield _row(["---"] * len(_LARGE))
    rows = [
        (name, [e.answers, e.cut, e.within, e.one, e.two, len(e.unreached)]) for name, e in asked
    ]
    for name, numbers in rows:
        yield _row([name, *(_number(each) for each in numbers)])
    sums = [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]
    yield _row(["all", *(_number(each) for each in sums)])
    for name, found in asked:
        yield from (f"- {name}: {each}" for each in [*found.faults, *found.unreached][:5])


def _cells(result: Result) -> list[str]:
    words = counted(result.outcomes)
    return [
        result.name,
        result.openapi,
        f"{result.operations:,}",
        f"{result.tools:,}",
        f"{len(result.outcomes):,}",
        *(_number(words.get(word, 0)) for word in _WORDS),
        f"{result.seconds:.0f}",
        f"{result.mebibytes:.0f}",
    ]


def _total(results: list[Result]) -> list[str]:
    operations = sum(result.operations for result in results)
    tools = sum(result.tools for result in results)
    words = counted([outcome for result in results for outcome in result.outcomes])
    share = f"{tools:,} ({100 * tools / max(operations, 1):.1f}%)"
    shown = [_number(words.get(word, 0)) for word in _WORDS]
    return ["all", "", f"{operations:,}", share, f"{sum(words.values()):,}", *shown, "", ""]


def _reasons(results: Iterable[Result]) -> Iterator[str]:
    """Each kind of reason, the costliest first."""
    yield from _listed(
        "operations",
        (
            (kind, operations, f"{result.name} {unquote(pointer)}".strip())
            for result in results
            for kind, operations, pointer in result.reasons
        ),
    )


def _remarks(results: Iterable[Result]) -> Iterator[str]:
    """Each kind of finding that leaves no operation out."""
    yield from _listed(
        "places",
        (
            (f"{finding.severity}: {finding.kind}", 1, f"{result.name} {unquote(finding.pointer)}")
            for result in results
            for finding in result.findings
            if finding.code != "operation-left-out"
        ),
    )


def _calls(results: Iterable[Result]) -> Iterator[str]:
    """Each kind of call that went otherwise, the most frequent first."""
    yield from _listed(
        "calls",
        (
            (f"{outcome.word}: {outcome.kind}", 1, f"{result.name} {outcome.operation}")
            for result in results
            for outcome in result.outcomes
            if outcome.word != outcomes.CONFORMING
        ),
    )


def _listed(what: str, found: Iterable[tuple[str, int, str]]) -> Iterator[str]:
    """Kinds with what each costs together, and the first place of each."""
    costs: dict[str, int] = defaultdict(int)
    places: dict[str, str] = {}
    for kind, cost, place in found:
        costs[kind] += cost
        places.setdefault(kind, place)
    if not costs:
        yield "None."
        return
    yield _row((what, "reason", "such as"))
    yield _row(("---", "---", "---"))
    for kind, cost in sorted(costs.items(), key=lambda each: (-each[1], each[0])):
        yield _row((f"{cost:,}", kind.replace("|", "\\|"), f"`{places[kind].replace('|', '%7C')}`"))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _number(value: int) -> str:
    return f"{value:,}" if value else ""
