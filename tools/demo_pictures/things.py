"""What the demo offers, a still life for each service."""

import math

from paper import (
    BARK,
    CHESTNUT,
    CLAY,
    CREAM,
    GOLD,
    INK,
    LEAF,
    PLUM,
    ROSE,
    SAGE,
    SAND,
    SKY,
    WHITE,
    box,
    disc,
    group,
    leaf,
    path,
    sheet,
)

STEEL, DEEP = "#5d7680", "#2d6a8e"


def _scissors(move: str, steel: str = STEEL, ring: str = CLAY) -> str:
    blades = path("M-10 8 L-34 -150 Q-26 -156 -20 -148 L10 2Z", steel) + path(
        "M10 8 L34 -150 Q26 -156 20 -148 L-10 2Z", "#83a0aa"
    )
    rings = "".join(
        f'<ellipse cx="{x}" cy="52" rx="25" ry="33" fill="none" stroke="{ring}" stroke-width="13" transform="rotate({turn} {x} 52)"/>'
        for x, turn in ((-28, 18), (28, -18))
    )
    return group(blades + rings + disc(0, 2, 8, GOLD), move=move)


def _comb(move: str, fill: str) -> str:
    teeth = "".join(box(14, -92 + n * 12.4, 42, 7, fill, round_=3.5) for n in range(16))
    return group(box(-14, -98, 34, 202, fill, round_=12) + teeth, move=move)


def _waves(colors: list[str], *, x: float, step: float, width: float) -> str:
    return "".join(
        path(f"M{x + n * step} -20 C{x + n * step - 70} 90 {x + n * step + 78} 170 {x + n * step} 270 S{x + n * step + 20} 380 {x + n * step - 8} 430", line=color, width=width)
        for n, color in enumerate(colors)
    )  # fmt: skip


def _steam(x: float, y: float, color: str = WHITE) -> str:
    return "".join(
        path(f"M{x + dx} {y} c-16 -24 16 -36 0 -62 c-10 -18 4 -30 4 -30", line=color, width=8, more='opacity=".8"')
        for dx in (-34, 0, 34)
    )


def short_cut() -> str:
    """Comb and scissors."""
    return sheet(
        "#efe0c9", SAND, _comb("translate(132 206) rotate(-14)", LEAF) + _scissors("translate(254 226) rotate(20)")
    )


def long_cut() -> str:
    """Hair that falls."""
    tones = ["#7b3d1c", "#8f4a24", "#a5582c", "#b9683a", "#a5582c", "#8f4a24", "#7b3d1c"]
    return sheet(
        "#f3dccb",
        ROSE,
        group(_waves(tones, x=128, step=25, width=27))
        + leaf(316, 372, 28, LEAF, size=1.1)
        + leaf(346, 384, 62, SAGE, size=0.8),
    )


def fringe() -> str:
    """A fringe, and two eyes below it that see again."""
    hair = path(
        "M64 214 C44 40 356 40 336 214 C332 236 318 240 308 226 L304 206 C268 222 132 222 96 206 L92 226 C82 240 68 236 64 214Z",
        CHESTNUT,
    )
    lines = "".join(
        path(f"M{200 + dx} 84 Q{200 + dx * 1.35} 140 {200 + dx * 1.4} 204", line="#8a5434", width=5)
        for dx in (-62, -38, -13, 13, 38, 62)
    )
    lids = "".join(
        path(
            f"M{x - 30} 268 Q{x} 296 {x + 30} 268 M{x - 20} 284 l-8 13 M{x} 289 l0 15 M{x + 20} 284 l8 13",
            line=BARK,
            width=6,
        )
        for x in (138, 262)
    )
    return sheet("#f4e6d6", "#f3c9ab", lids + group(hair + lines), at=(200, 220, 150))


def child() -> str:
    """The booster seat is a fire engine."""
    body = box(66, 172, 268, 92, "#c7432f", round_=18) + path(
        "M232 176 L244 114 Q246 106 256 106 L304 106 Q318 106 322 120 L334 186Z", "#d8553f"
    )
    window = path("M258 124 L300 124 L310 168 L250 168Z", SKY)
    ladder = path("M74 156 L226 122 M80 138 L222 106", line=WHITE, width=7) + "".join(
        path(f"M{92 + n * 31} {150 - n * 7} l-3 -17", line=WHITE, width=6) for n in range(5)
    )
    band = box(66, 214, 268, 13, WHITE) + disc(318, 206, 9, GOLD)
    wheels = "".join(disc(x, 268, 35, INK) + disc(x, 268, 15, SAND) for x in (126, 276))
    return sheet(
        "#dbe8ea",
        SKY,
        box(0, 302, 400, 98, "#c9d6c4")
        + group(body + window + ladder + band + box(270, 92, 24, 16, GOLD, round_=7) + wheels),
    )


