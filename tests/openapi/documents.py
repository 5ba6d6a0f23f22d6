"""Reads small documents into facts."""

import json
from typing import Any

from generator.core.problems import Problem
from generator.document.load import load
from generator.openapi.api import Api
from generator.openapi.parse import parse


def read(
    paths: dict[str, Any], schemes: dict[str, Any] | None = None, **members: Any
) -> tuple[Api, tuple[Problem, ...]]:
    """The facts of a document with these paths and security schemes."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "components": {"securitySchemes": schemes or {}},
        "paths": paths,
        **members,
    }
    return parse(load(json.dumps(document).encode(), "openapi.json"))


def operation(**members: Any) -> dict[str, Any]:
    """A GET operation that answers."""
    return {"get": {"responses": {"200": {"description": "Fine."}}, **members}}
