"""Problems as people read them at a terminal, and as programs do in a pipe."""

import io
from pathlib import Path

import pytest

from generator.cli.messages import Reader, lines_below, messages, reader_of
from generator.core.problems import Place, Problem, Severity, problem_text

PERSON = Reader(at_terminal=True, wants_all=False)
LINE = "  kind: {oneOf: [{type: string}]}"


def warning(line: int = 7, column: int = 9, code: str = "union-overlap") -> Problem:
    place = Place("openapi.yaml", line, column)
    return Problem(code, "they overlap", place, "#/a", hint="mend", severity=Severity.WARNING)


def told(problems: list[Problem], reader: Reader, line: str | None = LINE) -> list[str]:
    return list(messages(problems, reader, lambda _: line))


def test_a_terminal_shows_the_line_with_a_caret_under_the_place() -> None:
    (text,) = told([warning()], PERSON)
    assert text.splitlines() == [
        "openapi.yaml:7:9: warning[union-overlap] they overlap",
        "  7 |   kind: {oneOf: [{type: string}]}",
        "    |         ^",
        "  at: #/a",
        "  hint: mend",
    ]


@pytest.mark.parametrize(
    ("line", "column", "shown", "before"),
    [
        ("\tkind: x", 2, "    kind: x", 4),
        ("名前: x", 5, "名前: x", 6),
        ("a\x1b[31m: x", 8, "a\\x1b[31m: x", 10),
        ("x" * 500 + "!" + "y" * 500, 501, "x" * 50 + "!" + "y" * 49, 50),
    ],
)
def test_the_caret_stands_where_the_eye_looks(
    line: str, column: int, shown: str, before: int
) -> None:
    (text,) = told([warning(column=column)], PERSON, line)
    assert text.splitlines()[1] == f"  7 | {shown}"
    assert text.splitlines()[2] == f"    | {' ' * before}^"


def test_a_program_reads_what_it_always_read() -> None:
    problems = [warning(line) for line in range(1, 60)]
    assert told(problems, Reader(wants_all=False)) == [problem_text(each) for each in problems]


def test_what_is_said_of_many_is_said_once_with_their_number() -> None:
    few, many = [warning(line) for line in (1, 2, 3)], [warning(line) for line in range(1, 55)]
    other = [warning(70, code="text-steering")]
    assert len(told([*few, *other], PERSON, None)) == 4
    first, last = told([*many, *other], PERSON, None)
    assert first.splitlines()[-1] == "  and 53 more union-overlap; --all lists them"
    assert last == problem_text(other[0])
    assert len(told(many, Reader(at_terminal=True), None)) == 54


@pytest.mark.parametrize(
    ("is_terminal", "variables", "colored"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_who_wants_it(
    is_terminal: bool, variables: dict[str, str], colored: bool
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    reader = reader_of(Stream(), variables, wants_all=True)
    assert reader.in_color is colored
    (text,) = told([warning()], reader)
    assert ("\x1b[1;33mwarning[union-overlap]\x1b[0m they" in text) is colored


def test_lines_are_found_and_what_is_no_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"one\r\ntwo\r\n")
    (tmp_path / "b.yaml").write_bytes(b"\xff\n")
    lines = lines_below(tmp_path / "gone", tmp_path)
    found = [lines(Place(*each)) for each in (("a.yaml", 2, 1), ("a.yaml", 9, 1), ("b.yaml", 1, 1))]
    assert found == ["two", None, None]
    assert lines(Place("HEAD~1:a.yaml", 1, 1)) is None
    assert lines(Place("a\0b", 1, 1)) is None
