"""References by identifier: what they lead to by JSON Schema, as pointers."""

import pytest

from generator.document.broken_references import broken_references
from generator.document.identifiers import with_pointers
from generator.document.located import place_of

from .documents import read

SCHEMAS = """\
openapi: 3.1.0
$self: https://books.example/api/openapi.yaml
paths: {}
components:
  schemas:
    Asks: {$ref: 'REFERENCE'}
    Book: {$id: 'https://books.example/book', $anchor: top, $defs: {page: {$anchor: page, type: string}},
      properties: {inner: {$ref: '#/$defs/page'}, again: {$ref: '#'}, far: {$ref: '#/components/schemas/Plain'}}}
    Tree: {$id: tree.json, $dynamicAnchor: node, items: {$dynamicRef: '#node'}}
    Plain: {$anchor: plain}
    Urn: {$id: 'urn:books:1', $anchor: u, items: {$ref: '#u'}}
"""
BASE = "#/components/schemas"


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#plain", f"{BASE}/Plain"),
        ("#/components/schemas/Plain", f"{BASE}/Plain"),
        ("https://books.example/book", f"{BASE}/Book"),
        ("../book", f"{BASE}/Book"),
        ("https://books.example/book#page", f"{BASE}/Book/$defs/page"),
        ("https://books.example/book#/$defs/page", f"{BASE}/Book/$defs/page"),
        ("tree.json", f"{BASE}/Tree"),
        ("https://books.example/api/tree.json#", f"{BASE}/Tree"),
        ("https://books.example/api/openapi.yaml#/components/schemas/Plain", f"{BASE}/Plain"),
        ("urn:books:1", f"{BASE}/Urn"),
        ("urn:books:1#u", f"{BASE}/Urn"),
    ],
)
def test_identifiers_lead_to_what_has_them(reference: str, pointer: str) -> None:
    document = with_pointers(read(SCHEMAS.replace("REFERENCE", reference)))
    assert document.root["components"]["schemas"]["Asks"] == {"$ref": pointer}
    assert broken_references(document) == ()


@pytest.mark.parametrize(
    "reference", ["#page", "#none", "other.json", "https://books.example/", "//[", "#/gone", "book"]
)
def test_what_identifies_nothing_here_is_left(reference: str) -> None:
    before = read(SCHEMAS.replace("REFERENCE", reference))
    document = with_pointers(before)
    assert document.root["components"]["schemas"]["Asks"] == {"$ref": reference}
    assert len(broken_references(document)) == 1


@pytest.mark.parametrize("name", ["http://[", "http://[#a", "#", "http://x]/", "//[::1#"])
def test_a_name_that_is_no_address_is_a_name_all_the_same(name: str) -> None:
    text = SCHEMAS.replace("https://books.example/api/openapi.yaml", name)
    document = with_pointers(read(text.replace("Plain: {", f"Plain: {{$id: '{name}', ")))
    schemas = document.root["components"]["schemas"]
    assert schemas["Tree"]["items"] == {"$dynamicRef": f"{BASE}/Tree"}


def test_references_start_from_the_schema_with_an_identifier_around_them() -> None:
    schemas = with_pointers(read(SCHEMAS)).root["components"]["schemas"]
    assert schemas["Book"]["properties"] == {
        "inner": {"$ref": f"{BASE}/Book/$defs/page"},
        "again": {"$ref": f"{BASE}/Book"},
        # What is not there is the document's: that is how most of them are meant.
        "far": {"$ref": f"{BASE}/Plain"},
    }
    assert schemas["Tree"]["items"] == {"$dynamicRef": f"{BASE}/Tree"}
    assert schemas["Urn"]["items"] == {"$ref": f"{BASE}/Urn"}


def test_places_stay_and_the_document_that_is_given_is_not_changed() -> None:
    before = read(SCHEMAS.replace("REFERENCE", "#plain"))
    document = with_pointers(before)
    where = f"{BASE}/Asks/$ref"
    assert place_of(document.root, where) == place_of(before.root, where)
    assert before.root["components"]["schemas"]["Asks"] == {"$ref": "#plain"}


def test_names_in_examples_and_of_properties_identify_nothing() -> None:
    document = read("""\
        components:
          schemas:
            A: {properties: {$id: {type: string}, $anchor: {type: string}}, example: {$anchor: a}}
            B: {$ref: '#a'}
        """)
    assert with_pointers(document).root["components"]["schemas"]["B"] == {"$ref": "#a"}
