"""What the page's request builder makes is what the package takes, in each of the forms it gives."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened, started
from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import Environment
from .session import Session, error_text, whole_text
from .tools import PACKAGE, TOOLS, Tool, without_message_ids

PAGE = Path(__file__).parents[2] / "generated" / PACKAGE / "docs" / "index.html"
REGION_KEY = "pk_us_a1c93f7e5b2d48069e17"
HOST = "https://cdp.customer.io/v1"
each_tool = pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with started() as browser:
        yield browser


def text_of(page: Page, tab: str) -> str:
    """The call as one of the tabs says it."""
    page.get_by_role("tab", name=tab, exact=True).click()
    return page.locator(f"pre[aria-label='{tab}']").inner_text()


def call_of(page: Page) -> tuple[str, dict[str, Any]]:
    """The MCP call that is to be copied."""
    said = json.loads(text_of(page, "MCP call"))
    assert said["method"] == "tools/call"
    return said["params"]["name"], said["params"]["arguments"]


def beginnings(page: Page) -> int:
    """How many examples the builder can begin with."""
    return page.get_by_label("Begin with").locator("option").count() - 1


@each_tool
def test_every_example_is_a_call_that_the_package_takes(
    browser: Browser, toolkit: Session, fake: FakeCustomerio, tool: Tool
) -> None:
    with opened(browser, PAGE, f"#{tool.name}") as page:
        for index in range(1, beginnings(page) + 1):
            page.get_by_label("Begin with").select_option(index=index)
            expect(page.locator(".status.accepted")).to_be_visible()
            name, arguments = call_of(page)
            fake.clear()
            answer = toolkit.call(name, **arguments)
            assert not answer.is_error, whole_text(answer)
            [request] = fake.service.requests
            assert without_message_ids(request.json) == json.loads(arguments["request_body"])


@each_tool
def test_what_is_empty_is_refused_by_both_until_it_is_filled_in(
    browser: Browser, toolkit: Session, fake: FakeCustomerio, tool: Tool
) -> None:
    with opened(browser, PAGE, f"#{tool.name}") as page:
        page.get_by_label("Begin with").select_option("Empty")
        expect(page.locator(".status.refused")).to_be_visible()
        assert error_text(toolkit.call(*call_of(page)[:1], **call_of(page)[1])).startswith(
            "not_sent"
        )
        for _ in range(20):
            fill_first_fault(page)
            if page.locator(".status.accepted").count():
                break
        name, arguments = call_of(page)
        answer = toolkit.call(name, **arguments)
        assert not answer.is_error, whole_text(answer)
        assert len(fake.service.requests) == 1


def fill_first_fault(page: Page) -> None:
    """Types into the first field that the builder says something is wrong with."""
    wrong = page.locator(".row:has(> .fault:not([hidden])) > .control > input").first
    wrong.fill("a-1" if "At" not in str(wrong.get_attribute("id")) else "2026-01-31T12:00:00Z")


@each_tool
def test_a_form_is_chosen_and_filled_in_by_hand(
    browser: Browser, toolkit: Session, fake: FakeCustomerio, tool: Tool
) -> None:
    """Every form of the first union, as far as it is offered, begins with what tells it from the others."""
    with opened(browser, PAGE, f"#{tool.name}") as page:
        forms = page.locator(".given .pick select").first
        count = forms.locator("option").count() if forms.count() else 0
        for index in range(count):
            page.get_by_label("Begin with").select_option("Empty")
            page.locator(".given .pick select").first.select_option(index=index)
            for _ in range(20):
                if page.locator(".status.accepted").count():
                    break
                fill_first_fault(page)
            name, arguments = call_of(page)
            answer = toolkit.call(name, **arguments)
            assert not answer.is_error, (index, arguments, whole_text(answer))
        assert count or tool.name in ("AliasUserIdentity", "AddToGroup")


def test_the_program_in_python_makes_the_call(
    browser: Browser, served: Environment, fake: FakeCustomerio, tmp_path: Path
) -> None:
    with opened(browser, PAGE, "#TrackUserEvent") as page:
        program = text_of(page, "Python")
        _, arguments = call_of(page)
    variables = {
        "PATH": f"{served.python.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "CUSTOMERIO_API_KEY": TEST_KEY,
        "CUSTOMERIO_BASE_URL": fake.url,
        "ARCADE_USAGE_TRACKING": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    [request] = fake.service.requests
    assert without_message_ids(request.json) == json.loads(arguments["request_body"])


@pytest.fixture(scope="module")
def with_regions() -> Iterator[FakeCustomerio]:
    """A Customer.io that knows a key of the kind that the command is for."""
    with FakeCustomerio(keys=(REGION_KEY,)) as fake:
        yield fake


@each_tool
def test_curl_sends_what_the_package_would(
    browser: Browser, with_regions: FakeCustomerio, tool: Tool
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    with_regions.clear()
    with opened(browser, PAGE, f"#{tool.name}") as page:
        page.get_by_role("button", name=f"+ {tool.strict}").click()
        page.get_by_label(tool.strict, exact=True).fill("1")
        command = text_of(page, "cURL")
        _, arguments = call_of(page)
    assert HOST in command and "$CUSTOMERIO_API_KEY" in command
    command = command.replace(HOST, with_regions.url).replace("\ncurl ", "\ncurl -sS ", 1)
    done = subprocess.run(
        ["sh", "-c", command],
        env={"PATH": os.environ["PATH"], "CUSTOMERIO_API_KEY": REGION_KEY},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [request] = with_regions.service.requests
    assert request.json == json.loads(arguments["request_body"])
    assert with_regions.service.dropped == []
