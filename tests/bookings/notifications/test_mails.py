"""Who gets which mail, and what stands in it: read back from a mail server."""

import datetime as dt

import pytest

from bookings import operations, queries
from bookings.models import Booking, Delivery
from bookings.notifications import channel
from businesses.models import MailRefusal, MessageText
from tests import factories, partners
from tests.bookings.notifications.entries import entries_in
from tests.factories import DAY, NOW, at

JORDAN = operations.Guest(name="Jordan Smith", email="jordan@example.com", notes="Left side shorter")


def text(mail):
    return mail.get_body(("plain",)).get_content()


def book(shop, clock="10:00", guest=JORDAN, **how):
    return factories.book(shop, "Fade", clock=clock, staff="Maria Gomez", guest=guest, **how)


def test_a_mail_says_for_how_much_of_a_visit_the_service_waits(db, now, run, mails):
    factories.book(factories.with_phases(), "Color", guest=JORDAN)
    run()
    assert "of which 30 min waiting time Service: Color" in " ".join(text(mails("jordan")[0]).split())


def test_a_booking_is_confirmed(elm, run, mails):
    booking = book(elm)
    run()
    (mail,) = mails("jordan")
    assert " ".join(mail["Subject"].split()) == "Confirmed: Fade on Tue, Nov 24, 10:00 AM"
    assert mail["From"] == "North Elm Studio <bookings@localhost>"
    assert mail["Reply-To"] == "hello@northelm.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    for words in (
        "Hello Jordan, your booking is confirmed.",
        "When: Tuesday, November 24, 2026, 10:00\u202fAM – 10:45\u202fAM (Central Standard Time (Chicago))",
        "With: Maria Gomez",
        "Where: 123 Main St",
        "Price: $35.00",
        f"Booking code: {booking.code}",
        f"/b/{queries.link_token(booking)}/",
        "(202) 555-0100",
    ):
        assert words in text(mail), words
    html = mail.get_body(("html",)).get_content()
    assert "Maria Gomez" in html
    assert "<script" not in html


def test_the_house_is_told_and_knows_the_guests_words(elm, run, mails):
    book(elm)
    run()
    (mail,) = mails("hello@northelm.example")
    assert mail["Subject"].startswith("New booking: Fade")
    for words in ("Guest: Jordan Smith", "Notes: Left side shorter"):
        assert words in text(mail)
    assert "/b/" not in text(mail)


def test_a_person_with_an_address_is_told_instead_of_the_house(db, now, run, mails):
    document = factories.elm_document()
    document["staff"][0]["email"] = "maria@northelm.example"
    book(factories.load(document))
    run()
    assert len(mails("maria@northelm.example")) == 1
    assert mails("hello@northelm.example") == []


def test_a_pending_one_is_a_request_and_then_confirmed(elm, run, mails):
    booking = book(elm, confirmed=False)
    run()
    operations.confirm(booking=booking, now=NOW, by="dashboard:olive")
    run()
    subjects = [mail["Subject"] for mail in mails("jordan")]
    assert subjects[0].startswith("Your request: Fade")
    assert subjects[1].startswith("Confirmed")


def test_a_move_and_a_cancellation_are_told_with_one_calendar_entry(elm, run, mails):
    booking = book(elm)
    run()
    operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="guest")
    run()
    operations.cancel(booking=booking, now=NOW, by="dashboard:olive", reason="The room is flooded.")
    run()
    found = mails("jordan")
    assert [mail["Subject"].split(":")[0] for mail in found] == ["Confirmed", "Moved", "Cancelled"]
    assert "3:00\u202fPM" in text(found[1])
    assert "The room is flooded." in text(found[2])
    assert ["move or cancel" in text(mail) for mail in found] == [True, True, False]
    entries = []
    for mail in found:
        method, (event,) = entries_in(mail)
        entries.append((method, event))
    assert [method for method, _ in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for _, event in entries}) == 1
    numbers = [int(event["SEQUENCE"]) for _, event in entries]
    assert numbers == sorted(set(numbers))


