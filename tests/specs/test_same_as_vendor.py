"""openapi.yaml says what the vendor's document says, in other words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from generator.document import load
from generator.pull.structure import only, reached
from generator.pull.structure_diff import StructureDifference, structure_differences
from tests.specs import prose
from tests.specs.conftest import SPEC, plain

Document = dict[str, Any]


def test_structure_is_the_vendors(written: load.Document, vendor: Document) -> None:
    lines = [line(each) for each in structure_differences(plain(written), vendor)]
    assert not lines, "\n" + "\n".join(lines)


def test_no_component_is_written_that_nothing_needs(written: load.Document) -> None:
    assert only(plain(written), reached(plain(written))) == plain(written)


def line(difference: StructureDifference) -> str:
    return f"{difference.pointer}: {difference.ours!r} is ours, {difference.theirs!r} is theirs"


def schema(document: Document, name: str) -> Any:
    return document["components"]["schemas"][name]


def drop_property_called_title(document: Document) -> None:
    del schema(document, "context_page")["properties"]["title"]


def drop_required(document: Document) -> None:
    del schema(document, "alias")["required"]


def change_format(document: Document) -> None:
    schema(document, "common_fields")["properties"]["sentAt"]["format"] = "date"


def drop_enum_value(document: Document) -> None:
    schema(document, "context_common")["properties"]["channel"]["enum"].pop()


def drop_read_only(document: Document) -> None:
    del schema(document, "alias")["properties"]["type"]["readOnly"]


def replace_number_by_true(document: Document) -> None:
    kind = schema(document, "group_deleted")["properties"]["properties"]["properties"]
    kind["objectTypeId"]["default"] = True


def drop_branch(document: Document) -> None:
    schema(document, "track")["oneOf"].pop()


def add_component(document: Document) -> None:
    document["components"]["schemas"]["spare"] = {"type": "string"}
    schema(document, "page")["oneOf"][0]["allOf"].append({"$ref": "#/components/schemas/spare"})


def drop_open_end(document: Document) -> None:
    del schema(document, "screen")["oneOf"][1]["allOf"][0]["properties"]["properties"][
        "additionalProperties"
    ]


def drop_response(document: Document) -> None:
    del document["components"]["responses"]["429"]


def change_host(document: Document) -> None:
    document["paths"]["/page"]["post"]["servers"][0]["url"] = "https://example.com"


def drop_parameter(document: Document) -> None:
    document["paths"]["/batch"]["post"]["parameters"].pop()


PLANTED: list[tuple[Callable[[Document], None], str]] = [
    (drop_property_called_title, "#/components/schemas/context_page/properties/title"),
    (drop_required, "#/components/schemas/alias/required"),
    (change_format, "#/components/schemas/common_fields/properties/sentAt/format"),
    (drop_enum_value, "#/components/schemas/context_common/properties/channel/enum"),
    (drop_read_only, "#/components/schemas/alias/properties/type/readOnly"),
    (
        replace_number_by_true,
        "#/components/schemas/group_deleted/properties/properties/properties/objectTypeId/default",
    ),
    (drop_branch, "#/components/schemas/track/oneOf"),
    (add_component, "#/components/schemas/spare"),
    (
        drop_open_end,
        "#/components/schemas/screen/oneOf/1/allOf/0/properties/properties/additionalProperties",
    ),
    (drop_response, "#/components/responses/429"),
    (change_host, "#/paths/~1page/post/servers/0/url"),
    (drop_parameter, "#/paths/~1batch/post/parameters"),
]


@pytest.mark.parametrize(
    ("plant", "pointer"), [pytest.param(*case, id=case[0].__name__) for case in PLANTED]
)
def test_comparison_finds_a_planted_difference(
    written: load.Document, plant: Callable[[Document], None], pointer: str
) -> None:
    theirs = plain(written)
    ours = copy.deepcopy(theirs)
    plant(ours)
    assert pointer in [each.pointer for each in structure_differences(ours, theirs)]


def test_comparison_ignores_prose_and_examples(written: load.Document) -> None:
    theirs = plain(written)
    ours = copy.deepcopy(theirs)
    ours["info"]["title"] = "Another title"
    schema(ours, "alias")["description"] = "Another description."
    schema(ours, "alias")["x-note"] = "An extension."
    schema(ours, "alias")["properties"]["userId"]["examples"] = ["user-1"]
    schema(ours, "alias")["required"].reverse()
    assert structure_differences(ours, theirs) == ()


def test_prose_is_not_the_vendors(
    written: load.Document, corrections: load.Document, vendor: Document
) -> None:
    ours = [*prose.sentences(plain(written)), *prose.sentences(plain(corrections))]
    for name in ("openapi.yaml", "overlay.yaml"):
        ours += prose.comments((SPEC / name).read_text(encoding="utf-8"))
    runs = prose.shared_runs(ours, prose.sentences(vendor))
    assert not runs, "\n" + "\n".join(runs)


def test_shared_prose_is_found() -> None:
    theirs = [{"properties": {"title": {"description": "An id: one that YOU alone can know."}}}]
    ours = ["Send an id, one that you alone can choose."]
    assert prose.shared_runs(ours, prose.sentences(theirs)) == [
        "an id one that you alone",
        "id one that you alone can",
    ]
