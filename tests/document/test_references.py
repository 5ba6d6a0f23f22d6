"""References: where they lead, which are refused, and what they make part of an operation."""

import builtins
import json
import socket
from typing import Any

import pytest

from generator.core import pointers
from generator.core.problems import Place, Problem, Severity
from generator.document import references
from generator.document.broken_references import broken_references, fault_of, told_of
from generator.document.load import load, load_quickly
from generator.document.located import Document
from generator.document.references import Target, resolve

from ..steps import steps
from .documents import codes, place, read, vendor_document

STARTS = ["#/paths"]

EXTERNAL = [
    "file:///etc/passwd",
    "http://127.0.0.1/a.json#/b",
    "https://example.org/a.yaml",
    "//example.org/a",
    "/etc/passwd",
    "other.yaml",
    "other.yaml#/a",
    "./other.yaml#/a",
    "../../secret.json",
    "C:\\secret.json",
    "openapi.yaml#/components/schemas/A",
    "urn:x:y",
    "",
    " #/a",
]


@pytest.fixture
def nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test where a file or a connection is opened."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.usefixtures("nothing_is_opened")
@pytest.mark.parametrize("ref", EXTERNAL)
def test_references_out_of_the_document_are_refused_unopened(ref: str) -> None:
    document = read(f"paths:\n  /a:\n    $ref: {ref!r}\n")
    (problem,) = broken_references(document)
    assert (problem.code, problem.severity) == ("ref-external", Severity.WARNING)
    assert (problem.pointer, place(problem)) == ("#/paths/~1a/$ref", (3, 5))
    assert references.follow(document.root, document.root["paths"]["/a"], "#/paths/~1a")[1] is None


@pytest.mark.parametrize(
    ("ref", "pointer"),
    [
        ("#", "#"),
        ("#/a", "#/a"),
        ("#/a/x~1y", "#/a/x~1y"),
        ("#/a/x~1y/1", "#/a/x~1y/1"),
        ("#/a/t~0~01", "#/a/t~0~01"),
        ("#/a/p%20q", "#/a/p%20q"),
        ("#/a/%C3%A9", "#/a/%C3%A9"),
        ("#/a/\u00e9", "#/a/%C3%A9"),
        ("#/a/", "#/a/"),
    ],
)
def test_pointers_are_unescaped_and_come_back_in_one_spelling(ref: str, pointer: str) -> None:
    root = read("a: {x/y: [0, 1], 't~~1': 2, 'p q': 3, é: 4, '': 5}").root
    target = references.resolve(root, ref, "#")
    assert isinstance(target, Target)
    assert target.pointer == pointer


@pytest.mark.parametrize(
    "ref", ["#/b", "#/a/2", "#/a/-1", "#/a/01", "#/a/0/x", "#/a/+1", "#name", "#/a~2", "#/%ff"]
)
def test_references_to_nothing_are_refused(ref: str) -> None:
    problem = references.resolve(read("a: [1, 2]").root, ref, "#/x")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.pointer) == ("ref-missing", "#/x/$ref")


def test_chains_are_followed_to_their_end() -> None:
    root = read("a: {$ref: '#/b'}\nb: {$ref: '#/c/0'}\nc: [{d: 1}]").root
    assert references.follow(root, root["a"], "#/a") == ("#/c/0", {"d": 1})
    assert references.follow(root, root["c"], "#/c") == ("#/c", [{"d": 1}])


def test_members_beside_a_reference_are_laid_over_its_target_since_3_1() -> None:
    text = "a: {$ref: '#/b', description: near}\nb: {description: far, type: x}\nopenapi: "
    new, old = (read(text + version).root for version in ("3.1.0", "3.0.3"))
    assert references.follow(new, new["a"], "#/a") == ("#/b", {"description": "near", "type": "x"})
    assert references.follow(old, old["a"], "#/a") == ("#/b", {"description": "far", "type": "x"})
    assert references.siblings(new["a"]) == {"description": "near"}
    assert new["b"] == {"description": "far", "type": "x"}


def test_circles_of_references_are_refused_and_following_them_ends() -> None:
    document = read("""\
        paths: {/a: {get: {x: {$ref: '#/components/schemas/A'}}}}
        components:
          schemas:
            A: {$ref: '#/components/schemas/B'}
            B: {$ref: '#/components/schemas/A'}
            Self: {$ref: '#/components/schemas/Self'}
            Fine: {properties: {again: {$ref: '#/components/schemas/Fine'}}}
        """)
    found = {(each.pointer, each.code, each.severity.value) for each in broken_references(document)}
    assert found == {
        ("#/paths/~1a/get/x/$ref", "ref-cycle", "warning"),
        ("#/components/schemas/A/$ref", "ref-cycle", "warning"),
        ("#/components/schemas/B/$ref", "ref-cycle", "warning"),
        ("#/components/schemas/Self/$ref", "ref-cycle", "warning"),
    }
    assert (
        references.follow(document.root, document.root["components"]["schemas"]["A"], "#/x")[1]
        is None
    )


