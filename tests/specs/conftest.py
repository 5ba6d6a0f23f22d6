"""The Customer.io documents as the tests read them: as written, as corrected, as the vendor has them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from generator.document import load
from generator.overlay.apply import apply

SPEC = Path(__file__).parents[2] / "specs" / "customerio_pipelines"

Validator = jsonschema_rs.Draft202012Validator


@pytest.fixture(scope="session")
def written() -> load.Document:
    """openapi.yaml, before any correction."""
    return load.load((SPEC / "openapi.yaml").read_bytes(), "openapi.yaml")


@pytest.fixture(scope="session")
def corrections() -> load.Document:
    """overlay.yaml."""
    return load.load((SPEC / "overlay.yaml").read_bytes(), "overlay.yaml")


@pytest.fixture(scope="session")
def corrected(written: load.Document, corrections: load.Document) -> dict[str, Any]:
    """The corrected document, in plain dicts and lists."""
    return plain(apply(written, corrections))


@pytest.fixture(scope="session")
def body_validator(corrected: dict[str, Any]) -> Callable[[str], Validator]:
    """Makes the validator of an operation's request body, by the operation's id."""
    validators = {
        path["post"]["operationId"]: schema_validator(
            corrected, path["post"]["requestBody"]["content"]["application/json"]["schema"]
        )
        for path in corrected["paths"].values()
    }
    return validators.__getitem__


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data, which is not part of the project."""
    folder = os.environ.get("TOOLGEN_REFERENCE")
    if not folder:
        pytest.skip("TOOLGEN_REFERENCE does not name the folder of reference data")
    return Path(folder)


@pytest.fixture(scope="session")
def vendor(reference: Path) -> dict[str, Any]:
    """The vendor's document as published."""
    document: dict[str, Any] = json.loads(
        (reference / "customerio-pipelines.vendor.json").read_bytes()
    )
    return document


def plain(document: load.Document) -> dict[str, Any]:
    """A document's content without its places."""
    content: dict[str, Any] = json.loads(json.dumps(document.root))
    return content


def schema_validator(document: dict[str, Any], schema: dict[str, Any]) -> Validator:
    """A validator of a schema that refers to the document's components."""
    return Validator({**schema, "components": document["components"]}, validate_formats=True)
