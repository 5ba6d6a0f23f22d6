"""What a Pipelines call must look like, in plain Python, so that no generated schema judges itself.

Every rule comes from the project's facts about the API. A rule answers with a list of short
sentences; an empty list means that the call is valid.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

CALL_LIMIT = 32_000
BATCH_LIMIT = 500_000
DELIVERY_METRICS = frozenset({"delivered", "clicked", "converted", "opened"})
CHANNELS = frozenset({"browser", "server", "mobile"})
DEVICE_TYPES = frozenset({"android", "ios"})

Json = dict[str, Any]
Rule = Callable[[Json], list[str]]


def problems_of(operation: str, raw: bytes) -> tuple[Any, list[str]]:
    """Parse the body of a call to /v1/<operation> and list what is wrong with it."""
    limit = BATCH_LIMIT if operation == "batch" else CALL_LIMIT
    try:
        body = json.loads(raw.decode("utf-8"))
    except ValueError:
        return None, ["the body is not JSON in UTF-8"]
    if not isinstance(body, dict):
        return body, ["the body is not an object"]
    if len(raw) > limit:
        return body, [f"the body has {len(raw)} bytes, over {limit}"]
    return body, RULES[operation](body)


def _is_id(value: Any) -> bool:
    """Strings and numbers identify; an empty string does not."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float) or (isinstance(value, str) and value != "")


def _one_of(body: Json, *names: str) -> list[str]:
    if any(_is_id(body.get(name)) for name in names):
        return []
    return [f"one of {', '.join(names)} is needed"]


def _typed(body: Json, name: str, kinds: type | tuple[type, ...], said: str) -> list[str]:
    if name in body and not isinstance(body[name], kinds):
        return [f"{name} is not {said}"]
    return []


def _chosen(body: Json, name: str, allowed: frozenset[str]) -> list[str]:
    if name in body and (not isinstance(body[name], str) or body[name] not in allowed):
        return [f"{name} is not one of {', '.join(sorted(allowed))}"]
    return []


def _is_iso(value: Any) -> bool:
    if not isinstance(value, str) or len(value) < 10:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _common(body: Json) -> list[str]:
    found: list[str] = []
    for name in ("userId", "anonymousId"):
        if body.get(name) is not None and not isinstance(body[name], str | int | float):
            found.append(f"{name} is not an id")
    for name in ("timestamp", "originalTimestamp", "sentAt"):
        if name in body and not _is_iso(body[name]):
            found.append(f"{name} is not an ISO 8601 time")
    found += _typed(body, "messageId", str, "a string")
    found += _typed(body, "type", str, "a string")
    found += _typed(body, "properties", dict, "an object")
    found += _typed(body, "traits", dict, "an object")
    found += _typed(body, "name", (str, type(None)), "a string")
    return found + _integrations(body) + _context(body)


def _integrations(body: Json) -> list[str]:
    found = _typed(body, "integrations", dict, "an object")
    values = body.get("integrations")
    if isinstance(values, dict):
        wrong = [name for name, value in values.items() if not isinstance(value, bool | dict)]
        found += [f"integrations.{name} is neither a boolean nor an object" for name in wrong]
    return found


def _context(body: Json) -> list[str]:
    found = _typed(body, "context", dict, "an object")
    context = body.get("context")
    if isinstance(context, dict):
        found += _typed(context, "active", bool, "a boolean")
        found += _chosen(context, "channel", CHANNELS)
        found += _typed(context, "device", dict, "an object")
        device = context.get("device")
        if isinstance(device, dict):
            found += _chosen(device, "type", DEVICE_TYPES)
    return found


def _identify(body: Json) -> list[str]:
    traits = body.get("traits")
    by_email = isinstance(traits, dict) and isinstance(traits.get("email"), str)
    empty_id = "" in (body.get("userId"), body.get("anonymousId"))
    found = [] if by_email and empty_id else _one_of(body, "userId", "anonymousId")
    return found + _common(body)


def _track(body: Json) -> list[str]:
    event = body.get("event")
    if not isinstance(event, str) or not event:
        return ["event is not a non-empty string", *_common(body)]
    by_delivery = event in ("Report Delivery Event", "Report Content Event")
    found = [] if by_delivery else _one_of(body, "userId", "anonymousId", "groupId")
    return found + _common(body) + _semantic(event, body)


def _semantic(event: str, body: Json) -> list[str]:
    """The nine events that the API acts upon need more than an id."""
    rule = SEMANTIC_EVENTS.get(event)
    return rule(body) if rule else []


def _part(body: Json, name: str) -> Json:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _device_event(body: Json) -> list[str]:
    token = _part(_part(body, "context"), "device").get("token")
    found = [] if isinstance(token, str) and token else ["context.device.token is needed"]
    return _one_of(body, "userId") + found


def _user_event(body: Json) -> list[str]:
    return _one_of(body, "userId")


def _relationship_deleted(body: Json) -> list[str]:
    return _one_of(body, "userId") + _object_id(body)


def _object_deleted(body: Json) -> list[str]:
    return _one_of(body, "anonymousId") + _object_id(body)


def _object_id(body: Json) -> list[str]:
    return [] if _is_id(_part(body, "properties").get("objectId")) else ["objectId is needed"]


def _delivery_event(body: Json) -> list[str]:
    properties = _part(body, "properties")
    found = [] if _is_id(properties.get("deliveryId")) else ["properties.deliveryId is needed"]
    if properties.get("metric") not in DELIVERY_METRICS:
        found.append("properties.metric is not a delivery metric")
    return found


def _content_event(body: Json) -> list[str]:
    properties = _part(body, "properties")
    if "actionType" in properties or "activityType" in properties:
        return []
    return ["properties.actionType is needed"]


def _view(body: Json) -> list[str]:
    return _one_of(body, "userId", "anonymousId") + _common(body)


def _group(body: Json) -> list[str]:
    return _one_of(body, "groupId") + _common(body)


def _alias(body: Json) -> list[str]:
    return _one_of(body, "userId") + _one_of(body, "previousId") + _common(body)


def _batch(body: Json) -> list[str]:
    items = body.get("batch")
    if not isinstance(items, list) or not items:
        return ["batch is not a list with at least one item"]
    found = _integrations(body) + _context(body)
    for position, item in enumerate(items):
        found += [f"item {position}: {problem}" for problem in _item(item)]
    return found


def _item(item: Any) -> list[str]:
    if not isinstance(item, dict):
        return ["it is not an object"]
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in ITEM_RULES:
        return [f"type is not one of {', '.join(ITEM_RULES)}"]
    size = len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode())
    found = [f"it has {size} bytes, over {CALL_LIMIT}"] if size > CALL_LIMIT else []
    return found + ITEM_RULES[kind](item)


SEMANTIC_EVENTS: dict[str, Rule] = {
    "Device Created or Updated": _device_event,
    "Device Deleted": _device_event,
    "User Deleted": _user_event,
    "User Suppressed": _user_event,
    "User Unsuppressed": _user_event,
    "Relationship Deleted": _relationship_deleted,
    "Object Deleted": _object_deleted,
    "Report Delivery Event": _delivery_event,
    "Report Content Event": _content_event,
}
ITEM_RULES: dict[str, Rule] = {
    "identify": _identify,
    "track": _track,
    "page": _view,
    "screen": _view,
    "group": _group,
    "alias": _alias,
}
RULES: dict[str, Rule] = {**ITEM_RULES, "batch": _batch}
