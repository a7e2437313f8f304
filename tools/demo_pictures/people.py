"""The four people of the demo, head and shoulders, and its sign."""

import math
from typing import NamedTuple

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
    disc,
    leaf,
    path,
    sheet,
)


class Look(NamedTuple):
    """What a person is drawn with: the ground, the disc behind, skin, its shade, and what they wear."""

    ground: str
    sun: str
    skin: str
    shade: str
    cloth: str


def _portrait(look: Look, behind: str, before: str, *, collar: str = "", brow: str = BARK) -> str:
    ground, sun, skin, shade, cloth = look
    body = path("M40 410 C52 318 120 306 166 290 Q200 322 234 290 C280 306 348 318 360 410Z", cloth)
    neck = path("M168 222 L168 286 Q200 322 232 286 L232 222Z", skin) + path(
        "M168 246 Q200 284 232 246 L232 262 Q200 300 168 262Z", shade
    )
    ears = disc(127, 186, 13, skin, ry=18) + disc(273, 186, 13, skin, ry=18)
    head = path("M128 160 C128 84 272 84 272 160 C272 226 246 270 200 270 C154 270 128 226 128 160Z", skin)
    cheeks = disc(154, 210, 15, CLAY, ry=11, more='opacity=".20"') + disc(
        246, 210, 15, CLAY, ry=11, more='opacity=".20"'
    )
    eyes = "".join(disc(x, 182, 5.5, INK, ry=7) + disc(x + 2, 179.5, 1.7, "#fff") for x in (169, 231))
    brows = path("M154 163 Q168 154 182 161", line=brow, width=4.5) + path(
        "M218 161 Q232 154 246 163", line=brow, width=4.5
    )
    nose = path("M200 186 Q195 208 192 212 Q198 218 206 215", line=shade, width=4)
    mouth = path("M178 232 Q200 250 222 232", line="#a4483a", width=4.5)
    return sheet(
        ground, sun, behind + body + collar + neck + ears + head + cheeks + eyes + brows + nose + mouth + before
    )


def lena() -> str:
    """Curls, cut dry."""
    curl = ("#8f4a24", "#a5582c", "#7b3d1c")
    around = [
        (200 + 96 * math.cos(a), 152 + 98 * math.sin(a)) for a in (math.pi * (0.80 + 1.40 * n / 13) for n in range(14))
    ]
    behind = "".join(disc(x, y + 4, 37, curl[n % 3]) for n, (x, y) in enumerate(around))
    behind += (
        disc(112, 236, 34, curl[2])
        + disc(288, 236, 34, curl[0])
        + disc(122, 270, 26, curl[1])
        + disc(279, 270, 26, curl[2])
    )
    top = [
        (138, 124, 25),
        (166, 102, 27),
        (200, 94, 29),
        (234, 102, 27),
        (262, 124, 25),
        (184, 118, 20),
        (218, 118, 20),
    ]
    before = "".join(disc(x, y, r, curl[n % 3]) for n, (x, y, r) in enumerate(top))
    rings = disc(126, 212, 6, GOLD) + disc(274, 212, 6, GOLD)
    collar = path("M166 290 Q200 322 234 290 L246 296 Q200 348 154 296Z", WHITE)
    return _portrait(
        Look("#d9e3d3", SAGE, "#f3cbae", "#e0ab88", LEAF), behind, before + rings, collar=collar, brow="#6d3517"
    )


