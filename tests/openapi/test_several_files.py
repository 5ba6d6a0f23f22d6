"""A document in several files becomes one, whose parts know the files they were written in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.build import build, plan_sources
from generator.core.problems import Place, Problem, ProblemsError
from generator.document.budget import DEFAULT_BUDGET
from generator.document.load import load
from generator.document.located import Document, place_of
from generator.document.nodes import plain
from generator.openapi.several_files import as_one
from generator.workspace.files import FileReading
from generator.workspace.sources import ReferenceFiles, SourceFile, Sources
from generator.workspace.toolkits import ANY, SourcePaths, read_sources

from ..steps import steps

HEAD = 'openapi: 3.1.0\ninfo: {title: Many, version: "1"}\nservers: [{url: "https://a.example"}]\n'
ANSWER = '{"200": {description: Fine}}'


def one(text: str, files: Mapping[str, str]) -> Document:
    known = {name: SourceFile(f"specs/{name}", data.encode(), name) for name, data in files.items()}
    document = load((HEAD + text).encode(), "specs/spec.yaml")
    return as_one(document, ReferenceFiles(known), "spec.yaml", DEFAULT_BUDGET)


def schemas(document: Document) -> Any:
    return plain(document.root["components"]["schemas"])


def sources(folder: Path, files: Mapping[str, str], reading: FileReading = ANY) -> Sources:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return read_sources(SourcePaths(folder / "spec.yaml"), folder, reading)


def test_a_document_in_one_file_is_left_alone() -> None:
    text = "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {}}}\n"
    document = load((HEAD + text).encode(), "a.yaml")
    assert as_one(document, ReferenceFiles(), "a.yaml", DEFAULT_BUDGET) is document


def test_parts_of_files_become_components_once() -> None:
    text = """\
components:
  schemas:
    A: {$ref: "common.yaml#/Thing"}
    B: {items: {$ref: "./sub/../common.yaml#/Thing"}}
    C: {not: {$ref: "whole.yaml"}}
    Thing: {type: string}
"""
    files = {
        "common.yaml": "Thing: {properties: {a: {$ref: '#/Other'}, b: {$ref: 'spec.yaml#/components/schemas/B'}}}\nOther: {type: integer}\n",
        "whole.yaml": "type: object\nproperties: {again: {$ref: whole.yaml}}\n",
    }
    document = one(text, files)
    assert schemas(document) == {
        "A": {"$ref": "#/components/schemas/Thing_2"},
        "B": {"items": {"$ref": "#/components/schemas/Thing_2"}},
        "C": {"not": {"$ref": "#/components/schemas/whole"}},
        "Thing": {"type": "string"},
        "Thing_2": {
            "properties": {
                "a": {"$ref": "#/components/schemas/Other"},
                "b": {"$ref": "#/components/schemas/B"},
            }
        },
        "Other": {"type": "integer"},
        "whole": {
            "type": "object",
            "properties": {"again": {"$ref": "#/components/schemas/whole"}},
        },
    }
    assert place_of(document.root, "#/components/schemas/Other/type") == Place(
        "specs/common.yaml", 2, 9
    )
    assert document.moves[0].back("#/components/schemas/Other/type") == "#/Other/type"
    assert document.moves[0].back("#/components/schemas/whole/type") == "#/type"
    assert document.warnings == ()


def test_paths_and_whole_sections_take_the_place_of_references() -> None:
    text = """\
paths:
  /a: {$ref: "paths.yaml#/~1a", summary: Ours}
  /b: {$ref: "b.yaml"}
