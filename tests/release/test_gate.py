"""A breaking change is refused unless the version says so, before and after a first release."""

import json
import os

import pytest

from tests.shop import CHANGELOG, CONFIG, SURFACE, Shop

NEEDS_KIND = ("required: [id]", "required: [id, kind]")
BREAKING = {
    "field-required": NEEDS_KIND,
    "enum-value-removed": ("enum: [new, used]", "enum: [new]"),
    "bound-tightened": ("maxLength: 100", "maxLength: 5"),
    "argument-removed": ("{name: urgent, in: query, schema: {type: boolean}}", "{name: id, in: query, schema: {type: string}}"),
    "tool-removed": ("/orders/{id}:\n    get:\n      operationId: getOrder", "/items/{id}:\n    get:\n      operationId: getItem"),
}  # fmt: skip


@pytest.mark.parametrize("code", BREAKING)
@pytest.mark.parametrize("released", [False, True], ids=["generated", "released"])
def test_a_breaking_change_is_refused_until_the_version_allows_it(
    shop: Shop, code: str, released: bool
) -> None:
    if released:
        assert shop.run("release", "shop").code == 0
    before = shop.text(SURFACE)
    shop.spec(*BREAKING[code])
    for command in ("generate", "check"):
        done = shop.run(command)
        assert (done.code, done.out) == (2, "")
        assert "specs/shop/toolkit.yaml:3:1: error[surface-breaking]" in done.err
        assert "version 2.0.0 or later" in done.err
        assert code in done.err
    assert shop.text(SURFACE) == before
    shop.version("1.9.0")
    assert shop.run("check").code == 2
    shop.version("2.0.0")
    assert shop.run("generate").code == 0
    assert shop.run("check").code == 0


def test_every_command_knows_and_only_looking_is_left(shop: Shop) -> None:
    shop.spec(*NEEDS_KIND)
    for command in (["check", "--full"], ["generate", "--force"], ["release", "shop"]):
        assert shop.run(*command).code == 2
    assert shop.run("lint").code == 1
    assert shop.run("show", "shop").code == 0
    shop.version("0.9.0")
    assert shop.run("generate").code == 2


def test_a_rename_is_told_how_to_keep_the_old_name(shop: Shop) -> None:
    config = "specs/shop/toolkit.yaml"
    plain, _, _ = shop.text(config).partition("tools:")
    tool = "tools:\n  POST /orders:\n    body: json\n    name: PlaceOrder\n"
    argument = "tools:\n  POST /orders:\n    body: json\n    arguments:\n      urgent: { name: rush"
    (shop.root / config).write_text(plain + tool, "utf-8")
    keep = "aliases: [{ name: SendOrder, until: 2.0.0 }]"
    assert f"keep its old name with {keep}, undo" in shop.run("generate").err
    (shop.root / config).write_text(plain + argument + " }\n", "utf-8")
    assert "aliases: [{ name: urgent, until: 2.0.0 }]" in shop.run("generate").err
    (shop.root / config).write_text(f"{plain}{tool}    {keep}\n", "utf-8")
    assert shop.run("generate").code == 0


def test_what_breaks_several_tools_alike_is_one_error(shop: Shop) -> None:
    shop.spec(
        "      parameters:\n",
        "      parameters:\n        - {name: page, in: query, schema: {type: integer, maximum: 9}}\n",
    )
    assert shop.run("generate").code == 0
    shop.spec("maximum: 9", "maximum: 8")
    err = shop.run("generate").err
    assert err.count("error[") == 1
    assert "GetOrder arguments.page: maximum was 9 and is 8 (see " in err
    assert "; the same in SendOrder\n" in err
    assert "from " not in err.splitlines()[0]


def test_what_breaks_nobody_passes(shop: Shop) -> None:
    shop.spec("maxLength: 100", "maxLength: 200")
    shop.spec("Send an order", "Send one order")
    shop.spec("enum: [new, used]", "enum: [new, used, old]")
    assert shop.run("generate").code == 0


def test_before_1_0_0_a_minor_version_is_enough(shop: Shop) -> None:
    shop.version("0.3.0")
    (shop.root / SURFACE).unlink()
    assert shop.run("generate").code == 0
    shop.spec(*NEEDS_KIND)
    assert "version 0.4.0 or later" in shop.run("check").err
    shop.version("0.4.0")
    assert shop.run("generate").code == 0


