"""Text from a document comes back out of every literal as exactly the same text."""

import ast
import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.emit import literals

NASTY = [
    'a"""b',
    "a'''b",
    "\\",
    "a\\",
    "{x}",
    "{{x}}",
    "{% x %}",
    "a\rb",
    "a\nb",
    "a\r\nb",
    "\0",
    "\u2028\u2029",
    "\u202e\u2066",
    "\ufeff",
    "\xad\u061c\u180e\U000e0041",
    '"',
    "",
    "\x85",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"])))


UNSEEN = "a\u034fb\u3164\ufe00\ufff9\U000e0100"


def test_what_nobody_sees_is_spelled_out_in_literals_too() -> None:
    quoted, doc = literals.python(UNSEEN), literals.docstring(UNSEEN)
    shown = literals.visible_json({"é": UNSEEN})
    assert quoted.isascii() and doc.isascii() and shown.replace("é", "").isascii()
    assert ast.literal_eval(quoted) == ast.literal_eval(doc) == json.loads(shown)["é"] == UNSEEN
    assert literals.docstring("é a") == '"""é a"""'


@given(texts)
def test_python_strings(text: str) -> None:
    for source in (literals.python(text), literals.python_text(text, width=20)):
        assert ast.literal_eval(source) == text
        assert source.replace("\n", "").isprintable()
        assert not set(source) & {"\r", "\u2028", "\u2029"}


@given(texts)
def test_docstrings(text: str) -> None:
    source = literals.docstring(text)
    assert ast.literal_eval(source) == text and source.isprintable()


@given(st.lists(texts, max_size=3))
def test_toml(values: list[str]) -> None:
    assert tomllib.loads(f"v = {literals.toml(values)}") == {"v": values}
    assert "\n" not in literals.toml(values)


@given(st.dictionaries(texts, texts, max_size=3))
def test_json(value: dict[str, str]) -> None:
    text = literals.json_text(value)
    assert json.loads(text) == value and text.isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        ("a|b", "a\\|b"),
        ("*x* _y_ [z](u)", "\\*x\\* \\_y\\_ \\[z\\](u)"),
        ("use `a|b`", "use `a\\|b`"),
        ("# head", "\\# head"),
        ("1. one", "1\\. one"),
        ("- item", "\\- item"),
        ("a\n\n<!-- b", "a &lt;!-- b"),
        ("a\u202eb", "a\\\\u202eb"),
        ("a\xadb", "a\\\\u00adb"),
        ("a\U000e0041b", "a\\\\U000e0041b"),
    ],
)
def test_markdown_shows_text_as_text(text: str, expected: str) -> None:
    assert literals.markdown(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("a", "`a`"), ("`", "`` ` ``"), ("a`b", "``a`b``")])
def test_code_spans_hold_backquotes(text: str, expected: str) -> None:
    assert literals.markdown_code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n  b", "```x\na\n\n  b\n```"),
        ("```\na", "````x\n```\na\n````"),
        ("a\tb\u202ec\r", "```x\na\tb\\u202ec\\u000d\n```"),
    ],
)
def test_blocks_of_code_end_where_they_should(text: str, expected: str) -> None:
    assert literals.markdown_block(text, "x") == expected
