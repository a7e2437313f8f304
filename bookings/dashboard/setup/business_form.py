"""A business as a form: what its fields are called, what they mean, and what may be written in them."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from unfold import widgets

from bookings.dashboard.frame.plain import YEAR, Color, Lines
from bookings.dashboard.setup.choices import countries, currencies, with_present
from bookings.dashboard.setup.photo import FILE, Photo, PicturedForm
from businesses import cities, money
from businesses.document import values
from businesses.document.errors import Faults
from businesses.document.node import Node
from businesses.models import Business, Service, Skill

LABELS = {
    "slug": "Name in web addresses",
    "active": "Open to guests",
    "category": "Kind of business",
    "email": "E-mail",
    "timezone": "Time zone",
    "lead_time_minutes": "Latest booking, before the start",
    "window_days": "Earliest booking, days before",
    "slot_interval_minutes": "A time is offered every",
    "auto_confirm": "Bookings are confirmed at once",
    "cancel_notice_minutes": "Latest cancelling, before the start",
    "hold_minutes": "A time is held for",
    "pending_expiry_minutes": "Undecided bookings lapse after",
    "guests_may_book_series": "Guests may book a series",
    "online_shown_minutes": "Address of online services, before the start",
    "own_time_off": "What staff members may do about their time off",
    "show_staff_selection": "Guests choose with whom",
    "show_service_prices": "Show prices",
    "show_service_duration": "Show lengths",
    "require_customer_email": "Ask for an e-mail address",
    "accent_color": "Colour",
    "consent_text": "Words about privacy",
    "reminder_minutes": "Reminder, before the start",
    "sends_thanks": "Send thanks after the visit",
    "sends_missed": "Write to those who did not come",
    "quiet_from": "No reminders from",
    "quiet_until": "No reminders until",
}
HELP = {
    "slug": "What follows /book/ in the address of your booking page.",
    "active": "Off: the booking page is closed and no partner can book.",
    "name": "What guests read at the top of the booking page and in every mail.",
    "description": "A sentence or two for guests.",
    "category": "Such as “Hairdresser”.",
    "phone": "Where guests can call you.",
    "email": "Where guests can write to you. Bookings of people without an e-mail of their own are told here.",
    "currency": "Prices keep their numbers when this is changed; cents must be gone before a currency without them.",
    "country": "How phone numbers without a + are read, and how dates and prices are written.",
    "timezone": "Where the clock on your wall is. Bookings that exist keep their moment when this is changed.",
    "language": "What guests read unless they choose another.",
    "lead_time_minutes": "1 hour = guests can book until an hour before. 0 = until the last moment.",
    "window_days": "60 = guests can book up to sixty days ahead. 0 = today only.",
    "slot_interval_minutes": "30 minutes = guests are offered 9:00, 9:30, 10:00 …",
    "auto_confirm": "Off: each booking waits until you confirm it.",
    "cancel_notice_minutes": "1 day = guests can cancel or move until a day before. 0 = until the start.",
    "hold_minutes": "10 minutes = a chosen time is kept for so long while the guest types.",
    "pending_expiry_minutes": "2 hours = what you do not confirm within that time is cancelled. Empty: never.",
    "guests_may_book_series": "On: guests can book the same time every week, every 2 weeks or every month.",
    "online_shown_minutes": "1 hour = guests read where the video meeting is from an hour before on, and their "
    "reminder waits until it can say so. Empty: as soon as the booking is confirmed.",
    "own_time_off": "What they ask for waits on your front page, and nobody is away before you grant it. "
    "What they enter themselves counts at once.",
    "show_staff_selection": "Off: guests get whoever is free.",
    "show_service_prices": "Off: guests see no prices.",
    "show_service_duration": "Off: guests see no lengths.",
    "require_customer_email": "Off: guests may leave it empty, and then get no confirmation or reminder.",
    "accent_color": "Of buttons and links on the booking page.",
    "consent_text": "Stands below the form in which guests leave their name.",
    "reminder_minutes": "1 day = guests are reminded a day before. Empty: not at all.",
    "sends_thanks": "A mail when the visit is over.",
    "sends_missed": "A mail when you mark that nobody came.",
    "quiet_from": "21:00 = no reminders after nine in the evening: they go out just before. Empty: any time.",
    "quiet_until": "08:00 = reminders may be sent again from eight in the morning.",
}


def read_origin(line: str) -> str:
    """This will read one address of a website: https and a name, nothing behind it."""
    faults = Faults()
    values.origins(Node([line.rstrip("/")], "", faults))
    if faults:
        raise ValidationError(f"“{line[:60]}” is no such address. Write https://www.example.com and nothing behind it.")
    return line.rstrip("/")


class BusinessForm(PicturedForm):
    """A business. What has a code is chosen by its name."""

    limits = {"window_days": (0, 730)}
    lengths = {
        "lead_time_minutes": (0, YEAR),
        "slot_interval_minutes": (1, 1440),
        "cancel_notice_minutes": (0, YEAR),
        "hold_minutes": (1, 120),
        "pending_expiry_minutes": (1, YEAR),
        "reminder_minutes": (1, YEAR),
        "online_shown_minutes": (0, YEAR),
    }

    logo_url = Photo(label="Logo", help_text="At the top of the booking page and of mails. " + FILE)
    timezone = forms.ChoiceField(
        widget=widgets.UnfoldAdminSelectWidget, label=LABELS["timezone"], help_text=HELP["timezone"]
    )
    currency = forms.ChoiceField(widget=widgets.UnfoldAdminSelectWidget, help_text=HELP["currency"])
    country = forms.ChoiceField(widget=widgets.UnfoldAdminSelectWidget, help_text=HELP["country"])
    language = forms.ChoiceField(widget=widgets.UnfoldAdminSelectWidget, help_text=HELP["language"])
    accent_color = Color(label=LABELS["accent_color"], help_text=HELP["accent_color"])
    embed_origins = Lines(
        label="Websites that show it",
        read=read_origin,
        help_text="Your own site, when the booking page stands inside one of its pages: "
        "https://www.example.com, one address a line.",
    )

    class Meta:
        model = Business
        exclude = ()
        labels = LABELS
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[Any]] = {
            "timezone": [*cities.for_owners()],
            "currency": currencies(),
            "country": countries(),
            "language": [(code, str(name)) for code, name in settings.LANGUAGES],
        }
        for name, choices in offered.items():
            if name in self.fields:
                self.fields[name].choices = with_present(choices, getattr(self.instance, name))  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        """This will refuse a currency that has fewer decimals than the prices that there are."""
        currency: str = self.cleaned_data["currency"]
        if self.instance.pk and currency != Business.objects.values_list("currency", flat=True).get(
            pk=self.instance.pk
        ):
            services = Service.objects.filter(business=self.instance)
            skills = Skill.objects.filter(business=self.instance).select_related("staff", "service")
            priced = [*((each.name, each.price) for each in services), *((str(each), each.price) for each in skills)]
            if odd := money.misfits(priced, currency):
                raise ValidationError(f"A price has {money.rule(currency)}. Change these first: {', '.join(odd)}.")
        return currency

    def clean(self) -> dict[str, Any]:
        """This will see that the quiet hours have both ends."""
        found = super().clean() or self.cleaned_data
        ends = {name: found.get(name) for name in ("quiet_from", "quiet_until")}
        for name, time in ends.items():
            if time is None and any(ends.values()) and name not in self.errors:
                self.add_error(name, "Write both times, or leave both empty.")
        return found
