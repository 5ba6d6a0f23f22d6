"""Bodies made from each request schema arrive unchanged; bodies bent out of shape do not arrive.

The independent rules of the fake decide what is truly valid: what they refuse must never have been
sent as valid, and what the schema takes must reach them.
"""

import json
import random
from itertools import islice
from typing import Any

import jsonschema
import pytest

from tests.fake_customerio import FakeCustomerio

from .bodies import Maker, bend
from .session import Session, error_text, whole_text
from .test_serving import each_tool, request_schema
from .tools import TOOLS, Tool

EXAMPLES = 60
MUTATIONS = 60
DRAWS = 4_000
SEED = 20261123


@pytest.fixture(scope="module")
def schemas(toolkit: Session) -> dict[str, dict[str, Any]]:
    """Each tool's request schema."""
    return {tool.name: request_schema(toolkit, tool) for tool in TOOLS}


def validator_of(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """The schema as another validator than the package's own understands it."""
    return jsonschema.Draft202012Validator(schema)


@each_tool
def test_a_body_made_from_the_schema_arrives_as_it_is(
    toolkit: Session, fake: FakeCustomerio, schemas: dict[str, dict[str, Any]], tool: Tool
) -> None:
    maker = Maker(schemas[tool.name], random.Random(f"{SEED}/{tool.name}"))
    validator = validator_of(schemas[tool.name])
    candidates = (with_ids_of_their_own(maker.draw()) for _ in range(DRAWS))
    bodies = list(islice((body for body in candidates if validator.is_valid(body)), EXAMPLES))
    assert len(bodies) == EXAMPLES
    for body in bodies:
        fake.clear()
        result = toolkit.call(tool.mcp_name, **tool.execute(json.dumps(body)))
        assert not result.is_error, (body, whole_text(result))
        [request] = fake.service.requests
        assert same(without_own_ids(json.loads(request.raw.body), body), body)
        assert fake.service.dropped == [], body


def with_ids_of_their_own(body: Any) -> Any:
    """The body with no messageId in two items: no schema can say it, and the tool refuses it."""
    for place, item in enumerate(body.get("batch", ())):
        if isinstance(item, dict) and item.get("messageId"):
            item["messageId"] += f" {place}"
    return body


def same(one: Any, other: Any) -> bool:
    """Equal as JSON texts: 1 and 1.0 and True are three values."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def without_own_ids(sent: Any, given: Any) -> Any:
    """What was sent, with the messageIds taken out that the caller had left out."""
    if isinstance(given.get("batch"), list):
        pairs = zip(sent["batch"], given["batch"], strict=True)
        return {**sent, "batch": [without_own_ids(*pair) for pair in pairs]}
    if given.get("messageId"):
        return sent
    kept = {name: value for name, value in sent.items() if name != "messageId"}
    return {**kept, "messageId": given["messageId"]} if "messageId" in given else kept


@each_tool
def test_a_bent_body_is_refused_or_truly_valid(
    toolkit: Session, fake: FakeCustomerio, schemas: dict[str, dict[str, Any]], tool: Tool
) -> None:
    validator = validator_of(schemas[tool.name])
    dice = random.Random(f"{SEED}/{tool.name}")
    refused = 0
    for _ in range(MUTATIONS):
        body = bend(tool.body, dice)
        fake.clear()
        result = toolkit.call(tool.mcp_name, **tool.execute(json.dumps(body)))
        if result.is_error:
            refused += 1
            assert error_text(result).startswith("not_sent:")
            assert fake.service.requests == []
        else:
            assert validator.is_valid(body), body
            assert fake.service.dropped == [], body
    assert refused
