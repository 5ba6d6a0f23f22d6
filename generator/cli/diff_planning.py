"""Plans the packages of two documents that are compared, as little of them as tells what is different."""

from collections.abc import Collection, Container
from contextlib import suppress
from dataclasses import replace

from generator.build import Inputs, Planned, chooses
from generator.core.problems import ProblemsError
from generator.document.equal_parts import equal_paths
from generator.document.located import Document
from generator.document.nodes import mapping
from generator.openapi.api import Api
from generator.openapi.different import parse_different
from generator.openapi.parse import parse_both
from generator.openapi.pattern_budget import too_costly_patterns
from generator.openapi.too_many import too_many_operations
from generator.plan import two_packages
from generator.plan.model import Package
from generator.plan.package import Draft, draft_package
from generator.plan.toolkit_yaml import Config
from generator.release.gate import Before
from generator.validation.versions import version_problem


def plan_both(old: Inputs, new: Inputs) -> tuple[Planned, Planned] | None:
    """Both packages, to be compared: without tools that are sure to be the same in both.

    None where the whole of each has to be looked at, for it may have errors, or something else
    chooses what becomes of operations. Problems that are no errors are not looked for.
    """
    configs = [replace(each.config, document=None) for each in (old, new)]
    if old.before.released or configs[0] != configs[1] or chooses(configs[0]):
        return None  # calls of the release, for one, are played against every tool
    equal = equal_paths(old.document.root, new.document.root)
    if any(map(_is_refused, (old.document, new.document))):
        return None
    try:
        return _different(old, new, equal) or _both(old, new, equal)
    except ProblemsError:
        return None


def _is_refused(document: Document) -> bool:
    refusing = (version_problem, too_many_operations, too_costly_patterns)
    return any(each(document) for each in refusing)


_PLAIN = Config()


def _different(old: Inputs, new: Inputs, equal: Collection[str]) -> tuple[Planned, Planned] | None:
    """Both packages without the equal operations; None where these may decide something of others."""
    if any(each.config != _PLAIN or each.before != Before() for each in (old, new)):
        return None  # people, or what was before, may say something of any
    if 2 * len(equal) < max(len(mapping(each.document.root.get("paths"))) for each in (old, new)):
        return None  # what is different is most, and would be read twice where it cannot be told
    with suppress(ProblemsError):
        if read := parse_different(old.document, new.document, equal):
            drafts = [_draft(each, api) for each, api in zip((old, new), read.apis, strict=True)]
            if packages := two_packages.plan_different(drafts[0], drafts[1], read.same):
                return _planned(old, new, read.apis, packages)
    return None


def _both(old: Inputs, new: Inputs, equal: Container[str]) -> tuple[Planned, Planned]:
    """Both packages with what the equal operations decide, but without their tools."""
    config = old.config
    documents, taken = (old.document, new.document), (config.body_types, config.reading)
    apis = parse_both(*documents, equal, taken)
    apis = two_packages.with_told_answers(documents, apis, equal, config)
    packages = two_packages.plan_both(_draft(old, apis[0]), _draft(new, apis[1]), equal)
    return _planned(old, new, apis, packages)


def _planned(
    old: Inputs, new: Inputs, apis: tuple[Api, Api], packages: tuple[Package, Package]
) -> tuple[Planned, Planned]:
    return Planned(old, apis[0], packages[0]), Planned(new, apis[1], packages[1])


def _draft(inputs: Inputs, api: Api) -> Draft:
    return draft_package(inputs.document, api, inputs.config, inputs.before.names())
