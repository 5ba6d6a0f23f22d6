"""What an address answers is told by its content, never by its name or its media type."""

from __future__ import annotations

import pytest

from generator.core.problems import Problem, ProblemsError
from generator.pull.vendor_document import read_vendor_document
from tests.pull.server import JSON, PAGE, YAML


def refused(data: bytes, name: str = "vendor") -> Problem:
    with pytest.raises(ProblemsError) as raised:
        read_vendor_document(data, name)
    return raised.value.problems[0]


@pytest.mark.parametrize("name", ["vendor.json", "vendor.yaml", "https://a.example/spec", "x.html"])
@pytest.mark.parametrize("data", [JSON, YAML, b"\xef\xbb\xbf" + JSON, b"\n\n" + YAML, b"\n" + JSON])
def test_both_forms_under_any_name(data: bytes, name: str) -> None:
    theirs = read_vendor_document(data, name)
    assert theirs.document.root["info"]["title"] == "Vendor"
    assert theirs.is_json == (b'"info"' in data)
    assert theirs.data == data


@pytest.mark.parametrize(
    "data",
    [PAGE, b"\xef\xbb\xbf\n  <HTML>", b"<body>", b"<head>", b"<?xml version='1.0'?><html/>", b"<a"],
)
def test_a_web_page_is_called_one(data: bytes) -> None:
    problem = refused(data)
    assert problem.code == "pull-html"
    assert "web page" in problem.message


NO_DOCUMENT = {
    "swagger": (b'{"swagger": "1.2", "paths": {}}', "pull-swagger"),
    "newer": (b"openapi: 3.9.0\npaths: {}\n", "pull-version"),
    "later": (b"openapi: 4.0.0\npaths: {}\n", "pull-version"),
    "a number": (b"openapi: 3.1\npaths: {}\n", "pull-version"),
    "an error": (b'{"error": "not found"}', "pull-not-openapi"),
    "no paths": (b"openapi: 3.1.0\nwebhooks: {}\n", "pull-no-paths"),
    "text": (b"Not found", "source-not-object"),
    "a list": (b"[]", "source-not-object"),
    "nothing": (b"", "source-not-object"),
    "half": (JSON[:-20], "json-syntax"),
    "bytes": (b"\x89PNG\r\n\xff", "not-utf-8"),
    "deep": (b'{"openapi": "3.1.0", "paths": ' + b'{"a":' * 5000, "depth-budget"),
}


@pytest.mark.parametrize("data, code", NO_DOCUMENT.values(), ids=NO_DOCUMENT)
def test_what_is_no_document_is_refused_in_words(data: bytes, code: str) -> None:
    problem = refused(data, "vendor.json")
    assert (problem.code, bool(problem.expected)) == (code, True)
    if code in ("pull-swagger", "pull-version", "pull-not-openapi"):
        assert problem.expected == 'openapi: "3.0.x" to "3.2.x", or swagger: "2.0"'


def test_swagger_is_taken() -> None:
    assert (
        read_vendor_document(b'{"swagger": "2.0", "paths": {}}', "vendor").document.root["paths"]
        == {}
    )
