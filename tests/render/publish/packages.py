"""Packages whose files are read by the tests here, made of one small document."""

import json
from typing import Any

from generator.build import build
from generator.workspace.sources import SourceFile, Sources
from tests.shop import CONFIG, SPEC

AUTHOR = "author: Harbor Masters\n"
PUBLISH = """\
publish:
  owner: harbor-masters
  repository: https://github.com/harbor-masters/shop
  homepage: https://shop.example/tools
  icon: https://shop.example/icon.png
  category: sales
"""
KEYS = """\
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
security: [{key: []}, {login: []}]
"""
"""Two ways to authenticate, of which one is enough."""

GRANTED = "oauth: { provider: github }\n"
OAUTH = """\
components:
  securitySchemes:
    user:
      type: oauth2
      flows: {authorizationCode: {authorizationUrl: "https://a.example", tokenUrl: "https://t.example", scopes: {read: r}}}
security: [{user: [read]}]
"""


def files_of(
    more: str = "", spec: str = "", of: str = SPEC, config: str = CONFIG
) -> dict[str, str]:
    """The files of the package, with `more` said in toolkit.yaml and `spec` in the document."""
    sources = Sources(
        SourceFile("openapi.yaml", (of + spec).encode()),
        config=SourceFile("toolkit.yaml", (config + more).encode()),
    )
    return {str(path): text for path, text in build(sources).files.items()}


def data(files: dict[str, str], path: str) -> Any:
    """A file of JSON."""
    return json.loads(files[path])
