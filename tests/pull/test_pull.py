"""`toolgen pull` as a user runs it: exit codes, words, and what lies on disk after."""

from __future__ import annotations

import copy
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from generator.document.load import load
from generator.pull.comparison import Wanted, pull
from generator.workspace.toolkits import find_workspace
from tests.pull import server
from tests.pull.conftest import CONFIG, Space
from tests.pull.server import DOCUMENT, ETAG, JSON, PAGE, YAML, answer, serving
from tests.workspace.folders import snapshot

SCHEMA = "#/paths/~1things/post/requestBody/content/application~1json/schema"


def schema(document: dict[str, Any]) -> Any:
    body = document["paths"]["/things"]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]


def edited(*kinds: str, title: str = "Vendor") -> bytes:
    """The vendor's document with other values of `kind`, which ours has as a and b."""
    document = copy.deepcopy(DOCUMENT)
    document["info"]["title"] = title
    schema(document)["properties"]["kind"]["enum"] = list(kinds)
    return json.dumps(document).encode()


def written(space: Space, data: bytes, name: str = "theirs.json") -> str:
    (space.root / name).write_bytes(data)
    return name


def place(text: str, part: str) -> str:
    """Line and column, from 1, of the one place where the text has this part."""
    assert text.count(part) == 1
    before = text[: text.index(part)].split("\n")
    return f"{len(before)}:{len(before[-1]) + 1}"


def test_no_drift_writes_nothing(space: Space) -> None:
    with serving({"/openapi.json": answer(JSON)}) as vendor:
        space.source(vendor.url("/openapi.json"))
        before = snapshot(space.root)
        done = space.run("pull")
        assert (done.code, done.err) == (0, "")
        assert done.out == f"vendor: 0 differences ({vendor.url('/openapi.json')})\n"
        assert snapshot(space.root) == before


def test_drift_names_place_values_edit_and_effect(space: Space) -> None:
    space.source("https://vendor.example/openapi.json", transcribed=True)
    document = json.loads(edited("a", "b", "c"))
    schema(document)["required"] = ["id", "kind"]
    schema(document)["properties"]["size"] = {
        "type": "object",
        "description": "Their own words.",
        "properties": {"width": {"type": "integer", "minimum": 1, "maximum": 1000}, "unit": {}},
    }
    del document["paths"]["/things"]["post"]["responses"]["200"]
    document["servers"][0]["url"] = "https://api.example.org"
    text = json.dumps(document, indent=1)
    name = written(space, text.encode())
    parts = ('"url"', '"kind"\n', '"c"', '"size"')
    url, kind, more, size = (place(text, part) for part in parts)
    cut = '{"type": "object", "properties": {"width": {"type": "integer", "minimum": 1, "maximum":'
    before = snapshot(space.root)
    done = space.run("pull", "--from", name)
    assert (done.code, done.err) == (1, "")
    head, _, rest = done.out.partition("\n\n")
    told, _, _ = rest.partition("\n\n")
    assert head == "vendor: 5 differences (theirs.json)"
    assert told.splitlines() == [
        "specs/vendor/openapi.yaml:3:12: changed #/servers/0/url",
        '  ours    "https://api.example.com"',
        '  theirs  "https://api.example.org"',
        f"  see     theirs.json:{url}",
        "  edit    write what is theirs",
        f"specs/vendor/openapi.yaml:13:15: only theirs {SCHEMA}/required",
        '  theirs  "kind"',
        f"  see     theirs.json:{kind}",
        f"  edit    add this item to {SCHEMA}/required",
        f"specs/vendor/openapi.yaml:16:24: only theirs {SCHEMA}/properties/kind/enum",
        '  theirs  "c"',
        f"  see     theirs.json:{more}",
        f"  edit    add this item to {SCHEMA}/properties/kind/enum",
        f"specs/vendor/openapi.yaml:14:15: only theirs {SCHEMA}/properties/size",
        f"  theirs  {cut}…",
        f"  see     theirs.json:{size}",
        f"  edit    add this to {SCHEMA}/properties, and describe it in words of your own",
        "          size:",
        "            type: object",
        "            properties:",
        "              width:",
        "                type: integer",
        "                minimum: 1",
        "                maximum: 1000",
        "              unit: {}",
        "specs/vendor/openapi.yaml:18:9: only ours #/paths/~1things/post/responses/200",
        "  ours    {}",
        "  edit    remove it",
    ]
    assert "Their own words" not in done.out
    assert done.out.endswith(
        "\nnext: edit specs/vendor/openapi.yaml as said, or "
        "toolgen pull vendor --from theirs.json --accept to keep ours\n"
    )
    assert snapshot(space.root) == before


