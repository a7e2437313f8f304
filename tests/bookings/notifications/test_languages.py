"""One function chooses the language of a guest: theirs, else the one they read last, else the business's."""

import re

import pytest
from django.conf import settings

from bookings import localized, operations, queries
from bookings.models import Booking
from bookings.notifications import letters
from businesses.models import MessageText
from tests import factories, partners
from tests.factories import NOW

GERMAN, ENGLISH, SPANISH = "Hallo Jordan", "Hello Jordan", "Hola, Jordan"


def text(mail):
    return mail.get_body(("plain",)).get_content()


def guest(language="", email="jordan@example.com"):
    return operations.Guest(name="Jordan Smith", email=email, language=language)


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("de-AT",), "de"),
        (("", "es_MX", "fr"), "es"),
        (("it", "AR-eg"), "ar"),
        (("xx", ""), "en"),
        ((), "en"),
    ],
)
def test_of_several_tags_the_first_that_is_spoken_here_counts(tags, language):
    assert localized.chosen(*tags) == language


@pytest.mark.parametrize("tag", ["de", "de-AT"])
def test_who_says_no_language_reads_the_businesses_by_every_door(db, now, run, mails, tag):
    shop = factories.load(factories.elm_document(language=tag))
    partners.booqara(shop).post(
        "/appointments",
        {
            "serviceId": str(shop.services["Fade"].uuid),
            "userId": "any",
            "appointmentDate": "2026-11-24",
            "appointmentTime": "10:00",
            "guestName": "Jordan Smith",
            "guestEmail": "jordan@example.com",
        },
    )
    factories.book(shop, "Fade", clock="14:00", guest=guest(), taker=operations.Taker("dashboard", "dashboard:olive"))
    run()
    assert [text(mail).startswith(GERMAN) for mail in mails("jordan")] == [True, True]
    assert {mail["Subject"].split(":")[0] for mail in mails("hello@")} == {"Neue Buchung"}


def test_a_guest_who_comes_back_keeps_the_language_they_chose_last(db, now, run, mails):
    shop = factories.load(factories.elm_document(language="de"))
    factories.book(shop, "Fade", clock="10:00", guest=guest("en"))
    factories.book(shop, "Fade", clock="13:00", guest=guest("es-MX"), now=NOW.replace(minute=1))
    again = factories.book(shop, "Fade", clock="16:00", guest=guest(), now=NOW.replace(minute=2))
    stranger = factories.book(shop, "Trim", clock="17:00", guest=guest(email="other@example.com"))
    run(NOW.replace(minute=3))
    assert sorted(text(mail)[:4] for mail in mails("jordan")) == ["Hell", "Hola", "Hola"]
    assert queries.language_of_guest(again) == "es"
    assert queries.language_of_guest(stranger) == "de"


def test_what_the_guest_chose_goes_before_all(db, now, run, mails):
    shop = factories.load(factories.elm_document(language="de"))
    factories.book(shop, "Fade", guest=guest("en-GB"))
    run()
    assert text(mails("jordan")[0]).startswith(ENGLISH)


def test_the_preview_reads_as_the_mail_will(db, now, run, mails):
    shop = factories.load(factories.elm_document(language="de-AT"))
    own = MessageText.objects.create(business=shop.business, kind="confirmed", text="Bis {day}!")
    booking = factories.book(shop, "Fade", guest=guest())
    run()
    previewed = letters.preview(own, Booking.objects.with_details().get(pk=booking.pk))
    assert previewed.subject == " ".join(mails("jordan")[0]["Subject"].split())
    assert "Bis Dienstag, 24. November 2026!" in text(mails("jordan")[0])
    assert "Bis Dienstag, 24. November 2026!" in previewed.body


def test_the_businesses_words_for_a_region_are_read_by_all_who_speak_it(elm, run, mails):
    for language, words in (("", "For all"), ("de-AT", "Servus")):
        MessageText.objects.create(business=elm.business, kind="confirmed", language=language, text=words)
    factories.book(elm, "Fade", guest=guest("de"))
    factories.book(elm, "Fade", clock="14:00", guest=guest("fr", "marie@example.com"))
    run()
    assert text(mails("jordan")[0]).startswith("Servus")
    assert text(mails("marie")[0]).startswith("For all")


def test_the_guests_own_page_is_in_the_language_of_their_mails(db, now, client):
    shop = factories.load(factories.elm_document(language="de"))
    factories.book(shop, "Fade", guest=guest("es"))
    later = factories.book(shop, "Fade", clock="15:00", guest=guest(), now=NOW.replace(minute=1))
    page = client.get(factories.link(later), headers={"accept-language": "fr"})
    assert b'lang="es"' in page.content


def test_no_sentence_in_spanish_ends_in_a_moment_since_that_ends_in_a_point_of_its_own():
    lines = (settings.BASE_DIR / "locale/es/LC_MESSAGES/django.po").read_text("utf-8").splitlines()
    said = [line for line in lines if line.startswith("msgstr")]
    assert [line for line in said if re.search(r"(?:moment|clock|before|when)(?:}|\)s)\.", line)] == []


def test_an_arabic_list_has_the_comma_of_arabic_and_a_dollar_sign_stays_with_its_letters(db, now, run, mails):
    shop = factories.load(factories.elm_document())
    for name in ("Fade", "Color"):
        factories.book(shop, name, guest=guest("ar"))
    run()
    said = text(mails("jordan")[0])
    assert "Color، الثلاثاء" in said
    assert "35.00\xa0US$\u200e" in said or "35.00 US$\u200e" in said
