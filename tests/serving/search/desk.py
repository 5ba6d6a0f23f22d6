"""A small API in which the same few words stand in many titles."""

from typing import Any

_ID = {"in": "path", "required": True, "schema": {"type": "string"}}

BODIES: dict[str, Any] = {
    "PATCH /teams/{team}/tickets/{ticket}": {
        "state": {"type": "string", "enum": ["open", "closed"], "description": "How it stands."},
        "due_on": {"type": "string", "format": "date"},
    },
    "POST /uploads": {"file": {"type": "object", "properties": {"mime_kind": {"type": "string"}}}},
}
TITLES = {
    "GET /teams": "List teams",
    "POST /teams": "Create a team",
    "GET /teams/{team}": "Get a team",
    "DELETE /teams/{team}": "Delete a team",
    "GET /teams/{team}/members": "List team members",
    "PUT /teams/{team}/members/{member}": "Add a team member",
    "DELETE /teams/{team}/members/{member}": "Remove a team member",
    "GET /teams/{team}/tickets": "List tickets",
    "POST /teams/{team}/tickets": "Create a ticket",
    "PATCH /teams/{team}/tickets/{ticket}": "Update a ticket",
    "DELETE /teams/{team}/tickets/{ticket}": "Delete a ticket",
    "GET /teams/{team}/tickets/{ticket}/comments": "List ticket comments",
    "POST /teams/{team}/tickets/{ticket}/comments": "Create a ticket comment",
    "DELETE /teams/{team}/tickets/{ticket}/comments/{comment}": "Delete a ticket comment",
    "POST /teams/{team}/tickets/{ticket}/merge": "Merge a ticket",
    "GET /user": "Get the authenticated user",
    "GET /users/{user}": "Get a user",
    "GET /user/tickets": "List tickets of the authenticated user",
    "GET /tickets": "List tickets (Legacy)",
    "POST /uploads": "Upload data",
}


def document() -> dict[str, Any]:
    """The API's document."""
    paths: dict[str, Any] = {}
    for key, title in TITLES.items():
        method, path = key.split()
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        operation: dict[str, Any] = {
            "summary": title,
            "tags": [path.split("/")[1]],
            "parameters": [{"name": name, **_ID} for name in names],
            "responses": {"200": {"description": "Fine."}},
        }
        if key == "GET /teams/{team}":
            team = {"type": "object", "properties": {"name": {"type": "string"}}}
            content = {"application/json": {"schema": team}}
            operation["responses"]["200"]["content"] = content
        if members := BODIES.get(key):
            schema = {"type": "object", "properties": members}
            operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": "1"},
        "servers": [{"url": "https://desk.example"}],
        "paths": paths,
    }
