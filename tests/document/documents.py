"""Short ways to a document, or to the problems of reading one."""

import os
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from generator.core.problems import Problem, ProblemsError
from generator.document.load import DEFAULT_BUDGET, Budget, Document, load


def read(text: str, file: str = "openapi.yaml") -> Document:
    """The document that an indented text spells."""
    return load(dedent(text).encode(), file)


def refused(
    data: str | bytes, file: str = "a.yaml", budget: Budget = DEFAULT_BUDGET
) -> list[Problem]:
    """The problems for which a file is refused."""
    encoded = dedent(data).encode() if isinstance(data, str) else data
    return problems_of(lambda: load(encoded, file, budget))


def problems_of(action: Callable[[], object]) -> list[Problem]:
    """The problems that an action raises; it has to."""
    with pytest.raises(ProblemsError) as caught:
        action()
    return list(caught.value.problems)


def codes(problems: list[Problem]) -> list[str]:
    """What the problems are."""
    return [each.code for each in problems]


def place(problem: Problem) -> tuple[int, int]:
    """Line and column of a problem."""
    assert problem.place is not None
    return problem.place.line, problem.place.column


def vendor_document(name: str) -> Document:
    """A published document of the vendor; skips the test where there is none."""
    folder = os.environ.get("TOOLGEN_REFERENCE")
    if not folder:
        pytest.skip("TOOLGEN_REFERENCE does not name the folder of reference documents")
    path = Path(folder) / f"customerio-{name}.vendor.json"
    return load(path.read_bytes(), path.name)