components: {schemas: {$ref: "schemas.yaml"}}
"""
    files = {
        "paths.yaml": f"/a: {{summary: Theirs, get: {{responses: {ANSWER}}}}}\n",
        "b.yaml": "$ref: 'paths.yaml#/~1a'\n",
        "schemas.yaml": "A: {$ref: a.yaml}\n",
        "a.yaml": "type: string\n",
    }
    document = one(text, files)
    paths = plain(document.root["paths"])
    assert paths["/a"] == {
        "summary": "Ours",
        "get": {"responses": {"200": {"description": "Fine"}}},
    }
    assert paths["/b"]["summary"] == "Theirs"
    assert schemas(document) == {"A": {"$ref": "#/components/schemas/a"}, "a": {"type": "string"}}
    back = document.moves[0].back
    assert back("#/paths/~1a/get/responses") == "#/~1a/get/responses"
    assert back("#/paths/~1a/summary") == "#/paths/~1a/summary"
    assert back("#/components/schemas/A/$ref") == "#/A/$ref"
    assert place_of(document.root, "#/paths/~1b/get") == Place("specs/paths.yaml", 1, 23)


def test_mappings_of_discriminators_are_references() -> None:
    text = """\
components:
  schemas:
    Pet:
      discriminator: {propertyName: kind, mapping: {dog: dog.yaml, cat: Cat}}
      oneOf: [{$ref: dog.yaml}, {$ref: "#/components/schemas/Cat"}]
    Cat: {}
"""
    found = schemas(one(text, {"dog.yaml": "type: object\n"}))
    assert found["Pet"]["discriminator"]["mapping"] == {
        "dog": "#/components/schemas/dog",
        "cat": "Cat",
    }


def test_what_looks_like_a_reference_in_data_is_none() -> None:
    text = "components: {schemas: {A: {example: {$ref: a.yaml}, x-a: {$ref: a.yaml}}}}\n"
    document = one(text, {"a.yaml": "{}"})
    assert schemas(document)["A"] == {"example": {"$ref": "a.yaml"}, "x-a": {"$ref": "a.yaml"}}


def test_circles_of_files_come_to_an_end() -> None:
    circle = "get: {{responses: {}, callbacks: {{c: {{'{{$url}}': {{$ref: {}}}}}}}}}\n"
    files = {"a.yaml": circle.format(ANSWER, "b.yaml"), "b.yaml": circle.format(ANSWER, "a.yaml")}
    document = one("paths: {/a: {$ref: a.yaml}, /b: {$ref: b.yaml}, /c: {$ref: c.yaml}}\n",
                   {**files, "c.yaml": "$ref: c.yaml\n"})  # fmt: skip
    assert plain(document.root["paths"])["/c"] == {"$ref": "c.yaml"}
    assert {each.code for each in document.warnings} == {"ref-not-followed"}


@pytest.mark.parametrize(
    "reference, why",
    [
        ("../spec.yaml", "--allow-refs DIR"),
        ("none.yaml", "none.yaml"),
        ("good.yaml#/None", "has nothing at"),
        ("bad.yaml", "has an error of its own"),
    ],
)
def test_a_reference_that_is_not_followed_spoils_what_it_touches(
    tmp_path: Path, reference: str, why: str
) -> None:
    text = f"""{HEAD}paths:
  /a: {{get: {{operationId: readA, responses: {ANSWER}}}}}
  /b:
    post:
      operationId: addB
      requestBody: {{content: {{application/json: {{schema: {{$ref: "{reference}"}}}}}}}}
      responses: {ANSWER}
