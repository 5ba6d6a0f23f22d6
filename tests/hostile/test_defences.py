"""The proof fails without our defences: two of them taken down here, all of them by `nox -s hostile`."""

import pytest

from tests.command_line import ROOT

from .defences import DEFENCES, Defence
from .parts import held, taken_down


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda each: each.name)
def test_each_defence_stands_where_it_is_said_to(defence: Defence) -> None:
    assert (ROOT / defence.file).read_text("utf-8").count(defence.old) == 1


@pytest.mark.parametrize("defence", [DEFENCES[3], DEFENCES[7]], ids=lambda each: each.name)
def test_the_proof_fails_without_it(defence: Defence) -> None:
    assert held([defence]).faults == []
    assert taken_down([defence]).faults == []
