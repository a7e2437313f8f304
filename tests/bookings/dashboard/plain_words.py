"""What no page of the dashboard says: words of the framework that it is built with, and dates as that writes them."""

import re

FOREIGN = re.compile(
    r"Please correct|Select [\w ]+ to (?:change|view)|yielded|Select (?:a valid|record)|\(None\)"
    r"|\bNone\b(?! yet)|[ap]\.m\.|\bDjango\b|(?<![/\w.-])[Aa]dmin(?:istration)?\b(?![/.])|\bObjects?\b"
    r"|this object|the objects"
    r"|changed successfully|added successfully|deleted successfully|doesn’t exist|\bauthenticated\b|\bLog (?:in|out)\b"
    r"|\b(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\. \d"
)
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SAID = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*)"')


def foreign(answer):
    """This will give the foreign words that a page shows, reads aloud or has in a title."""
    if "html" not in answer.get("Content-Type", ""):
        return []
    page = HIDDEN.sub(" ", answer.text)
    shown = " ".join([re.sub(r"<[^>]*>", " ", page), *SAID.findall(page)])
    return [match[0] for match in FOREIGN.finditer(shown)]
