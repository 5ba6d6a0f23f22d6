"""Loads the runtime from the templates, where it is not yet part of a package."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "templates" / "package" / "module" / "_runtime"
NAME = "runtime_under_test"
SETTINGS = ("PIPES_REGION", "PIPES_BASE_URL", "PIPES_OTHER_BASE_URL")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def _load() -> None:
    spec = importlib.util.spec_from_file_location(
        NAME, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


_load()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests reaches them."""
    for name in (*SETTINGS, *PROXIES, *(each.lower() for each in PROXIES)):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def base_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Points the API under test at a server."""
    yield lambda url: monkeypatch.setenv("PIPES_BASE_URL", url)
