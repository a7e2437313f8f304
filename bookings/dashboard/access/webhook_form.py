"""The form of an address that is told of bookings, in an owner's words."""

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextInputWidget,
)

from bookings.dashboard.frame import sent
from bookings.dashboard.frame.reachable import OwnedForm
from bookings.models import WebhookEndpoint

FORMATS = (
    (WebhookEndpoint.Format.OWN, "Our own format"),
    (WebhookEndpoint.Format.RESERVEKIT, "ReserveKit's format"),
)


class EndpointForm(OwnedForm):
    """Where, what of, and how it is written."""

    url = forms.URLField(
        label="Address",
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminTextInputWidget,
        help_text="Your partner gives you this address; it begins with https://",
    )
    format = forms.ChoiceField(
        label="Written in",
        choices=FORMATS,
        initial=WebhookEndpoint.Format.OWN,
        widget=UnfoldAdminRadioSelectWidget,
        help_text="ReserveKit's is for a program that was written for ReserveKit; for any other, leave ours.",
    )
    event_types = forms.MultipleChoiceField(
        label="Tell it when",
        choices=[(str(kind), words) for kind, words in sent.EVENTS.items()],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Tick nothing to tell it of everything.",
    )

    class Meta:
        model = WebhookEndpoint
        fields: Any = ("url", "format", "event_types")
