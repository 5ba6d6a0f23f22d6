"""What people find on the page and do with it: by looking, searching, folding, keyboard, phone and print."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened

from .conftest import PIPELINES

CASES = Path(__file__).parents[2] / "cases"
PHONE = (390, 844)
TOOLS = (
    "IdentifyPersonAndAssignTraits",
    "TrackUserEvent",
    "SendPageViewEvent",
    "SendScreenViewEvent",
    "AddToGroup",
    "AliasUserIdentity",
    "SendBatchRequests",
)
OPEN_ALL = """() => {
    for (let found = true; found; ) {
        const closed = [...document.querySelectorAll("main .toggle[aria-expanded=false]")];
        closed.forEach((each) => each.click());
        found = closed.length > 0;
    }
}"""


def listed(page: Page) -> list[str]:
    """The tools that the list shows."""
    return page.locator(".tool-link:visible").all_inner_texts()


def shape_of(page: Page, css: str) -> dict[str, float]:
    box = page.locator(css).first.bounding_box()
    assert box
    return dict(box)


def test_the_toolkit_is_told_on_its_page(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        expect(page.locator("main h1")).to_have_text("CustomerioPipelinesApi")
        assert listed(page) == list(TOOLS)
        assert "CUSTOMERIO_API_KEY" in page.inner_text("main")
        for name in ("accepted_unverified", "message_ids", "SemanticEvent", "Object Deleted"):
            assert name in page.inner_text("main")


def test_the_page_installs_what_the_readme_does(browser: Browser) -> None:
    readme = (PIPELINES.parents[1] / "README.md").read_text("utf-8")
    with opened(browser, PIPELINES) as page:
        command, _ = page.inner_text("#install ~ pre").splitlines()
        assert f"\n{command}\n" in readme
        expect(page.locator("#left-out")).to_have_count(0)


def test_what_has_no_tool_by_choice_stands_apart_from_what_can_have_none(
    browser: Browser, page_of: Callable[..., Path]
) -> None:
    case = CASES / "chosen"
    texts = [(case / name).read_text("utf-8") for name in ("openapi.yaml", "toolkit.yaml")]
    with opened(browser, page_of(texts[0], "", texts[1])) as page:
        page.get_by_role("link", name="4 operations without").click()
        section = page.locator("section", has=page.locator("#left-out"))
        assert "Left out: tag:workers deprecated" in section.inner_text()
        assert "GET /workers" not in section.inner_text()
        section.get_by_text("3 operations").click()
        chosen = section.locator("li").all_inner_texts()
        assert chosen == ["DELETE /trees/{id}", "GET /workers", "POST /workers"]
        assert section.locator("tbody tr td:first-child").all_inner_texts() == ["GET /locks"]


def test_the_search_finds_words_of_names_paths_and_texts(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        for words, found in (
            ("alias", ["AliasUserIdentity", "SendBatchRequests"]),
            ("page view", ["TrackUserEvent", "SendPageViewEvent", "SendScreenViewEvent"]),
            ("/batch", ["SendBatchRequests"]),
            ("BACKFILLS", ["SendBatchRequests"]),
            ("no such thing", []),
        ):
            page.fill("#search", words)
            assert listed(page) == found, words
            assert page.inner_text(".found").startswith(f"{len(found)} of 7")
        expect(page.get_by_text("No tool has all of this.")).to_be_visible()
        page.get_by_role("button", name="Clear").click()
        assert listed(page) == list(TOOLS)
        expect(page.locator("#search")).to_be_focused()


def test_facets_narrow_the_list_alone_and_together(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        page.get_by_text("Filter", exact=True).click()
        page.get_by_role("button", name="deletes").click()
        assert listed(page) == ["TrackUserEvent", "SendBatchRequests"]
        page.fill("#search", "import")
        assert listed(page) == ["SendBatchRequests"]
        page.get_by_role("button", name="deletes").click()
        page.fill("#search", "")
        page.get_by_role("button", name="create", exact=False).first.click()
        assert set(TOOLS) - set(listed(page)) == {"AliasUserIdentity"}


def test_tools_stand_in_groups_and_have_a_facet_for_their_secrets(
    browser: Browser, page_of: Callable[..., Path]
) -> None:
    paths = {
        f"/{group}/{name}": {
            "get": {"responses": {"200": {"description": "Fine."}}, "security": security}
        }
        for group in ("cats", "dogs")
        for name, security in (("all", [{"key": []}]), ("free", []), ("other", [{"other": []}]))
    }
    scheme = {"type": "apiKey", "in": "header"}
    schemes = {"key": {**scheme, "name": "X-Key"}, "other": {**scheme, "name": "X-Other"}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example"}],
        "paths": paths,
        "components": {"securitySchemes": schemes},
    }
    with opened(browser, page_of(json.dumps(document))) as page:
        assert page.locator(".group summary").all_inner_texts() == ["cats\n3", "dogs\n3"]
        page.get_by_text("Filter", exact=True).click()
        page.locator(".facet").filter(has_text="Secret").get_by_role(
            "button", name=re.compile("none")
        ).click()
        assert len(listed(page)) == 2


def test_what_folds_is_made_when_it_is_opened(browser: Browser) -> None:
    with opened(browser, PIPELINES, "#TrackUserEvent") as page:
        field = page.locator("[id='TrackUserEvent/context']")
        toggle = field.locator("> .head .toggle")
        assert field.locator(".field").count() == 0
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(field.locator("> .below > .field")).to_have_count(11)
        toggle.click()
        expect(field.locator("> .below")).to_be_hidden()


def test_fields_tell_their_marks_kinds_limits_and_values(browser: Browser) -> None:
    with opened(browser, PIPELINES, "#TrackUserEvent/context/channel") as page:
        event = page.locator("[id='TrackUserEvent/event'] > .head").inner_text()
        assert event.split("\n") == ["event", "required", "string", "not empty", "Why"]
        channel = page.locator("[id='TrackUserEvent/context/channel']")
        assert channel.locator(".chip").all_inner_texts() == ["browser", "server", "mobile"]
        assert "at most 32,000 bytes" in page.locator("section.body").inner_text()


@pytest.mark.parametrize("tool", TOOLS)
def test_every_form_of_every_union_shows_what_it_asks(browser: Browser, tool: str) -> None:
    with opened(browser, PIPELINES, f"#{tool}") as page:
        found = page.evaluate(f"""() => {{
                ({OPEN_ALL})();
                const shown = [];
                for (const tab of document.querySelectorAll(".union [role=tab]")) {{
                    tab.click();
                    ({OPEN_ALL})();
                    const panel = document.getElementById(tab.getAttribute("aria-controls"));
                    const beside = [...tab.closest(".tabs").querySelectorAll(":scope > .panel")];
                    shown.push([tab.textContent, panel.textContent.length,
                        beside.filter((each) => !each.hidden).length]);
                }}
                return shown;
            }}""")
    assert all(length and visible == 1 for _, length, visible in found), found
    unions = {"TrackUserEvent": 10, "SendBatchRequests": 6, "AliasUserIdentity": 0, "AddToGroup": 0}
    assert len(found) >= unions.get(tool, 2)
    if tool == "SendBatchRequests":
        names = [name for name, *_ in found]
        assert names[:6] == ["identify", "track", "page", "screen", "group", "alias"]


@pytest.mark.parametrize("tool", ["TrackUserEvent", "AddToGroup"])
def test_every_field_has_an_address_that_leads_to_it(browser: Browser, tool: str) -> None:
    with opened(browser, PIPELINES, f"#{tool}") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        ids = page.eval_on_selector_all("main .field", "(all) => all.map((each) => each.id)")
        assert len(ids) > 30 and len(set(ids)) == len(ids)
        for each in ids[::7]:
            page.evaluate("location.hash = ''")
            page.wait_for_selector("main .toolkit")
            page.evaluate("(id) => (location.hash = id)", each)
            page.wait_for_selector(".pointed")
            pointed = page.locator(".pointed")
            assert pointed.get_attribute("id") == each
            expect(pointed).to_be_visible()


def test_enumerations_and_parts_of_the_toolkit_have_addresses(browser: Browser) -> None:
    with opened(browser, PIPELINES, "#enum/SemanticEvent") as page:
        expect(page.locator(".pointed")).to_have_text(re.compile("SemanticEvent"))
        expect(page.locator(".pointed")).to_be_in_viewport()
        page.goto(f"{PIPELINES.as_uri()}#cost")
        expect(page.locator("#cost")).to_be_in_viewport()


def test_recursion_is_a_link_and_ends(browser: Browser, page_of: Callable[..., Path]) -> None:
    config = (
        "toolkit: Trees\npackage: arcade_trees\nversion: 1.0.0\ntitle: Trees\n"
        "description: Trees.\ntools: {POST /tree: {name: PlantTree, body: json}}\n"
    )
    text = (CASES / "recursive" / "openapi.yaml").read_text("utf-8")
    with opened(browser, page_of(text, "", config), "#PlantTree") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("main .field").count() < 30
        link = page.locator(".note a", has_text="PlantTree").last
        link.click()
        expect(page.locator(".pointed")).to_be_visible()


def test_the_chart_tells_what_each_tool_costs(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        rows = page.locator(".chart tbody tr")
        expect(rows).to_have_count(7)
        numbers = [
            [int(cell.replace(",", "")) for cell in row.locator(".number").all_inner_texts()]
            for row in rows.all()
        ]
        totals = [sum(each) for each in numbers]
        assert totals == sorted(totals, reverse=True)
        # What was counted by o200k_base: 1,432 listed, 7,245 told on request.
        assert sum(each[0] for each in numbers) == pytest.approx(1_432, rel=0.07)
        assert sum(each[1] for each in numbers) == pytest.approx(7_245, rel=0.07)
        wide = shape_of(page, ".chart tbody tr:first-child .bar.asked")["width"]
        assert wide > shape_of(page, ".chart tbody tr:last-child .bar.asked")["width"] > 0
        assert "estimate" in page.inner_text("#main").lower()


def test_a_tool_is_copied_as_markdown(browser: Browser) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(browser, PIPELINES, "#TrackUserEvent", permissions=allowed) as page:
        page.get_by_role("button", name="Copy as Markdown").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# CustomerioPipelinesApi.TrackUserEvent\n\nRecord something")
    assert "- `event` (string, required, not empty) What happened; not `name`." in text
    assert "- One of 7:" in text and '"event": "Order Completed"' in text


def test_all_can_be_done_by_keyboard_alone(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        keyboard = page.keyboard
        keyboard.press("Tab")
        expect(page.get_by_text("Skip to the page")).to_be_focused()
        keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        keyboard.type("batch")
        keyboard.press("Enter")
        expect(page.locator("main h1")).to_be_focused()
        expect(page.locator("main h1")).to_have_text("SendBatchRequests")
        for name in ("batch", "each item"):
            tab_to(page, name)
            keyboard.press("Enter")
        tab_to(page, "identify")
        keyboard.press("ArrowRight")
        track = page.get_by_role("tab", name="track", exact=True)
        expect(track).to_be_focused()
        expect(track).to_have_attribute("aria-selected", "true")
        tab_to(page, "+ enable_strict_mode")
        keyboard.press("Enter")
        keyboard.type("1")
        assert '"enable_strict_mode": "1"' in text_of(page, "MCP call")


def tab_to(page: Page, text: str) -> None:
    """Presses Tab until what has the focus says this."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == text:
            return
    raise AssertionError(f"{text} is not reached")