def test_broken_references_are_told_where_they_stand() -> None:
    document = read("""\
        paths:
          /a: {get: {responses: {200: {$ref: '#/components/responses/Ok'}}}}
        components:
          responses:
            Ok: {content: {json: {schema: {$ref: '#/gone'}}}}
            Bad: {content: {json: {schema: {$ref: 'other.yaml'}}}}
        """)
    missing, external = broken_references(document)
    assert (missing.code, missing.severity, missing.place) == (
        "ref-missing",
        Severity.WARNING,
        Place("openapi.yaml", 5, 36),
    )
    assert (external.code, external.severity) == ("ref-external", Severity.WARNING)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Fine", ""), ("Gone", "ref-missing"), ("Out", "ref-external"), ("Again", "ref-cycle")],
)
def test_what_is_wrong_with_a_reference_is_told_however_far_it_leads(name: str, code: str) -> None:
    root = read("""\
        a:
          Fine: {$ref: '#/a/End'}
          End: {type: string}
          Gone: {$ref: '#/a/Broken'}
          Broken: {$ref: '#/b'}
          Out: {$ref: 'other.yaml'}
          Again: {$ref: '#/a/Again'}
        """).root
    found = fault_of(root, {"$ref": f"#/a/{name}"}, "#/a")
    assert (found.code if found else "") == code


NOT_REFERENCES = """\
paths:
  /a:
    get:
      parameters:
        - {name: q, schema: {enum: [{$ref: gone}], const: {$ref: gone}, default: {a: {$ref: gone}}}}
      requestBody:
        content:
          application/json:
            example: {$ref: gone}
            examples: {one: {value: {$ref: gone}}}
            schema:
              examples: [{$ref: gone}]
              properties: {$ref: {type: string}, default: {type: string}}
              x-note: {$ref: gone}
"""


def test_only_references_are_taken_for_references() -> None:
    assert broken_references(read(NOT_REFERENCES)) == ()


REFERENCES = """\
paths:
  /a:
    get:
      responses: {default: {$ref: gone}}
      requestBody:
        content:
          application/json:
            examples: {value: {$ref: gone}}
            schema:
              properties: {$ref: {$ref: gone}, enum: {$ref: gone}, x-y: {$ref: gone}}
              patternProperties: {const: {$ref: gone}}
              allOf: [{$ref: gone}]
              items: {$ref: gone}
              $defs: {example: {$ref: gone}}
components:
  headers: {x-a: {$ref: gone}}
  schemas: {default: {$ref: gone}, examples: {$ref: gone}}
"""


def test_references_under_names_that_look_like_keywords_are_found() -> None:
    assert codes(list(broken_references(read(REFERENCES)))) == ["ref-external"] * REFERENCES.count(
        ": gone"
    )


REACH = """\
openapi: 3.1.0
security: [{root: []}]
paths:
  /a:
    post:
      security: [{own: []}]
      requestBody: {$ref: '#/components/requestBodies/B'}
components:
  requestBodies:
    B: {content: {json: {schema: {$ref: '#/components/schemas/A'}}}}
  securitySchemes: {root: {}, own: {}, other: {}}
  schemas:
    A:
      properties:
        $ref: {$ref: '#/components/schemas/Named'}
        self: {$ref: '#/components/schemas/A'}
      example: {$ref: '#/components/schemas/Unused'}
      discriminator: {propertyName: t, mapping: {x: Short, y: '#/components/schemas/Long'}}
    Named: {items: {$ref: '#/components/schemas/Deep/properties/d'}}
    Deep: {properties: {d: {type: string}, e: {$ref: '#/components/schemas/Unused'}}}
    Short: {}
    Long: {}
    Unused: {}
"""


def _is_within(pointer: str, outer: frozenset[str]) -> bool:
    """Whether a pointer names one of these parts or something inside one."""
    while pointer not in outer:
        if "/" not in pointer:
            return False
        pointer = pointer.rpartition("/")[0]
    return True


def test_what_operations_reach_is_followed_however_far() -> None:
    reached = references.reachable(read(REACH).root, STARTS)
    assert reached == {
        "#/paths",
        "#/components/requestBodies/B",
        "#/components/securitySchemes/root",
        "#/components/securitySchemes/own",
        "#/components/schemas/A",
        "#/components/schemas/Named",
        "#/components/schemas/Deep/properties/d",
        "#/components/schemas/Short",
        "#/components/schemas/Long",
    }
    assert _is_within("#/components/schemas/A/properties/self", reached)
    assert not _is_within("#/components/schemas/Deep", reached)
    assert not _is_within("#/components/schemas/Abc", reached)


def test_a_part_that_an_alias_repeats_is_reached_from_each_place() -> None:
    text = "components: {schemas: {U: &u {$ref: '#/gone'}}}\npaths: {/a: {get: {x: *u}}}"
    assert references.reachable(read(text).root, STARTS) == {"#/paths"}
    (problem,) = broken_references(read(text))
    assert problem.pointer == "#/components/schemas/U/$ref"


def chain(links: int) -> Document:
    text = "paths: {/a: {get: {x: {$ref: '#/components/schemas/S0'}}}}\ncomponents:\n  schemas:\n"
    linked = (f"    S{i}: {{$ref: '#/components/schemas/S{i + 1}'}}" for i in range(links))
    return read("\n".join([text, *linked, f"    S{links}: {{}}\n"]))


