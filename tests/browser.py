"""A headless Chromium for the pages that packages come with, and what a page may not do in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)
WIDE = (1440, 900)
PATIENCE = 10_000
"""Milliseconds that a part of the page is waited for."""


def chromium() -> str:
    """The browser that is installed here: `TOOLGEN_CHROMIUM`, or one of the usual names."""
    names = (os.environ.get("TOOLGEN_CHROMIUM", ""), *NAMES)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed; TOOLGEN_CHROMIUM may name one")
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """A browser for as long as it is entered.

    Its driver keeps a loop in the thread, so that a module that starts it has to end it.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Watched:
    """A page, and what it did that it must not: messages, errors, requests."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, own: str) -> None:
        """Notes what happens from now on; `own` is the page's own address."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url, own))

    def _ask(self, url: str, own: str) -> None:
        if url.partition("#")[0] != own:
            self.asked.append(url)


@contextmanager
def opened(
    browser: Browser, path: Path, anchor: str = "", size: tuple[int, int] = WIDE, **how: Any
) -> Iterator[Page]:
    """The page from disk; it must not have said, asked or failed at anything when it is left."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **how)
    try:
        context.set_default_timeout(PATIENCE)
        watched = Watched(context.new_page())
        watched.watch(path.as_uri())
        watched.page.goto(f"{path.as_uri()}{anchor}")
        yield watched.page
        assert not watched.said, watched.said
        assert not watched.asked, watched.asked
    finally:
        context.close()
