"""What all pictures of the demo share: the paper they stand on, and its colours."""

CREAM, SAND, CLAY, ROSE = "#f6eee2", "#ead9bd", "#c4693f", "#e3aa94"
CHESTNUT, BARK, LEAF, SAGE = "#6b3d25", "#3a241a", "#2f6b4f", "#a8c0a5"
PLUM, SKY, GOLD, INK, WHITE = "#8a5a9e", "#a3c4d6", "#e0a83e", "#22312a", "#fffaf2"
SIZE = 400  # of the drawing's own units, both ways


def sheet(ground: str, sun: str, content: str, *, at: tuple[int, int, int] = (200, 190, 140)) -> str:
    """This will give a whole drawing: a ground, a large disc on it, the content, and a breath of light over all."""
    x, y, r = at
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">
<defs><linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".28"/>
<stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="{BARK}" stop-opacity=".14"/></linearGradient>
<filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feDropShadow dx="0" dy="5" stdDeviation="7"
 flood-color="{BARK}" flood-opacity=".22"/></filter></defs>
<rect width="{SIZE}" height="{SIZE}" fill="{ground}"/><circle cx="{x}" cy="{y}" r="{r}" fill="{sun}"/>
{content}
<rect width="{SIZE}" height="{SIZE}" fill="url(#light)"/></svg>"""


def path(d: str, fill: str = "none", *, line: str = "", width: float = 0, more: str = "") -> str:
    """This will give one shape, filled, outlined or both."""
    drawn = f' stroke="{line}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"' if line else ""
    return f'<path d="{d}" fill="{fill}"{drawn} {more}/>'


def disc(x: float, y: float, r: float, fill: str, *, ry: float = 0, more: str = "") -> str:
    """This will give a circle, or an ellipse."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{ry or r}" fill="{fill}" {more}/>'


def box(x: float, y: float, width: float, height: float, fill: str, *, round_: float = 0, more: str = "") -> str:
    """This will give a rectangle, its corners rounded."""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_}" fill="{fill}" {more}/>'


def group(content: str, *, move: str = "", shadow: bool = True) -> str:
    """This will give shapes as one thing, which throws one shadow."""
    return f'<g transform="{move}"{" filter=" + chr(34) + "url(#soft)" + chr(34) if shadow else ""}>{content}</g>'


def leaf(x: float, y: float, turn: float, fill: str, *, size: float = 1) -> str:
    """This will give a leaf with its vein, its stem at this place."""
    shape = path("M0 0 C-26 -24 -26 -66 0 -96 C26 -66 26 -24 0 0Z", fill)
    vein = path("M0 0 L0 -82", line=CREAM, width=2, more='opacity=".5"')
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({size})">{shape}{vein}</g>'