def amir() -> str:
    """A short cut that fades, and a beard."""
    hair = "#241a16"
    beard = path(
        "M127 176 C130 240 150 286 200 288 C250 286 270 240 273 176 C268 204 256 214 240 214 C226 206 212 210 200 214"
        " C188 210 174 206 160 214 C144 214 132 204 127 176Z", hair, more='opacity=".94"'
    )  # fmt: skip
    mouth = path("M180 233 Q200 246 220 233 Q200 240 180 233Z", "#b06052", line="#b06052", width=4)
    top = path(
        "M124 158 C112 74 168 56 206 60 C262 54 290 92 276 158 C272 136 262 124 252 118 C224 128 176 126 150 116 C138 124 128 138 124 158Z",
        hair,
    )
    wave = path("M150 100 Q190 70 246 92", line="#47362e", width=7) + path(
        "M144 116 Q150 96 170 88", line="#47362e", width=5
    )
    collar = path("M150 296 L200 352 L250 296 L268 304 L204 410 L196 410 L132 304Z", "#4a2a1d")
    return _portrait(
        Look("#ecd2bd", "#d98d62", "#d19b72", "#b57d55", CLAY), "", beard + mouth + top + wave, collar=collar, brow=hair
    )


def sofia() -> str:
    """Straight and fair, with a fringe, one strand in plum."""
    fair, dark = "#e8c476", "#d3a753"
    behind = path(
        "M104 168 C98 66 302 66 296 168 L306 344 C282 356 262 352 250 340 L150 340 C138 352 118 356 94 344Z", dark
    )
    fringe = path(
        "M120 176 C112 80 288 80 280 176 C278 160 272 150 268 146 C230 160 170 160 132 146 C128 150 122 160 120 176Z",
        fair,
    )
    sides = path("M122 160 C112 220 108 290 112 348 C128 352 138 346 142 336 C136 280 130 220 134 148Z", fair)
    sides += path("M278 160 C288 220 292 290 288 348 C272 352 262 346 258 336 C264 280 270 220 266 148Z", fair)
    strand = path("M274 176 C284 236 284 292 280 346", line=PLUM, width=9)
    lines = path("M168 104 Q160 130 164 152 M200 96 L200 154 M232 104 Q240 130 236 152", line=dark, width=3.5)
    collar = path("M166 290 Q200 322 234 290 L240 294 Q200 338 160 294Z", "#5f3c70")
    return _portrait(
        Look("#e6dbe9", "#c6a9d0", "#f6d6c0", "#e4b193", PLUM),
        behind,
        fringe + sides + strand + lines,
        collar=collar,
        brow="#b98b3e",
    )


def noor() -> str:
    """A knot on top, ready for the mat."""
    hair, shine = "#33211c", "#573a30"
    behind = disc(200, 66, 42, hair) + path("M176 54 Q200 40 224 54 M172 70 Q200 56 228 70", line=shine, width=4)
    behind += path("M118 196 C104 72 296 72 282 196 Q276 224 262 232 L138 232 Q124 224 118 196Z", hair)
    before = path("M121 184 C104 62 296 62 279 184 C274 152 252 134 200 104 C148 134 126 152 121 184Z", hair)
    before += path("M142 136 Q164 104 194 94 M258 136 Q236 104 206 94", line=shine, width=4)
    collar = path("M146 298 Q200 372 254 298 L268 304 Q200 404 132 304Z", CREAM)
    return _portrait(Look("#d5e4ea", SKY, "#dfae86", "#c48d66", "#2d6a8e"), behind, before, collar=collar, brow=hair)


def sign() -> str:
    """A chestnut under its leaves."""
    leaves = "".join(
        leaf(200, 196, turn, SAGE if turn % 2 else "#cfe0cb", size=size)
        for turn, size in ((-77, 1.25), (-38, 1.5), (0, 1.65), (38, 1.5), (77, 1.25))
    )
    nut = path(
        "M118 262 C118 202 160 184 200 184 C240 184 282 202 282 262 C282 316 244 344 200 344 C156 344 118 316 118 262Z",
        CHESTNUT,
    )
    foot = path("M132 296 C164 276 236 276 268 296 C258 328 230 344 200 344 C170 344 142 328 132 296Z", SAND)
    shine = path("M150 240 C156 218 172 208 190 206", line=ROSE, width=10, more='opacity=".75"')
    return sheet(LEAF, "#3a7d5d", leaves + nut + foot + shine, at=(200, 200, 168))


PICTURES = {"kastanie": sign, "lena-hoffmann": lena, "amir-rahimi": amir, "sofia-lindqvist": sofia, "noor-haddad": noor}
