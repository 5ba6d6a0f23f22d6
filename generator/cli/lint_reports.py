"""Writes what lint finds for other programs: JSON, SARIF 2.1.0 for code hosts, JUnit for build servers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from generator import __version__
from generator.cli.rule_pages import rule_pages, said_of
from generator.core.problems import Place, Problem, Severity, escaped, problem_text, told

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

REPORTS = ("json", "sarif", "junit")


def report(problems: Sequence[Problem], form: str) -> str:
    """The problems in one of `REPORTS`."""
    if form == "junit":
        return _junit(problems)
    data = _sarif(problems) if form == "sarif" else _plain(problems)
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(problems: Sequence[Problem]) -> dict[str, Any]:
    errors = sum(each.severity is Severity.ERROR for each in problems)
    return {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [_as_json(each) for each in problems],
    }


def _as_json(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": told(problem.message),
        "file": escaped(place.file) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "pointer": escaped(problem.pointer),
        "expected": told(problem.expected),
        "hint": told(problem.hint),
    }


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    rules = {
        code: index for index, code in enumerate(dict.fromkeys(each.code for each in problems))
    }
    driver = {
        "name": "toolgen",
        "version": __version__,
        "rules": [*map(_rule, rules)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, rules) for each in problems],
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    """A rule with its page, which code hosts show beside what breaks it."""
    facts = {"id": code, "name": code}
    if not (said := said_of(code)):
        return facts
    page = rule_pages()[code]
    texts = {"shortDescription": {"text": said}, "fullDescription": {"text": said}}
    return {**facts, **texts, "help": {"text": page, "markdown": page}}


def _result(problem: Problem, rules: Mapping[str, int]) -> dict[str, Any]:
    said = [problem.message, *([f"Expected: {problem.expected}"] if problem.expected else [])]
    said += [f"Hint: {problem.hint}"] if problem.hint else []
    location: dict[str, Any] = {}
    if problem.place:
        location["physicalLocation"] = _physical(problem.place)
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": escaped(problem.pointer)}]
    return {
        "ruleId": problem.code,
        "ruleIndex": rules[problem.code],
        "level": problem.severity.value,
        "message": {"text": "\n".join(map(told, said))},
        **({"locations": [location]} if location else {}),
    }


def _physical(place: Place) -> dict[str, Any]:
    uri = quote(place.file, errors="replace")
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    return {"artifactLocation": {"uri": uri}, "region": region}


def _junit(problems: Sequence[Problem]) -> str:
    """A case a problem; a warning is one that passes, with its words beside it."""
    errors = sum(each.severity is Severity.ERROR for each in problems)
    counts = {"tests": str(max(len(problems), 1)), "failures": str(errors), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "toolgen lint", **counts})
    for each in problems:
        _case(suite, each)
    if not problems:
        ElementTree.SubElement(suite, "testcase", {"classname": "toolgen", "name": "lint"})
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _case(suite: ElementTree.Element, problem: Problem) -> None:
    place = problem.place
    name = f"{problem.code} {problem.pointer or place or told(problem.message)}"
    where = {"file": escaped(place.file), "line": str(place.line)} if place else {}
    facts = {"classname": escaped(place.file) if place else "toolgen", "name": escaped(name)}
    case = ElementTree.SubElement(suite, "testcase", {**facts, **where})
    if problem.severity is Severity.ERROR:
        said = {"type": problem.code, "message": told(problem.message)}
        ElementTree.SubElement(case, "failure", said).text = problem_text(problem)
    else:
        ElementTree.SubElement(case, "system-out").text = problem_text(problem)