def text_of(page: Page, tab: str) -> str:
    """The call as one of the tabs says it."""
    page.get_by_role("tab", name=tab, exact=True).click()
    return page.locator(f"pre[aria-label='{tab}']").inner_text()


def test_the_theme_follows_the_system_and_the_switch(browser: Browser) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, PIPELINES, color_scheme="dark") as page:
        dark = page.evaluate(colour)
        expect(page.locator("#theme")).to_have_attribute("aria-pressed", "true")
        page.locator("#theme").click()
        light = page.evaluate(colour)
        assert light != dark
        page.reload()
        assert page.evaluate(colour) == light, "what was chosen is remembered"
    with opened(browser, PIPELINES, color_scheme="light") as page:
        assert page.evaluate(colour) == light
        page.locator("#theme").press("Space")
        assert page.evaluate(colour) == dark


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser) -> None:
    with opened(browser, PIPELINES, size=PHONE) as page:
        for name in ("", *TOOLS):
            page.evaluate("(name) => (location.hash = name)", name)
            expect(page.locator("main h1")).to_have_text(name or "CustomerioPipelinesApi")
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0], name
        expect(page.locator("#tools")).to_be_hidden()
        page.get_by_role("button", name="Tools").click()
        page.get_by_role("link", name="AddToGroup").click()
        expect(page.locator("#tools")).to_be_hidden()
        expect(page.locator("main h1")).to_have_text("AddToGroup")


