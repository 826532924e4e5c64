"""The style sheets and icons as files: contrast, the floor of old browsers, weight, nothing inline."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from yexiao import common

STATIC = Path(common.__file__).parent / "static"
SOURCES = STATIC.parent.parent
SHEETS = {name: (STATIC / f"common/{name}.css").read_text() for name in ("tokens", "base", "parts")}
TEMPLATES = sorted(SOURCES.glob("*/templates/**/*.html"))
TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft", "act", "good", "warn", "bad") for ground in ("ground", "card")),
    *((text, ground) for text in ("ink", "ink-soft", "act") for ground in ("act-soft", "calm-soft")),
    *(("lamp-ink", ground) for ground in ("ground", "card", "lamp-soft")),
    *((text, f"{kind}-soft") for kind in ("good", "warn", "bad") for text in ("ink", "ink-soft", kind)),
    *(("tile-low-ink", f"tile-{level}") for level in (0, 1, 2)),
    *(("tile-high-ink", f"tile-{level}") for level in (3, 4)),
    ("act-ink", "act"),
]
SHAPE_PAIRS = [
    *((shape, ground) for shape in ("edge", "act", "lamp-ink") for ground in ("ground", "card")),
    ("mark", "mark-lit"),
]


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of light, of dark by the system and of dark by choice."""
    blocks = re.findall(r"(:root[^{]*){([^}]*)}", SHEETS["tokens"])
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for _, body in blocks]
    light, system, chosen = [found for found in colours if "ground" in found]
    return {"light": light, "system": system, "chosen": chosen}


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours by WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_agrees_with_known_ratios():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "chosen"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reaches_four_and_a_half_to_one(theme, text, ground):
    colours = themes()[theme]

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "chosen"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_reach_three_to_one(theme, shape, ground):
    colours = themes()[theme]

    assert contrast(colours[shape], colours.get(ground, colours["lamp"])) >= 3


def test_dark_is_the_same_by_choice_and_by_the_system():
    assert themes()["system"] == themes()["chosen"]
    assert themes()["system"].keys() == themes()["light"].keys()


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", SHEETS["tokens"]))
    used = {name for sheet in STATIC.parent.parent.glob("*/static/**/*.css") for name in tokens_of(sheet.read_text())}

    assert used - defined == set()


def tokens_of(text: str) -> list[str]:
    return re.findall(r"var\((--[\w-]+)\)", text)


@pytest.mark.parametrize("sheet", sorted(SOURCES.glob("*/static/**/*.css")), ids=lambda path: path.name)
def test_styles_stay_within_chrome_87_and_safari_14(sheet):
    too_new = (
        r"@layer|@container|:has\(|:is\(|:where\(|\bdvh\b|\binset:|(margin|padding|inset)-(block|inline):|aspect-ratio"
    )
    flex_gap = r"(?<!grid-)(?<!row-)(?<!column-)\bgap:"

    assert re.findall(f"{too_new}|{flex_gap}", sheet.read_text()) == []


def test_styles_and_scripts_weigh_at_most_forty_kilobytes_compressed():
    css = sum(len(gzip.compress(text.encode())) for text in SHEETS.values())
    scripts = [*STATIC.glob("common/*.js"), STATIC / "vendor/htmx.min.js"]
    js = sum(len(gzip.compress(path.read_bytes())) for path in scripts)

    assert css + js <= 40_000
    assert sum(len(text.encode()) for text in SHEETS.values()) <= 30_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_have_nothing_inline_and_no_other_host(template):
    text = template.read_text()

    assert re.findall(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son\w+="|javascript:', text) == []
    assert re.findall(r'(?:src|data-hx-\w+)="(?:https?:)?//', text) == []


def test_every_icon_used_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "common/icons.svg").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}

    assert used - sprite == set()
