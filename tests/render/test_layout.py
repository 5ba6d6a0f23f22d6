"""What is printed is laid out as black would lay it out, and black is asked where that is not known."""

import random
from pathlib import PurePosixPath

import pytest

from generator.emit import literals
from generator.render import python_format
from generator.render.layout import lay_out
from generator.render.templates import runtime_sources
from generator.render.text_width import LINE_LENGTH, Unsure

_ALPHABET = "ab'\"\\ \té—\n,()[]{}#"


def _same_as_black(source: str) -> None:
    assert lay_out(source) == python_format.by_black(source)


@pytest.mark.parametrize("form", ["f({})", "({},)", "[{}]", "f[{}]", "f(a=g({}))", "f({}, (1,))"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_brackets_of_every_width(form: str, count: int) -> None:
    for width in range(24, 100, 4):
        items = ", ".join(f'"{"a" * width}{number}"' for number in range(count))
        printed = form.format(items)
        _same_as_black(f"X = {printed}\n")
        _same_as_black(f'X = f(first=f(1, {printed}), last={{"a": {printed}}}, b=1_000)\n')
        _same_as_black(f"@f(\n    a={printed},\n)\ndef f(\n    a: A,\n):\n    return {printed}\n")


@pytest.mark.parametrize("width", range(60, 100, 3))
def test_statements_around_the_longest_line(width: int) -> None:
    name = "a" * width
    text = literals.python_text(f"{name[:40]} {name}")
    _same_as_black(f"from .{name} import {name[:20]}\n")
    _same_as_black(f"from .module import {name[:40]}, {name[40:]}b\n")
    _same_as_black(f'class A:\n    A = "{name}"\n')
    _same_as_black(f"def f(\n    {name[30:]}: A[B | None, {text}] = None,\n) -> A:\n    pass\n")
    _same_as_black(f"async def f({name}: A, **arguments: B) -> A:\n    return await g({name})\n")
    _same_as_black(f'async def f():\n    return await g(A, {{"{name[30:]}": b}}, b={name})\n')


def test_strings_have_the_quotes_that_black_prefers() -> None:
    chosen = random.Random(7)
    for length in range(200):
        text = "".join(chosen.choices(_ALPHABET, k=length % 17))
        _same_as_black(f"A = {literals.python(text)}\n")
        _same_as_black(f"A = f(a={literals.python_text(text * 9)}, b=2)\n")


@pytest.mark.parametrize(
    "source",
    [
        "A = 一\n".replace("一", '"' + "一" * 60 + '"'),
        "A = " + " + ".join(["a" * 30] * 5) + "\n",
        '" a docstring that black strips "\n',
        f"if {'a' * LINE_LENGTH} and b:\n    pass\n",
    ],
)
def test_what_only_black_knows_is_left_to_black(source: str) -> None:
    with pytest.raises(Unsure):
        lay_out(source)
    assert python_format.format_python(source) == python_format.by_black(source)


def test_modules_that_black_would_change_are_told() -> None:
    files = {"a.py": "A = 1\n", "b.py": "B=1\n", "c.md": "A=1"}
    paths = {PurePosixPath(path): text for path, text in files.items()}
    assert python_format.unlike_black(paths) == [PurePosixPath("b.py")]
    with pytest.raises(ValueError, match="not Python"):
        python_format.unlike_black({PurePosixPath("a.py"): "A = (\n"})


def test_black_is_asked_once_of_each_module_that_is_no_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def by_black(source: str) -> str:
        asked.append(source)
        return source

    monkeypatch.setattr(python_format, "by_black", by_black)
    copies = {f"_runtime/{path}": text for path, text in runtime_sources().items()}
    changed = {"_runtime/changed.py": next(iter(copies.values())) + "A=1\n"}
    files = {**copies, **changed, "tools/a.py": "A = 1\n"}
    assert python_format.unlike_black({PurePosixPath(path): files[path] for path in files}) == []
    assert asked == [*changed.values(), "A = 1\n"]