def test_on_paper_all_is_open_and_only_what_paper_needs(browser: Browser) -> None:
    with opened(browser, PIPELINES) as page:
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) > len(TOOLS)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for hidden in ("#tools", ".bar-top", ".builder", ".copy"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert page.locator("#printed article").count() == len(TOOLS)
        panels = page.locator("#printed .union .panel")
        assert panels.count() > 20
        assert all(each.is_visible() and each.inner_text() for each in panels.all())
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("#printed")).to_have_count(0)


def test_without_scripts_the_page_leads_to_the_one_in_markdown(browser: Browser) -> None:
    with opened(browser, PIPELINES, java_script_enabled=False) as page:
        link = page.get_by_role("link", name="The same in Markdown.")
        assert (PIPELINES.parent / str(link.get_attribute("href"))).is_file()


def large_document(operations: int) -> dict[str, Any]:
    """As many operations, each with a body of its own."""
    member = {"type": "string", "description": "What is to be said of it. " * 3, "minLength": 1}
    body = {
        "type": "object",
        "properties": {f"member{number}": member for number in range(12)},
        "anyOf": [{"required": ["member1"]}, {"required": ["member2"]}],
    }
    paths = {
        f"/group{number % 40}/things{number}": {
            "post": {
                "operationId": f"createThing{number}",
                "summary": f"Create a thing of the kind {number}.",
                "requestBody": {"content": {"application/json": {"schema": body}}},
                "responses": {"200": {"description": "Fine."}},
            }
        }
        for number in range(operations)
    }
    info = {"title": "Large", "version": "1"}
    servers = [{"url": "https://large.example"}]
    return {"openapi": "3.1.0", "info": info, "servers": servers, "paths": paths}


