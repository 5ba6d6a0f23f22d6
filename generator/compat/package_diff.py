"""Compares what two surfaces say of a package as a whole: its names, secrets, variables, servers and enumerations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.compat.collector import Collector
from generator.compat.surface import Host, Surface
from generator.schemadiff.differences import listed_values


def compare_package(old: Surface, new: Surface, collector: Collector) -> None:
    """Note what is different of names, secrets and variables."""
    if old.toolkit != new.toolkit:
        message = "the toolkit has another name, and with it every tool that a client lists"
        collector.note("toolkit-renamed", "toolkit", message, old.toolkit, new.toolkit)
    if old.package != new.package:
        message = "the package has another name"
        collector.note("package-renamed", "package", message, old.package, new.package)
    if set(old.authentication) != set(new.authentication):
        collector.note(
            "authentication-changed",
            "authentication",
            "the secret is sent in another way",
            ", ".join(old.authentication),
            ", ".join(new.authentication),
        )
    compare_secrets(set(old.secrets), set(new.secrets), collector)
    before = {each.name: each.description for each in old.environment}
    after = {each.name: each.description for each in new.environment}
    for name in before.keys() - after.keys():
        message = f"the variable {name} is no longer read"
        collector.note("variable-removed", f"environment/{name}", message, name)
    for name in after.keys() - before.keys():
        message = f"the variable {name} is read"
        collector.note("variable-added", f"environment/{name}", message, new=name)
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            message = f"the variable {name} means something else, or is described anew"
            where = f"environment/{name}"
            collector.note("variable-changed", where, message, before[name], after[name])


def compare_secrets(old: set[str], new: set[str], collector: Collector) -> None:
    """Note which secrets are needed, and which no more."""
    gone, fresh = old - new, new - old
    if len(gone) == len(fresh) == 1:
        message = "the secret has another name, and has to be stored again under it"
        collector.note("secret-renamed", "secrets", message, gone.pop(), fresh.pop())
    for name in sorted(gone):
        collector.note("secret-removed", "secrets", f"the secret {name} is not needed", name)
    for name in sorted(fresh):
        collector.note("secret-added", "secrets", f"the secret {name} is needed", new=name)


def compare_hosts(old: tuple[Host, ...], new: tuple[Host, ...], collector: Collector) -> None:
    """Note where calls go, region by region."""
    before, after = _by_region(old), _by_region(new)
    for region, url in before.items():
        named = f"region {region}" if region else "the server"
        if region in after:
            if after[region] != url:
                message = f"calls to {named} go elsewhere"
                collector.note("host-changed", "hosts", message, url, after[region])
        elif region or url not in after.values():
            collector.note("host-removed", "hosts", f"{named} is gone", url)
    for region, url in after.items():
        if region not in before and (region or url not in before.values()):
            named = f"region {region}" if region else "the server"
            collector.note("host-added", "hosts", f"{named} is new", new=url)


def _by_region(hosts: Iterable[Host]) -> Mapping[str, str]:
    """Of several servers of one region the first is used."""
    found: dict[str, str] = {}
    for host in hosts:
        found.setdefault(host.region, host.url.rstrip("/"))
    return found


def compare_enums(old: Surface, new: Surface, collector: Collector) -> None:
    """Note which enumerations can be imported, with which members."""
    before = {each.name: each.values for each in old.enums}
    after = {each.name: each.values for each in new.enums}
    for name in before.keys() - after.keys():
        message = f"{name} can no longer be imported"
        collector.note("enum-removed", f"enums/{name}", message, ", ".join(before[name]))
    for name in after.keys() - before.keys():
        message = f"{name} can be imported"
        collector.note("enum-added", f"enums/{name}", message, new=", ".join(after[name]))
    for name in before.keys() & after.keys():
        for value in listed_values(sorted(set(before[name]) - set(after[name]))):
            message = f"{name} has no member for {value}"
            collector.note("enum-member-removed", f"enums/{name}", message, value)
        for value in listed_values(sorted(set(after[name]) - set(before[name]))):
            message = f"{name} has a member for {value}"
            collector.note("enum-member-added", f"enums/{name}", message, new=value)