"""
    files = {"spec.yaml": text, "good.yaml": "{}", "bad.yaml": "{"}
    planned = plan_sources(sources(tmp_path / "inner", files))
    assert [each.key for each in planned.package.tools] == ["GET /a"]
    (told,) = (each for each in planned.problems if each.code == "ref-not-followed")
    assert why in told.message
    assert told.pointer.endswith("/requestBody/content/application~1json/schema/$ref")
    assert told.place and told.place.file == "spec.yaml"


def problems_of(read: Sources) -> tuple[Problem, ...]:
    try:
        return plan_sources(read).problems
    except ProblemsError as error:
        return error.problems


def told_of(problems: tuple[Problem, ...], pointer: str) -> list[Place | None]:
    return [each.place for each in problems if each.pointer == pointer]


def test_problems_name_the_file_and_the_pointer_in_it(tmp_path: Path) -> None:
    files = {
        "spec.yaml": f"{HEAD}paths: {{/a: {{$ref: a/one.yaml}}}}\n",
        "a/one.yaml": f"get:\n  operationId: readA\n  odd: 1\n  responses: {ANSWER}\n",
    }
    found = problems_of(sources(tmp_path, files))
    assert told_of(found, "#/get/odd") == [Place("a/one.yaml", 3, 3)]


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("http://a.example/b.yaml", "no address is ever asked"),
        ("//a.example/b.yaml", "no address is ever asked"),
        ("file:b.yaml", "no address is ever asked"),
        ("/etc/passwd", "only paths that are relative"),
    ],
)
def test_addresses_and_absolute_paths_are_refused(tmp_path: Path, reference: str, why: str) -> None:
    answer = (
        f"{{description: Fine, content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}}}"
    )
    files = {"spec.yaml": f"{HEAD}paths: {{/a: {{get: {{responses: {{'200': {answer}}}}}}}}}\n"}
    (told,) = (each for each in problems_of(sources(tmp_path, files)) if why in each.hint)
    assert (told.code, told.pointer[-12:]) == ("ref-external", "/schema/$ref")


def test_files_are_inputs(tmp_path: Path) -> None:
    files = {
        "spec.yaml": f"{HEAD}paths: {{/a: {{$ref: a.yaml}}}}\n",
        "a.yaml": f"get: {{operationId: readA, responses: {ANSWER}}}\n",
    }
    read = sources(tmp_path, files)
    assert sorted(read.digests()) == ["a.yaml", "spec.yaml"]
    built = build(read)
    manifest = next(text for path, text in built.files.items() if path.name == "manifest.json")
    assert json.loads(manifest)["inputs"]["a.yaml"] == read.digests()["a.yaml"]


def test_swagger_in_several_files() -> None:
    text = """\
swagger: "2.0"
info: {title: Many, version: "1"}
paths: {/a: {$ref: a.yaml}}
"""
    files = {
        "a.yaml": "post: {parameters: [{$ref: 'b.yaml#/body'}], responses: {}}\n",
        "b.yaml": "body: {name: b, in: body, schema: {$ref: '#/it'}}\nit: {type: object}\n",
    }
    known = {name: SourceFile(name, data.encode(), name) for name, data in files.items()}
    document = load(text.encode(), "spec.yaml")
    root = plain(as_one(document, ReferenceFiles(known), "spec.yaml", DEFAULT_BUDGET).root)
    assert root["paths"]["/a"]["post"]["parameters"] == [{"$ref": "#/parameters/body"}]
    assert root["parameters"]["body"]["schema"] == {"$ref": "#/definitions/it"}


def test_four_times_the_files_are_little_more_than_four_times_the_work() -> None:
    def work(count: int) -> int:
        files = {
            f"{at}.yaml": f"properties: {{n: {{$ref: {at + 1}.yaml}}}}\n" for at in range(count)
        }
        files[f"{count}.yaml"] = "{}"

        def read() -> None:
            found = schemas(one("components: {schemas: {A: {$ref: 0.yaml}}}\n", files))
            assert len(found) == count + 2

        return steps(read)

    work(10)  # what is imported on the way counts for none
    assert work(400) < 4.5 * work(100)


def test_of_references_that_are_not_followed_a_thousand_are_told(tmp_path: Path) -> None:
    gone = "".join(f"    A{each}: {{$ref: 'gone{each}.yaml'}}\n" for each in range(1_200))
    text = f"{HEAD}paths:\n  /a: {{get: {{operationId: getA, responses: {ANSWER}}}}}\n"
    found = sources(tmp_path, {"spec.yaml": f"{text}components:\n  schemas:\n{gone}"})
    document = load(found.openapi.data, "spec.yaml")
    told = as_one(document, found.references, "spec.yaml", DEFAULT_BUDGET).warnings
    assert len(told) == 1_001
    assert sum("the others are not told" in each.message for each in told) == 1
    warnings = build(found).warnings
    assert sum(each.code.startswith("ref-") for each in warnings) <= 2_002
