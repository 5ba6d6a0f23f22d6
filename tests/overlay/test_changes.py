"""What an overlay changed is told by where it has come to stand, with the reason."""

from textwrap import indent

from generator.document.load import load
from generator.overlay.apply import apply
from tests.document.documents import read

from .test_apply import BEFORE, HEAD


def told(*actions: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Pointer, reason and names of what the actions changed; each ends in its reason."""
    body = "".join(f"- {indent(each, '  ').lstrip()}\n" for each in actions)
    overlay = load((HEAD.format(version="1.1.0") + body).encode(), "overlay.yaml")
    corrections = apply(read(BEFORE), overlay).corrections
    return [(each.pointer, each.reason, each.names) for each in corrections]


def test_members_that_are_put_in_or_replaced_are_told_one_by_one() -> None:
    assert told("target: $.info\nupdate: {title: Better, x-new: {a: 1}}\ndescription: so") == [
        ("#/info/title", "so", ("Better",)),
        ("#/info/x-new", "so", ()),
    ]


def test_of_a_list_the_whole_is_told_with_the_texts_that_came_or_went() -> None:
    assert told("target: $.tags\nupdate: [new]\ndescription: came") == [
        ("#/tags", "came", ("new",))
    ]
    assert told("target: $.tags[1]\nremove: true\ndescription: went") == [
        ("#/tags", "went", ("kept",))
    ]


def test_what_was_taken_out_is_told_unless_something_took_its_place() -> None:
    out = "target: $.info.title\nremove: true\ndescription: out"
    assert told(out) == [("#/info/title", "out", ("Books",))]
    again = "target: $.info\nupdate: {title: {a: 1}}\ndescription: in"
    assert told(out, again) == [("#/info/title", "in", ())]


def test_places_are_those_of_the_document_in_the_end() -> None:
    """A server that moved up, and one that is gone."""
    assert told(
        "target: $.servers[2]\nupdate: {x-region: c}\ndescription: third",
        "target: $.servers[1]\nupdate: {x-region: b}\ndescription: second",
        "target: $.servers[1]\nremove: true\ndescription: gone",
    ) == [("#/servers/1/x-region", "third", ("c",)), ("#/servers", "gone", ())]


def test_a_copy_tells_what_it_changed_alone() -> None:
    assert told("target: $.servers[0]\ncopy: $.servers[1]\ndescription: alike") == [
        ("#/servers/0/url", "alike", ("https://b.example",)),
        ("#/servers/0/description", "alike", ("trial",)),
    ]


def test_a_document_without_an_overlay_has_no_corrections() -> None:
    assert read(BEFORE).corrections == ()