def test_the_house_that_did_it_is_not_told(elm, run, mails):
    booking = book(elm)
    run()
    operations.cancel(booking=booking, now=NOW, by="dashboard:olive")
    run()
    assert [mail["Subject"].split(":")[0] for mail in mails("hello@")] == ["New booking"]


def test_nothing_of_the_house_reaches_the_guest(elm, run, mails):
    book(elm, staff_notes="pays late")
    run()
    assert all("pays late" not in str(mail) for mail in mails())


def test_a_guest_elsewhere_reads_both_times(elm, run, mails):
    book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com", timezone="Asia/Karachi"))
    run()
    assert "Tuesday, November 24, 2026, 9:00\u202fPM in Karachi" in text(mails("jordan")[0])


def test_a_guest_whose_zone_is_unknown_reads_the_venues_time(elm, run, mails):
    book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com", timezone="Nowhere/Atall"))
    run()
    assert "Tuesday, November 24, 2026, 10:00" in text(mails("jordan")[0])


@pytest.mark.parametrize(
    ("language", "short", "day"),
    [
        ("de", "Di., 24. Nov.", "Dienstag, 24. November 2026"),
        ("fr", "mar. 24 nov.", "mardi 24 novembre 2026"),
        ("ar", "24 نوفمبر", "24 نوفمبر 2026"),
    ],
)
def test_the_guests_language(elm, run, mails, language, short, day):
    book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com", language=language))
    run()
    (mail,) = mails("jordan")
    assert short in mail["Subject"]
    assert day in text(mail)
    assert "your booking" not in text(mail)
    assert ('dir="rtl"' in mail.get_body(("html",)).get_content()) is (language == "ar")
    assert "New booking" in mails("hello@")[0]["Subject"]


def test_the_businesss_own_words_stand_above_our_facts(elm, run, mails):
    MessageText.objects.create(
        business=elm.business, kind="confirmed", subject="See you {day}", text="Dear {first_name}, bring {{cash}}."
    )
    book(elm, guest=operations.Guest(name="{code} <b>Jo", email="jordan@example.com"))
    run()
    (mail,) = mails("jordan")
    assert mail["Subject"] == "See you Tuesday, November 24, 2026"
    assert "Dear, bring {cash}." in text(mail)
    assert "When: Tuesday" in text(mail)
    assert "<b>Jo" not in mail.get_body(("html",)).get_content()


def test_the_words_of_the_guests_language_go_before_those_for_all(elm, run, mails):
    for language, words in (("", "For all"), ("de", "Für alle")):
        MessageText.objects.create(business=elm.business, kind="confirmed", language=language, text=words)
    book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com", language="de"))
    run()
    assert "Für alle" in text(mails("jordan")[0])


@pytest.mark.parametrize("written", ["{name}", "{first_name.__class__}", "{", "{0}", "{service!r}", "{service:>9}"])
def test_a_placeholder_that_nobody_fills_in_is_refused(elm, written):
    made = MessageText(business=elm.business, kind="confirmed", text=written)
    with pytest.raises(Exception, match=r"Known are|Write \{first_name\}"):
        made.full_clean()


def test_a_name_cannot_write_headers(elm, run, mails):
    book(elm, guest=operations.Guest(name="Jo\r\nBcc: x@y.example", email="jordan@example.com"))
    MessageText.objects.create(business=elm.business, kind="confirmed", subject="For {first_name}")
    run()
    (mail,) = mails("jordan")
    assert mail["Bcc"] is None