def _package(shop: Shop, name: str) -> None:
    config = shop.root / "specs/shop/toolkit.yaml"
    config.write_text(config.read_text().replace("package: arcade_shop", f"package: {name}"))


@pytest.mark.parametrize("named", [[], ["shop"]], ids=["all", "named"])
def test_another_package_name_is_no_way_around(shop: Shop, named: list[str]) -> None:
    _package(shop, "arcade_store")
    shop.spec(*NEEDS_KIND)
    for command in ("generate", "check"):
        done = shop.run(command, *named)
        assert done.code == 2
        assert "as package-renamed breaks what calls 1.0.0" in done.err
        assert "as field-required breaks what calls 1.0.0" in done.err
        assert f"remove {SURFACE} and generate again" in done.err
    assert (shop.root / SURFACE).exists()
    assert not (shop.root / "generated/arcade_store").exists()
    shop.version("2.0.0")
    assert shop.run("generate").code == 0
    assert not (shop.root / "generated/arcade_shop").exists()
    assert shop.run("check").code == 0


def test_names_outlive_the_package_s_name(shop: Shop) -> None:
    _package(shop, "arcade_store")
    shop.spec("operationId: getOrder", "operationId: readOrder")
    shop.version("2.0.0")
    assert shop.run("generate").code == 0
    assert '"GetOrder"' in shop.text("generated/arcade_store/surface.json")


@pytest.mark.parametrize("line", ['package: "arcade_shop"', "package:   'arcade_shop' # ours"])
def test_a_live_package_is_nobody_s_earlier_one_however_it_is_named(shop: Shop, line: str) -> None:
    config = shop.root / "specs/shop/toolkit.yaml"
    config.write_text(config.read_text().replace("package: arcade_shop", line))
    shop.version("2.0.0")
    assert shop.run("generate").code == 0
    other = shop.root / "specs" / "other"
    other.mkdir()
    (other / "openapi.yaml").write_text(shop.text("specs/shop/openapi.yaml"))
    (other / "toolkit.yaml").write_text(
        CONFIG.replace("arcade_shop", "arcade_other").replace("1.0.0", "0.1.0")
    )
    assert shop.run("generate", "other").code == 0


def test_what_an_unrelated_toolkit_left_behind_is_nobody_s_earlier_one(shop: Shop) -> None:
    other = shop.root / "specs" / "other"
    other.mkdir()
    text = shop.text("specs/shop/openapi.yaml")
    one = text[text.index("  /orders/{id}:") :]
    for name in ("/a", "/b"):
        text += one.replace("/orders", name).replace("getOrder", f"get{name[1:]}")
    (other / "openapi.yaml").write_text(text.replace("/orders/{id}", "/c/{id}"))
    config = CONFIG.replace("arcade_shop", "arcade_other").replace("1.0.0", "0.1.0")
    (other / "toolkit.yaml").write_text(config)
    (shop.root / "specs/shop/toolkit.yaml").unlink()
    assert shop.run("generate", "other").code == 0


def test_a_package_of_another_toolkit_is_nobody_s_earlier_one(shop: Shop) -> None:
    other = shop.root / "specs" / "other"
    other.mkdir()
    for name in ("openapi.yaml", "toolkit.yaml"):
        text = shop.text(f"specs/shop/{name}").replace("arcade_shop", "arcade_other")
        (other / name).write_text(text.replace("toolkit: Shop", "toolkit: Other"))
    assert shop.run("generate").code == 0


@pytest.mark.parametrize("released", [False, True], ids=["generated", "released"])
def test_a_version_does_not_go_back(shop: Shop, released: bool) -> None:
    shop.version("2.0.0")
    shop.spec(*NEEDS_KIND)
    assert shop.run("generate").code == 0
    if released:
        assert shop.run("release", "shop").code == 0
    for lower in ("1.9.0", "2.0.0rc1"):
        shop.version(lower)
        for command in ("generate", "check", "release"):
            done = shop.run(command, "shop")
            assert done.code == 2
            assert f"error[version-lowered] version {lower} is lower than 2.0.0" in done.err
            assert ("remove generated" in done.err) != released
    assert shop.run("lint").code == 1
    if not released:
        (shop.root / SURFACE).unlink()
        shop.version("1.9.0")
        assert shop.run("generate").code == 0