def beard() -> str:
    """Hot towels, rolled."""
    rolls = "".join(
        box(x - 74, y - 37, 148, 74, fill, round_=37)
        + disc(x + 37, y, 37, edge)
        + path(f"M{x + 37} {y - 20} a20 20 0 1 1 -14 34 a12 12 0 1 1 14 -22", line=fill, width=6)
        for x, y, fill, edge in ((126, 306, WHITE, SAND), (274, 306, CREAM, SAND), (200, 236, WHITE, SAND))
    )
    return sheet("#d8c3ae", "#b98a6a", _steam(200, 172) + group(rolls) + box(0, 342, 400, 58, CHESTNUT))


def consultation() -> str:
    """A fan of shades."""
    tones = ["#2b1b16", "#54301f", "#7b4325", "#a8622f", "#cf9445", "#e7c37a", "#f0dcae"]
    fan = "".join(
        group(
            box(-27, -214, 54, 214, tone, round_=14) + disc(0, -22, 7, CREAM),
            move=f"translate(200 330) rotate({-54 + n * 18})",
        )
        for n, tone in enumerate(tones)
    )
    return sheet("#ebe3ee", "#d3c0da", fan)


def roots() -> str:
    """A bowl, and the brush in it."""
    brush = group(
        box(-9, -190, 18, 150, BARK, round_=9)
        + box(-22, -50, 44, 36, GOLD, round_=6)
        + path("M-24 -16 L24 -16 L17 38 Q0 48 -17 38Z", "#4b2a52"),
        move="translate(236 206) rotate(32)",
    )
    bowl = (
        path("M78 206 L322 206 C320 296 276 330 200 330 C124 330 80 296 78 206Z", WHITE)
        + disc(200, 206, 122, "#e9e1d6", ry=30)
        + disc(200, 210, 104, PLUM, ry=22)
    )
    swirl = path("M128 210 Q164 194 200 210 T272 208", line="#b089c0", width=7)
    return sheet("#efe2ef", "#d9bfe0", group(bowl + swirl) + brush)


def balayage() -> str:
    """From chestnut to gold, as painted."""
    stops = "".join(
        f'<stop offset="{at}" stop-color="{color}"/>'
        for at, color in ((0, "#3a2117"), (0.4, "#7b4325"), (0.75, "#cf9445"), (1, "#f2d899"))
    )
    defs = f'<defs><linearGradient id="hair" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="400">{stops}</linearGradient></defs>'
    lights = _waves(["#f6e3b4", "#f6e3b4", "#f6e3b4"], x=128, step=72, width=3.5)
    return sheet(
        "#f1e2d0",
        "#e6bd95",
        defs + group(_waves(["url(#hair)"] * 7, x=116, step=29, width=31)) + f'<g opacity=".7">{lights}</g>',
    )


def correction() -> str:
    """A wheel of colours, and one of them right."""
    tones = ["#c7432f", "#d9773c", GOLD, "#9db25a", LEAF, DEEP, "#5a5fa8", PLUM, "#b8557d"]
    parts = ""
    for n, tone in enumerate(tones):
        a, b = (2 * math.pi * (n + e) / len(tones) - math.pi / 2 for e in (0.04, 0.96))
        parts += path(
            f"M{200 + 128 * math.cos(a)} {200 + 128 * math.sin(a)} A128 128 0 0 1 {200 + 128 * math.cos(b)} {200 + 128 * math.sin(b)}",
            line=tone,
            width=50,
        )
    return sheet(
        "#eeeae2",
        "#f8f3e8",
        group(parts.replace('stroke-linecap="round"', 'stroke-linecap="butt"'))
        + disc(200, 200, 66, "#c98b4a")
        + path("M172 200 l20 22 l38 -44", line=WHITE, width=13),
        at=(200, 200, 172),
    )


