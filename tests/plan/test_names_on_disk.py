"""Names over several runs of the command line: what the package on disk is called counts."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command_line import Ended, toolgen

from .documents import READ, document

RENAMED = {
    "name": "OpenTicket",
    "aliases": [{"name": "ReadTicket", "until": "2.0.0"}],
    "arguments": {"ticket": {"name": "number", "aliases": [{"name": "ticket", "until": "2.0.0"}]}},
}


@dataclass(frozen=True)
class Desk:
    """A workspace with one toolkit."""

    root: Path

    def write(self, version: str = "1.0.0", tool: object = None, **changes: str) -> None:
        """The vendor's document with `changes`, and what toolkit.yaml says of one tool."""
        said = {
            "toolkit": "Desk",
            "package": "arcade_desk",
            "version": version,
            "title": "Desk",
            "description": "Tools for tickets.",
            "tools": {READ: tool} if tool else {},
        }
        folder = self.root / "specs" / "desk"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "openapi.yaml").write_text(json.dumps(document(**changes)), "utf-8")
        (folder / "toolkit.yaml").write_text(json.dumps(said), "utf-8")

    def run(self, *arguments: str) -> Ended:
        given = {**os.environ, "TOOLGEN_CACHE_DIR": str(self.root / "cache")}
        return toolgen(*arguments, cwd=self.root, variables=given)

    def generate(self) -> None:
        done = self.run("generate")
        assert done.code == 0, done.err

    def modules(self) -> set[str]:
        folder = self.root / "generated" / "arcade_desk" / "arcade_desk" / "tools"
        return {path.stem for path in folder.glob("[!_]*.py")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.write()
    made.generate()
    return made


def test_a_vendors_rename_changes_no_name_and_is_no_drift_afterwards(desk: Desk) -> None:
    desk.write(read="fetchTicket")
    desk.generate()
    assert desk.modules() == {"read_ticket", "list_tickets"}
    assert desk.run("check").code == 0


def test_a_rename_with_aliases_breaks_nobody(desk: Desk) -> None:
    desk.write("1.1.0", RENAMED)
    desk.generate()
    assert desk.modules() == {"open_ticket", "read_ticket", "list_tickets"}
    assert desk.run("check").code == 0
    by_old_name = desk.run("show", "desk", "ReadTicket")
    assert by_old_name.out.startswith("Desk_ReadTicket")
    assert "[DEPRECATED: Use OpenTicket; " in by_old_name.out


def test_an_alias_that_goes_too_early_is_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.write("1.1.0", RENAMED)
    desk.generate()
    desk.write("1.2.0", {"name": "OpenTicket", "arguments": RENAMED["arguments"]})
    done = desk.run("generate")
    assert done.code == 2
    assert "error[alias-removed] the alias ReadTicket" in done.err
    assert "read_ticket" in desk.modules()


@pytest.mark.parametrize("tool", [RENAMED, {"name": "OpenTicket"}], ids=["listed", "removed"])
def test_an_alias_goes_with_the_version_that_was_said(desk: Desk, tool: object) -> None:
    desk.write("1.1.0", RENAMED)
    desk.generate()
    desk.write("2.0.0", tool)
    desk.generate()
    assert desk.modules() == {"open_ticket", "list_tickets"}


def test_a_name_that_no_package_could_have_is_refused(desk: Desk) -> None:
    path = desk.root / "generated" / "arcade_desk" / "surface.json"
    surface = json.loads(path.read_text("utf-8"))
    surface["names"][READ]["tool"] = "X: import os"
    path.write_text(json.dumps(surface), "utf-8")
    done = desk.run("generate")
    assert done.code == 2
    assert "error[recorded-names-invalid]" in done.err


def test_operation_ids_that_differ_by_case_alone_are_two_tools_for_good(desk: Desk) -> None:
    desk.write("2.0.0", read="x1", list="X1")
    (desk.root / "generated" / "arcade_desk" / "surface.json").unlink()
    desk.generate()
    assert desk.modules() == {"get_ticket", "list_tickets"}
    assert desk.run("check").code == 0
    desk.generate()
    assert desk.run("check").code == 0
