"""Everything that can happen to a booking, as each reader hears of it: walked through the worker and a mail server.

For every row of the table and every reader in it: the words, the language, the calendar's method and the links are the
reader's own, and whoever the table leaves out hears nothing.
"""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Booking, Event
from bookings.notifications import said
from bookings.notifications.said import TABLE, Happened
from businesses.models import Business, StaffMember, User
from tests import dashboard, factories
from tests.bookings.notifications.entries import calendars_in
from tests.factories import DAY, NOW, at

MARIA, ANA, HOUSE, GUEST = (
    "maria@northelm.example",
    "ana@northelm.example",
    "hello@northelm.example",
    "jordan@example.com",
)
FRENCH = operations.Guest(name="Jordan Smith", email=GUEST, phone="+12025550111", language="fr")
GREETING = "Bonjour Jordan"
SUBJECTS = {  # a guest reads French, the house German
    ("guest", said.PENDING): ("Votre demande", "N’est plus confirmé"),
    ("guest", said.CONFIRMED): "Confirmé",
    ("guest", said.MOVED): "Déplacé",
    ("guest", said.CANCELLED): "Annulé",
    ("guest", said.THANKS): "Merci",
    ("guest", said.MISSED): "Vous nous avez manqué",
    ("guest", said.REMINDER): "Rappel",
    ("house", said.NEW): "Neue",
    ("house", said.CONFIRMED): "Bestätigt",
    ("house", said.UNSURE): "Nicht mehr bestätigt",
    ("house", said.MOVED): "Verlegt",
    ("house", said.GIVEN): "Jetzt bei Ihnen",
    ("house", said.LOST): "Nicht mehr bei Ihnen",
    ("house", said.CANCELLED): "Abgesagt",
    ("house", said.DECIDE): "Zu entscheiden",
}


@pytest.fixture
def shop(db, now):
    """North Elm, which reads German and whose people have addresses; it thanks, and misses, its guests."""
    document = factories.elm_document(language="de-AT")
    document["staff"][0]["email"], document["staff"][1]["email"] = MARIA, ANA
    loaded = factories.load(document)
    Business.objects.update(sends_thanks=True, sends_missed=True)
    loaded.business.refresh_from_db()
    return loaded


def book(shop, **how):
    return factories.book(shop, "Fade", guest=FRENCH, staff="Maria Gomez", **how)


def move(shop, booking, clock="15:00", person=None, by="guest"):
    staff = shop.staff[person] if person else None
    return operations.move(booking=booking, starts_at=at(shop, DAY, clock), staff=staff, now=NOW, by=by)


def subject(mail):
    return " ".join(mail["Subject"].split())  # long ones are folded


def rehoused(shop, booking):
    Event.objects.create(
        business=shop.business, booking=booking, type=Event.Type.REHOUSED, sequence=99, occurred_at=NOW, by="worker:x",
        facts={"status": booking.status, "places": []},
    )  # fmt: skip


