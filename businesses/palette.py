"""The colours of a business's pages and mails from its one accent colour: always readable, on light and on dark."""

from collections.abc import Callable

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
LIGHT_PAPER: Colour = (250, 248, 244)
DARK_CARD: Colour = (42, 38, 34)
INK: Colour = (20, 18, 16)
READABLE = 4.5  # WCAG 2.2 AA for text
STEPS = 50


def style_sheet(accent: str) -> str:
    """This will give the custom properties of an accent colour (#rrggbb), for light and for dark."""
    light, dark = (";".join(f"--{name}:{colour}" for name, colour in each.items()) for each in shades(accent))
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def shades(accent: str) -> tuple[dict[str, str], dict[str, str]]:
    """This will give the colours (#rrggbb) that an accent colour has on light, and those that it has on dark.

    Each has `accent`, `accent-ink` for what is written on it, `accent-text` for words on the page, and `accent-soft`.
    """
    base = _read(accent)
    light = _shades(base, surface=LIGHT_PAPER, text_towards=(0, 0, 0), tint=0.12)
    return light, _shades(base, surface=DARK_CARD, text_towards=WHITE, tint=0.16)


def contrast(one: Colour, other: Colour) -> float:
    """This will give the contrast of two colours, 1 to 21, as WCAG counts it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _shades(base: Colour, *, surface: Colour, text_towards: Colour, tint: float) -> dict[str, str]:
    soft = _mixed(surface, base, tint)
    text = _until(base, text_towards, lambda colour: min(contrast(colour, surface), contrast(colour, soft)))
    ink = max(WHITE, INK, key=lambda colour: contrast(colour, text))
    colours = {"accent": text, "accent-ink": ink, "accent-text": text, "accent-soft": soft}
    return {name: _written(colour) for name, colour in colours.items()}


def _until(base: Colour, towards: Colour, measure: Callable[[Colour], float]) -> Colour:
    """The colour as it is when it can be read, else as little changed as it takes."""
    for step in range(STEPS + 1):
        colour = _mixed(base, towards, step / STEPS)
        if measure(colour) >= READABLE:
            return colour
    return towards


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _read(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.lstrip("#"))
    return red, green, blue


def _written(colour: Colour) -> str:
    return "#" + bytes(colour).hex()
