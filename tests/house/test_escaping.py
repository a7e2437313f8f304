"""What people write is escaped by the templates: whatever goes past them is listed here, with its reason."""

import re

from tests.house.test_doors import ROOMS, ROOT, name_of, sources

# path: how often it says that a text is safe, and why it is
PYTHON = {
    "bookings/wizard/public_data.py": (2, "JSON in which no character can end its element"),
    "bookings/wizard/zones.py": (1, "an attribute of the product's own, nothing that anybody wrote"),
}
TEMPLATES = {
    "templates/notifications/mail.txt": (1, "plain text, in which a sign of HTML is a sign"),
    "templates/unfold/helpers/help_text.html": (1, "the theme's own: help texts are the product's, nobody types them"),
}
PAST_PYTHON = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeData\b|__html__|format_html\(\s*f[\"']|autoescape=False")
PAST_TEMPLATES = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off|\{%\s*filter\s+safe")


def found(paths, pattern):
    """How often each file goes past the escaping."""
    counts = {name_of(path): len(pattern.findall(path.read_text("utf-8"))) for path in paths}
    return {name: count for name, count in counts.items() if count}


def test_no_code_calls_a_text_safe_but_what_is_listed():
    assert found(sources(*ROOMS), PAST_PYTHON) == {name: count for name, (count, _) in PYTHON.items()}


def test_no_template_calls_a_text_safe_but_what_is_listed():
    paths = sorted((ROOT / "templates").rglob("*"))
    files = [path for path in paths if path.suffix in (".html", ".txt", ".xml")]
    assert len(files) > 20
    assert found(files, PAST_TEMPLATES) == {name: count for name, (count, _) in TEMPLATES.items()}
