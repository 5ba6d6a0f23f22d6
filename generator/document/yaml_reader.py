"""Reads YAML 1.2 from parser events: loaders lose places and duplicates and take `no` for False."""

from __future__ import annotations

import re
from typing import Any

import yaml

from generator.core.problems import Place, excerpt
from generator.document.scalars import resolved_scalar
from generator.document.tree_builder import TreeBuilder

# The C parser is many times as fast; PyYAML's wheels have it, builds without libyaml do not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML calls unprintable, and the three line breaks that YAML 1.1 parsers see and 1.2 does not:
# with them a file would not say to this program what it says to a reader.
_UNREADABLE = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_UNREADABLE_ASCII = "[^\t\n\r\x20-\x7e]"
"""The same for texts that are ASCII: the other one takes milliseconds to compile."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")

_TAB = "a tab stands here"

_SYNTAX_HINTS = (
    (_TAB, "indent with spaces"),
    ("mapping values are not allowed", 'put a text that has ": " in it in quotes'),
    (
        "cannot start any token",
        "indent with spaces; put a text that begins with @, ` or % in quotes",
    ),
    ("Unicode character escape", "write the character itself, or \\U and eight digits"),
    ("unknown escape character", "double the backslash, or use single quotes"),
    ("found incompatible YAML", "remove the %YAML line"),
    ("', or '", "close the bracket, and put a comma between items"),
    ("expected ',' or", "close the bracket, and put a comma between items"),
    ("could not find expected ':'", "check the indentation, and the quotes above"),
    ("did not find expected", "check the indentation, and the quotes above"),
)


def read_yaml(text: str, builder: TreeBuilder) -> None:
    """Announces the document to the builder; raises Stop after an error that ends the reading."""
    bad = re.search(_UNREADABLE_ASCII if text.isascii() else _UNREADABLE, text)
    if bad:
        _refuse_character(text, bad.start(), builder)
    parser = _Loader(text)
    try:
        _announce(parser, builder)
    except yaml.YAMLError as error:
        _refuse_syntax(error, text, builder)
    finally:
        parser.dispose()


def _announce(parser: Any, builder: TreeBuilder) -> None:
    documents = 0
    while (event := parser.get_event()) is not None:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            _scalar(event, line, column, builder)
        elif isinstance(event, yaml.MappingStartEvent):
            _check_tag(event, line, column, builder)
            builder.begin_object(line, column, event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            _check_tag(event, line, column, builder)
            builder.begin_array(line, column, event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.end()
        elif isinstance(event, yaml.AliasEvent):
            builder.alias(event.anchor or "", line, column)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse_second_document(line, column, builder)


def _scalar(event: Any, line: int, column: int, builder: TreeBuilder) -> None:
    text = event.value
    is_plain = event.implicit[0]
    if not is_plain and event.tag is not None:
        _check_tag(event, line, column, builder)
    if not is_plain:
        builder.scalar(text, text, line, column, event.anchor)
        return
    if text == "<<" and builder.expects_key:
        # YAML 1.1's, which most documents mean although 1.2 has none.
        builder.merge_key(line, column)
        return
    place = Place(builder.file, line, column)
    builder.scalar(resolved_scalar(text, place, builder), text, line, column, event.anchor)


def _check_tag(event: Any, line: int, column: int, builder: TreeBuilder) -> None:
    if event.tag is None:
        return
    builder.report(
        "yaml-tag",
        f"the tag {excerpt(event.tag)} is not read",
        Place(builder.file, line, column),
        "a value without a tag",
        "remove the tag, and put the value in quotes if it is meant as text",
    )


def _refuse_second_document(line: int, column: int, builder: TreeBuilder) -> None:
    builder.stop(
        "yaml-multiple-documents",
        "a second document begins here",
        Place(builder.file, line, column),
        "one document in a file",
        "remove the --- line and what follows it",
    )


def _refuse_character(text: str, offset: int, builder: TreeBuilder) -> None:
    before = text[:offset]
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    column = offset - max(before.rfind("\n"), before.rfind("\r"))
    builder.stop(
        "yaml-character",
        f"the character U+{ord(text[offset]):04X} cannot stand in YAML as it is",
        Place(builder.file, line, column),
        "printable characters",
        "write it as an escape inside double quotes",
    )


def _refuse_syntax(error: yaml.YAMLError, text: str, builder: TreeBuilder) -> None:
    context, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it breaks off"
    if mark is not None and _at(mark, text) == "\t":
        problem = _TAB
    message = f"the YAML cannot be read: {problem}"
    if context is not None and (doing := getattr(error, "context", None)):
        message += f" {doing} that begins at {context.line + 1}:{context.column + 1}"
    mark = mark or context
    place = Place(builder.file, mark.line + 1, mark.column + 1) if mark else None
    hint = next((hint for sign, hint in _SYNTAX_HINTS if sign in problem), "")
    builder.stop("yaml-syntax", message, place or Place(builder.file, 1, 1), "YAML 1.2", hint)


def _at(mark: Any, text: str) -> str:
    """The character at a mark; none at the end."""
    line = dict(enumerate(_LINE_BREAK.split(text))).get(mark.line, "")
    return line[mark.column : mark.column + 1]
