"""The colours of the style sheet: readable in light and dark, and the stances told apart."""

import itertools
import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "govkb" / "static" / "govkb" / "css"
STANCES = ["sup", "par", "dis", "con", "non"]

# Simulation of colour blindness at full severity on linear RGB: Machado, Oliveira and Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
VISIONS = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

# Ink, ground, and the contrast that WCAG 2.2 asks for: 4.5 for text (1.4.3), 3 for what is not
# text (1.4.11); 7 for what people read for long.
PAIRS = [
    *(("text", ground, 7) for ground in ("bg", "sunken", "raised")),
    *((ink, ground, 4.5) for ink in ("muted", "subtle") for ground in ("bg", "sunken", "raised")),
    *((ink, ground, 4.5) for ink in ("link", "visited") for ground in ("bg", "sunken", "raised")),
    ("link-hover", "bg", 4.5),
    ("accent-ink", "accent", 4.5),
    *(("border-strong", ground, 3) for ground in ("bg", "sunken", "raised")),
    *(("focus", ground, 3) for ground in ("bg", "sunken", "raised", "focus-halo")),
    *((f"{stance}-ink", f"{stance}-bg", 4.5) for stance in STANCES),
    *((f"{stance}-bd", ground, 3) for stance in STANCES for ground in ("bg", "raised")),
    ("hl-ink", "hl", 7),
    ("hl-ink", "hl-target", 7),
    ("link", "hl", 4.5),
    ("link", "hl-target", 4.5),
    ("warn-ink", "warn-bg", 7),
    ("warn-bd", "bg", 3),
]


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of the light or the dark scheme, as the style sheet has them."""
    light, _, dark = (CSS / "tokens.css").read_text().partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    lights = [
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
        for colour in (first, second)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    """Return the place of a colour in CIE L*a*b* (D65), as somebody with that vision sees it."""
    raw = linear(colour)
    r, g, b = (
        min(1, max(0, sum(m * c for m, c in zip(row, raw, strict=True)))) for row in VISIONS[vision]
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_the_formula_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_ink_stands_out_from_its_ground(scheme, ink, ground, least):
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    ("scheme", "part", "least"),
    [("light", "bg", 8), ("light", "bd", 25), ("dark", "bg", 13), ("dark", "bd", 25)],
)
def test_stances_are_told_apart_by_colour_alone(scheme, part, least, vision):
    # A difference (CIE 1976) of 2.3 is just noticeable; they have words and signs besides.
    colours = tokens(scheme)
    for one, other in itertools.combinations(STANCES, 2):
        seen = [lab(colours[f"{stance}-{part}"], vision) for stance in (one, other)]
        assert math.dist(*seen) >= least, (one, other)


def test_both_schemes_define_the_same_colours():
    sheet = (CSS / "tokens.css").read_text()
    light, _, dark = sheet.partition("prefers-color-scheme: dark")
    names = r"--([\w-]+): #"
    assert set(re.findall(names, light)) == set(re.findall(names, dark))


@pytest.mark.parametrize("name", ["base.css", "layout.css", "components.css"])
def test_only_the_tokens_name_colours_and_every_token_used_exists(name):
    sheet = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet)
    defined = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text()))
    assert set(re.findall(r"var\(--([\w-]+)", sheet)) <= defined


def test_nothing_is_loaded_from_elsewhere():
    for path in CSS.glob("*.css"):
        assert not re.findall(r"@import|url\(|https?:", path.read_text()), path.name
