"""Problems as a person reads them."""

import pytest

from generator.core import pointers
from generator.core.problems import (
    Place,
    Problem,
    ProblemsError,
    excerpt,
    in_order,
    problem_text,
)

PLACE = Place("openapi.yaml", 3, 7)


def test_a_problem_reads_as_place_code_message_and_details() -> None:
    problem = Problem("some-code", "what is wrong", PLACE, "#/a", "what is right", "what to do")
    assert problem_text(problem).splitlines() == [
        "openapi.yaml:3:7: error[some-code] what is wrong",
        "  at: #/a",
        "  expected: what is right",
        "  hint: what to do",
    ]


def test_details_that_are_not_known_are_left_out() -> None:
    assert (
        problem_text(Problem("some-code", "what is wrong", None, ""))
        == "error[some-code] what is wrong"
    )


@pytest.mark.parametrize(
    "hidden",
    ["\x1b[2J", "\r", "\n", "\x00", "\u202e", "\u200b", "\u2028", "\x9b", "\xa0", "\u3000"],
)
def test_text_from_a_document_cannot_steer_a_terminal(hidden: str) -> None:
    shown = problem_text(
        Problem("code", f"found x{hidden}y", Place(f"a{hidden}", 1, 1), f"#/{hidden}")
    )
    assert hidden not in shown.replace("\n  at:", "")
    assert len(shown.splitlines()) == 2


def test_a_long_path_is_named_by_its_beginning_and_its_end() -> None:
    path = "/first" + "/more" * 1_800 + "/last"
    (line,) = problem_text(Problem("code", f"GET {path} is too long", None, "")).splitlines()
    assert line.startswith("error[code] GET /first/more") and line.endswith("/last is too long")
    assert len(line) < 250 and line.count("…") == 1


def test_letters_of_other_scripts_are_shown_as_they_are() -> None:
    assert problem_text(Problem("code", "Größe 値", None, "")) == "error[code] Größe 値"


def test_long_values_are_cut() -> None:
    assert len(excerpt("x" * 100_000)) < 70
    assert len(problem_text(Problem("code", "m", None, "#/" + "k" * 100_000))) < 2_000


@pytest.mark.parametrize("name", ["k" * 100_000, "k " * 50_000, "\u202e" * 100_000, "/k" * 4_500])
def test_what_is_wrong_with_a_long_name_stands_behind_it(name: str) -> None:
    long = Problem(
        "code", f"GET {name} and {name} is odd", PLACE, f"#/{name}/c", name, f"{name} so"
    )
    lines = problem_text(long).splitlines()
    assert [each.partition(" ")[0] for each in lines] == ["openapi.yaml:3:7:", "", "", ""]
    assert lines[0].endswith(" is odd") and lines[1].endswith("/c") and lines[3].endswith(" so")
    assert all("…" in each for each in lines)
    assert all(len(each) <= 1_000 and each.isprintable() for each in lines)


def test_problems_are_ordered_by_file_line_and_column() -> None:
    places = [Place("b", 1, 1), None, Place("a", 10, 1), Place("a", 9, 5), Place("a", 9, 2)]
    problems = in_order(Problem("code", "m", place, "") for place in places)
    assert [str(each.place) for each in problems] == ["a:9:2", "a:9:5", "a:10:1", "b:1:1", "None"]


def test_an_error_carries_its_problems_in_order_and_names_them() -> None:
    late, early = (Problem(f"at-{line}", "m", Place("a", line, 1), "") for line in (2, 1))
    error = ProblemsError([late, early])
    assert error.problems == (early, late)
    assert str(error) == "at-1: m\nat-2: m"


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [
        ([], "#"),
        ([""], "#/"),
        (["paths", "/track/{id}", "post"], "#/paths/~1track~1{id}/post"),
        (["a~b", 0, "x y", "é", "%41", '"'], "#/a~0b/0/x%20y/%C3%A9/%2541/%22"),
    ],
)
def test_pointers_are_joined_and_split(parts: list[str | int], pointer: str) -> None:
    assert pointers.join(parts) == pointer
    assert pointers.split(pointer) == tuple(str(part) for part in parts)


@pytest.mark.parametrize("text", ["", "/a", "#a", "#/a~2", "#/a~", "#/%ff", "other.yaml#/a"])
def test_what_is_no_pointer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        pointers.split(text)


def test_a_pointer_contains_its_parts_and_not_its_namesakes() -> None:
    assert pointers.contains("#/a", "#/a")
    assert pointers.contains("#/a", "#/a/b")
    assert not pointers.contains("#/a", "#/ab")