# What is booked first (and told), what then happens, and to whom it is which stand.
CASES = {
    Happened.REQUESTED: (None, lambda shop, booking: book(shop, confirmed=False), {"has": MARIA}),
    Happened.BOOKED: (None, lambda shop, booking: book(shop), {"has": MARIA}),
    Happened.CONFIRMED: (
        {"confirmed": False},
        lambda shop, booking: operations.confirm(booking=booking, now=NOW, by="dashboard:olive"),
        {"keeps": MARIA},
    ),
    Happened.UNCONFIRMED: (
        {},
        lambda shop, booking: operations.unconfirm(booking=booking, now=NOW, by="dashboard:olive"),
        {"keeps": MARIA},
    ),
    Happened.MOVED: (
        {},
        lambda shop, booking: move(shop, booking, person="Ana Ruiz"),
        {"had": MARIA, "has": ANA},
    ),
    Happened.CANCELLED: (
        {},
        lambda shop, booking: operations.cancel(booking=booking, now=NOW, by="guest"),
        {"had": MARIA},
    ),
    Happened.ERASED: (
        {},
        lambda shop, booking: operations.erase(booking=booking, now=NOW, by="dashboard:olive"),
        {"had": MARIA},
    ),
    Happened.COMPLETED: (
        {},
        lambda shop, booking: operations.complete(booking=booking, now=booking.ends_at, by="dashboard:olive"),
        {},
    ),
    Happened.NO_SHOW: (
        {},
        lambda shop, booking: operations.no_show(booking=booking, now=booking.ends_at, by="dashboard:olive"),
        {},
    ),
    Happened.REOPENED: (
        {},
        lambda shop, booking: operations.reopen(
            booking=operations.complete(booking=booking, now=NOW, by="x"), now=NOW, by="x"
        ),
        {},
    ),
    Happened.REHOUSED: ({}, rehoused, {}),
    Happened.NOTED: (
        {},
        lambda shop, booking: operations.annotate(booking=booking, now=NOW, by="dashboard:olive", staff_notes="late"),
        {},
    ),
    Happened.HELD: (None, lambda shop, booking: factories.hold(shop, "Fade", clock="11:00"), {}),
    Happened.COMES_SOON: ({}, lambda shop, booking: None, {}),
}
AFTER = {Happened.COMPLETED: dt.timedelta(days=5), Happened.NO_SHOW: dt.timedelta(days=5)}
AFTER[Happened.COMES_SOON] = dt.timedelta(days=3, hours=2)


def test_every_event_stands_in_the_table_and_every_row_is_walked():
    assert set(said.OF_EVENT) == set(Event.Type)
    assert set(TABLE) == set(Happened)
    of_no_booking = {Happened.FEW_COME, Happened.ASKED}  # test_few_people, test_find_by_mail
    assert set(CASES) == set(Happened) - of_no_booking


def test_every_kind_in_the_table_has_its_manner():
    for hears in TABLE.values():
        assert not hears.guest or said.manner(said.GUEST, hears.guest)
        for kind in filter(None, (hears.had, hears.keeps, hears.has)):
            assert said.manner(said.STAFF, kind)
            assert said.manner(said.OWNER, kind)
        assert not hears.owner or said.manner(said.OWNER, hears.owner)


@pytest.mark.parametrize("happened", CASES, ids=lambda each: each.name)
def test_everybody_hears_what_the_table_says_and_nobody_else_anything(shop, run, mails, happened):
    before, deed, stands = CASES[happened]
    booking = book(shop, **before) if before is not None else None
    run()
    known = len(mails())
    result = deed(shop, booking)
    run()
    if happened in AFTER:
        run(NOW + AFTER[happened])
    found = {mail["To"]: mail for mail in mails()[known:]}
    assert len(found) == len(mails()[known:]), "nobody hears anything twice"
    hears = TABLE[happened]
    wanted = {GUEST: hears.guest, HOUSE: hears.owner} | {who: getattr(hears, stand) for stand, who in stands.items()}
    assert set(found) == {who for who, kind in wanted.items() if kind}
    booking = booking or (result if isinstance(result, Booking) else None)
    for who, kind in wanted.items():
        if kind:
            check(found[who], "guest" if who == GUEST else "house", kind, booking, erased=happened == Happened.ERASED)


def check(mail, reader, kind, booking, *, erased):
    """A mail is its reader's own: words, language, greeting, links, entry."""
    whole, text = mail.as_string(), mail.get_body(("plain",)).get_content()
    everything = text + mail.get_body(("html",)).get_content() + "".join(map(str, calendars_in(mail)))
    assert subject(mail).startswith(SUBJECTS[reader, kind])
    if reader == "guest":
        assert text.startswith(GREETING)
        assert "/b/" in everything
    else:
        assert "Jordan," not in text
        assert not text.startswith(("Hallo", "Hello", "Guten"))
        assert ("Jordan Smith" in text) is not erased
        assert "/b/" not in everything
        assert "unsubscribe" not in whole.lower()
    audience = said.GUEST if reader == "guest" else said.OWNER if mail["To"] == HOUSE else said.STAFF
    wanted = said.manner(audience, kind).method
    assert {str(each["METHOD"]) for each in calendars_in(mail)} == ({wanted} if wanted else set())
    for calendar in calendars_in(mail):
        for event in calendar.walk("VEVENT"):
            assert event["ATTENDEE"] == f"mailto:{mail['To']}"


