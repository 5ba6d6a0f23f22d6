"""Compares a toolkit's document with the vendor's as it is published now."""

from generator.pull.command import Outcome, Wanted, pull
from generator.pull.several import pull_all

__all__ = ["Outcome", "Wanted", "pull", "pull_all"]
