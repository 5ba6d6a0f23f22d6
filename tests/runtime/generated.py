"""A package made of a document and imported, so that its tools can be called as they are delivered."""

import importlib
import itertools
import json
import sys
from pathlib import Path
from typing import Any

from arcade_tdk import ToolContext

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.toolkits import SourcePaths, read_sources

from .pipes import run
from .wire import Received, Wire, answer

_NUMBERS = itertools.count(1)


class Generated:
    """The package of a document with the title `Desk <number>`, with a name that no other has."""

    def __init__(self, folder: Path, paths: Any, toolkit: str = "", **more: Any) -> None:
        self.number = next(_NUMBERS)
        document = {
            "openapi": "3.1.0",
            "info": {"title": f"Desk {self.number}", "version": "1"},
            "servers": [{"url": "https://desk.invalid"}],
            "paths": paths,
            **more,
        }
        spec = folder / "openapi.json"
        spec.write_text(json.dumps(document), encoding="utf-8")
        config = folder / "toolkit.yaml"
        if toolkit:
            head = {"toolkit": f"Desk{self.number}", "package": f"arcade_desk{self.number}"}
            head |= {"version": "1.0.0", "title": "Desk", "description": "Tools."}
            lines = [f"{key}: {json.dumps(value)}" for key, value in head.items()]
            config.write_text("\n".join([*lines, toolkit]), encoding="utf-8")
        self.built = build(
            read_sources(SourcePaths(spec, None, config if toolkit else None), folder)
        )
        package_folder.write_package(self.built.files, folder / "package", force=True)
        self.name = next(path.parts[0] for path in self.built.files if path.name == "_api.py")
        sys.path.insert(0, str(folder / "package"))
        importlib.invalidate_caches()
        try:
            self.tools = importlib.import_module(f"{self.name}.tools")
            self.enums: Any = (
                importlib.import_module(f"{self.name}.enums")
                if any(path.name == "enums.py" for path in self.built.files)
                else None
            )
        finally:
            sys.path.pop(0)
        self.variable = importlib.import_module(f"{self.name}._api").API.base_url_variable

    def function(self, path: str) -> Any:
        """The tool of a path; of one with parameters at its end, the part before them does."""
        found = (each for each in vars(self.tools).values() if hasattr(each, "__tool_name__"))
        return next(
            each for each in found if f"{_endpoint(each).path}/".startswith(f"{path.rstrip('/')}/")
        )

    def module(self, path: str) -> str:
        """The name of that tool's module."""
        return str(self.function(path).__module__.rsplit(".", 1)[-1])

    def source(self, path: str) -> str:
        """The module of that tool on one line, without the line breaks of long texts."""
        return " ".join(self.text(f"tools/{self.module(path)}.py").replace('" "', "").split())

    @property
    def problems(self) -> list[str]:
        """The codes of what was said about the document."""
        return [each.code for each in (*self.built.warnings, *self.built.skipped)]

    def text(self, path: str) -> str:
        """A file of the package."""
        return next(text for name, text in self.built.files.items() if str(name).endswith(path))

    def call(self, monkeypatch: Any, path: str, /, **given: Any) -> Received:
        """The request that a call of the path's tool makes a real server receive."""

        async def work() -> Received:
            async with Wire((answer(200),)) as wire:
                monkeypatch.setenv(self.variable, wire.url.removesuffix("/v1"))
                await self.function(path)(ToolContext(), **given)
                return wire.received[0]

        return run(work())


def _endpoint(tool: Any) -> Any:
    return sys.modules[tool.__module__].ENDPOINT


def operation(*parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A GET operation called `read_page`, of these parameters."""
    return {
        "operationId": "readPage",
        "parameters": list(parameters),
        "responses": {"200": {"description": "Fine."}},
        **more,
    }
