"""Holds each recorded request against the original document, by openapi-core where it copes.

Runs where openapi-core is installed, apart from toolgen, whose own dependencies it does not share.
Takes the document, the file of calls and the file to write: a verdict a line.
"""

import importlib
import json
import sys
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from . import plain
from .original import Operation, Original, is_ignored, resolve

CONFORMING = ""
_HOST = "http://127.0.0.1"
_NAME = "urn:original"
_OVERLAP = "is valid under each of"
_UNRESOLVED = "could not be resolved"


def main(document: str, calls: str, output: str) -> None:
    """Write a verdict for every call, in the calls' order."""
    judge = Judge(Original(Path(document)))
    with open(calls, encoding="utf-8") as lines, open(output, "w", encoding="utf-8") as verdicts:
        for line in lines:
            record = json.loads(line)
            if "kind" in record:
                verdicts.write(json.dumps(judge.verdict(record)) + "\n")


class Judge:
    """Says what is wrong with a request; nothing where it conforms."""

    def __init__(self, original: Original) -> None:
        self._root = original.root
        self._operations = {each.key: each for each in original.operations()}
        self._registry: Any = None
        self._core: Any = importlib.import_module("openapi_core")
        self._testing: Any = importlib.import_module("openapi_core.testing")
        self._exceptions: Any = importlib.import_module("openapi_core.exceptions")
        self._schemas: Any = importlib.import_module("openapi_schema_validator")
        self._of_path = cache(self._reader)

    def verdict(self, record: dict[str, Any]) -> dict[str, Any]:
        """`fault` for the call's last request, `example` for the vendor's own body.

        `blind` is there where the same request would do without what it has to hold.
        """
        found: dict[str, Any] = {}
        if record.get("requests"):
            operation, request = record["operation"], record["requests"][-1]
            found["fault"] = self._fault(operation, request)
            # A judge that finds no fault in a request without anything is no judge.
            needy = _needs_more(self._operations[operation])
            if needy and self._fault(operation, _bare(request)) == CONFORMING:
                found["blind"] = operation
        if "body" in record:
            found["example"] = self._schema_fault({"$ref": record["schema"]}, record["body"])
        return found

    def _fault(self, operation: str, request: dict[str, Any]) -> str:
        method, path = operation.split(" ", 1)
        if request["method"] != method:
            return f"sent as {request['method']}"
        if _is_beyond(self._operations[operation], request):
            return self._plainly(operation, request)
        try:
            self._of_path(path).validate_request(self._request(request))
        except self._exceptions.OpenAPIError as error:
            if _is_multipart(request) and _is_of_text_alone(error):
                return CONFORMING
            said = _said(error)
            return self._plainly(operation, request) if _UNRESOLVED in said else said
        except Exception:  # noqa: BLE001  # whatever else it raises is its own fault
            return self._plainly(operation, request)
        return CONFORMING

    def _plainly(self, operation: str, request: dict[str, Any]) -> str:
        """By the plainer judge, which sees the whole document."""
        said = plain.fault(self._operations[operation], request, self._schema_fault)
        return f"not judged: {said}" if _UNRESOLVED in said else said

    def _reader(self, path: str) -> Any:
        """openapi-core on the document with this path alone, which is what is to be found."""
        item = self._trimmed(self._root["paths"][path])
        for method, node in item.items():
            if isinstance(node, dict):
                item[method] = self._trimmed(node)
        trimmed = {**self._root, "servers": [{"url": _HOST}], "paths": {path: item}}
        # The published document is what it is; only requests are judged.
        return self._core.OpenAPI.from_dict(trimmed, self._core.Config(spec_validator_cls=None))

    def _trimmed(self, node: dict[str, Any]) -> dict[str, Any]:
        """Without its own servers, and without parameters that OpenAPI has us ignore."""
        kept = {name: each for name, each in node.items() if name != "servers"}
        if isinstance(parameters := kept.get("parameters"), list):
            kept["parameters"] = [each for each in parameters if not self._is_ignored(each)]
        return kept

    def _is_ignored(self, parameter: dict[str, Any]) -> bool:
        reference = parameter.get("$ref")
        return is_ignored(resolve(self._root, reference) if reference else parameter)

    def _request(self, request: dict[str, Any]) -> Any:
        target, _, query = request["target"].partition("?")
        headers = dict(request["headers"])
        given = {name.lower(): value for name, value in headers.items()}
        cookies = [pair.strip().partition("=") for pair in given.get("cookie", "").split(";")]
        return self._testing.MockRequest(
            _HOST,
            request["method"],
            unquote(target),
            args=parse_qsl(query, keep_blank_values=True),
            headers=headers,
            cookies={name: unquote(value) for name, _, value in cookies if name},
            data=b64decode(request["content"]),
            content_type=_readable(given.get("content-type", "")),
        )

    def _schema_fault(self, schema: Any, value: Any) -> str:
        """What is wrong with a value by a schema of the document, references and all."""
        old = str(self._root.get("openapi", "")).startswith("3.0")
        kind = self._schemas.OAS30WriteValidator if old else self._schemas.OAS31Validator
        try:
            formats = {"format_checker": kind.FORMAT_CHECKER}
            faults = kind(_anchored(schema), registry=self._known(), **formats).iter_errors(value)
            return next((_ends(fault.message) for fault in faults), CONFORMING)
        except Exception as error:  # noqa: BLE001  # a reference to nothing, a pattern that is none
            return f"not judged: {type(error).__name__}: {str(error)[:200]}"

    def _known(self) -> Any:
        """The document under a name that schemas can refer to."""
        if self._registry is None:
            referencing: Any = importlib.import_module("referencing")
            drafts: Any = importlib.import_module("referencing.jsonschema")
            resource = referencing.Resource(self._root, specification=drafts.DRAFT202012)
            self._registry = referencing.Registry().with_resource(_NAME, resource)
        return self._registry


