"""Compares a toolkit's document with the vendor's as it is published now."""

from generator.pull.all_toolkits import pull_all
from generator.pull.comparison import Outcome, Wanted, pull

__all__ = ["Outcome", "Wanted", "pull", "pull_all"]
