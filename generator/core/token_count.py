"""Counts the tokens that a text is to a language model, or estimates them where the counter is not installed."""

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

ENCODING = "o200k_base"
_MOST_AT_ONCE = 50_000
"""Characters: the counter refuses more than 200,000 tokens, and makes at most four of one."""
_A_PIECE = 1.03
# The pieces that the encoding splits a text into before it looks them up: words with what stands
# before them, parts of camel case, up to three digits, punctuation. Few of them are two tokens.
_PIECE = re.compile(
    r"(?:[^\r\n\w]|_)?(?:[A-Z]*[a-z\u00c0-\u052f]+|[A-Z]+)|[^\W\d_]|\d{1,3}| ?[^\s\w]{1,4}|_+|\s+"
)


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts tokens of texts, exactly or not."""

    count: Callable[[str], int]
    is_exact: bool

    @property
    def words(self) -> str:
        """How the figures are to be read."""
        if self.is_exact:
            return f"tokens of {ENCODING}"
        return (
            f"tokens of {ENCODING}, estimated: within 2% for a list of English texts, 6% for most tools;"
            ' exact with pip install "toolgen[tokens]"'
        )


@cache
def token_counter() -> TokenCounter:
    """The exact counter where `bpe-openai` is installed, which needs no network; else an estimate."""
    try:
        with warnings.catch_warnings():  # it reads its data in a way that Python advises against
            warnings.simplefilter("ignore", DeprecationWarning)
            import bpe_openai  # type: ignore[import-untyped]
    except ImportError:
        return TokenCounter(estimated_tokens, is_exact=False)
    encoding = bpe_openai.get_encoding(ENCODING)
    return TokenCounter(
        lambda text: sum(len(encoding.encode_ordinary(part)) for part in parts(text)), is_exact=True
    )


def parts(text: str, most: int = _MOST_AT_ONCE) -> Iterator[str]:
    """The text in parts that the counter takes, cut before a space, where tokens begin."""
    start = 0
    while len(text) - start > most:
        cut = text.rfind(" ", start + 1, start + most)
        end = cut if cut > start else start + most
        yield text[start:end]
        start = end
    yield text[start:]


def estimated_tokens(text: str) -> int:
    """About how many tokens the text is."""
    return round(_A_PIECE * sum(1 for _ in _PIECE.finditer(text)))