def test_drift_is_told_in_terms_of_tools(space: Space) -> None:
    document = json.loads(edited("a"))
    document["paths"]["/more"] = {
        "get": {"operationId": "getMore", "responses": {"200": {"description": "Fine"}}}
    }
    done = space.run("pull", "--from", written(space, json.dumps(document).encode()))
    _, _, effect = done.out.partition("\n\nwhat it does to the tools:\n")
    lines = effect.partition("\n\n")[0].splitlines()
    assert lines[0].startswith("breaking[argument-value-removed] SendThing arguments.kind: ")
    assert re.fullmatch(r"  at: specs/vendor/openapi.yaml:\d+:\d+ -> theirs.json:1:\d+", lines[2])
    assert "additive[tool-added] GetMore: GetMore is new" in lines
    assert lines[-1].startswith("1 breaking, ")
    assert lines[-1].endswith(" this needs version 2.0.0.")


def test_a_transcribed_document_keeps_its_words_where_tools_are_compared(space: Space) -> None:
    space.source("https://vendor.example/openapi.json", transcribed=True)
    document = json.loads(edited("a", "b"))
    schema(document)["description"] = "Their words."
    document["paths"]["/things"]["post"]["description"] = "Their words."
    document["paths"]["/things"]["post"]["responses"]["404"] = {"description": "Their words."}
    done = space.run("pull", "--from", written(space, json.dumps(document).encode()))
    assert done.code == 1
    assert "\n\nthe tools stay as they are\n\n" in done.out


def test_what_stands_in_the_place_of_a_reference_has_their_words(space: Space) -> None:
    space.source("https://vendor.example/openapi.json", transcribed=True)
    ours = json.loads(JSON)
    answers = ours["paths"]["/things"]["post"]["responses"]
    ours["components"] = {"responses": {"Fine": answers["200"]}}
    answers["200"] = {"$ref": "#/components/responses/Fine"}
    (space.folder / "openapi.yaml").write_text(json.dumps(ours, indent=1))
    theirs = copy.deepcopy(ours)
    answer = {"schema": {"type": "object", "properties": {"id": {"type": "string"}}}}
    theirs["paths"]["/things"]["post"]["responses"]["200"] = {
        "description": "Their words.",
        "content": {"application/json": answer},
    }
    done = space.run("pull", "--from", written(space, json.dumps(theirs).encode()))
    assert (done.code, done.err) == (1, "")
    assert "additive[response-described] SendThing answer.response.json: " in done.out


def test_places_in_theirs_are_found(space: Space) -> None:
    theirs = space.root / "theirs.yaml"
    theirs.write_bytes(YAML.replace(b"[a, b]", b"[a, b, c]"))
    done = space.run("pull", "--from", "theirs.yaml")
    assert "  see     theirs.yaml:16:" in done.out
    theirs.write_bytes(YAML.split(b"paths:")[0] + b"paths: null\n")
    assert "theirs.yaml:4:1: error[pull-no-paths]" in space.run("pull", "--from", "theirs.yaml").err
    space.source("https://vendor.example/openapi.json", transcribed=True)
    theirs.write_bytes(YAML.replace(b"{enum: [a, b]}", b"{$ref: '#/components/schemas/none'}"))
    done = space.run("pull", "--from", "theirs.yaml")
    assert "theirs.yaml:16:" in done.out.partition("cannot be made of their document yet:")[2]
    assert "--from needs a file" in space.run("pull", "--from", "").err


