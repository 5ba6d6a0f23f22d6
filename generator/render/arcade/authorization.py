"""What Arcade is told of the authorization that a tool needs: the provider, and what has to be granted."""

from typing import Any

from generator.emit import literals
from generator.emit.literals import PythonLiteral
from generator.plan.model import Authorization

PROVIDERS = (
    *("Airtable", "Asana", "Atlassian", "Attio", "Calendly", "ClickUp", "Discord", "Dropbox"),
    *("Figma", "GitHub", "Google", "Hubspot", "Linear", "LinkedIn", "Microsoft"),
    *("MicrosoftPowerBI", "Notion", "PagerDuty", "Reddit", "Slack", "Spotify", "Twitch", "X"),
    "Zoom",
)
"""The classes of the providers that Arcade knows; a test holds them against `arcade_tdk.auth`."""

_IDS = {"MicrosoftPowerBI": "microsoft-powerbi"}
"""The providers whose IDs are not their names."""

_CLASSES = {name.lower(): name for name in PROVIDERS} | {own: name for name, own in _IDS.items()}


def authorization(needed: Authorization) -> PythonLiteral:
    """The `auth.Provider(...)` of a tool; a provider that Arcade does not know is an ID there."""
    known, own_id = _provider(needed)
    given: list[tuple[str, str]] = [("id", literals.python(own_id))] if own_id else []
    if needed.scopes:
        scopes = ", ".join(literals.python(each) for each in needed.scopes)
        given.append(("scopes", f"[{scopes}]"))
    return literals.call(f"auth.{known or 'OAuth2'}", given)


def requirement(needed: Authorization) -> dict[str, Any]:
    """The same as Arcade's server lists it."""
    known, own_id = _provider(needed)
    return {
        **({"provider_id": _IDS.get(known, known.lower())} if known else {}),
        "provider_type": "oauth2",
        **({"id": own_id} if own_id else {}),
        "oauth2": {"scopes": list(needed.scopes)} if needed.scopes else {},
    }


def _provider(needed: Authorization) -> tuple[str, str]:
    """Arcade's class of the provider, or "", and the ID of one that is set up there, or ""."""
    known = _CLASSES.get(needed.provider.lower(), "")
    return known, needed.id or ("" if known else needed.provider)
