"""What corrections changed in a document, by the parts that are different since, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """A part of the corrected document that a correction put in, replaced or took out."""

    pointer: str
    """Where it is, or was; of a list that has other items since, the list's."""
    reason: str
    names: tuple[str, ...] = ()
    """The texts that such a list has gained or lost."""
