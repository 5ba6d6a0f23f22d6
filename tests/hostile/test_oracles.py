"""Each oracle finds what it is there to find: what a generator without a defence would have written."""

from pathlib import PurePosixPath

import pytest

from generator.cli.proof.judge import Known
from generator.cli.proof.pairs import every_pair, one_each, spread
from generator.cli.proof.payloads import PAYLOADS
from generator.cli.proof.slots import Slot, filled, slots_of

PLAIN = {
    "a/tool.py": '# A notice.\n"""Text."""\n\nfrom .b import B\n\nX = B(name="a", size=1)\n\n\ndef f(x: int) -> str:\n    return g(x)\n',
    "README.md": "<!-- notice -->\n# A\n\nText with [a page](docs/page.md).\n\n| a | b |\n|---|---|\n| `c` | d |\n",
    "docs/page.md": "# B\n\n- **c**: d\n",
    "docs/page.html": '<!DOCTYPE html><title>A</title><script>let x = 1;</script><a href="#b">b</a><p>c</p>',
    "docs/badge.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text x="1">a</text></svg>',
    "docs/toolkit.json": '{"a": 1}',
    "pyproject.toml": '[project]\nname = "a"\n',
    "LICENSE": "Words.\n",
}


def faults(path: str, text: str) -> list[str]:
    known = Known({PurePosixPath(each): words for each, words in PLAIN.items()})
    files = {PurePosixPath(each): words for each, words in {**PLAIN, path: text}.items()}
    return [*known.faults(files)]


def test_plain_words_are_fine() -> None:
    assert all(faults(path, text) == [] for path, text in PLAIN.items())
    python = PLAIN["a/tool.py"].replace("Text.", "Other words.").replace('"a"', '"import os"')
    assert faults("a/tool.py", python) == []


def test_a_package_imports_from_itself_whatever_it_is_called() -> None:
    def files(name: str, module: str) -> dict[PurePosixPath, str]:
        return {
            PurePosixPath(f"{name}/__init__.py"): "",
            PurePosixPath("mcpb/server.py"): f"from {module}.__main__ import main\n",
        }

    known = Known(files("a", "a"))
    assert [*known.faults(files("things", "things"))] == []
    assert "new is ('import'" in "".join(known.faults(files("things", "os")))


def test_a_tool_calls_the_one_beside_it_that_it_is_another_name_of() -> None:
    def beside(called: str) -> str:
        text = PLAIN["a/tool.py"].replace("from .b import B", f"from .{called} import {called}")
        return text.replace("B(", f"{called}(")

    files = {**PLAIN, "a/tool.py": beside("old")}
    known = Known({PurePosixPath(each): words for each, words in files.items()})
    assert [*known.faults({PurePosixPath("a/tool.py"): beside("eval")})] == []
    odd = beside("old").replace("g(x)", "eval(x)")
    assert [*known.faults({PurePosixPath("a/tool.py"): odd})] == [
        "a/tool.py: new is ('call', 'eval')"
    ]


def test_a_publisher_chooses_the_name_that_registries_look_for() -> None:
    def named(name: str) -> str:
        return PLAIN["README.md"].replace("notice", f"mcp-name: {name}")

    known = Known({PurePosixPath("README.md"): named("io.github.depot/a")})
    assert [*known.faults({PurePosixPath("README.md"): named("io.github.self/a")})] == []
    odd = {PurePosixPath("README.md"): named("io.github.self/a -- b")}
    assert "new is ('comment'" in "".join(known.faults(odd))