def first_paint(page: Page) -> float:
    """Milliseconds until something was to be seen."""
    for _ in range(100):
        found = page.evaluate(
            "performance.getEntriesByName('first-contentful-paint').map((each) => each.startTime)"
        )
        if found:
            return float(found[0])
        page.wait_for_timeout(50)
    raise AssertionError("nothing was painted")


def test_of_hundreds_of_tools_the_first_look_takes_less_than_a_second(
    browser: Browser, page_of: Callable[..., Path]
) -> None:
    path = page_of(json.dumps(large_document(855)))
    assert path.stat().st_size < 6_000_000
    times = []
    for _ in range(3):
        with opened(browser, path) as page:
            times.append(first_paint(page))
            assert page.locator("main *").count() < 1_500, "details wait until they are opened"
    assert min(times) < 1_000


def test_why_tells_the_reason_beside_what_a_correction_changed(browser: Browser) -> None:
    with opened(browser, PIPELINES, "#TrackUserEvent/context/device") as page:
        field = page.locator("[id='TrackUserEvent/anonymousId']")
        reason = field.get_by_text("SDKs send null for the id that is absent")
        expect(reason).to_be_hidden()
        field.get_by_text("Why", exact=True).click()
        expect(reason).to_be_visible()
        assert page.locator("[id='TrackUserEvent/sentAt'] .why").count() == 0
        assert "older keys stay valid" in page.locator("main header .why").text_content()
        assert "taken as 32,000 bytes" in page.locator("section.body > .why").text_content()
