"""Whatever a document says stays text: no markup, no script, no request, no way out of the page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import opened

CASES = Path(__file__).parents[2] / "cases"
PAYLOADS = (
    "</script><script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "<!--<script>",
    "javascript:document.title='taken'",
    "`<b>bold</b>` &lt;b&gt; {{ 7 * 7 }} ${7 * 7}",
    "__proto__",
    "' -H 'X: y' $(touch taken) `touch taken`",
    "\u2028\u202e\u0000\ud83d\ude00 ]]> <style>*{display:none}</style>",
)
OPEN = """() => {
    dispatchEvent(new Event("beforeprint"));
    for (const each of document.querySelectorAll("[role=tab], .add")) each.click();
    return {
        title: document.title,
        elements: [...document.querySelectorAll("b, img, style, script, link, iframe, object, base")]
            .map((each) => each.tagName),
        links: [...document.querySelectorAll("a")].map((each) => each.getAttribute("href")),
        polluted: ({}).polluted !== undefined,
    };
}"""


def document(text: str) -> dict[str, Any]:
    """A document that says the text wherever it may."""
    member = {"type": "string", "description": text, "enum": [text, "b"], "title": text}
    schema = {
        "type": "object",
        "description": text,
        "required": [text],
        "properties": {text: member, "more": {"type": "object", "properties": {text: member}}},
        "anyOf": [{"title": text, "required": ["more"]}, {"description": text, "required": [text]}],
    }
    body = {
        "required": True,
        "content": {"application/json": {"schema": schema, "example": {text: text}}},
    }
    parameter = {"name": text, "in": "query", "description": text, "schema": {"type": "string"}}
    operation = {
        "operationId": "sendThings",
        "summary": f"Send {text}",
        "description": f"{text} and more",
        "tags": [text],
        "parameters": [parameter],
        "requestBody": body,
        "responses": {"200": {"description": text}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1", "description": text},
        "servers": [{"url": "https://things.example"}],
        "paths": {"/things": {"post": operation}},
    }


@pytest.mark.parametrize("text", PAYLOADS, ids=range(len(PAYLOADS)))
def test_texts_of_a_document_stay_text(
    browser: Browser, page_of: Callable[..., Path], text: str
) -> None:
    path = page_of(json.dumps(document(text)))
    for anchor in ("#SendThings", f"#{text}"):
        with opened(browser, path, anchor) as page:
            found = page.evaluate(OPEN)
            assert "taken" not in found["title"]
            assert sorted(found["elements"]) == ["SCRIPT", "SCRIPT", "STYLE"]
            assert all(link.startswith("#") for link in found["links"])
            assert not found["polluted"]


def test_a_hostile_text_is_shown_as_it_is(browser: Browser, page_of: Callable[..., Path]) -> None:
    path = page_of(json.dumps(document(PAYLOADS[0])))
    with opened(browser, path, "#SendThings") as page:
        names = page.locator("main .tree .name").all_inner_texts()
        assert PAYLOADS[0] in names


def test_the_case_of_injections_can_be_looked_at(
    browser: Browser, page_of: Callable[..., Path]
) -> None:
    path = page_of((CASES / "injection" / "openapi.yaml").read_text("utf-8"))
    with opened(browser, path) as page:
        found = page.evaluate(OPEN)
        assert sorted(found["elements"]) == ["SCRIPT", "SCRIPT", "STYLE"]


def test_a_script_that_is_put_into_the_page_does_not_run(
    browser: Browser, page_of: Callable[..., Path]
) -> None:
    """The policy is what stands behind the rest, so it has to hold by itself."""
    page = browser.new_page()
    page.goto(page_of(json.dumps(document("x"))).as_uri())
    page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'taken'";
            document.body.append(script);
            document.body.setAttribute("onclick", "document.title = 'taken'");
            document.body.click();
            const style = document.createElement("style");
            style.textContent = "body { display: none }";
            document.head.append(style);
            document.body.append(new Image());
            document.images[0].src = "https://things.example/x.png";
        }""")
    assert "taken" not in page.title()
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    page.close()
