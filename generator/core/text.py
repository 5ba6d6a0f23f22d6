"""Cuts text that is too long for where it is shown, and says how many there are of something."""

ELLIPSIS = "…"


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, the last of them an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def shorten_at_word(text: str, limit: int) -> str:
    """The same, cut after a word rather than inside one."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + ELLIPSIS


def amount(number: int, what: str) -> str:
    """A number and its noun: 1 difference, 2 differences."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
