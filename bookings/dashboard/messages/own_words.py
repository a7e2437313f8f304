"""A business's own words in a mail: they begin with ours, and are seen as the guest reads them while they are typed."""

import json
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from unfold import widgets

from bookings.dashboard.frame import pages, sent
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.frame.reachable import OwnedForm
from bookings.localized import LANGUAGES, NAMES, chosen
from bookings.models import Booking
from bookings.notifications import letters, wording
from businesses.models import Business, MessageText
from businesses.models.message import PLACEHOLDERS, validate_placeholders

Kind = MessageText.Kind
EVERY = "Every language that has no words of its own"
NO_BOOKING = "There is no booking yet to show it with."
FRAMED = """<p><strong>{}</strong></p>
<iframe sandbox srcdoc="{}" title="The mail as its guest reads it" width="100%" height="640"></iframe>
<details><summary>As plain text</summary><p class="as-typed">{}</p></details>"""
MEANS = {
    "first_name": "the guest's first name",
    "service": "what is booked",
    "staff": "who serves",
    "business": "your name",
    "day": "the day",
    "time": "the time",
    "when": "day and time",
    "zone": "the time zone",
    "code": "the booking's code",
    "price": "the price",
    "place": "where it is",
    "link": "the guest's own page",
    "reason": "why it was cancelled",
}


def defaults(here: Business) -> dict[str, dict[str, tuple[str, str]]]:
    """This will give our subject and text, by kind of mail and language; "" is the language of the business."""
    found: dict[str, dict[str, tuple[str, str]]] = {kind: {} for kind in Kind.values}
    for language in ("", *LANGUAGES):
        with translation.override(language or chosen(here.language)):
            for kind in Kind.values:
                found[kind][language] = wording.ours(kind)
    return found


class OwnWordsForm(OwnedForm):
    """The form. What is left as we would say it stays ours: so it fits a request, too, and every language."""

    kind = forms.ChoiceField(label="Which mail", widget=widgets.UnfoldAdminSelectWidget)
    language = forms.ChoiceField(required=False, label="For guests who read", widget=widgets.UnfoldAdminSelectWidget)

    class Meta:
        model = MessageText
        exclude = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, sent.KINDS[kind]) for kind in Kind]  # type: ignore[attr-defined]
        now = self.instance.language
        other = [(now, now)] if now and now not in LANGUAGES else []
        named = [(code, NAMES[code]) for code in LANGUAGES]
        self.fields["language"].choices = [("", EVERY), *named, *other]  # type: ignore[attr-defined]
        if self.initial.get("kind") not in Kind.values:
            self.initial["kind"] = Kind.PENDING
        ours = self.ours[self.initial["kind"]]
        subject, text = ours.get(chosen(now) if now else "", ours[""])
        self.initial["subject"] = self.initial.get("subject") or subject
        self.initial["text"] = self.initial.get("text") or text

    @cached_property
    def ours(self) -> dict[str, dict[str, tuple[str, str]]]:
        """What we say."""
        return defaults(self.instance.business)

    @property
    def ours_written(self) -> str:
        """The same, for the script of the page."""
        return json.dumps(self.ours)

    @property
    def placeholders(self) -> list[tuple[str, str]]:
        """What can be filled in, and what it becomes."""
        return [(f"{{{name}}}", MEANS[name]) for name in PLACEHOLDERS]

    def preview(self) -> SafeString | str:
        """The mail as it is kept, or as it would be with our words."""
        names = ("kind", "language", "subject", "text")
        shown = {name: self.initial.get(name) or "" for name in names}
        return framed(MessageText(business=self.instance.business, **shown))

    def clean_subject(self) -> str:
        """Nothing, where it is as we would say it."""
        return self._own("subject", 0)

    def clean_text(self) -> str:
        """Nothing, where it is as we would say it."""
        return self._own("text", 1)

    def _own(self, name: str, which: int) -> str:
        typed: str = self.cleaned_data[name]
        return "" if any(typed == each[which] for kind in self.ours.values() for each in kind.values()) else typed


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is typed, as the guest of the latest booking would read it; nothing is kept."""
    here = pages.business(request, OWNER, MANAGER)
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "language", "subject", "text")}
    try:
        if typed["kind"] not in Kind.values:
            raise ValidationError("Choose which mail it is.")
        for name in ("subject", "text"):
            validate_placeholders(typed[name])
        shown = framed(MessageText(business=here, **typed))
        wrong = ""
    except ValidationError as fault:
        shown, wrong = "", " ".join(fault.messages)
    context = {"shown": shown, "wrong": wrong}
    return pages.show(request, "admin/own_words.html", context, title="Your own words", status=400 if wrong else 200)


def framed(text: MessageText) -> SafeString | str:
    """This will show the mail as the guest of the latest booking would read it. Nothing in it leads anywhere."""
    booking = Booking.objects.visible().with_details().filter(business=text.business_id).first()
    if booking is None:
        return NO_BOOKING
    mail = letters.preview(text, booking)
    return format_html(FRAMED, mail.subject, str(mail.alternatives[0][0]), mail.body)