def test_an_argument_may_be_called_as_its_function_is_which_nothing_in_it_calls() -> None:
    assert faults("a/tool.py", PLAIN["a/tool.py"].replace("f(x", "f(f")) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("a/tool.py", '"""Text."""', '"""Text."""\nimport os', "('import', 'import os')"),
        ("a/tool.py", 'name="a"', 'name=__import__("os")', "('call', '__import__')"),
        ("a/tool.py", 'name="a"', 'name=f"{x}"', "JoinedStr"),
        ("a/tool.py", "# A notice.", "# A notice. And more.", "comment"),
        ("a/tool.py", "return g(x)", "return (", "no Python"),
        ("a/tool.py", "f(x", "f(B", "hides the module's"),
        ("a/tool.py", "X = B", "B = B", "bound twice"),
        ("a/tool.py", "X = B", "class Y:\n    A = 1\n    A = 2\n\n\nX = B", "bound twice"),
        ("a/tool.py", "f(x", "f(ü", "not plain"),
        ("a/tool.py", "Text.", "Te\u202ext.", "U+202E"),
        ("README.md", "Text", "<b>Text</b>", "('b', ())"),
        ("README.md", "Text", "<!-- hidden -->", "comment"),
        ("README.md", "docs/page.md", "https://hostile.example", "leads to"),
        ("README.md", "Text", "![x](x.png)", "img"),
        ("README.md", "Text", "<https://hostile.example>", "leads to"),
        ("README.md", "`c`", "[c](javascript:alert(1))", ""),
        ("docs/page.html", "<p>c", '<p onclick="x">c', "onclick"),
        ("docs/page.html", "let x = 1;", "let x = 1; alert(2);", "('script'"),
        ("docs/page.html", "<p>c", "<script src=x.js></script><p>c", "script"),
        ("docs/page.html", '"#b"', '"javascript:x"', "leads to"),
        ("docs/badge.svg", ">a<", "><script>x</script><", "script"),
        ("docs/badge.svg", ">a<", ">&<", "no XML"),
        ("docs/toolkit.json", "1", '1, "a": 2', "stands twice"),
        ("docs/toolkit.json", "1", "NaN", "is no JSON"),
        ("pyproject.toml", '"a"', '"a"\n[tool.x]\ny = 1', "'tool', 'x', 'y'"),
        ("pyproject.toml", '"a"', '"a', "no TOML"),
        ("pyproject.toml", '"a"', '"a"\nscripts."--x" = "y"', "'scripts', '--x'"),
        ("README.md", "docs/page.md", "https://cursor.com/other?name=x", "leads to"),
        ("README.md", "docs/page.md", "https://cursor.com/en/install-mcp.example?x", "leads to"),
        ("LICENSE", "Words", "W\x1b[31mords", "U+001B"),
    ],
)
def test_what_is_no_text_is_found(path: str, old: str, new: str, found: str) -> None:
    assert old in PLAIN[path]
    assert found in "\n".join(faults(path, PLAIN[path].replace(old, new))) or found == ""
    assert faults(path, PLAIN[path].replace(old, new)) or found == ""


@pytest.mark.parametrize(
    "path", ["../x", "a/CON", "a/aux.py", "x y", "a/b.", "LICENSE\n", "license", "a/x.exe"]
)
def test_paths_that_some_system_has_not_are_found(path: str) -> None:
    assert faults(path, "")


def test_every_string_and_every_key_is_a_slot() -> None:
    value = {"a": "x", "b": [{"c": "y"}, 1]}
    slots = [*slots_of("f", value)]
    assert [(each.path, each.is_key) for each in slots] == [
        (("a",), True), (("b",), True), (("a",), False), (("b", 0, "c"), True), (("b", 0, "c"), False),
    ]  # fmt: skip
    assert filled(value, slots[-1], "!", after=True) == {"a": "x", "b": [{"c": "y!"}, 1]}
    assert filled(value, slots[3], "!", after=False) == {"a": "x", "b": [{"!": "y"}, 1]}
    assert value == {"a": "x", "b": [{"c": "y"}, 1]}


def test_each_slot_has_its_turn_and_each_payload_too() -> None:
    slots = [Slot("f", (str(number),), is_key=False) for number in range(500)]
    rotated = one_each(slots)
    assert [each.slot for each in rotated] == slots
    assert {each.payload for each in rotated} == PAYLOADS.keys()
    assert one_each(slots, 1)[0].payload != rotated[0].payload
    assert len(every_pair(slots)) == len(slots) * len(PAYLOADS) * 2
    assert len([*spread(rotated, 7)]) == 7 and [*spread(rotated, None)] == rotated