def _anchored(node: Any) -> Any:
    """The schema with its references into the document by the document's name."""
    if isinstance(node, list):
        return [_anchored(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {name: _anchored(each) for name, each in node.items()}
    if str(made.get("$ref", "")).startswith("#"):
        made["$ref"] = _NAME + made["$ref"]
    return made


def _is_beyond(operation: Operation, request: dict[str, Any]) -> bool:
    """Whether openapi-core cannot read it: it knows members from `properties` alone, and no CSV."""
    if any(map(plain.is_spread, operation.parameters)):
        return True
    given = str(_headers(request).get("content-type", ""))
    return bool(given) and not any(each in given for each in ("json", "form", "plain", "octet"))


def _needs_more(operation: Operation) -> bool:
    """Whether a request has to hold more than its path; openapi-core lets a default stand in."""
    needed = (
        each.get("required")
        and each.get("in") != "path"
        and "default" not in each.get("schema", {})
        for each in operation.parameters
    )
    return operation.body_required or any(needed)


def _is_multipart(request: dict[str, Any]) -> bool:
    return str(_headers(request).get("content-type", "")).startswith("multipart/")


def _headers(request: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in request["headers"]}


def _is_of_text_alone(error: BaseException) -> bool:
    """Whether the fault is that parts are text or bytes, which openapi-core does not read as what they say."""
    faults = getattr(error.__cause__, "schema_errors", ())
    return bool(faults) and all(
        each.validator == "type" and _is_written_so(each.instance, each.validator_value)
        for each in faults
    )


def _is_written_so(given: Any, wanted: Any) -> bool:
    if isinstance(given, bytes):
        return "string" in wanted
    written = {"true": "boolean", "false": "boolean"}.get(str(given), "")
    number = isinstance(given, str) and given.lstrip("-").replace(".", "", 1).isdigit()
    return (written and written in wanted) or (number and wanted in ("integer", "number"))


def _readable(content_type: str) -> str:
    """The type as openapi-core knows it: without parameters, but for a boundary, which it needs."""
    bare = content_type.partition(";")[0]
    return content_type if bare.startswith("multipart/") else bare


def _bare(request: dict[str, Any]) -> dict[str, Any]:
    target = request["target"].partition("?")[0]
    return {"method": request["method"], "target": target, "headers": [], "content": ""}


def _ends(text: str) -> str:
    """Values may be long; what is wrong with them stands at the end, but for a oneOf's overlap."""
    said = f"{_OVERLAP} … " if _OVERLAP in text[80:-150] else ""
    return text if len(text) <= 240 else f"{text[:80]} … {said}{text[-150:]}"


def _said(error: BaseException) -> str:
    """The error with its causes, which say what is really wrong."""
    words = [f"{type(error).__name__}: {str(error)[:200]}"]
    for each in getattr(error.__cause__, "schema_errors", ()):
        words.append(f"{each.json_path}: {_ends(each.message)}")
    if error.__cause__ is not None and len(words) == 1:
        words.append(str(error.__cause__)[:200])
    return "; ".join(words[:8])


if __name__ == "__main__":
    main(*sys.argv[1:])
