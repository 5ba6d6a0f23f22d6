"""Decides how calls authenticate: which secrets an operation sends together, and where each stands."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import product

from generator.openapi.api import Api, Operation, SecurityScheme
from generator.openapi.unsupported import Unsupported
from generator.plan import runtime_model
from generator.plan.access_settings import KeyRule
from generator.plan.model import Authorization
from generator.plan.secrets import is_granted, key_rules
from generator.plan.toolkit_yaml import Config

_BASIC: dict[str, runtime_model.CredentialKind] = {
    "username": "basic-username",
    "password": "basic-password",
    "pair": "basic-pair",
}
"""How the secret stands in HTTP Basic, by what toolkit.yaml calls it."""

Credentials = tuple[runtime_model.Credential, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """How the calls of one operation authenticate."""

    credentials: Credentials = ()
    """The alternatives, the first first; none where calls need no key."""
    optional: bool = False
    """Whether calls go without a key where none is set."""
    authorization: Authorization | None = None

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The secrets that each alternative needs together."""
        named = (
            tuple(dict.fromkeys(filter(None, map(_secret, _all(each)))))
            for each in self.credentials
        )
        return tuple(dict.fromkeys(named))


def plan_access(api: Api, config: Config, operation: Operation) -> Access:
    """How the operation's calls authenticate; raises `Unsupported` where toolkit.yaml has no secret for it."""
    wanted = [[api.scheme(key) for key in each] for each in operation.security]
    keyed = [each for each in wanted if each]
    # Who sets up Arcade's authorization wants it used wherever it can be.
    granted = [each for each in keyed if any(is_granted(scheme, config) for scheme in each)]
    found = [one for each in _by_rule(granted or keyed, config) for one in _expanded(each, config)]
    if keyed and not found:
        named = ", ".join(dict.fromkeys(scheme.key for each in keyed for scheme in each))
        raise Unsupported(f"toolkit.yaml has no secret of its own for each of {named}")
    return Access(
        credentials=tuple(dict.fromkeys(found)),
        optional=len(keyed) < len(wanted) and not granted,
        authorization=_authorization(operation, granted, config),
    )


def usual_credentials(api: Api, config: Config) -> Credentials:
    """What most secured operations accept; of two equals what comes first."""
    counts: Counter[Credentials] = Counter()
    for operation in api.operations:
        try:
            counts[plan_access(api, config, operation).credentials] += bool(operation.security)
        except Unsupported:
            continue
    return next((found for found, _ in counts.most_common(1)), ())


def _all(credential: runtime_model.Credential) -> Credentials:
    """The credential, and those that are sent with it."""
    return (credential, *credential.also)


def _secret(credential: runtime_model.Credential) -> str:
    return credential.secret


def without_secret(credentials: Credentials, shared: str) -> Credentials:
    """The credentials as the runtime is told of them, which knows the shared secret by itself."""
    return tuple(
        replace(
            each,
            secret="" if each.secret == shared else each.secret,
            also=without_secret(each.also, shared),
        )
        for each in credentials
    )


def _by_rule(wanted: list[list[SecurityScheme]], config: Config) -> list[list[SecurityScheme]]:
    """In the order of toolkit.yaml's keys, whose patterns are tried in turn; else in the document's."""
    order = {rule.scheme: index for index, rule in reversed(list(enumerate(config.keys)))}
    return sorted(
        wanted, key=lambda each: min(order.get(scheme.key, len(order)) for scheme in each)
    )


def _expanded(schemes: list[SecurityScheme], config: Config) -> list[runtime_model.Credential]:
    """What is sent for schemes that are needed together, once for each form of each secret."""
    if not all(is_granted(each, config) or each.key in config.schemes for each in schemes):
        return []
    forms = [
        (
            [_granted(config)]
            if is_granted(each, config)
            else [_credential(each, rule, config) for rule in key_rules(each, config)]
        )
        for each in schemes
    ]
    names = [each[0].secret for each in forms]
    if len(set(names)) < len(names):
        return []  # one scheme's secret is not another's
    return [replace(first, also=tuple(rest)) for first, *rest in product(*forms)]


def _granted(config: Config) -> runtime_model.Credential:
    return runtime_model.Credential("arcade-token")


def _credential(scheme: SecurityScheme, rule: KeyRule, config: Config) -> runtime_model.Credential:
    return runtime_model.Credential(
        _BASIC[rule.basic_as] if scheme.kind == "basic" else scheme.kind,
        name=scheme.name,
        key_pattern=rule.pattern or "",
        secret=config.schemes[scheme.key].secret,
        prefix=rule.prefix or scheme.prefix,
    )


def _authorization(
    operation: Operation, granted: list[list[SecurityScheme]], config: Config
) -> Authorization | None:
    """What Arcade has to be granted for the alternative that is sent."""
    if config.oauth is None or not granted:
        return None
    key = next(each.key for each in granted[0] if is_granted(each, config))
    return Authorization(
        config.oauth.provider, config.oauth.id, dict(operation.scopes).get(key, ())
    )
