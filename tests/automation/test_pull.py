"""The weekly look at the vendors' documents: nothing, a pull request, or an issue."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from .checkout import DOCUMENT, PACKAGE, TOOLKIT, Checkout, with_toolkit
from .runner import Machine
from .vendor import publishing

Start = Callable[..., Machine]

CHANGED = DOCUMENT.replace("note: {type: string}", "note: {type: string}, more: {type: string}")
BODY = "--body-file found/body.md"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Makes a checkout with an origin, and a vendor that publishes a document."""
    with ExitStack() as stack:

        def started(vendor: str, *, transcribed: bool = False, number: str = "") -> Machine:
            url = stack.enter_context(publishing(vendor))
            source = f"source: {{url: '{url}', transcribed: {str(transcribed).lower()}}}\n"
            work = with_toolkit(tmp_path / "work", source)
            work.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin"))
            return Machine(work, tmp_path, number=number)

        yield started


def look(made: Machine) -> str:
    ended = made.run("pull", "look", "Pull")
    assert ended.code == 0, ended.out
    # The log shows what was found, and none of it can be taken for a workflow command.
    assert ended.out.startswith("::stop-commands::") and "things: " in ended.out
    assert "::stop-commands::" not in (made.checkout.root / "found/report.txt").read_text("utf-8")
    return made.output()["found"]


def tell(made: Machine, step: str) -> Machine:
    """Run the second job, which starts from a checkout of its own and has what was found."""
    other = Checkout(made.folder / "second")
    made.checkout.git("clone", "--quiet", str(made.folder / "origin"), str(other.root))
    (made.checkout.root / "found").rename(other.root / "found")
    there = replace(made, checkout=other)
    for each in ("Word it", step):
        ended = there.run("pull", "tell", each)
        assert ended.code == 0, ended.out
    return there


def test_nothing_is_found_where_nothing_changed(start: Start) -> None:
    assert look(start(DOCUMENT)) == "nothing"


def test_a_change_becomes_a_pull_request_that_is_in_order(start: Start) -> None:
    made = start(CHANGED)
    assert look(made) == "patch"
    there = tell(made, "Open or update the pull request").checkout
    calls = made.text("gh").splitlines()
    assert any(each.startswith("pr create --head toolgen/pull --base main") for each in calls)
    assert calls[-1] == "workflow run ci.yml --ref toolgen/pull"
    there.git("fetch", "--quiet", "origin", "toolgen/pull")
    there.git("switch", "--quiet", "--discard-changes", "--detach", "FETCH_HEAD")
    changed = there.git("diff", "--name-only", "main", "HEAD").splitlines()
    assert {"specs/things/openapi.yaml", f"{PACKAGE}/manifest.json"} <= set(changed)
    assert {each.partition("/")[0] for each in changed} == {"specs", "generated"}
    assert there.toolgen("check", "--full").code == 0


def test_other_words_alone_become_a_pull_request_too(start: Start) -> None:
    made = start(DOCUMENT.replace("Send a thing", "Send one thing"))
    assert look(made) == "patch"
    assert "Send one thing" in (made.checkout.root / "found/change.patch").read_text("utf-8")


def test_the_open_pull_request_is_brought_up_to_date(start: Start) -> None:
    made = start(CHANGED, number="12")
    look(made)
    tell(made, "Open or update the pull request")
    assert f"pr edit 12 {BODY}" in made.text("gh").splitlines()
    assert "pr create" not in made.text("gh")


def test_what_a_person_must_write_becomes_an_issue(start: Start) -> None:
    made = start(CHANGED, transcribed=True)
    assert look(made) == "edits"
    there = tell(made, "Open or update the issue")
    call = made.text("gh").splitlines()[-1]
    assert call == f"issue create --title The vendors' documents have changed {BODY}"
    body = (there.checkout.root / "found/body.md").read_text("utf-8")
    assert "more" in body and "specs/things/openapi.yaml:" in body


def test_the_open_issue_is_brought_up_to_date(start: Start) -> None:
    made = start(CHANGED, transcribed=True, number="12")
    look(made)
    tell(made, "Open or update the issue")
    assert made.text("gh").splitlines()[-1] == f"issue edit 12 {BODY}"


@pytest.mark.parametrize("vendor", ["<!doctype html>\n<p>Moved</p>\n", "openapi: 3.1.0\n"])
def test_a_document_that_is_none_stops_the_run(start: Start, vendor: str) -> None:
    made = start(vendor)
    ended = made.run("pull", "look", "Pull")
    assert ended.code == 2, ended.out
    assert made.output() == {}


def test_a_vendor_who_cannot_be_asked_hides_no_other(start: Start) -> None:
    made = start(CHANGED)
    other = made.checkout.root / "specs/others"
    other.mkdir()
    (other / "openapi.yaml").write_text(DOCUMENT.replace("things", "others"), "utf-8")
    dead = "source: {url: 'http://vendor.example/openapi.yaml'}\n"  # not https, nor tried again
    toolkit = TOOLKIT.replace("things", "others").replace("Things", "Others")
    (other / "toolkit.yaml").write_text(toolkit + dead, "utf-8")
    made.checkout.git("add", "-A")
    made.checkout.git("commit", "--quiet", "--message", "more")
    made.checkout.git("push", "--quiet", str(made.folder / "origin"), "main")
    ended = made.run("pull", "look", "Pull")
    assert ended.code == 0, ended.out
    assert made.output() == {"found": "patch", "failed": "1"}
    report = (made.checkout.root / "found/report.txt").read_text("utf-8")
    assert "things: " in report and "error[pull-" in report
    there = tell(made, "Open or update the pull request")
    assert "pr create" in made.text("gh")
    assert there.run("pull", "tell", "Say that a vendor could not be asked").code == 1


def test_a_patch_and_an_edit_are_both_told(start: Start) -> None:
    made = start(CHANGED)
    other = made.checkout.root / "specs/others"
    other.mkdir()
    (other / "openapi.yaml").write_text(DOCUMENT.replace("things", "others"), "utf-8")
    url = (made.checkout.root / "specs/things/toolkit.yaml").read_text("utf-8").split("'")[1]
    toolkit = TOOLKIT.replace("things", "others").replace("Things", "Others")
    source = f"source: {{url: '{url}', transcribed: true}}\n"
    (other / "toolkit.yaml").write_text(toolkit + source, "utf-8")
    assert look(made) == "both"


def test_a_vendors_words_stay_in_a_code_block(tmp_path: Path) -> None:
    work = with_toolkit(tmp_path / "work")
    report = "@everyone look\r```\r\n~~~\n# [click](https://x.example)\n" + "é" * 40_000
    work.write({"found/report.txt": report})
    ended = Machine(work, tmp_path).run("pull", "tell", "Word it")
    assert ended.code == 0, ended.out
    data = (work.root / "found/body.md").read_bytes()
    head, _, block = data.decode("utf-8").partition("\n\n")
    assert "actions/runs/7" in head
    assert all(line.startswith("    ") for line in block.splitlines())
    assert "\r" not in block and len(data) < 65_536
