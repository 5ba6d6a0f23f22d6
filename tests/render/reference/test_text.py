"""The page as a file: one, self-contained, allowed by digests alone, the same every time, and small."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from generator.core.shipped import templates_folder
from generator.render.reference.data import data_text
from generator.render.reference.page import SCRIPTS

from .conftest import PIPELINES

TEXT = PIPELINES.read_text("utf-8")


def element(opening: str, name: str) -> str:
    [found] = re.findall(rf"{re.escape(opening)}(.*?)</{name}>", TEXT, flags=re.DOTALL)
    return str(found)


@pytest.mark.parametrize(("name", "directive"), [("script", "script-src"), ("style", "style-src")])
def test_the_policy_allows_what_is_there_by_its_digest_alone(name: str, directive: str) -> None:
    digest = hashlib.sha256(element(f"<{name}>", name).encode()).digest()
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', TEXT)[0]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert rules[directive] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy


def test_it_asks_for_no_other_file() -> None:
    shell = TEXT.replace(element('<script type="application/json" id="data">', "script"), "")
    assert re.findall(r"(?:src|href)=\"(?!#)([^\"]*)\"", shell) == ["customerio_pipelines_api.md"]
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(", shell)


def test_it_is_small() -> None:
    assert len(TEXT.encode()) < 300_000


def test_its_data_are_the_tools_of_the_package() -> None:
    data: dict[str, Any] = json.loads(
        element('<script type="application/json" id="data">', "script")
    )
    facts = json.loads((PIPELINES.parent / "toolkit.json").read_text("utf-8"))
    assert [tool["name"] for tool in data["tools"]] == [tool["name"] for tool in facts["tools"]]
    for tool, fact in zip(data["tools"], facts["tools"], strict=True):
        assert [each["name"] for each in tool["arguments"]] == [
            each["name"] for each in fact["parameters"]
        ]
        schema = json.loads((PIPELINES.parents[1] / fact["request_schema"]).read_text("utf-8"))
        assert tool["body"]["schema"] == {
            key: value for key, value in schema.items() if key not in ("$comment", "$schema")
        }


def test_no_text_ends_the_element_that_holds_it() -> None:
    texts = ["</script>", "<!--", "</SCRIPT", "\u2028", "\ud800"]
    assert "<" not in data_text(texts)
    assert json.loads(data_text(texts)) == texts


def test_every_script_is_a_part_of_the_page() -> None:
    folder = templates_folder() / "package" / "docs" / "reference"
    assert sorted(SCRIPTS) == sorted(path.stem for path in folder.glob("*.js"))
