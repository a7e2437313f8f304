"""The frame of every mail: one design, written as HTML and as plain text from the same parts.

    mail = mail_frame.message(Content("Moved: Cut on Tue 1 Dec, 10:00", "Hello Kim …", button=Link("See it", url)))
    mail.to = ["kim@example.com"]

Mail programs know little of CSS: tables hold the columns, every style stands at its element, and what only some of them
know (the dark colours, narrow screens) stands in one `<style>` that the others may drop.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from businesses import palette, phone
from businesses.models import Business

SITES_OWN = "#2f6b4f"  # the accent of what no business sends
BREAK = re.compile(r"\n\s*\n")
ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:!?)])")
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


class Link(NamedTuple):
    """Words that lead somewhere. A long address is left out of plain text, where it would be all that one sees."""

    words: str
    url: str
    is_long: bool = False


class Fact(NamedTuple):
    """A line of facts. One without a label goes on with the line above it."""

    label: str
    value: str
    instead_of: str = ""  # what it was before
    links: tuple[Link, ...] = ()
    aside: str = ""  # what is read with it, in smaller letters


class Row(NamedTuple):
    """Links of one kind, after the words that say what they are for, if they need any."""

    words: str
    links: Sequence[Link]


@dataclass(frozen=True)
class House:
    """On whose paper a mail is written."""

    name: str
    accent: str = SITES_OWN
    logo: str = ""
    address: str = ""
    phone: str = ""
    phone_link: str = ""


@dataclass(frozen=True)
class Content:
    """What a mail says. `preheader` is what a list of mails shows beside the subject."""

    subject: str
    text: str
    house: House = field(default_factory=lambda: of_site())
    language: str = "en"
    rtl: bool = False
    preheader: str = ""
    facts: Sequence[Fact] = ()
    button: Link | None = None
    notes: Sequence[str] = ()
    rows: Sequence[Row] = ()
    foot: Sequence[Link] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The text, cut where a line is empty."""
        return [part.strip() for part in BREAK.split(self.text) if part.strip()]

    @property
    def direction(self) -> str:
        """As HTML's `dir` has it."""
        return "rtl" if self.rtl else "ltr"


def of_business(business: Business) -> House:
    """This will give a business's own paper: its name or logo, its colour, how to reach it."""
    number = phone.dialled(phone.to_dial(business.phone, business.country)) if business.phone else ""
    return House(
        business.name,
        business.accent_color,
        business.logo,
        business.address,
        business.phone,
        f"tel:{number}" if number else "",
    )


def of_site() -> House:
    """This will give the paper of what no business sends."""
    return House(urlsplit(settings.PUBLIC_URL).hostname or "localhost")


def message(content: Content, sender: str | None = None, **options: object) -> EmailMultiAlternatives:
    """This will compose a mail in both forms; `options` are those of `EmailMultiAlternatives`."""
    mail = EmailMultiAlternatives(content.subject, as_text(content), sender, **options)  # type: ignore[arg-type]
    mail.attach_alternative(as_html(content), "text/html")
    return mail


def letter(subject: str, text: str, to: str, *, button: str = "") -> EmailMultiAlternatives:
    """This will compose a mail of the site's from plain text, in English.

    A paragraph of nothing but an address becomes a button with these words, in HTML; the text stays as it is.
    """
    subject = " ".join(subject.split())
    mail = EmailMultiAlternatives(subject, text, None, [to], headers=AUTOMATIC)
    mail.attach_alternative(as_html(of_text(subject, text, button=button)), "text/html")
    return mail


def of_text(subject: str, text: str, *, button: str) -> Content:
    """This will read plain text as what a mail says; what follows the address stands below the button."""
    content = Content(subject, text)
    above = content.paragraphs
    found = next((n for n, paragraph in enumerate(above) if ADDRESS.fullmatch(paragraph)), None)
    if found is None or not button:
        return content
    said = {"text": "\n\n".join(above[:found]), "notes": above[found + 1 :]}
    return replace(content, button=Link(button, above[found]), **said)  # type: ignore[arg-type]


def as_html(content: Content) -> str:
    """This will write what a mail says as HTML of its own, with nothing loaded but the house's logo."""
    shades = palette.shades(content.house.accent)
    light, dark = ({name.replace("-", "_"): colour for name, colour in each.items()} for each in shades)
    context = {
        "mail": content,
        "light": light,
        "dark": dark,
        "lines": list(_lines(content.facts)),
        "paragraphs": [_linked(each, light["accent_text"]) for each in content.paragraphs],
        "notes": [_linked(each, light["accent_text"]) for each in content.notes],
    }
    html = render_to_string("notifications/mail.html", context)
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def as_text(content: Content) -> str:
    """This will write the same as plain text, each link on a line of its own."""
    text = render_to_string("notifications/mail.txt", {"mail": content})
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip() + "\n"


def _linked(text: str, colour: str) -> str:
    """A paragraph as HTML. Only what is written as an address in full leads there: a name never becomes a link."""
    link = '<a class="link" href="{0}" style="color:{1}">{0}</a>'
    parts = [format_html(link, part, colour) if n % 2 else part for n, part in enumerate(ADDRESS.split(text))]
    return linebreaksbr(format_html_join("", "{}", ((part,) for part in parts)))


def _lines(facts: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Facts by their label, with those that go on with it."""
    label, found = "", list[Fact]()
    for fact in facts:
        if fact.label and found:
            yield label, found
            found = []
        label = fact.label or label
        found.append(fact)
    if found:
        yield label, found
