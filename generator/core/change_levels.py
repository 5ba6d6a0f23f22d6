"""How much each kind of change matters to those who call the tools; schemas and surfaces are judged by one table."""

from collections.abc import Mapping
from enum import Enum


class Level(Enum):
    """What a change means to those who call the tools."""

    BREAKING = "breaking"
    """A call that was valid is refused, or what a caller reads is gone."""
    RISKY = "risky"
    """A call may do something else, or it cannot be told whether one is refused."""
    ADDITIVE = "additive"
    """More is possible, or promised, than before."""
    PROSE = "prose"
    """Texts alone."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _ORDER.index(self)


_ORDER = (Level.BREAKING, Level.RISKY, Level.ADDITIVE, Level.PROSE)


RULES: Mapping[str, Level] = {
    # the package
    "toolkit-renamed": Level.BREAKING,
    "package-renamed": Level.BREAKING,
    "secret-added": Level.BREAKING,
    "secret-renamed": Level.BREAKING,
    "secret-removed": Level.ADDITIVE,
    "secret-offered": Level.ADDITIVE,
    "secret-withdrawn": Level.BREAKING,
    "authentication-changed": Level.RISKY,
    "variable-added": Level.ADDITIVE,
    "variable-removed": Level.BREAKING,
    "variable-changed": Level.RISKY,
    "host-added": Level.ADDITIVE,
    "host-changed": Level.RISKY,
    "host-removed": Level.BREAKING,
    "enum-added": Level.ADDITIVE,
    "enum-removed": Level.RISKY,
    "enum-member-added": Level.ADDITIVE,
    "enum-member-removed": Level.RISKY,
    # tools
    "tool-added": Level.ADDITIVE,
    "tool-removed": Level.BREAKING,
    "tool-renamed": Level.BREAKING,
    "tool-deprecated": Level.PROSE,
    "operation-changed": Level.RISKY,
    "authorization-changed": Level.BREAKING,
    "behavior-changed": Level.RISKY,
    "limit-lowered": Level.BREAKING,
    "limit-raised": Level.ADDITIVE,
    "deduplication-added": Level.ADDITIVE,
    "deduplication-removed": Level.RISKY,
    "response-field-added": Level.ADDITIVE,
    "response-field-removed": Level.BREAKING,
    "response-field-changed": Level.BREAKING,
    "response-field-optional": Level.RISKY,
    "response-field-required": Level.ADDITIVE,
    "response-field-widened": Level.RISKY,
    "response-field-narrowed": Level.ADDITIVE,
    "response-field-unclear": Level.RISKY,
    "response-described": Level.ADDITIVE,
    "response-undescribed": Level.RISKY,
    "description-changed": Level.PROSE,
    # arguments
    "argument-added": Level.ADDITIVE,
    "argument-removed": Level.BREAKING,
    "argument-renamed": Level.BREAKING,
    "argument-deprecated": Level.PROSE,
    "argument-required": Level.BREAKING,
    "argument-optional": Level.ADDITIVE,
    "argument-moved": Level.RISKY,
    "argument-type-changed": Level.BREAKING,
    "argument-type-widened": Level.ADDITIVE,
    "argument-value-added": Level.ADDITIVE,
    "argument-value-removed": Level.BREAKING,
    "argument-values-closed": Level.BREAKING,
    "argument-values-opened": Level.ADDITIVE,
    # request bodies
    "body-added": Level.BREAKING,
    "body-removed": Level.BREAKING,
    "body-type-changed": Level.BREAKING,
    "field-added": Level.ADDITIVE,
    "field-checked": Level.RISKY,
    "field-removed": Level.RISKY,
    "field-refused": Level.BREAKING,
    "field-required": Level.BREAKING,
    "field-optional": Level.ADDITIVE,
    "field-deprecated": Level.PROSE,
    "fields-closed": Level.BREAKING,
    "fields-opened": Level.ADDITIVE,
    "type-narrowed": Level.BREAKING,
    "type-changed": Level.BREAKING,
    "type-widened": Level.ADDITIVE,
    "enum-value-removed": Level.BREAKING,
    "enum-value-added": Level.ADDITIVE,
    "values-closed": Level.BREAKING,
    "values-opened": Level.ADDITIVE,
    "bound-tightened": Level.BREAKING,
    "bound-loosened": Level.ADDITIVE,
    "pattern-added": Level.BREAKING,
    "pattern-removed": Level.ADDITIVE,
    "pattern-changed": Level.RISKY,
    "format-added": Level.BREAKING,
    "format-removed": Level.ADDITIVE,
    "format-changed": Level.RISKY,
    "union-added": Level.BREAKING,
    "union-removed": Level.ADDITIVE,
    "union-branch-added": Level.ADDITIVE,
    "union-branch-overlaps": Level.RISKY,
    "union-branch-removed": Level.BREAKING,
    "rule-added": Level.BREAKING,
    "rule-removed": Level.ADDITIVE,
    "rule-changed": Level.RISKY,
    "content-changed": Level.RISKY,
    "default-changed": Level.RISKY,
    "schema-changed": Level.RISKY,
    "schema-widened": Level.ADDITIVE,
}
