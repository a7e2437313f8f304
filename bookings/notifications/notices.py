"""Mails to somebody in the business about no booking."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from bookings.models import Delivery
from bookings.notifications import envelope
from bookings.notifications.wording import one_line
from businesses import mail_frame
from businesses.mail_frame import Content, Link
from businesses.models import Business


def switched_off(delivery: Delivery, business: Business, recipient: str) -> EmailMultiAlternatives:
    """This will compose a notice to an owner that is about no booking."""
    url = delivery.about.get("url", "")
    page = settings.PUBLIC_URL + reverse("admin:bookings_webhookendpoint_changelist")
    content = Content(
        one_line(f"{business.name}: webhooks to {url} are switched off"),
        f"The endpoint {url} is told nothing any more: {delivery.about.get('reason', '')}.\n\n"
        "Switch it on again in the dashboard once it answers; what it missed can be sent again from there.",
        mail_frame.of_business(business),
        button=Link("Open the dashboard", page),
    )
    return to_the_house(delivery, content, recipient)


def to_the_house(delivery: Delivery, content: Content, recipient: str = "") -> EmailMultiAlternatives:
    """This will compose a mail that somebody in the business is told by, about no booking."""
    business = delivery.business
    to, headers = [recipient or delivery.recipient], envelope.headers(delivery)
    return mail_frame.message(content, envelope.sender(business), to=to, headers=headers)


def trial(business: Business, address: str) -> EmailMultiAlternatives:
    """This will compose a mail that proves that mails arrive, and how they look."""
    subject, house = one_line(f"A test from {business.name}"), mail_frame.of_business(business)
    content = Content(subject, "Mails from your booking pages arrive. This is how they look.", house)
    return mail_frame.message(content, envelope.sender(business), to=[address])