def test_names_that_tools_have_are_kept_where_an_operation_is_renamed(space: Space) -> None:
    assert space.run("generate").code == 0
    text = JSON.replace(b"sendThing", b"deliverThing")
    done = space.run("pull", "--from", written(space, text))
    assert done.code == 1
    assert "the tools stay as they are" in done.out


def test_a_correction_that_finds_nothing_any_more_is_named(space: Space) -> None:
    (space.folder / "overlay.yaml").write_text(
        "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: openapi.yaml\nactions:\n"
        "  - target: $.paths['/things'].post\n    description: It is.\n"
        "    update: {deprecated: true}\n"
    )
    text = JSON.replace(b"/things", b"/objects")
    done = space.run("pull", "--from", written(space, text))
    assert (done.code, done.err) == (1, "")
    _, _, after = done.out.partition(
        "\ncorrections that do not fit their document, passed over below:\n"
    )
    assert after.startswith("specs/vendor/overlay.yaml:5:5: error[overlay-no-match]")
    _, _, effect = after.partition("\n\nwhat it does to the tools:\n")
    assert effect.startswith("risky[operation-changed] SendThing: ")
    assert (space.folder / "openapi.yaml").read_bytes() == YAML


def test_a_document_that_no_package_can_be_made_of_is_compared_all_the_same(space: Space) -> None:
    (space.folder / "toolkit.yaml").write_text(f"{CONFIG}tools: {{POST /things: {{name: Send}}}}\n")
    (space.folder / "overlay.yaml").write_text(
        "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: openapi.yaml\nactions:\n"
        "  - target: $.paths['/things'].post\n    description: It is.\n"
        "    update: {deprecated: true}\n"
    )
    done = space.run("pull", "--from", written(space, JSON.replace(b"/things", b"/objects")))
    assert (done.code, done.err) == (1, "")
    assert "#/paths/~1objects" in done.out
    passed, _, why = done.out.partition("\nthe tools cannot be made of their document yet:\n")
    assert "passed over below:\nspecs/vendor/overlay.yaml:5:5: error[overlay-no-match]" in passed
    assert why.startswith("specs/vendor/toolkit.yaml:6:")


def test_what_was_accepted_is_not_told_again(space: Space) -> None:
    assert space.run("pull", "--from", written(space, edited("a", "b", "c"))).code == 1
    done = space.run("pull", "--from", "theirs.json", "--accept")
    assert (done.code, done.out) == (0, "vendor: 1 difference accepted (theirs.json)\n")
    done = space.run("pull", "--from", "theirs.json")
    assert done.code == 0
    assert done.out == "vendor: as it was seen last (theirs.json); 1 difference accepted\n"
    done = space.run("pull", "--from", written(space, edited("a", "b", "c", title="Again")))
    assert done.code == 0
    assert "0 new differences, 1 accepted earlier" in done.out
    done = space.run("pull", "--from", written(space, edited("d", "c", "b", "a")))
    assert done.code == 1
    assert done.out.startswith("vendor: 1 new difference, 1 accepted earlier (theirs.json)\n\n")
    assert "\nwhat it does to the tools, with the 1 accepted earlier:\n" in done.out
    assert '"d"' in done.out and '"c"' not in done.out


def test_what_was_accepted_and_came_back_differently_is_told(space: Space) -> None:
    space.run("pull", "--from", written(space, edited("a")), "--accept")
    assert space.run("pull", "--from", written(space, edited("a", "b"))).code == 0
    assert space.run("pull", "--from", written(space, edited("b"))).code == 1


