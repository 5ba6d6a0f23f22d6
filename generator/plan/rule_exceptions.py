"""Reads what toolkit.yaml says of single rules: findings to ignore, and levels of changes to overrule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from generator.core.change_levels import Level
from generator.core.problems import Problem, ProblemsError, Severity
from generator.plan.toolkit_yaml import Config


@dataclass(frozen=True, slots=True)
class RuleException:
    """A rule that does not count as it does elsewhere: where, until which day, and as what."""

    key: str
    index: int
    rule: str
    at: str
    """A glob of what it is about; empty for anything."""
    until: date | None
    level: Level | None = None

    def is_about(self, rule: str, at: str) -> bool:
        """Whether it is about what breaks the rule there."""
        return self.rule == rule and (not self.at or fnmatchcase(at, self.at))

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < today

    def problem(self, config: Config, code: str, message: str, hint: str) -> Problem:
        """A warning that is about the exception itself."""
        found = config.problem(code, message, self.key, str(self.index), hint=hint)
        return replace(found, severity=Severity.WARNING)


def ignored(config: Config) -> tuple[RuleException, ...]:
    """The findings to ignore; raises `ProblemsError` for a day that no calendar has."""
    return tuple(_read(config, "ignore"))


def levels(config: Config) -> tuple[RuleException, ...]:
    """The levels of changes that people know better; raises as `ignored` does."""
    return tuple(_read(config, "levels"))


def _read(config: Config, key: str) -> Iterator[RuleException]:
    raw: Mapping[str, Any] = config.document.root if config.document else {}
    for index, each in enumerate(raw.get(key, ())):
        until = _day(config, key, index, each["until"]) if "until" in each else None
        level = Level(each["level"]) if "level" in each else None
        yield RuleException(key, index, each["rule"], each.get("at", ""), until, level)


def _day(config: Config, key: str, index: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text} is no day of the calendar"
        problem = config.problem("toolkit-invalid", message, key, str(index), "until")
        raise ProblemsError([problem]) from None


def expired(config: Config, found: tuple[RuleException, ...], today: date) -> Iterator[Problem]:
    """A warning for each that is over."""
    for each in found:
        if each.is_expired(today):
            message = f"the exception from {each.rule} ended with {each.until}"
            hint = "mend what it is about, or give it another day and say why"
            yield each.problem(config, "exception-expired", message, hint)


def unused(config: Config, each: RuleException) -> Problem:
    """A warning that it is about nothing."""
    where = f" at {each.at}" if each.at else ""
    message = f"nothing breaks {each.rule}{where}"
    return each.problem(config, "exception-unused", message, "remove it, or mend its spelling")