def back() -> str:
    """Warm stones, one on the other."""
    stones = (
        disc(200, 318, 116, "#4c5a5c", ry=42)
        + disc(196, 248, 90, "#66777a", ry=36)
        + disc(205, 188, 64, "#83979a", ry=29)
        + disc(198, 142, 40, "#a5b6b7", ry=20)
    )
    shine = path(
        "M128 306 Q160 288 206 288 M142 240 Q168 224 202 224 M166 180 Q184 169 206 169",
        line=WHITE,
        width=5,
        more='opacity=".4"',
    )
    return sheet(
        "#d9e6e2",
        "#b5d0c8",
        leaf(92, 330, -38, LEAF, size=1.3)
        + leaf(78, 344, -78, SAGE)
        + group(stones + shine)
        + box(0, 354, 400, 46, "#c3b79f"),
    )


def body() -> str:
    """Oil, and tea in the garden."""
    bottle = (
        path(
            "M112 180 Q112 156 132 148 L132 112 L172 112 L172 148 Q192 156 192 180 L192 326 Q192 340 178 340 L126 340 Q112 340 112 326Z",
            "#b9762f",
        )
        + box(128, 84, 48, 32, BARK, round_=8)
        + box(112, 218, 80, 74, CREAM)
    )
    label = leaf(152, 284, 0, LEAF, size=0.55)
    cup = (
        path("M222 262 L330 262 Q330 340 276 340 Q222 340 222 262Z", WHITE)
        + path("M328 276 q34 0 26 30 q-8 20 -36 16", line=WHITE, width=11)
        + disc(276, 262, 54, "#8a5a2b", ry=13)
    )
    return sheet(
        "#dfe8d8",
        SAGE,
        leaf(70, 300, -30, LEAF, size=1.2)
        + _steam(276, 236)
        + group(bottle + label + cup)
        + box(0, 340, 400, 60, "#b89b78"),
    )


def yoga() -> str:
    """Somebody who sits, while the sun goes up."""
    skin, cloth = "#b9764f", DEEP
    legs = path(
        "M84 322 C92 286 150 280 200 292 C250 280 308 286 316 322 C318 340 300 346 280 344 L120 344 C100 346 82 340 84 322Z",
        cloth,
    )
    torso = path("M164 206 Q200 190 236 206 L244 304 L156 304Z", CLAY)
    arms = path("M170 216 C128 240 116 268 104 304", line=skin, width=21) + path(
        "M230 216 C272 240 284 268 296 304", line=skin, width=21
    )
    head = (
        box(187, 168, 26, 36, skin, round_=10)
        + disc(200, 148, 35, skin, ry=39)
        + path("M164 146 C162 98 238 98 236 146 C226 126 174 126 164 146Z", BARK)
        + disc(200, 98, 18, BARK)
    )
    mat = box(36, 338, 328, 22, PLUM, round_=11)
    return sheet(
        "#f5dfc8", GOLD, box(0, 300, 400, 100, "#e8c9a6") + mat + group(torso + arms + legs + head), at=(200, 206, 146)
    )


def braid() -> str:
    """Three strands, over and under."""
    tones, parts = ("#a5582c", "#8f4a24", "#bd7040"), ""
    for n in range(8):
        y, turn = 50 + n * 38, 34 if n % 2 else -34
        lobe = disc(0, 0, 60, tones[n % 3], ry=31) + path(
            "M-40 -4 Q0 -18 42 -2 M-34 9 Q2 -3 38 10", line="#6d3517", width=2.5, more='opacity=".45"'
        )
        parts += f'<g transform="translate({180 if n % 2 else 220} {y}) rotate({turn})">{lobe}</g>'
    crown = path("M120 -10 L280 -10 C280 30 262 58 236 70 L164 70 C138 58 120 30 120 -10Z", tones[1])
    end = path("M172 366 Q160 396 180 424 L220 424 Q240 396 228 366Z", tones[0]) + box(
        166, 344, 68, 24, LEAF, round_=10
    )
    return sheet("#e3ebdc", SAGE, group(crown + parts + end))


PICTURES = {
    "short-cut": short_cut,
    "long-cut-finish": long_cut,
    "fringe-trim": fringe,
    "childrens-cut": child,
    "beard-trim-hot-towel": beard,
    "colour-consultation": consultation,
    "root-touch-up": roots,
    "balayage": balayage,
    "colour-correction": correction,
    "back-neck-massage": back,
    "full-body-massage": body,
    "yoga-for-stiff-people": yoga,
    "braiding-workshop": braid,
}
