"""The browser of a module, and pages made of small documents."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.toolkits import SourcePaths, read_sources
from tests.browser import started

PIPELINES = (
    Path(__file__).parents[3]
    / "generated"
    / "arcade_customerio_pipelines_api"
    / "docs"
    / "index.html"
)


def written(folder: Path, openapi: str, overlay: str = "", config: str = "") -> Path:
    """The folder of the package that comes of these sources, given as texts."""
    texts = {"openapi.yaml": openapi, "overlay.yaml": overlay, "toolkit.yaml": config}
    paths = {name: folder / name for name, text in texts.items() if text}
    for name, path in paths.items():
        path.write_text(texts[name], "utf-8")
    given = SourcePaths(paths["openapi.yaml"], paths.get("overlay.yaml"), paths.get("toolkit.yaml"))
    package_folder.write_package(
        build(read_sources(given, folder)).files, folder / "package", force=True
    )
    return folder / "package"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module."""
    with started() as browser:
        yield browser


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[..., Path]:
    """Makes the page of a document, its overlay and its toolkit.yaml, given as texts."""
    return lambda *texts: written(tmp_path, *texts) / "docs" / "index.html"