def test_a_second_try_is_the_same_mail(elm, run, mails):
    book(elm)
    run()
    Delivery.objects.update(status="due", lease=None, leased_until=None)
    run()
    ids = [mail["Message-ID"] for mail in mails("jordan")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_without_an_address_it_says_why_nothing_went(elm, run, mails):
    booking = book(elm, guest=operations.Guest(name="Jo", phone="+12025550147"))
    run()
    assert mails("jordan") == []
    made = Delivery.objects.get(booking=booking, audience="guest")
    assert (made.status, made.last_answer) == ("skipped", "no e-mail address was given")


def test_a_bounce_is_final_and_stands_with_the_booking(elm, run, post):
    post.refusal = "550 no such person here"
    booking = book(elm)
    run()
    made = Delivery.objects.get(booking=booking, audience="guest", kind="confirmed")
    assert (made.status, made.attempts) == ("given_up", 1)
    assert made.last_answer == "550 no such person here"
    assert made.recipient == "jordan@example.com"


def test_a_server_that_is_busy_is_asked_again(elm, run, post, mails):
    post.refusal = "451 come back later"
    book(elm)
    run()
    made = Delivery.objects.filter(kind="confirmed").get()
    assert (made.status, made.last_answer) == ("due", "451 come back later")
    post.refusal = ""
    run(NOW + dt.timedelta(minutes=2))
    assert len(mails("jordan")) == 1


def test_a_server_that_is_away_costs_nothing_but_time(elm, run, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    booking = book(elm)
    run()
    assert Delivery.objects.get(booking=booking, kind="confirmed").status == "due"
    assert booking.status == "confirmed"


def test_a_test_mail_gives_the_servers_answer(elm, post):
    assert channel.send_test(elm.business, "owner@northelm.example").answer == "handed to the mail server"
    post.refusal = "550 never heard of"
    assert channel.send_test(elm.business, "owner@northelm.example").answer == "550 never heard of"


def test_what_is_old_when_it_is_first_looked_at_is_no_news(elm, run, mails):
    book(elm)
    run(NOW + dt.timedelta(days=2))
    assert mails() == []
    skipped = Delivery.objects.filter(status="skipped", kind__in=["confirmed", "new"])
    assert {row.last_answer for row in skipped} == {"it was no news any more when a worker was there"}
    assert skipped.count() == 2


def test_thanks_are_optional_and_can_be_refused(elm, run, mails, client):
    elm.business.sends_thanks = True
    elm.business.save()
    booking = book(elm)
    after = booking.ends_at + dt.timedelta(hours=2)
    operations.complete(booking=booking, now=booking.ends_at, by="x")
    run(after)
    (mail,) = [mail for mail in mails("jordan") if "Thank you" in mail["Subject"]]
    link = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert not MailRefusal.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    again = factories.book(elm, "Fade", clock="15:00", guest=JORDAN)
    operations.complete(booking=again, now=again.ends_at, by="x")
    run(again.ends_at + dt.timedelta(hours=2))
    assert Delivery.objects.get(booking=again, kind="thanks").last_answer == "the guest wants no such mail"


def test_without_the_businesss_wish_nobody_is_thanked(elm, run, mails):
    booking = book(elm)
    operations.complete(booking=booking, now=booking.ends_at, by="x")
    run(booking.ends_at + dt.timedelta(hours=2))
    assert all("Thank you" not in mail["Subject"] for mail in mails("jordan"))


def test_a_booking_through_booqara_is_confirmed_by_mail(elm, run, mails):
    partner = partners.booqara(elm)
    answer = partner.post(
        "/appointments",
        {
            "serviceId": str(elm.services["Fade"].uuid),
            "userId": "any",
            "appointmentDate": "2026-11-24",
            "appointmentTime": "10:00",
            "guestName": "Jordan Smith",
            "guestEmail": "jordan@example.com",
        },
    )
    assert answer.json()["booking"]["status"] == "confirmed"
    run()
    assert "your booking is confirmed" in text(mails("jordan")[0])


def test_the_owner_of_an_endpoint_that_was_switched_off_is_told(elm, run, mails):
    from bookings.webhooks import endpoints

    endpoint, _ = endpoints.create(business=elm.business, url="https://partner.example/hook")
    endpoints.switch_off(endpoint, reason="HTTP 410", now=NOW)
    run()
    (mail,) = mails("hello@")
    assert "https://partner.example/hook" in mail["Subject"]
    assert "HTTP 410" in text(mail)


@pytest.mark.parametrize("bad", ["sleeps", "drops"])
def test_a_server_that_sleeps_or_drops_us_is_asked_again(elm, run, post, settings, bad):
    settings.EMAIL_TIMEOUT = 0.5
    post.bad = bad
    booking = book(elm)
    run()
    made = Delivery.objects.get(booking=booking, kind="confirmed")
    assert made.status == "due"
    assert made.last_answer


def test_the_demos_made_up_guests_get_nothing(elm, run, mails):
    book(elm, taker=operations.Taker(source="dashboard", by="house:demo"))
    run()
    assert mails() == []


# Mail to an address that has proven nothing


@pytest.mark.parametrize("name", ["evil.com", "Win!", "3M", "\u2800"])
@pytest.mark.parametrize(
    ("language", "hello"), [("en", "Hello, your"), ("es", "Hola: su"), ("de", "Hallo, Ihre"), ("ar", "مرحبًا، تم")]
)
def test_what_may_be_more_than_a_name_greets_nobody(elm, run, mails, name, language, hello):
    book(elm, guest=operations.Guest(name=name, email="jordan@example.com", language=language))
    run()
    (mail,) = mails("jordan")
    assert text(mail).startswith(hello)
    assert "evil" not in mail.as_string()


@pytest.mark.parametrize("blank", ["\u00a0", "\u2800", "\u3164"])
def test_a_sentence_without_spaces_is_not_sent_to_a_stranger(elm, run, mails, blank):
    name = blank.join(["Visit", "evil.com", "now"])
    book(elm, guest=operations.Guest(name=name, email="jordan@example.com"))
    run()
    (mail,) = mails("jordan")
    assert text(mail).startswith("Hello Visit, your booking")
    assert "evil" not in mail.as_string()


def test_what_a_guest_gives_as_a_reason_goes_to_the_house_alone(elm, run, mails):
    booking = book(elm)
    operations.cancel(booking=booking, now=NOW, by="guest", reason="Visit evil.com")
    run()
    assert "evil" not in mails("jordan")[-1].as_string()
    assert Booking.objects.get().cancel_reason == "Visit evil.com"


def test_no_mail_to_a_guest_quotes_their_notes(elm, run, mails):
    booking = book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com", notes="Visit evil.com"))
    operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="guest")
    run()
    assert mails("jordan")
    assert not [mail for mail in mails("jordan") if "evil" in mail.as_string()]


def test_one_address_gets_twenty_mails_an_hour_whoever_books_and_the_others_later(elm, run, mails):
    booking = book(elm)
    for _ in range(12):
        for clock in ("15:00", "10:00"):
            booking = operations.move(booking=booking, starts_at=at(elm, DAY, clock), now=NOW, by="guest")
            run()
    assert len(mails("jordan")) == 20
    (waiting,) = Delivery.objects.filter(status="due", kind="moved", audience="guest").order_by("-id")[:1]
    assert "the next ones wait" in waiting.last_answer
    run(NOW + dt.timedelta(hours=2))
    assert len(mails("jordan")) == 21  # the newest says what the others would


def test_the_house_is_told_of_everything(elm, run, mails):
    for _ in range(12):
        booking = book(elm, guest=operations.Guest(name="Jo", email="jordan@example.com"))
        run()
        operations.cancel(booking=booking, now=NOW, by="guest")
        run()
    assert len(mails("hello@northelm.example")) == 24


def test_a_party_reads_what_they_pay_together(elm, run, mails):
    factories.book(elm, "Yoga", party_size=3, guest=JORDAN)
    run()
    assert "Price: $12.00 for each person, $36.00 in all" in " ".join(text(mails("jordan")[0]).split())
