"""What was printed of a tool is found again as it was, whatever its texts hold."""

from dataclasses import replace
from pathlib import Path

from generator.plan.model import Package, Tool
from generator.render.printed_tools import PrintedTools
from generator.workspace.memory import PackageMemory
from tests.plan.test_answers import planned

_TEXTS = {
    "one": {"a": "", "b": 'two\n"lines"\n'},
    "none": {},
    "other": {"größe": "größe \ud800 \x00", "": "{}"},
}


def _package() -> tuple[Package, Tool]:
    package = planned({"type": "object"})
    return package, replace(package.tools[0], digest="d" * 32)


def _printed_before(folder: Path, package: Package, tool: Tool) -> None:
    memory = PackageMemory(folder, "a package")
    printed = PrintedTools(memory, package)
    for what, texts in _TEXTS.items():
        assert printed.of(what, tool, lambda texts=texts: texts) == texts  # type: ignore[misc]
    printed.keep()
    memory.save()


def _never() -> dict[str, str]:
    raise AssertionError("printed again")


def test_all_texts_of_a_tool_are_found_again(tmp_path: Path) -> None:
    package, tool = _package()
    _printed_before(tmp_path, package, tool)
    again = PrintedTools(PackageMemory(tmp_path, "a package"), package)
    assert {what: again.of(what, tool, _never) for what in _TEXTS} == _TEXTS


def test_another_tool_is_printed_for_itself(tmp_path: Path) -> None:
    package, tool = _package()
    _printed_before(tmp_path, package, tool)
    again = PrintedTools(PackageMemory(tmp_path, "a package"), package)
    other = replace(tool, digest="e" * 32)
    assert again.of("one", other, lambda: {"a": "its own"}) == {"a": "its own"}
    assert again.of("one", tool, _never) == _TEXTS["one"]
