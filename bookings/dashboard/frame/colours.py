"""The theme's colours in a business's dashboard: its accent in every step that the theme knows."""

from businesses import palette
from businesses.models import Business

# Where the theme writes on the light ground, or writes white on a step; where it writes on the dark one.
ON_LIGHT, ON_DARK = (600, 700), (300, 400, 500)


def of(business: Business | None) -> dict[str, dict[int, str]]:
    """This will give what takes the place of the house's own accent (`palette.css`); nothing without a business."""
    if business is None:
        return {}
    light, dark = palette.shades(business.accent_color)
    steps = dict.fromkeys(ON_LIGHT, light["accent-text"]) | dict.fromkeys(ON_DARK, dark["accent-text"])
    soft = {50: light["accent-soft"], 100: light["accent-soft"], 200: light["accent-soft"]}
    return {"primary": soft | steps | {800: light["accent-text"], 900: dark["accent-soft"], 950: dark["accent-soft"]}}
