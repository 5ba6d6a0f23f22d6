"""The pull request's job summary, and when the job refuses the change."""

from dataclasses import replace
from pathlib import Path

import pytest

from .checkout import DOCUMENT, Checkout, Ended, with_toolkit
from .runner import Machine

LABEL = "contains(github.event.pull_request.labels.*.name, 'breaking')"
ADDED = DOCUMENT.replace("note: {type: string}", "note: {type: string}, more: {type: string}")
REQUIRED = DOCUMENT.replace("required: [id]", "required: [id, note]")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(with_toolkit(tmp_path / "work"), tmp_path, {LABEL: "false"})


def request(checkout: Checkout, document: str) -> None:
    """A pull request as GitHub checks it out: merged into a main that went on meanwhile."""
    checkout.git("switch", "--quiet", "--create", "request")
    checkout.write({"specs/things/openapi.yaml": document})
    checkout.commit("Change the spec")
    checkout.git("switch", "--quiet", "main")
    checkout.write({"NOTES.md": "Something else.\n"})
    checkout.commit("Something else")
    checkout.git("merge", "--quiet", "--no-ff", "--message", "Merge", "request")


def compare(machine: Machine) -> Ended:
    return machine.run("difference", "difference", "Compare")


def test_an_addition_is_shown_and_passes(machine: Machine) -> None:
    request(machine.checkout, ADDED)
    ended = compare(machine)
    assert ended.code == 0, ended.out
    assert "more" in machine.text("summary")


def test_a_request_that_changes_no_tool_passes(machine: Machine) -> None:
    request(machine.checkout, DOCUMENT + "# A comment.\n")
    ended = compare(machine)
    assert ended.code == 0, ended.out
    assert machine.text("summary").strip()


def test_a_breaking_change_fails_until_the_label_accepts_it(machine: Machine) -> None:
    request(machine.checkout, REQUIRED)
    assert compare(machine).code == 1
    shown = machine.text("summary")
    assert "note" in shown and "breaking" in shown
    accepted = replace(machine, context={LABEL: "true"})
    assert compare(accepted).code == 0


def test_the_summary_is_markdown_alone(machine: Machine) -> None:
    request(machine.checkout, REQUIRED)
    compare(machine)
    lines = machine.text("summary").splitlines()
    assert not [line for line in lines if line.startswith("::")]


def test_a_mistake_is_no_breaking_change_that_a_label_accepts(machine: Machine) -> None:
    request(machine.checkout, "openapi: 3.1.0\nopenapi: 3.1.0\n")
    ended = compare(replace(machine, context={LABEL: "true"}))
    assert ended.code == 2
    assert "openapi.yaml:2:1" in ended.out
