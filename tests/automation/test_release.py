"""A tag publishes the wheel that it names, and no other."""

from pathlib import Path

import pytest

from .checkout import Checkout, with_toolkit
from .runner import Machine, workflow

BUILT = ("arcade_things-1.0.0-py3-none-any.whl", "arcade_others-1.0.0-py3-none-any.whl")
TAG = "arcade_things-v1.0.0"


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A checkout whose package is recorded as released and built beside another one."""
    made = with_toolkit(tmp_path / "work")
    ended = made.toolgen("release", "things")
    assert ended.code == 0, ended.out
    made.write({f"dist/{name}": name for name in BUILT})
    return made


def take(work: Checkout, tag: str) -> tuple[int, list[str]]:
    machine = Machine(work, work.root.parent, {"github.ref_name": tag})
    ended = machine.run("release", "wheel", "Take the wheel that the tag names")
    return ended.code, sorted(path.name for path in (work.root / "release").glob("*"))


def test_the_named_wheel_alone_is_published(work: Checkout) -> None:
    assert take(work, TAG) == (0, [BUILT[0]])


@pytest.mark.parametrize(
    "tag", ["arcade_things-v1.0.1", "things-v1.0.0", "arcade_others-v1.0.0", "../x-v1.0.0"]
)
def test_a_tag_that_names_no_recorded_wheel_publishes_nothing(work: Checkout, tag: str) -> None:
    code, taken = take(work, tag)
    assert (code != 0, taken) == (True, [])


def test_a_tag_on_tools_that_were_not_recorded_publishes_nothing(work: Checkout) -> None:
    spec = work.root / "specs/things/openapi.yaml"
    spec.write_text(spec.read_text("utf-8").replace("Send a thing", "Send one thing"), "utf-8")
    assert work.toolgen("generate").code == 0
    assert work.toolgen("check", "--full").code == 0
    code, taken = take(work, TAG)
    assert (code != 0, taken) == (True, [])


def test_a_wheel_that_was_not_built_is_not_published(work: Checkout) -> None:
    (work.root / "dist" / BUILT[0]).unlink()
    code, taken = take(work, TAG)
    assert (code != 0, taken) == (True, [])


def test_what_was_built_is_attached_to_the_tag(work: Checkout) -> None:
    work.write({f"dist/{BUILT[0][:-4]}.cdx.json": "{}"})
    machine = Machine(work, work.root.parent, {"github.ref_name": TAG})
    assert machine.run("release", "attach", "Attach them").code == 0
    [call] = machine.text("gh").splitlines()
    attached = sorted(path.name for path in (work.root / "dist").iterdir())
    assert call.startswith(f"release create {TAG} --verify-tag ")
    assert call.endswith(" ".join(f"dist/{name}" for name in attached))


def test_proof_of_where_it_was_built_is_made_of_all_that_is_attached() -> None:
    steps = workflow("release")["jobs"]["attach"]["steps"]
    [proof] = (each for each in steps if "attest-build-provenance@" in each.get("uses", ""))
    assert proof["with"]["subject-path"] == "dist/*"