def test_long_chains_of_references_are_no_recursion_error() -> None:
    assert len(references.reachable(chain(5000).root, STARTS)) == 5002


def test_a_chain_of_references_is_followed_so_far_wherever_it_begins() -> None:
    sound, long = chain(15), chain(17)
    assert broken_references(sound) == ()
    starts = [document.root["paths"]["/a"]["get"]["x"] for document in (sound, long)]
    assert references.follow(sound.root, starts[0], "#")[1] == {}
    assert references.follow(long.root, starts[1], "#")[1] is None
    told = broken_references(long)
    assert [(each.code, each.pointer) for each in told] == [
        ("ref-cycle", "#/paths/~1a/get/x/$ref"),
        ("ref-cycle", "#/components/schemas/S0/$ref"),
    ]
    assert "on through 16 others and more" in told[0].message

    def work(links: int) -> int:
        document = chain(links)
        schemas = document.root["components"]["schemas"].values()
        return steps(
            lambda: [broken_references(document)]
            + [fault_of(document.root, each, "#") for each in schemas]
        )

    assert work(400) < 2.2 * work(200)


def test_where_a_part_of_many_chains_leads_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(root: Any, ref: str, at: str) -> Any:
        asked.append(ref)
        return resolve(root, ref, at)

    monkeypatch.setattr("generator.document.broken_references.resolve", noted)
    assert len(broken_references(chain(60))) == 45
    assert len(asked) <= 2 * 61


def test_a_path_through_references_leads_to_the_actual_pointer() -> None:
    root = read("a: {b: {$ref: '#/c'}}\nc: [{d: 1}]").root
    assert references.actual_pointer(root, ["a", "b", 0, "d"]) == "#/c/0/d"
    assert references.actual_pointer(root, ["a", "b", "$ref"]) == "#/a/b/$ref"
    assert references.actual_pointer(root, ["a", "gone", "far"]) == "#/a"


@pytest.mark.parametrize("name", ["pipelines", "track"])
def test_the_vendors_references_are_sound(name: str) -> None:
    document = vendor_document(name)
    assert broken_references(document) == ()


@pytest.mark.parametrize("part", [True, None, 7, "words"])
def test_a_component_that_is_no_object_has_no_references(part: object) -> None:
    schemas = {"A": part, "B": {"$ref": "#/components/schemas/C"}}
    data = json.dumps({"openapi": "3.1.0", "components": {"schemas": schemas}}).encode()
    found = broken_references(load_quickly(data, "a.json"))
    assert [each.pointer for each in found] == ["#/components/schemas/B/$ref"]


def test_what_broken_references_mean_is_told_as_long_as_few_names_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = {f"p{each}": {"$ref": f"#/components/schemas/Gon{each}"} for each in range(9)}
    known: dict[str, Any] = {f"Gone{each}": {"type": "string"} for each in range(9)}
    known["A"] = {"properties": asked}
    document = read(json.dumps({"paths": {}, "components": {"schemas": known}}))
    monkeypatch.setattr("generator.document.meant_parts._MOST_COMPARED", 30)
    hints = [each.hint for each in broken_references(document)]
    assert len(hints) == 9
    assert hints[:3] == [f"did you mean Gone{each}?" for each in range(3)]
    assert all(each.startswith("check the spelling") for each in hints[3:])


def test_of_broken_references_a_thousand_are_told() -> None:
    schemas = {f"A{each}": {"$ref": f"#/gone{each}"} for each in range(1_200)}
    root = {"components": {"schemas": schemas}}
    broken = broken_references(load(json.dumps(root).encode(), "a.json"))
    assert len(broken) == 1_200
    told = told_of(broken)
    assert told[:1_000] == broken[:1_000]
    assert [each.message for each in told[1_000:]] == [
        "more than 1,000 references are broken; the others are not told"
    ]
    assert told_of(broken[:1_000]) == broken[:1_000]


def test_of_as_many_references_as_a_document_holds_each_is_spelled_once() -> None:
    schemas = {f"A{at}": {} for at in range(20_000)}
    pointers._spelled.cache_clear()
    for _ in range(3):
        for name in schemas:
            found = resolve({"schemas": schemas}, f"#/schemas/{name}", "#")
            assert isinstance(found, Target) and found.pointer == f"#/schemas/{name}"
    assert pointers._spelled.cache_info().misses == len(schemas)


def test_of_long_pointers_few_are_remembered() -> None:
    """Below a long key there may be thousands of parts, whose pointers all begin with it."""
    for at in range(3_000):
        assert pointers.split(f"#/{'a' * 600}/{at}")[1] == str(at)
    info = pointers._split_long.cache_info()
    assert info.currsize == info.maxsize == 1 << 10


def test_keys_beyond_ascii_are_decoded_once_for_all_pointers_below_them() -> None:
    key = "漢字" * 100
    pointers._decode.cache_clear()
    for at in range(3_000):
        assert pointers.split(pointers.join([key, at])) == (key, str(at))
    assert pointers._decode.cache_info().misses == 1
