"""Nothing that a document says becomes code, a path, a template or markup."""

import ast
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator.build import build
from generator.core.problems import ProblemsError
from generator.workspace.toolkits import SourcePaths, read_sources

MARK = "@@"
PAYLOADS = [
    '"""',
    "'''",
    "\\",
    '\\"""\\',
    "{x}",
    "{{x}}",
    "{{ self }}{% raw %}",
    "{% import os %}",
    "{# x #}",
    "\r",
    "\n",
    "\r\nimport os\r\n",
    "\0",
    "\u2028import os\u2028",
    "\u202e\u2066",
    '"]\n[tool.evil]\nx="',
    "</title><script>alert(1)</script>",
    "<!-- x --> | `x` ](javascript:x)",
    '" + __import__("os").system("x") + "',
    "../../../x",
]


def document(payload: str) -> dict[str, Any]:
    """A document with the payload in every place where text may stand."""
    text = f"Plain {payload} text"
    key = {"description": text, "title": text, "example": text, "x-note": text, "default": text}
    body = {
        "type": "object",
        "required": [f"field{payload}"],
        "description": text,
        "properties": {
            f"field{payload}": {
                **key,
                "type": "string",
                "enum": [f"one{payload}", f"two{payload}"],
            },
            "pattern": {"type": "string", "description": text},
        },
    }
    path_text = payload.replace("{", "(").replace("}", ")")
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Title {payload}", "version": f"1{payload}", "description": text},
        "servers": [{"url": "https://x.example/v1", "description": text}],
        "tags": [{"name": text, "description": text}],
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "apiKey",
                    "in": "query",
                    "name": f"X-Key{payload}",
                    "description": text,
                },
                "other": {"type": "http", "scheme": "bearer", "description": text},
            }
        },
        "security": [{"key": [], "other": [text]}],
        "paths": {
            f"/things{path_text}/{{id}}": {
                "post": {
                    "operationId": f"make{payload}thing",
                    "summary": text,
                    "description": text,
                    "tags": [text],
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        },
                        {
                            "name": f"sort{payload}",
                            "in": "query",
                            "description": text,
                            "schema": {
                                "type": "string",
                                "enum": [f"up{payload}", f"down{payload}"],
                            },
                        },
                    ],
                    "requestBody": {
                        "description": text,
                        "content": {
                            "application/json": {
                                "schema": body,
                                "examples": {
                                    text: {
                                        "summary": text,
                                        "value": {f"field{payload}": f"one{payload}"},
                                    }
                                },
                            }
                        },
                    },
                    "responses": {"200": {"description": text}},
                }
            }
        },
    }


def files_of(payload: str, folder: Path) -> Mapping[PurePosixPath, str]:
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document(payload)), "utf-8")
    return build(read_sources(SourcePaths(spec), folder)).files


class Shape(ast.NodeTransformer):
    """Blanks out what may differ: constants and identifiers, which must be plain ones."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("text") if isinstance(node.value, str) else node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if name in ("id", "attr", "arg", "name", "module", "asname") and isinstance(value, str):
                assert value.replace(".", "").isidentifier() and value.isascii()
                setattr(node, name, "name")
        return super().generic_visit(node)


def shapes(files: Mapping[PurePosixPath, str]) -> list[str]:
    modules = {path: text for path, text in files.items() if path.suffix == ".py"}
    return sorted(ast.dump(Shape().visit(ast.parse(text))) for text in modules.values())


@pytest.fixture(scope="module")
def benign(tmp_path_factory: pytest.TempPathFactory) -> Mapping[PurePosixPath, str]:
    return files_of("plain", tmp_path_factory.mktemp("benign"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=[repr(each) for each in PAYLOADS])
def test_text_of_a_document_stays_text(
    payload: str, benign: Mapping[PurePosixPath, str], tmp_path: Path
) -> None:
    files = files_of(payload, tmp_path)
    assert shapes(files) == shapes(benign)
    assert tomllib.loads(files[PurePosixPath("pyproject.toml")]).keys() == {
        "build-system",
        "project",
        "tool",
    }
    for path, text in files.items():
        assert ".." not in path.parts and not path.is_absolute()
        if path.suffix == ".json":
            json.loads(text)
        if path.suffix == ".md":
            prose = re.sub(r"```json\n.*?\n```|(`+)(?!`).*?[^`]\1(?!`)", "", text, flags=re.DOTALL)
            assert "<script" not in prose and "{{" not in prose.replace(payload, "")
            assert not set(text) & set("\0\r\u2028\u202e\u2066")
        if path.suffix == ".svg":
            assert "<script" not in text


@pytest.mark.parametrize(
    "url", ['https://x.example/"+x+"', "https://a b", "javascript:x", "file:///etc"]
)
def test_a_server_that_is_no_plain_http_url_is_passed_over(url: str, tmp_path: Path) -> None:
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps({**document("plain"), "servers": [{"url": url}]}), "utf-8")
    try:
        files = build(read_sources(SourcePaths(spec), tmp_path)).files
    except ProblemsError:
        return
    api = next(text for path, text in files.items() if path.name == "_api.py")
    assert ast.parse(api) and ("file:" not in api and "javascript:" not in api and "a b" not in api)