def test_an_etag_is_sent_only_where_the_answer_settles_it(space: Space) -> None:
    with serving({"/a": server.tagged}) as vendor:
        space.source(vendor.url("/a"), transcribed=True)
        assert space.run("pull").code == 0
        assert not (space.folder / "seen.json").exists()
        assert space.run("pull", "--accept").code == 0
        seen = json.loads((space.folder / "seen.json").read_text())
        assert (seen["url"], seen["etag"], seen["accepted"]) == (vendor.url("/a"), ETAG, [])
        done = space.run("pull")
        assert done.out == f"vendor: as it was seen last ({vendor.url('/a')})\n"
        ours = (space.folder / "openapi.yaml").read_text()
        (space.folder / "openapi.yaml").write_text(ours.replace("[a, b]", "[a]"))
        assert space.run("pull").code == 1
        assert space.run("pull", "--from", vendor.url("/a?x")).code == 1
        sent = [each.get("If-None-Match") for each in vendor.headers]
        assert sent == [None, None, ETAG, None, None]


def test_a_drift_that_was_not_accepted_stays_one(space: Space) -> None:
    with serving({"/a": answer(edited("a"), ETag=ETAG)}) as vendor:
        space.source(vendor.url("/a"))
        assert [space.run("pull").code for _ in range(2)] == [1, 1]


@pytest.mark.parametrize(
    "ours, theirs, stays_theirs",
    [(JSON, edited("a"), True), (YAML, YAML.replace(b"[a, b]", b"[a]"), True)]
    + [(YAML, edited("a"), False), (JSON, YAML.replace(b"[a, b]", b"[a]"), False)],
    ids=["JSON", "YAML", "JSON to YAML", "YAML to JSON"],
)
def test_write_keeps_the_form(space: Space, ours: bytes, theirs: bytes, stays_theirs: bool) -> None:
    file = space.folder / "openapi.yaml"
    file.write_bytes(ours)
    file.chmod(0o600)
    done = space.run("pull", "vendor", "--write", "--from", written(space, theirs))
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "vendor: written specs/vendor/openapi.yaml (theirs.json); next: toolgen lint vendor\n"
    )
    data = file.read_bytes()
    assert (data == theirs) == stays_theirs
    assert data.startswith(b"{") == ours.startswith(b"{")
    assert load(data, "a").root == load(theirs, "b").root
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(os.listdir(space.folder)) == ["openapi.yaml", "seen.json", "toolkit.yaml"]
    done = space.run("pull", "vendor", "--write", "--from", "theirs.json")
    assert done.out == "vendor: as it was seen last (theirs.json)\n"
    assert file.read_bytes() == data


def test_yaml_that_would_not_say_the_same_is_not_written(space: Space) -> None:
    # Two spellings of numbers that YAML 1.1 has for text and YAML 1.2 has not.
    before = snapshot(space.folder)
    done = space.run("pull", "--write", "--from", written(space, edited("0o14", "a")))
    assert done.code == 2
    assert "pull-form" in done.err
    assert snapshot(space.folder) == before


def test_a_link_to_the_document_stays_one(space: Space) -> None:
    file = space.folder / "openapi.yaml"
    file.rename(space.root / "shared.yaml")
    file.symlink_to("../../shared.yaml")
    assert space.run("pull", "--write", "--from", written(space, edited("a"))).code == 0
    assert file.is_symlink()
    assert b"- b" not in (space.root / "shared.yaml").read_bytes()


