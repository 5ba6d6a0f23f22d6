"""axe-core finds nothing wrong with any part of the page, in either theme."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import opened

from .conftest import PIPELINES
from .test_page import CASES, OPEN_ALL, PHONE

RUN = "() => axe.run(document, { resultTypes: ['violations'] })"
REFUSED = """() => {
    const field = document.querySelector(".body-text");
    field.value = '{"userId": true, "traits": 5}';
    field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, as a package of the index brings it."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate(RUN)["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("anchor", ["", "#TrackUserEvent", "#SendBatchRequests/batch/[]/(2)"])
def test_nothing_is_wrong_on_a_screen(browser: Browser, axe: str, theme: str, anchor: str) -> None:
    with opened(browser, PIPELINES, anchor, color_scheme=theme) as page:
        page.get_by_text("Filter", exact=True).click()
        page.evaluate(OPEN_ALL)
        assert violations(page, axe) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wrong_on_a_phone_or_where_a_call_is_refused(
    browser: Browser, axe: str, theme: str
) -> None:
    anchor = "#IdentifyPersonAndAssignTraits"
    with opened(browser, PIPELINES, anchor, PHONE, color_scheme=theme) as page:
        page.evaluate(REFUSED)
        page.wait_for_selector(".fault:not([hidden])")
        assert violations(page, axe) == []
        page.get_by_role("button", name="Tools").click()
        assert violations(page, axe) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wrong_with_what_has_no_tool(
    browser: Browser, axe: str, theme: str, page_of: Callable[..., Path]
) -> None:
    texts = [
        (CASES / "chosen" / each).read_text("utf-8") for each in ("openapi.yaml", "toolkit.yaml")
    ]
    path = page_of(texts[0], "", texts[1])
    with opened(browser, path, "#left-out", PHONE, color_scheme=theme) as page:
        page.get_by_text("3 operations").click()
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
