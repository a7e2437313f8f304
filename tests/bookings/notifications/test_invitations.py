"""Who invites whom (RFC 5546), and how a mail carries it (RFC 6047): what mail programs accept, update and remove."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from bookings import operations
from bookings.localized import Reader
from bookings.notifications import calendar, invitation
from tests import factories
from tests.bookings.notifications.entries import calendars_in, entries_in, read
from tests.bookings.operations import courses
from tests.factories import NOW

URL = "https://book.example/b/1-1~x/"
GUEST = calendar.Guest(lambda _: URL)


def maria(shop, **how):
    return calendar.Member(shop.staff["Maria Gomez"], "maria@northelm.example", **how)


def ana(shop, **how):
    return calendar.Member(shop.staff["Ana Ruiz"], "ana@northelm.example", **how)


def written(booking, to=GUEST, **how):
    reader = Reader("en", "US", booking.business.zone)
    return calendar.entries([calendar.Entry(booking, to)], reader=reader, now=NOW, **how)


def event(booking, to=GUEST, **how):
    return read(written(booking, to, **how)).walk("VEVENT")[0]


def sent(entries, method):
    """A mail with entries, as it arrives."""
    mail = EmailMultiAlternatives("Hi", "words", "Elm <post@book.example>", ["jordan@example.com"])
    mail.attach_alternative("<p>words</p>", "text/html")
    reader = Reader("en", "US", entries[0].booking.business.zone)
    invitation.attach(mail, entries, method=method, reader=reader, now=NOW)
    return message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.SMTP)


# Who invites whom


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_mail_says_who_invites_whom(elm, settings, method):
    settings.DEFAULT_FROM_EMAIL = "Bookings <post@book.example>"
    booking = factories.book(elm, "Fade")
    assert f"METHOD:{method}\r\n".encode() in written(booking, method=method)
    parsed = event(booking, method=method)
    assert parsed["ORGANIZER"] == "mailto:post@book.example"
    assert parsed["ORGANIZER"].params["CN"] == "North Elm Studio"
    assert parsed["ATTENDEE"] == "mailto:jordan@example.com"
    assert parsed["ATTENDEE"].params["CN"] == "Jordan"
    assert parsed["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert parsed["STATUS"] == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]


def test_the_organizer_stays_the_same_when_the_business_has_another_address(elm):
    booking = factories.book(elm, "Fade")
    first = event(booking, method="REQUEST")
    booking.business.email = "new@northelm.example"
    last = event(booking, method="CANCEL")
    assert (first["ORGANIZER"], first["UID"]) == (last["ORGANIZER"], last["UID"])


def test_what_the_link_gives_names_the_house_alone(elm):
    booking = factories.book(elm, "Fade")
    content = written(booking)
    assert b"METHOD:PUBLISH\r\n" in content
    assert b"ORGANIZER" in content  # RFC 5546 asks for it
    assert not any(word in content for word in (b"ATTENDEE", b"Jordan", b"jordan"))


@pytest.mark.parametrize(
    "name", ['Jo "J" \\n', "Jo\r\nATTENDEE:mailto:x@y.example", "Jo\0", "Jo; ROLE=CHAIR:", "Jo^n", "يوسف", ""]
)
def test_a_name_cannot_write_lines_of_its_own(elm, name):
    guest = operations.Guest(name=name.replace("\0", ""), email="jo@example.com")
    booking = factories.book(elm, "Fade", guest=guest)
    booking.guest_name = name
    parsed = event(booking, method="REQUEST")
    assert parsed["ATTENDEE"] == "mailto:jo@example.com"
    assert parsed["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"


def test_a_cancelled_one_says_no_more_that_it_can_be_moved(elm):
    booking = operations.cancel(booking=factories.book(elm, "Fade"), now=NOW, by="x")
    assert "move or cancel" not in event(booking, method="CANCEL")["DESCRIPTION"]


# The house's own entries


def test_a_member_has_an_entry_of_their_own_in_the_houses_words(elm):
    guest = operations.Guest("Jordan Smith", "jordan@example.com", "+12025550123")
    booking = factories.book(elm, "Fade", staff="Maria Gomez", guest=guest)
    booking.customer_notes = "Please call."
    parsed = event(booking, maria(elm), method="REQUEST")
    assert str(parsed["UID"]) not in (str(booking.uuid), str(event(booking, ana(elm))["UID"]))
    assert str(parsed["SUMMARY"]) == "Fade, Jordan Smith"
    assert parsed["ATTENDEE"] == "mailto:maria@northelm.example"
    assert parsed["ATTENDEE"].params["CN"] == "Maria Gomez"
    lines = str(parsed["DESCRIPTION"]).splitlines()
    assert lines[0] == f"Booking {booking.code}"
    assert lines[-4:] == ["Fade", "Jordan Smith", booking.guest_phone, "Please call."]


def test_the_guests_link_is_in_nobody_elses_entry(elm):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    for method in ("REQUEST", "CANCEL", "PUBLISH"):
        assert b"https://" not in written(booking, maria(elm), method=method).replace(b"\r\n ", b"")


def test_whoever_loses_a_booking_loses_what_they_had_and_nobody_else(elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Ana Ruiz")
    had = {booking.pk: (booking.starts_at, booking.ends_at)}
    asked = event(booking, ana(elm), method="REQUEST")
    three = factories.at(elm, factories.DAY, "15:00")
    booking = operations.move(booking=booking, starts_at=three, staff=elm.staff["Maria Gomez"], now=NOW, by="x")
    lost = event(booking, ana(elm, had=had), method="CANCEL")
    assert (lost["UID"], lost.start) == (asked["UID"], asked.start)
    assert int(lost["SEQUENCE"]) > int(asked["SEQUENCE"])
    theirs = event(booking, maria(elm), method="REQUEST")
    assert theirs["UID"] != lost["UID"]
    assert (theirs.start, str(theirs["STATUS"])) == (three, "CONFIRMED")


def test_of_a_visit_each_is_needed_for_their_own_services(elm):
    services, ten = elm.services, factories.at(elm, factories.DAY, "10:00")
    parts = [
        operations.Part(services["Fade"], ten, staff=elm.staff["Maria Gomez"]),
        operations.Part(services["Color"], operations.Then()),
    ]
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    visit = operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)
    cleo = calendar.Member(elm.staff["Cleo Fox"], "cleo@northelm.example")
    spans = [(each.start, each.end) for each in (event(visit, to) for to in (GUEST, maria(elm), cleo))]
    hour, fade = dt.timedelta(hours=1), dt.timedelta(minutes=45)
    assert spans == [(ten, ten + fade + hour), (ten, ten + fade), (ten + fade, ten + fade + hour)]


# The mail


def test_an_invitation_is_a_version_of_the_mail_and_a_file(elm):
    booking = factories.book(elm, "Fade")
    mail = sent([calendar.Entry(booking, GUEST)], "REQUEST")
    assert mail.get_content_type() == "multipart/mixed"
    versions, file = mail.iter_parts()
    assert versions.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in versions.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    last = list(versions.iter_parts())[-1]
    assert (last.get_param("method"), last.get_content_charset()) == ("REQUEST", "utf-8")
    assert last.get_content_disposition() is None
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "booking.ics")
    assert file.get_content() == last.get_payload(decode=True)
    assert [str(each["ATTENDEE"]) for each in entries_in(mail)[1]] == ["mailto:jordan@example.com"]


def test_what_is_published_is_a_file_alone(elm):
    mail = sent([calendar.Entry(factories.book(elm, "Fade"), GUEST)], "PUBLISH")
    (file,) = mail.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "booking.ics")
    assert entries_in(mail)[0] == "PUBLISH"


def test_a_series_is_one_invitation(elm):
    entries = [calendar.Entry(each, GUEST) for each in courses.course(elm, count=3)]
    method, events = entries_in(sent(entries, "REQUEST"))
    assert (method, len(events), len({str(each["UID"]) for each in events})) == ("REQUEST", 3, 1)


def test_several_entries_are_a_calendar_each(elm):
    """A calendar that asks or cancels is of one UID."""
    booked = [factories.book(elm, "Fade", clock=clock, staff="Maria Gomez") for clock in ("10:00", "14:00")]
    entries = [calendar.Entry(each, maria(elm)) for each in booked]
    found = calendars_in(sent(entries, "CANCEL"))
    assert [len(each.walk("VEVENT")) for each in found] == [1, 1]
    assert len({str(each.walk("VEVENT")[0]["UID"]) for each in found}) == 2
    with pytest.raises(ValueError, match="CANCEL is of one entry"):
        calendar.entries(entries, reader=Reader("en", "US", dt.UTC), now=NOW, method="CANCEL")
