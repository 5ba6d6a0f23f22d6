"""Calls that the corrected document must accept, and mistakes, each beside the call that was meant."""

from __future__ import annotations

from typing import Any, NamedTuple


class Call(NamedTuple):
    """A body that its operation must accept."""

    id: str
    operation: str
    body: Any


class Mistake(NamedTuple):
    """A body that its operation must refuse, and the same body without the mistake."""

    id: str
    operation: str
    wrong: Any
    meant: Any


USER: dict[str, Any] = {"userId": "u1"}
EVENT: dict[str, Any] = {"userId": "u1", "event": "Order Completed"}
TOKEN: dict[str, Any] = {"device": {"token": "t1", "type": "ios"}}
CONTENT: dict[str, Any] = {"contentId": 1, "templateId": 2}


def track(event: str, **fields: Any) -> dict[str, Any]:
    return {"event": event, **fields}


def batch(*items: Any, **fields: Any) -> dict[str, Any]:
    return {"batch": list(items), **fields}


def report(**properties: Any) -> dict[str, Any]:
    return track("Report Delivery Event", properties=properties)


ACCEPTED = [
    Call("both ids", "identify", {"userId": "u1", "anonymousId": "a1"}),
    Call("anonymous alone", "identify", {"anonymousId": "a1", "traits": {"plan": "pro"}}),
    Call("null beside an id", "identify", {"userId": None, "anonymousId": "a1"}),
    Call("empty id beside an id", "identify", {"userId": "", "anonymousId": "a1"}),
    Call("number as id", "identify", {"userId": 42}),
    Call("empty id with email", "identify", {"userId": "", "traits": {"email": "a@example.com"}}),
    Call(
        "empty anonymous id with email",
        "identify",
        {"anonymousId": "", "traits": {"email": "a@example.com"}},
    ),
    Call("empty context", "identify", {**USER, "context": {}}),
    Call(
        "subscription preferences",
        "identify",
        {**USER, "traits": {"cio_subscription_preferences": {"topics": {"topic_1": True}}}},
    ),
    Call("own type", "identify", {**USER, "type": "identify"}),
    Call("traits of any shape", "identify", {**USER, "traits": {"a": [1, {"b": None}]}}),
    Call("track without type", "track", EVENT),
    Call("track with type and both ids", "track", {**EVENT, "anonymousId": "a1", "type": "track"}),
    Call("track by group", "track", {"groupId": "g1", "event": "Renewed"}),
    Call(
        "context of web and app",
        "track",
        {**EVENT, "context": {"ip": "192.0.2.1", "page": {"url": "/"}, **TOKEN, "library": {}}},
    ),
    Call("integrations", "track", {**EVENT, "integrations": {"All": False, "Amplitude": {"x": 1}}}),
    Call("offset in timestamp", "track", {**EVENT, "timestamp": "2026-01-02T03:04:05.678+02:00"}),
    Call("device", "track", track("Device Created or Updated", **USER, context=TOKEN)),
    Call(
        "device and properties",
        "track",
        track("Device Deleted", **USER, context=TOKEN, properties={}),
    ),
    Call("user deleted", "track", track("User Deleted", **USER, type="track")),
    Call("user suppressed", "track", track("User Suppressed", userId=42, anonymousId=None)),
    Call("user unsuppressed", "track", track("User Unsuppressed", **USER, messageId="m1")),
    Call(
        "relationship, kind as string",
        "track",
        track("Relationship Deleted", **USER, properties={"objectId": "g1", "objectTypeId": "1"}),
    ),
    Call(
        "object, kind as number",
        "track",
        track("Object Deleted", anonymousId="a1", properties={"objectId": "g1", "objectTypeId": 1}),
    ),
    Call("delivery", "track", report(deliveryId="d1", metric="opened", reason="")),
    Call(
        "content by actionType",
        "track",
        track("Report Content Event", properties={"actionType": "viewed_content", **CONTENT}),
    ),
    Call(
        "content by activityType",
        "track",
        track("Report Content Event", properties={"activityType": "clicked_content"}),
    ),
    Call("page without name", "page", {**USER, "name": None}),
    Call("page of a visitor in an app", "page", {"anonymousId": "a1", "context": TOKEN}),
    Call("screen", "screen", {**USER, "anonymousId": "a1", "name": "Home", "properties": {"n": 1}}),
    Call("screen with campaign", "screen", {**USER, "context": {"campaign": {"name": "x"}}}),
    Call("group alone", "group", {"groupId": "g1"}),
    Call("group with null ids", "group", {"groupId": 7, "userId": None, "anonymousId": None}),
    Call("group with kind", "group", {"groupId": "g1", "traits": {"object_type_id": 2}}),
    Call("alias", "alias", {"previousId": "a1", "userId": "u1"}),
    Call(
        "alias as SDKs send it",
        "alias",
        {"previousId": 1, "userId": 2, "type": "alias", "anonymousId": None, "context": {}},
    ),
    Call(
        "batch of all types",
        "batch",
        batch(
            {"type": "identify", **USER, "context": {}, "integrations": {"All": True}},
            {"type": "track", **EVENT},
            {"type": "track", **USER, "event": "User Deleted"},
            {"type": "page", **USER},
            {"type": "screen", **USER},
            {"type": "group", "groupId": "g1"},
            {"type": "alias", "previousId": "a1", **USER},
            context={"locale": "en-US"},
            integrations={"All": True},
            sentAt="2026-01-02T03:04:05Z",
        ),
    ),
]

