"""Says what every tool answers, as the runtime's own declarations say it."""

import ast
from functools import cache
from typing import Any

from generator.render.templates import runtime_sources

_ANSWER = "_runtime/answer.py"
OUTCOMES = {
    "accepted": "The API answered 2xx.",
    "accepted_unverified": "It answered 2xx, as it also does to what it drops: of APIs with a strict mode, without it. "
    "Or the answer itself speaks against it, as notes say.",
    "not_sent": "An error: nothing arrived. The text says what to mend in the call or the settings.",
    "rejected": "An error: the API refused, and did nothing.",
    "unknown": "An error: the request may have arrived. The text says how to try again without doing it twice.",
}


@cache
def answers() -> dict[str, Any]:
    """What may become of a call, and the fields of an answer: name, kind and text."""
    module = ast.parse(runtime_sources()[_ANSWER])
    answer = next(
        each for each in module.body if isinstance(each, ast.ClassDef) and each.name == "Answer"
    )
    pairs = zip(answer.body, answer.body[1:], strict=False)
    fields = [
        (field.target.id, _kind(field.annotation), text)
        for field, says in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and (text := _text(says))
    ]
    return {"outcomes": OUTCOMES, "fields": fields}


def _text(says: ast.stmt) -> str:
    """The text that stands below a field; empty where there is none."""
    value = says.value if isinstance(says, ast.Expr) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return " ".join(value.value.split())
    return ""


def _kind(annotation: ast.expr) -> str:
    text = ast.unparse(annotation)
    names = {"int": "integer", "str": "string", "Outcome": "string"}
    return names.get(text, "array" if text.startswith("list") else "object")
