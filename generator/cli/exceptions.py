"""Leaves out of what is found what toolkit.yaml accepts, and judges changes as it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.compat.changes import Change, gravest_first
from generator.core.problems import Problem, ProblemsError, Severity
from generator.plan.rule_exceptions import RuleException, expired, ignored, levels, unused
from generator.plan.toolkit_yaml import Config, config_of
from generator.workspace.sources import SourceFile

_MOST_ASKED = 500_000
"""How often a place is held to the glob of an exception, for which each takes a microsecond or two."""


def accepted(problems: Iterable[Problem], file: SourceFile, today: date) -> list[Problem]:
    """The problems but for warnings to ignore, with those about the exceptions themselves; raises
    `ProblemsError`. Errors are never ignored."""
    config = config_of(file.data, file.name)
    rules, found = ignored(config), list(problems)
    said = [*expired(config, (*rules, *levels(config)), today)]
    left = _warnings_by_code(found)
    accepted: set[int] = set()
    asked = 0
    for rule in rules:
        warnings = left.get(rule.rule, [])
        asked += len(warnings) if rule.at else 0
        if asked > _MOST_ASKED:
            raise ProblemsError([_too_many(config, rule)])
        hit = {index for index in warnings if rule.is_about(rule.rule, found[index].pointer)}
        if not hit:
            said.append(unused(config, rule))
        elif not rule.is_expired(today):
            accepted |= hit
            left[rule.rule] = [index for index in warnings if index not in hit]
    return [*(each for index, each in enumerate(found) if index not in accepted), *said]


def _warnings_by_code(found: Sequence[Problem]) -> dict[str, list[int]]:
    """Which of what is found are warnings, by their codes."""
    by_code: dict[str, list[int]] = {}
    for index, each in enumerate(found):
        if each.severity is Severity.WARNING:
            by_code.setdefault(each.code, []).append(index)
    return by_code


def _too_many(config: Config, rule: RuleException) -> Problem:
    message = f"there are too many exceptions to hold {_MOST_ASKED:,} times a place to one of them"
    hint = "accept more at once, by * or without at"
    return config.problem("toolkit-invalid", message, rule.key, str(rule.index), hint=hint)


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
