"""Numbers go into a call in the digits that people typed: a browser's own would be rounded."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import opened

LONG = "12345678901234567890"
SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer", "maximum": 1e30},
        "rate": {"type": "number", "multipleOf": 0.05},
        "ids": {"type": "array", "uniqueItems": True, "items": {"type": "integer"}},
        "more": {"type": "object", "properties": {"deep": {"type": "number"}}},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Scales", "version": "1"},
    "servers": [{"url": "https://scales.example"}],
    "paths": {
        "/weights/{weight}": {
            "post": {
                "operationId": "setWeight",
                "parameters": [
                    {
                        "name": "weight",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": SCHEMA}},
                },
                "responses": {"200": {"description": "Set."}},
            }
        }
    },
}


@pytest.fixture
def page(browser: Browser, page_of: Callable[..., Path]) -> Iterator[Page]:
    with opened(browser, page_of(json.dumps(DOCUMENT)), "#SetWeight") as page:
        yield page


def write(page: Page, text: str) -> None:
    page.fill(".body-text", text)
    page.wait_for_function("document.querySelector('[id=\"body-SetWeight/id\"]') !== null")


def told(page: Page, tab: str) -> str:
    page.get_by_role("tab", name=tab).click()
    return page.inner_text(f"pre[aria-label='{tab}']")


@pytest.mark.parametrize("typed", [LONG, "-0", "1.0", "1e5", "1E+05", "0.10", "1" * 30])
def test_what_is_typed_is_what_is_called_with(page: Page, typed: str) -> None:
    page.fill("[id='call-SetWeight/weight']", typed)
    page.fill("[id='body-SetWeight/id']", typed)
    assert f'"id": {typed}\n' in page.input_value(".body-text")
    assert f'{{\\"id\\":{typed}}}' in told(page, "Python")
    assert f'"weight": {typed}' in told(page, "MCP call")
    assert f'"weight": {typed},' in told(page, "Python")
    assert f"/weights/{typed.replace('+', '%2B')}'" in told(page, "cURL")
    assert f'{{"id":{typed}}}' in told(page, "cURL")


def test_digits_stay_where_others_are_edited(page: Page) -> None:
    write(page, f'{{"id": {LONG}, "ids": [1, {LONG}], "more": {{"deep": 1.50}}}}')
    page.fill("[id='body-SetWeight/ids/0']", "2")
    assert page.input_value("[id='body-SetWeight/id']") == LONG
    value = page.input_value(".body-text")
    assert value.count(LONG) == 2 and '"deep": 1.50' in value
    page.get_by_role("button", name="Remove ids 0").click()
    assert f'"ids": [\n    {LONG}\n  ]' in page.input_value(".body-text")


def test_they_are_still_numbers_to_the_check(page: Page) -> None:
    page.fill("[id='call-SetWeight/weight']", "7")
    for body, is_sent in (
        (f'{{"id": {LONG}}}', True),
        ('{"id": 1.0}', True),
        ('{"id": 1.5}', False),
        ('{"id": 1e31}', False),
        ('{"id": 1e400}', False),
        ('{"id": 1, "rate": 0.150}', True),
        ('{"id": 1, "rate": 0.160}', False),
        (f'{{"id": 1, "ids": [{LONG}, {LONG}]}}', False),
        (f'{{"id": 1, "ids": [{LONG}, {LONG[:-1]}1]}}', True),
        ('{"id": 1, "ids": [1, 1.0]}', False),
    ):
        write(page, body)
        classes = page.get_attribute(".status", "class") or ""
        assert ("accepted" in classes) is is_sent, body


def test_a_number_out_of_reach_is_refused_and_not_null(page: Page) -> None:
    page.fill("[id='body-SetWeight/id']", "1e400")
    assert '"id": 1e400' in page.input_value(".body-text")
    assert "refused" in (page.get_attribute(".status", "class") or "")
