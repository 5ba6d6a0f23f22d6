"""Selects operations by what they are, with the packages' own module: a selection means the same in both.

The module is `_serving/selection.py` of the templates, where mypy looks for its types too.
"""

from typing import TYPE_CHECKING

from generator.core.shipped import shipped_module

if TYPE_CHECKING:
    from _serving.selection import BadSelector, Groups, Selection, Subject, check, chosen, matches
else:
    _SHIPPED = shipped_module("_serving.selection")
    BadSelector, Groups = _SHIPPED.BadSelector, _SHIPPED.Groups
    Selection, Subject = _SHIPPED.Selection, _SHIPPED.Subject
    check, chosen, matches = _SHIPPED.check, _SHIPPED.chosen, _SHIPPED.matches

__all__ = ("BadSelector", "Groups", "Selection", "Subject", "check", "chosen", "matches")
