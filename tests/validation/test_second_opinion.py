"""Our validation and openapi-spec-validator's agree on every document of this repository."""

from pathlib import Path

import pytest

from generator.core.problems import ProblemsError, Severity
from generator.document.load import Document, load
from generator.overlay.apply import apply
from generator.validation.check import validation_problems
from generator.validation.second_opinion import (
    is_about_the_same,
    library_findings,
    second_opinion,
)
from tests.document.documents import read, vendor_document

TESTS = Path(__file__).parents[1]
FILES = sorted(
    [*TESTS.glob("cases/*/openapi.*"), *TESTS.parent.glob("specs/*/openapi.*")],
    key=lambda path: path.parts[-2:],
)


def differences(document: Document) -> tuple[set[str], set[str]]:
    """Where we alone have a finding, and where the library alone has one."""
    problems = validation_problems(document)
    # The library looks at no schema of request bodies.
    ours = {each.pointer for each in problems if "/requestBody/content/" not in each.pointer}
    its = {pointer for pointer, _ in library_findings(document)}
    ours_alone = {each for each in ours if not any(is_about_the_same(each, it) for it in its)}
    return ours_alone, {each.pointer for each in second_opinion(document, problems)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_the_two_agree_on_our_documents(path: Path) -> None:
    try:
        document = load(path.read_bytes(), path.name)
        overlay = path.with_name("overlay.yaml")
        if overlay.exists():
            document = apply(document, load(overlay.read_bytes(), overlay.name))
    except ProblemsError:
        # There is no document to have an opinion on.
        return
    if any(each.code == "openapi-version" for each in validation_problems(document)):
        return
    assert differences(document) == (set(), set())


@pytest.mark.parametrize("name", ["pipelines", "track"])
def test_the_two_agree_on_the_vendors_documents(name: str) -> None:
    assert differences(vendor_document(name)) == (set(), set())


def test_a_finding_of_the_library_alone_is_a_warning() -> None:
    document = read("""\
        openapi: 3.1.0
        info: {title: a, version: '1'}
        paths: {}
        components: {schemas: {A: {type: string, format: date, default: soon}}}
        """)
    assert validation_problems(document) == ()
    (problem,) = second_opinion(document, ())
    assert (problem.code, problem.severity) == ("second-opinion", Severity.WARNING)
    assert problem.pointer == "#/components/schemas/A/default"
    assert problem.place and problem.place.line == 4
    assert "soon" not in problem.message
    assert second_opinion(document, [problem]) == ()