ITEM: dict[str, Any] = {"type": "track", **EVENT}

MISTAKES = [
    Mistake("nothing", "identify", {}, USER),
    Mistake("no object", "identify", [USER], USER),
    Mistake("user_id", "identify", {"user_id": "u1"}, USER),
    Mistake("empty id", "identify", {"userId": ""}, USER),
    Mistake("both empty", "identify", {"userId": "", "anonymousId": ""}, USER),
    Mistake("null id", "identify", {"userId": None}, USER),
    Mistake("boolean id", "identify", {"userId": True}, USER),
    Mistake("object beside an id", "identify", {**USER, "anonymousId": {}}, USER),
    Mistake(
        "empty id, empty email",
        "identify",
        {"userId": "", "traits": {"email": ""}},
        {"userId": "", "traits": {"email": "a@example.com"}},
    ),
    Mistake(
        "email without the id key",
        "identify",
        {"traits": {"email": "a@example.com"}},
        {"userId": "", "traits": {"email": "a@example.com"}},
    ),
    Mistake(
        "Unix time as trait",
        "identify",
        {**USER, "traits": {"createdAt": 1767225600}},
        {**USER, "traits": {"createdAt": "2026-01-01T00:00:00Z"}},
    ),
    Mistake(
        "type of another call", "identify", {**USER, "type": "track"}, {**USER, "type": "identify"}
    ),
    Mistake("traits as list", "identify", {**USER, "traits": []}, {**USER, "traits": {}}),
    Mistake(
        "word as integration",
        "identify",
        {**USER, "integrations": {"All": "true"}},
        {**USER, "integrations": {"All": True}},
    ),
    Mistake("name for event", "track", {**USER, "name": "Order Completed"}, EVENT),
    Mistake("empty event", "track", {**USER, "event": ""}, EVENT),
    Mistake("nobody's event", "track", {"event": "Order Completed"}, EVENT),
    Mistake("empty id, no email", "track", {**EVENT, "userId": ""}, EVENT),
    Mistake("only nulls", "track", {**EVENT, "userId": None, "groupId": None}, EVENT),
    Mistake("empty group", "track", track("Renewed", groupId=""), track("Renewed", groupId="g1")),
    Mistake("Unix time", "track", {**EVENT, "timestamp": 1767225600}, EVENT),
    Mistake("milliseconds", "track", {**EVENT, "timestamp": 1767225600123}, EVENT),
    Mistake("Unix time as word", "track", {**EVENT, "timestamp": "1767225600"}, EVENT),
    Mistake(
        "time without zone",
        "track",
        {**EVENT, "timestamp": "2026-01-01T00:00:00"},
        {**EVENT, "timestamp": "2026-01-01T00:00:00Z"},
    ),
    Mistake(
        "Unix time of a reserved event",
        "track",
        track("User Suppressed", **USER, timestamp=1767225600),
        track("User Suppressed", **USER, timestamp="2026-01-01T00:00:00Z"),
    ),
    Mistake("number as messageId", "track", {**EVENT, "messageId": 1}, {**EVENT, "messageId": "1"}),
    Mistake(
        "unknown channel",
        "track",
        {**EVENT, "context": {"channel": "web"}},
        {**EVENT, "context": {"channel": "browser"}},
    ),
    Mistake(
        "device in properties",
        "track",
        track("Device Created or Updated", **USER, properties=TOKEN),
        track("Device Created or Updated", **USER, context=TOKEN),
    ),
    Mistake(
        "token beside the device",
        "track",
        track("Device Deleted", **USER, context={"token": "t1"}),
        track("Device Deleted", **USER, context=TOKEN),
    ),
    Mistake(
        "empty token",
        "track",
        track("Device Deleted", **USER, context={"device": {"token": ""}}),
        track("Device Deleted", **USER, context=TOKEN),
    ),
    Mistake(
        "unknown device type",
        "track",
        track("Device Deleted", **USER, context={"device": {"token": "t1", "type": "iOS"}}),
        track("Device Deleted", **USER, context=TOKEN),
    ),
    Mistake(
        "deleting a visitor",
        "track",
        track("User Deleted", anonymousId="a1"),
        track("User Deleted", **USER),
    ),
    Mistake(
        "relationship without object",
        "track",
        track("Relationship Deleted", **USER, properties={}),
        track("Relationship Deleted", **USER, properties={"objectId": "g1"}),
    ),
    Mistake(
        "object without objectId",
        "track",
        track("Object Deleted", anonymousId="a1", properties={"groupId": "g1"}),
        track("Object Deleted", anonymousId="a1", properties={"objectId": "g1"}),
    ),
    Mistake(
        "unknown metric",
        "track",
        report(deliveryId="d1", metric="open"),
        report(deliveryId="d1", metric="opened"),
    ),
    Mistake(
        "no metric", "track", report(deliveryId="d1"), report(deliveryId="d1", metric="clicked")
    ),
    Mistake(
        "no delivery", "track", report(metric="clicked"), report(deliveryId="d1", metric="clicked")
    ),
    Mistake(
        "content without action",
        "track",
        track("Report Content Event", properties=CONTENT),
        track("Report Content Event", properties={**CONTENT, "actionType": "viewed_content"}),
    ),
    Mistake(
        "unknown activity",
        "track",
        track("Report Content Event", properties={"activityType": "viewed"}),
        track("Report Content Event", properties={"activityType": "viewed_content"}),
    ),
    Mistake("page of nobody", "page", {"name": "Home"}, {"name": "Home", **USER}),
    Mistake("empty visitor", "page", {"anonymousId": ""}, {"anonymousId": "a1"}),
    Mistake(
        "number as url",
        "page",
        {**USER, "properties": {"url": 1}},
        {**USER, "properties": {"url": "/"}},
    ),
    Mistake("screen of nobody", "screen", {"name": "Home"}, {"name": "Home", **USER}),
    Mistake("group without group", "group", {**USER, "traits": {}}, {**USER, "groupId": "g1"}),
    Mistake("group_id", "group", {"group_id": "g1"}, {"groupId": "g1"}),
    Mistake("empty groupId", "group", {"groupId": ""}, {"groupId": "g1"}),
    Mistake("alias of one id", "alias", USER, {**USER, "previousId": "a1"}),
    Mistake(
        "alias of an empty id", "alias", {**USER, "previousId": ""}, {**USER, "previousId": "a1"}
    ),
    Mistake("no batch", "batch", {}, batch(ITEM)),
    Mistake("empty batch", "batch", batch(), batch(ITEM)),
    Mistake("item without type", "batch", batch(EVENT), batch(ITEM)),
    Mistake("item of unknown type", "batch", batch({**ITEM, "type": "event"}), batch(ITEM)),
    Mistake("item of the wrong type", "batch", batch({**EVENT, "type": "group"}), batch(ITEM)),
    Mistake("item of nobody", "batch", batch({"type": "track", "event": "x"}), batch(ITEM)),
    Mistake(
        "one bad item of two", "batch", batch(ITEM, {"type": "alias", **USER}), batch(ITEM, ITEM)
    ),
    Mistake("no list", "batch", {"batch": ITEM}, batch(ITEM)),
    Mistake(
        "word as integration of a batch",
        "batch",
        batch(ITEM, integrations={"All": "no"}),
        batch(ITEM, integrations={"All": False}),
    ),
]
