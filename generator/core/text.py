"""Cuts text that is too long for where it is shown, finds what two texts have in common, and says how many
there are of something."""

from collections.abc import Callable

ELLIPSIS = "…"

_PIECE = 1 << 15


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, the last of them an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def without_middle(text: str, limit: int) -> str:
    """The text in at most `limit` characters, an ellipsis among them where its middle was cut out."""
    if len(text) <= limit:
        return text
    end = (limit - 1) // 3
    return text[: limit - 1 - end] + ELLIPSIS + text[len(text) - end :]


def shorten_at_word(text: str, limit: int) -> str:
    """The same, cut after a word rather than inside one."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + ELLIPSIS


def amount(number: int, what: str) -> str:
    """A number and its noun: 1 difference, 2 differences."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def common_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginnings, and at their ends."""
    most, whole, rest = min(len(one), len(other)), len(one), len(other)
    return (
        _longest(most, lambda low, high: one[low:high] == other[low:high]),
        _longest(
            most,
            lambda low, high: one[whole - high : whole - low] == other[rest - high : rest - low],
        ),
    )


def _longest(most: int, is_alike: Callable[[int, int], bool]) -> int:
    """How far all is alike, where `is_alike` tells it of what lies between two numbers: by pieces
    that stay in a processor's cache, and then within the one that is not alike."""
    pieces = (each for each in range(0, most, _PIECE) if not is_alike(each, each + _PIECE))
    low = next(pieces, most)
    high = min(low + _PIECE - 1, most)
    while low < high:
        middle = (low + high + 1) // 2
        if is_alike(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
