"""A business's own words: they begin with ours, and are seen before they are kept."""

import html

import pytest
from django.urls import reverse

from bookings.dashboard.messages import own_words
from businesses.models import Business, MessageText
from businesses.models.message import PLACEHOLDERS
from tests import factories
from tests.bookings.dashboard.forms import address, faults, filled, send

ADD, PREVIEW = address(MessageText, "add"), reverse("admin:own_words_preview")
OURS = "Hello {first_name}, your booking is confirmed. We look forward to seeing you."


def shown(client, **typed):
    return client.post(PREVIEW, {"kind": "confirmed", "language": "", "subject": "", "text": "", **typed})


def test_the_form_begins_with_what_we_say(elm, olive):
    assert filled(olive, f"{ADD}?kind=confirmed")["text"] == OURS
    assert filled(olive, f"{ADD}?kind=nonsense")["kind"] == "pending"


def test_in_the_language_of_the_business(elm, olive):
    Business.objects.update(language="de")
    assert filled(olive, f"{ADD}?kind=confirmed")["text"].startswith("Hallo {first_name}")


def test_what_is_left_as_it_was_stays_ours_so_that_it_fits_whatever_becomes_of_a_booking(elm, olive):
    answer = send(olive, f"{ADD}?kind=confirmed", subject="See you {when}")
    assert not faults(answer)
    kept = MessageText.objects.get()
    assert (kept.kind, kept.subject, kept.text) == ("confirmed", "See you {when}", "")
    page = address(kept)
    assert filled(olive, page)["text"] == OURS
    send(olive, page, text="Hi {first_name}!")
    send(olive, page, text=OURS)
    kept.refresh_from_db()
    assert (kept.subject, kept.text) == ("See you {when}", "")


def test_what_is_left_of_another_kind_is_not_kept_for_this_one(elm, olive):
    send(olive, f"{ADD}?kind=confirmed", kind="cancelled", language="fr")
    kept = MessageText.objects.get()
    assert (kept.kind, kept.language, kept.subject, kept.text) == ("cancelled", "fr", "", "")


def test_every_placeholder_says_what_it_becomes(elm, olive):
    assert tuple(own_words.MEANS) == PLACEHOLDERS
    page = olive.get(ADD).text
    for name in PLACEHOLDERS:
        assert f"<code>{{{name}}}</code>" in page


def test_the_mail_is_shown_before_anything_is_kept(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    assert "your booking is confirmed" in html.unescape(olive.get(f"{ADD}?kind=confirmed").text)
    answer = shown(olive, subject="Yes, {first_name}", text="At {time} then.")
    assert "<strong>Yes, Jordan</strong>" in answer.text
    assert "At 10:00\u202fAM then." in html.unescape(answer.text)
    assert not MessageText.objects.exists()


def test_what_is_typed_is_shown_as_words_and_never_as_a_page(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    answer = shown(olive, subject="<script>", text="<script>alert(1)</script>")
    assert "<script>alert" not in answer.text
    assert "&amp;lt;script&amp;gt;alert" in answer.text  # within the frame, too


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "nonsense"}, "Choose which mail it is."),
        ({"text": "Dear {name}"}, "There is no {name} to fill in"),
        ({"subject": "{"}, "A brace stands alone"),
    ],
)
def test_what_cannot_be_sent_is_said(elm, olive, typed, said):
    answer = shown(olive, **typed)
    assert answer.status_code == 400
    assert said in answer.text


def test_without_any_booking_there_is_nobody_to_read_it(elm, olive):
    assert own_words.NO_BOOKING in olive.get(ADD).text
    assert own_words.NO_BOOKING in shown(olive).text


def test_staff_members_see_no_mails_of_guests(elm, maria):
    factories.book(elm, "Fade", clock="10:00")
    assert shown(maria).status_code == 403