def test_a_link_in_place_of_what_was_seen_is_not_written_through(
    space: Space, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "file"
    (space.folder / "seen.json").symlink_to(elsewhere)
    assert space.run("pull", "--accept", "--from", written(space, JSON)).code == 0
    assert not elsewhere.exists()
    assert not (space.folder / "seen.json").is_symlink()


def test_other_texts_are_no_drift_and_written_all_the_same(space: Space) -> None:
    name = written(space, YAML.replace(b"Fine", b"Very fine"))
    done = space.run("pull", "--from", name)
    assert done.code == 0
    assert "its texts differ: toolgen pull vendor --from theirs.json --write" in done.out
    assert space.run("pull", "--from", name, "--write").code == 0
    assert b"Very fine" in (space.folder / "openapi.yaml").read_bytes()


def test_a_transcribed_document_is_never_written_over(space: Space) -> None:
    with serving({"/a": answer(edited("a"))}) as vendor:
        space.source(vendor.url("/a"), transcribed=True)
        before = snapshot(space.root)
        done = space.run("pull", "vendor", "--write")
        assert (done.code, done.out, vendor.seen["/a"]) == (2, "", 0)
        assert "specs/vendor/openapi.yaml is in our own words" in done.err
        # Among all of them it is told of, so that the others can be written.
        done = space.run("pull", "--write")
        assert (done.code, done.err) == (1, "")
        assert "next: edit specs/vendor/openapi.yaml as said" in done.out
        assert snapshot(space.root) == before


@pytest.mark.parametrize(
    "route, code",
    [
        (answer(PAGE, Content_Type="application/json"), "pull-html"),
        (answer(b"", 404), "pull-status"),
        (answer(JSON[:-9]), "json-syntax"),
        (server.redirect("http://example.com/"), "pull-address"),
        (answer(b'{"swagger": "1.2"}'), "pull-swagger"),
    ],
)
def test_what_is_no_document_is_an_error_in_words(
    space: Space, route: server.Route, code: str
) -> None:
    with serving({"/a.json": route}) as vendor:
        space.source(vendor.url("/a.json"))
        done = space.run("pull")
        assert (done.code, done.out) == (2, "")
        assert f"error[{code}]" in done.err
        assert vendor.url("/a.json") in done.err


@pytest.mark.parametrize("option", ["--write", "--accept"])
def test_what_is_no_document_changes_nothing(space: Space, option: str) -> None:
    with serving({"/a": answer(PAGE)}) as vendor:
        space.source(vendor.url("/a"))
        before = snapshot(space.root)
        assert space.run("pull", option).code == 2
        assert snapshot(space.root) == before


def test_a_media_type_says_nothing(space: Space) -> None:
    with serving({"/a": answer(JSON, Content_Type="text/html")}) as vendor:
        space.source(vendor.url("/a"))
        assert space.run("pull").code == 0


def another(space: Space, name: str, source: str) -> None:
    folder = space.root / "specs" / name
    folder.mkdir()
    (folder / "openapi.yaml").write_bytes(YAML)
    (folder / "toolkit.yaml").write_text(CONFIG + source)


def test_one_that_fails_does_not_stop_the_others(space: Space) -> None:
    with serving({"/a": answer(edited("a")), "/b": answer(b"", 404)}) as vendor:
        space.source(vendor.url("/a"))
        another(space, "alpha", f"source: {{url: '{vendor.url('/b')}'}}\n")
        another(space, "silent", "")
        done = space.run("pull")
    assert done.code == 2
    assert "/b answered 404" in done.err
    assert done.out.startswith("vendor: 1 difference ")
    assert "silent" not in done.out + done.err


def test_words_for_what_cannot_be_done(space: Space) -> None:
    for arguments in (["pull"], ["pull", "vendor"], ["pull", "--write"]):
        done = space.run(*arguments)
        assert done.code == 2
        assert "error[pull-no-source]" in done.err and "source.url" in done.err
    assert "file-unreadable" in space.run("pull", "--from", "nowhere.json").err
    assert "error[pull-address]" in space.run("pull", "--from", "ftp://127.0.0.1/a").err
    assert "toolkit-unknown" in space.run("pull", "vendors").err
    assert space.run("pull", "--write", "--accept").code == 2
    another(space, "alpha", "")
    assert "error[usage]" in space.run("pull", "--from", written(space, JSON)).err


@pytest.mark.parametrize(
    "source, fault",
    [
        ("source: {transcribed: true}", '"url" is missing'),
        ("source: {url: 'ftp://a.example/'}", "breaks the rule pattern"),
        ("source: {url: 'https://user:word@a.example/'}", "breaks the rule pattern"),
        ("source: {url: 'https://a.example/', etag: x}", "unknown key etag"),
    ],
)
def test_what_toolkit_yaml_may_say_of_its_source(space: Space, source: str, fault: str) -> None:
    (space.folder / "toolkit.yaml").write_text(CONFIG + source)
    done = space.run("pull", "vendor")
    assert done.code == 2
    assert fault in done.err and "word" not in done.err


GOOD = {
    "url": "",
    "etag": "",
    "document": "sha256:" + "0" * 64,
    "ours": "sha256:" + "0" * 64,
    "accepted": [],
}


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "{}", "[" * 100_000),
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "etag": '"a"\r\nX-Other: 1'}),
        json.dumps({**GOOD, "url": 1}),
        json.dumps({**GOOD, "ours": "md5:0"}),
        json.dumps({**GOOD, "accepted": [{"pointer": "#"}]}),
        json.dumps({**GOOD, "accepted": {}}),
    ],
)
def test_nonsense_in_what_was_seen_is_an_error(space: Space, content: str) -> None:
    (space.folder / "seen.json").write_text(content)
    done = space.run("pull", "--from", written(space, JSON))
    assert done.code == 2
    assert "specs/vendor/seen.json:1:1: error[pull-seen-invalid]" in done.err


