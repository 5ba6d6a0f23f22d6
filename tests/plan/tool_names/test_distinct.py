"""Names that no other could meet are known without settling those of all."""

import pytest

from generator.plan.tool_names.distinct import are_apart

ZEBRAS = (("weigh", "zebras"),)


@pytest.mark.parametrize(
    ("others", "apart"),
    [
        ([], True),
        ([("list", "lions")], True),
        ([("list", "lions"), ("weigh", "zebras")], False),
        ([("weigh", "ze", "bras")], False),
        ([("weigh", "zebras", *["of", "all", "kinds"] * 9)], True),
    ],
)
def test_names_stand_apart_from_what_no_candidate_could_be(
    others: list[tuple[str, ...]], apart: bool
) -> None:
    assert are_apart([("WeighZebras", (ZEBRAS,))], [(others,)], 40) is apart


def test_a_name_that_is_not_the_first_of_its_own_does_not_stand_apart() -> None:
    assert not are_apart([("WeighZebras", ((("zebras",), *ZEBRAS),))], [], 40)
