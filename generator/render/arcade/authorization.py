"""What Arcade is told of the authorization that a tool needs: the provider, and what has to be granted."""

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

_CLASSES = {name.lower(): name for name in PROVIDERS} | {"microsoft-powerbi": "MicrosoftPowerBI"}


def authorization(needed: Authorization) -> PythonLiteral:
    """The `auth.Provider(...)` of a tool; a provider that Arcade does not know is an ID there."""
    known = _CLASSES.get(needed.provider.lower())
    own_id = needed.id or ("" if known else needed.provider)
    given: list[tuple[str, str]] = [("id", literals.python(own_id))] if own_id else []
    if needed.scopes:
        scopes = ", ".join(literals.python(each) for each in needed.scopes)
        given.append(("scopes", f"[{scopes}]"))
    return literals.call(f"auth.{known or 'OAuth2'}", given)