@pytest.mark.skipif(os.name == "nt", reason="pipes are no files there")
def test_neither_what_was_seen_nor_theirs_is_read_from_a_pipe(space: Space) -> None:
    os.mkfifo(space.root / "pipe")
    assert "error[file-unreadable] pipe: it is a device" in space.run("pull", "--from", "pipe").err
    os.mkfifo(space.folder / "seen.json")
    done = space.run("pull", "--from", written(space, JSON))
    assert "error[file-unreadable] specs/vendor/seen.json: it is a device" in done.err


def test_neither_what_was_seen_nor_theirs_is_read_beyond_bounds(space: Space) -> None:
    large = space.root / "large"
    large.touch()
    os.truncate(large, 1 << 40)
    assert "error[pull-too-large] large is" in space.run("pull", "--from", "large").err
    large.rename(space.folder / "seen.json")
    done = space.run("pull", "--from", written(space, JSON))
    assert "specs/vendor/seen.json:1:1: error[byte-budget]" in done.err


def test_as_much_is_read_as_is_allowed(space: Space) -> None:
    theirs = written(space, JSON + b" " * 9_000)
    said = [space.run("pull", "--from", theirs, "--max-bytes", each) for each in ("9000", "99999")]
    assert [each.code for each in said] == [2, 0]
    assert "error[pull-too-large]" in said[0].err and "--max-bytes allows more" in said[0].err


def test_what_a_vendor_writes_cannot_steer_a_terminal(space: Space) -> None:
    document = json.loads(edited("a", "b", "\x1b[2J\u202e\n::error::"))
    document["paths"]["/\x1b[31m\u2028x"] = document["paths"]["/things"]
    schema(document)["properties"]["\x07\x9b" * 60] = {"const": "\x1b]0;x\x07" * 60}
    space.source("https://vendor.example/", transcribed=True)
    done = space.run("pull", "--from", written(space, json.dumps(document).encode()))
    assert done.code == 1
    assert all(each.isprintable() for each in done.out.splitlines())
    assert "\n::error" not in done.out


def test_a_document_from_elsewhere_is_not_read_from_disk_again(space: Space) -> None:
    done = space.run("pull", "vendor", "--from", "file:///etc/hostname")
    assert (done.code, "error[pull-address]" in done.err) == (2, True)


@pytest.fixture
def reference() -> Path:
    """The vendor's document, which is no part of the project."""
    folder = os.environ.get("TOOLGEN_REFERENCE")
    if not folder:
        pytest.skip("TOOLGEN_REFERENCE does not name the folder of reference data")
    return Path(folder) / "customerio-pipelines.vendor.json"


