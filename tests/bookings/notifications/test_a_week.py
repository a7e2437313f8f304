"""A week of a salon: everything that happens, and every mail that it sends to everybody, read in order."""

import datetime as dt

import pytest

from bookings import operations
from bookings.management.work import few
from businesses.models import Business, MessageText
from tests import dashboard, factories, partners
from tests.bookings.notifications.entries import calendars_in
from tests.factories import DAY, NOW, at

DESK = operations.Taker(source="dashboard", by="dashboard:max")
FRIDAY = NOW.date()


@pytest.fixture
def shop(db, now):
    """North Elm: Maria and Ana have addresses, Yuri has one and is his own front desk, the others have none."""
    document = factories.elm_document()
    for person, name in zip(document["staff"], ("maria", "ana", "yuri"), strict=False):
        person["email"] = f"{name}@elm.example"
    loaded = factories.load(document)
    Business.objects.update(sends_thanks=True)
    dashboard.member(loaded, "max", "manager")
    dashboard.member(loaded, "yuri", "staff", "Yuri Ito")
    return loaded


def guest(name, language="en"):
    return operations.Guest(name=name, email=f"{name.split()[0].lower()}@guests.example", language=language)


def told(mails, since):
    """Who was told what since: the receiver's first name and the subject before its colon."""
    return sorted(
        (mail["To"].split("@")[0], " ".join(mail["Subject"].split()).split(":")[0]) for mail in mails()[since:]
    )


class Week:
    """The salon's days, and the mails of each step."""

    def __init__(self, shop, run, mails):
        self.shop, self.run, self.mails, self.read = shop, run, mails, 0

    def hears(self, *expected, now=NOW):
        """This will let the worker run, and prove that these mails were sent and no others."""
        self.run(now)
        assert told(self.mails, self.read) == sorted(expected)
        self.read = len(self.mails())


def test_every_mail_of_a_salons_week_is_true_of_its_reader(shop, run, mails, time_machine):
    week = Week(shop, run, mails)

    jo = factories.book(shop, "Fade", clock="10:00", guest=guest("Jo Park"), staff="Maria Gomez")
    week.hears(("jo", "Confirmed"), ("maria", "New booking"))

    bea = factories.book(shop, "Fade", clock="11:00", guest=guest("Bea Funk", "de"), staff="Maria Gomez", taker=DESK)
    week.hears(("bea", "Bestätigt"), ("maria", "New booking"))

    operations.move(booking=jo, starts_at=at(shop, DAY, "14:00"), staff=shop.staff["Ana Ruiz"], now=NOW, by="guest")
    week.hears(("jo", "Moved"), ("maria", "No longer yours"), ("ana", "Now yours"))

    operations.move(booking=bea, starts_at=at(shop, DAY, "13:00"), now=NOW, by="dashboard:max")
    week.hears(("bea", "Verlegt"), ("maria", "Moved"))

    request = factories.book(shop, "Advice", clock="09:00", guest=guest("Cy Young"), confirmed=False)
    week.hears(("cy", "Your request"), ("hello", "To decide"))
    operations.cancel(booking=request, now=NOW, by="dashboard:max", reason="We are full.")
    week.hears(("cy", "Not confirmed"))

    class_ = [factories.book(shop, "Yoga", guest=guest(name), taker=DESK) for name in ("Di Lee", "Ed Poe")]
    week.hears(("di", "Confirmed"), ("ed", "Confirmed"), ("yuri", "New booking"), ("yuri", "New booking"))
    start, by = at(shop, DAY, "17:00"), "dashboard:yuri"
    operations.move_appointment(appointment=class_[0].appointment, starts_at=start, now=NOW, by=by)
    week.hears(("di", "Moved"), ("ed", "Moved"))
    operations.call_off(appointment=class_[0].appointment, now=NOW, by="dashboard:max", reason="Yuri is ill.")
    week.hears(("di", "Cancelled"), ("ed", "Cancelled"), ("yuri", "Cancelled"))

    walk_in = operations.Guest(name="")
    factories.book(shop, "Trim", FRIDAY, "11:00", guest=walk_in, staff="Maria Gomez", taker=DESK)
    week.hears(("maria", "New booking"))

    partner = partners.booqara(shop)
    wanted = {"serviceId": str(shop.services["Massage"].uuid), "userId": "any", "guestName": "Flo Ray"}
    wanted |= {"appointmentDate": "2026-11-25", "appointmentTime": "10:00", "guestEmail": "flo@guests.example"}
    made = partner.post("/appointments", wanted).json()["booking"]
    week.hears(("flo", "Confirmed"), ("hello", "New booking"))
    partner.delete(f"/appointments/{made['id']}")
    week.hears(("flo", "Cancelled"), ("hello", "Cancelled"))

    monday = at(shop, DAY, "14:00") - dt.timedelta(days=1)
    time_machine.move_to(monday, tick=False)
    few.tell(monday)
    week.hears(("jo", "Reminder"), ("bea", "Erinnerung"), now=monday)

    tuesday = at(shop, DAY, "18:00")
    time_machine.move_to(tuesday, tick=False)
    operations.complete(booking=jo, now=tuesday, by="dashboard:max")
    operations.no_show(booking=bea, now=tuesday, by="dashboard:max")
    week.hears(("jo", "Thank you for your visit at North Elm Studio"), now=tuesday)

    for mail in mails():
        is_its_readers_own(mail)


def is_its_readers_own(mail):
    """A guest is greeted and has their link; the house is not greeted and has no guest's link, and knows who comes."""
    to_guest = mail["To"].endswith("@guests.example")
    text = mail.get_body(("plain",)).get_content()
    everything = text + mail.get_body(("html",)).get_content() + "".join(map(str, calendars_in(mail)))
    name = mail["To"].split("@")[0].capitalize()
    assert text.startswith((f"Hello {name}", f"Hallo {name}")) is to_guest
    assert ("/b/" in everything) is to_guest
    assert ("Reply-To" in mail) is to_guest
    if not to_guest:
        assert any(
            each in text for each in ("Jo Park", "Bea Funk", "Cy Young", "Di Lee", "Ed Poe", "a guest", "Flo Ray")
        )
    for calendar in calendars_in(mail):
        assert all(event["ATTENDEE"] == f"mailto:{mail['To']}" for event in calendar.walk("VEVENT"))


def test_a_business_may_say_all_of_it_in_words_of_its_own_and_the_house_reads_ours(shop, run, mails):
    for kind in MessageText.Kind:
        MessageText.objects.create(business=shop.business, kind=kind, subject="Ours", text="Dear {first_name}!")
    booking = factories.book(shop, "Fade", guest=guest("Jo Park"), staff="Maria Gomez")
    run()
    operations.cancel(booking=booking, now=NOW, by="guest")
    run()
    assert told(mails, 0) == [("jo", "Ours"), ("jo", "Ours"), ("maria", "Cancelled"), ("maria", "New booking")]
