"""Leaves out of what is found what toolkit.yaml accepts, and judges changes as it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.compat.changes import Change, gravest_first
from generator.core.problems import Problem, Severity
from generator.document.load import load
from generator.plan.rule_exceptions import expired, ignored, levels, unused
from generator.plan.toolkit_yaml import Config, read_config
from generator.workspace.sources import SourceFile


def accepted(problems: Iterable[Problem], file: SourceFile, today: date) -> list[Problem]:
    """The problems but for warnings to ignore, with those about the exceptions themselves; raises
    `ProblemsError`. Errors are never ignored."""
    config = read_config(load(file.data, file.name))
    rules, found = ignored(config), list(problems)
    said = [*expired(config, (*rules, *levels(config)), today)]
    for rule in rules:
        hit = [
            each
            for each in found
            if each.severity is Severity.WARNING and rule.is_about(each.code, each.pointer)
        ]
        if not hit:
            said.append(unused(config, rule))
        if not rule.is_expired(today):
            found = [each for each in found if each not in hit]
    return [*found, *said]


def judged(
    changes: Sequence[Change], config: Config, today: date
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """The changes at the levels that people give them, and what is wrong with these exceptions."""
    rules = levels(config)
    said = [*expired(config, rules, today)]
    found = list(changes)
    for rule in rules:
        hit = [rule.is_about(each.code, each.about) for each in changes]
        if not any(hit):
            said.append(unused(config, rule))
        elif rule.level and not rule.is_expired(today):
            found = [
                replace(each, level=rule.level) if is_hit else each
                for each, is_hit in zip(found, hit, strict=True)
            ]
    return gravest_first(found), tuple(said)