def test_who_loses_a_booking_reads_what_they_lost_and_who_gets_it_what_it_was(shop, run, mails):
    booking = book(shop)
    run()
    move(shop, booking, person="Ana Ruiz")
    run()
    lost, given = mails(MARIA)[-1], mails(ANA)[-1]
    words = " ".join(lost.get_body(("plain",)).get_content().split())
    assert "Die Buchung von Jordan Smith ist nicht mehr bei Ihnen." in words
    assert "Sie war: Dienstag, 24. November 2026, 10:00 – 10:45. Jetzt ist sie bei Ana Ruiz." in words
    assert "15:00" not in words
    words = " ".join(given.get_body(("plain",)).get_content().split())
    assert "Bisher war sie: Dienstag, 24. November 2026, 10:00 – 10:45, bei Maria Gomez." in words
    assert "15:00" in words
    (gone,), (comes,) = ({str(each.walk("VEVENT")[0]["UID"]) for each in calendars_in(mail)} for mail in (lost, given))
    first = {str(each.walk("VEVENT")[0]["UID"]) for each in calendars_in(mails(MARIA)[0])}
    assert first == {gone} != {comes}
    assert {each.walk("VEVENT")[0].start for each in calendars_in(lost)} == {at(shop, DAY, "10:00")}


# Whoever did it knows


def test_the_person_hears_what_the_front_desk_books_moves_and_cancels_for_them(shop, run, mails):
    booking = book(shop, taker=operations.Taker(source="dashboard", by="dashboard:olive"))
    run()
    move(shop, booking, by="dashboard:olive")
    run()
    operations.cancel(booking=booking, now=NOW, by="dashboard:olive", reason="Wasserschaden")
    run()
    assert [subject(mail).split(":")[0] for mail in mails(MARIA)] == ["Neue Buchung", "Verlegt", "Abgesagt"]
    assert "Wasserschaden" in mails(MARIA)[-1].get_body(("plain",)).get_content()
    assert mails(HOUSE) == []


def test_who_did_it_themselves_is_not_told_by_their_diary_or_by_their_address(shop, run, mails):
    dashboard.member(shop, "maria", "staff", "Maria Gomez")
    dashboard.member(shop, "boss", "owner")
    User.objects.filter(username="boss").update(email=MARIA.upper())
    book(shop, taker=operations.Taker(source="dashboard", by="dashboard:maria"))
    book(shop, clock="13:00", taker=operations.Taker(source="dashboard", by="dashboard:boss"))
    run()
    assert mails(MARIA) == []
    moved = move(shop, Booking.objects.with_details().first(), "16:00", person="Ana Ruiz", by="dashboard:maria")
    run()
    assert mails(MARIA) == []
    assert [subject(mail).split(":")[0] for mail in mails(ANA)] == ["Jetzt bei Ihnen"]
    assert moved.staff.name == "Ana Ruiz"


def test_who_wants_no_mails_gets_none_and_nobody_does_instead(shop, run, mails):
    StaffMember.objects.filter(name="Maria Gomez").update(mailed=False)
    book(shop)
    run()
    assert [mail["To"] for mail in mails()] == [GUEST]


def test_what_was_queued_goes_to_nobody_who_wants_no_mails_any_more_and_to_a_new_address(shop, run, mails, post):
    post.refusal = "451 later"
    book(shop)
    factories.book(shop, "Fade", guest=FRENCH, staff="Ana Ruiz")
    run()
    post.refusal = ""
    StaffMember.objects.filter(name="Maria Gomez").update(mailed=False)
    StaffMember.objects.filter(name="Ana Ruiz").update(email="new@northelm.example")
    run(NOW + dt.timedelta(minutes=2))
    assert (mails(MARIA), mails(ANA), len(mails("new@northelm.example"))) == ([], [], 1)