ROOT = Path(__file__).parents[2]


@pytest.fixture
def customerio(space: Space) -> Space:
    """The committed toolkit, alone in a workspace."""
    source = ROOT / "specs" / "customerio_pipelines"
    for name in ("openapi.yaml", "overlay.yaml", "toolkit.yaml"):
        (space.folder / name).write_bytes((source / name).read_bytes())
    return space


def test_the_vendors_document_is_the_one_that_ours_describes(
    customerio: Space, reference: Path
) -> None:
    done = customerio.run("pull", "--from", str(reference))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("vendor: 0 differences ")


def test_edits_of_the_vendors_document_are_found_where_ours_has_them(
    customerio: Space, reference: Path
) -> None:
    document = json.loads(reference.read_bytes())
    schemas = document["components"]["schemas"]
    schemas["context_common"]["properties"]["channel"]["enum"].insert(0, "watch")
    schemas["group_deleted"]["properties"]["properties"]["properties"]["objectTypeId"] = {
        "type": "string",
        "description": "Words of the vendor.",
    }
    document["paths"]["/merge"] = copy.deepcopy(document["paths"]["/alias"])
    document["paths"]["/merge"]["post"]["operationId"] = "merge"
    document["info"]["description"] = "Words of the vendor."
    with serving({"/a": answer(json.dumps(document).encode())}) as vendor:
        done = customerio.run("pull", "--from", vendor.url("/a"))
    assert (done.code, done.err) == (1, "")
    assert "Words of the vendor" not in done.out
    heads = [line.split(" ", 1) for line in done.out.splitlines() if line.startswith("specs/")]
    at = "#/components/schemas/group_deleted/properties/properties/properties/objectTypeId"
    assert [what for _, what in heads] == [
        "only theirs #/paths/~1merge",
        "only theirs #/components/schemas/context_common/properties/channel/enum",
        f"changed {at}/type",
        f"only ours {at}/default",
    ]
    lines = (customerio.folder / "openapi.yaml").read_text().splitlines()
    places = [place.split(":") for place, _ in heads]
    assert [lines[int(line) - 1].split(":")[0].strip() for _, line, _, _ in places[:2]] == [
        "paths",
        "enum",
    ]
    assert "\nadditive[tool-added] Merge: Merge is new\n" in done.out
    assert done.out.count("[enum-member-added]") == 1


OLD = {
    "swagger": "2.0",
    "info": {"title": "Vendor", "version": "1"},
    "host": "api.vendor.example",
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [{"name": "kind", "in": "query", "type": "string", "enum": ["a"]}],
                "responses": {"200": {"description": "Fine"}},
            }
        }
    },
}


def test_swagger_is_compared_as_it_is_written(space: Space) -> None:
    (space.folder / "openapi.yaml").write_text(json.dumps(OLD, indent=1), "utf-8")
    new = copy.deepcopy(OLD)
    new["paths"]["/things"]["get"]["parameters"][0]["enum"] = ["a", "b"]  # type: ignore[index]
    same = written(space, json.dumps(OLD).encode(), "same.json")
    assert space.run("pull", "--from", same).out.startswith("vendor: 0 differences ")
    done = space.run("pull", "--from", written(space, json.dumps(new).encode()))
    assert (done.code, done.err) == (1, "")
    assert "#/paths/~1things/get/parameters/0/enum" in done.out
    assert "ListThings" in done.out


def test_json_is_read_without_the_places_of_all_its_parts(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    (space.folder / "openapi.yaml").write_bytes(JSON)
    text = json.dumps(json.loads(edited("a", "c")), indent=1)
    where = place(text, '"c"')
    theirs = space.root / written(space, text.encode())
    monkeypatch.setattr("generator.document.json_reader.read_json", None)
    (toolkit,) = find_workspace(space.root, space.root).toolkits()
    told = pull(toolkit, space.root, Wanted(str(theirs)))
    assert told
    assert f"theirs.json:{where}\n" in told.text