def test_a_version_that_was_never_released_may_be_lowered_to_one_that_may(shop: Shop) -> None:
    assert shop.run("release", "shop").code == 0
    shop.version("3.0.0")
    assert shop.run("generate").code == 0
    shop.version("1.0.0")
    assert shop.run("generate").code == 0


def test_without_a_release_what_was_generated_counts_until_it_is_removed(shop: Shop) -> None:
    shop.spec(*NEEDS_KIND)
    refused = shop.run("generate")
    assert f"remove {SURFACE} and generate again" in refused.err
    (shop.root / SURFACE).unlink()
    assert shop.run("generate").code == 0
    assert shop.run("check").code == 0


def test_removing_what_was_generated_does_not_hide_a_break_from_a_release(shop: Shop) -> None:
    assert shop.run("release", "shop").code == 0
    shop.spec(*NEEDS_KIND)
    (shop.root / SURFACE).unlink()
    done = shop.run("generate")
    assert done.code == 2 and "1.0.0 is the last release" in done.err


def test_several_breaks_of_one_unreleased_version_pass_after_a_release(shop: Shop) -> None:
    assert shop.run("release", "shop").code == 0
    shop.version("2.0.0")
    for change in (NEEDS_KIND, BREAKING["enum-value-removed"], BREAKING["bound-tightened"]):
        shop.spec(*change)
        assert shop.run("generate").code == 0


def test_a_surface_with_conflict_marks_is_told_and_nothing_is_lost(shop: Shop) -> None:
    conflict = "<<<<<<< ours\n" + shop.text(SURFACE)
    (shop.root / SURFACE).write_text(conflict)
    for command in ("generate", "check"):
        done = shop.run(command)
        assert done.code == 2
        assert SURFACE in done.err
    assert shop.text(SURFACE) == conflict


def test_a_link_in_the_surface_s_place_is_not_followed(shop: Shop) -> None:
    shop.spec(*NEEDS_KIND)
    path = shop.root / SURFACE
    (shop.root / "elsewhere.json").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(shop.root / "elsewhere.json")
    assert "surface-breaking" not in shop.run("check").err


def test_the_package_line_need_not_be_plain(shop: Shop) -> None:
    config = shop.root / "specs/shop/toolkit.yaml"
    config.write_text(config.read_text().replace("package: arcade_shop", 'package: "arcade_shop"'))
    shop.spec(*NEEDS_KIND)
    assert "surface-breaking" in shop.run("generate").err


def test_outside_a_workspace_the_folder_itself_is_the_measure(shop: Shop) -> None:
    spec = "specs/shop/openapi.yaml"
    chosen = ["--spec", spec, "--out", "made"]
    assert shop.run("generate", *chosen).code == 0
    shop.spec(*NEEDS_KIND)
    done = shop.run("generate", *chosen)
    assert done.code == 2 and "error[surface-breaking]" in done.err


def test_the_run_after_a_change_builds_nothing(shop: Shop) -> None:
    shop.spec("Send an order", "Send one order")
    heavy = {"jinja2", "yaml", "jsonschema_rs"} | {
        "generator.release.gate",
        "generator.compat",
    }
    assert heavy <= shop.space.loaded("generate")
    assert not (heavy | {"black"}) & shop.space.loaded("check")


def test_the_surface_and_the_changelog_are_readable_and_sorted(shop: Shop) -> None:
    surface = json.loads(shop.text(SURFACE))
    assert list(surface["tools"]) == ["GetOrder", "SendOrder"]
    assert surface["version"] == "1.0.0"
    first = "## 1.0.0 (unreleased)\n\n- First version: `GetOrder` and `SendOrder`.\n"
    assert shop.text(CHANGELOG).endswith(first)


def test_a_surface_beyond_bounds_is_not_read(shop: Shop) -> None:
    os.truncate(shop.root / SURFACE, 1 << 40)
    for words in (["generate"], ["check"], ["diff", "shop", "shop"], ["show", "shop"]):
        done = shop.run(*words)
        assert (done.code, f"{SURFACE}:1:1: error[byte-budget]" in done.err) == (2, True)


def test_a_release_reads_as_much_as_it_is_allowed(shop: Shop) -> None:
    refused = shop.run("release", "shop", "--max-bytes", "99")
    assert refused.code == 2 and "hint: --max-bytes allows more" in refused.err
    assert shop.run("release", "shop", "--max-bytes", "99999").code == 0
