"""Who in the house is told: of a class once, of a visit their own part, of a request whoever decides."""

import pytest

from bookings import operations
from bookings.models import Delivery
from tests import factories
from tests.bookings.notifications.entries import calendars_in
from tests.bookings.operations import courses
from tests.factories import DAY, NOW, at

HOUSE = "hello@northelm.example"


def subject(mail):
    return " ".join(mail["Subject"].split())


def text(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def address(name):
    return f"{name.split()[0].lower()}@northelm.example"


@pytest.fixture
def shop(db, now):
    """North Elm, where everybody has an address of their own."""
    document = factories.elm_document()
    for person in document["staff"]:
        person["email"] = address(person["name"])
    return factories.load(document)


def yoga(shop, *names):
    return [
        factories.book(shop, "Yoga", guest=operations.Guest(name=name, email=f"{name.lower()}@example.com"))
        for name in names
    ]


# A class


def test_a_class_that_is_called_off_is_told_to_its_teacher_once_and_to_everybody_in_it(shop, run, mails):
    booking, *_ = yoga(shop, "Zoe", "Ben", "Cem")
    run()
    operations.call_off(appointment=booking.appointment, now=NOW, by="dashboard:olive", reason="Yuri is ill.")
    run()
    (mail,) = [each for each in mails(address("Yuri")) if "New" not in each["Subject"]]
    assert subject(mail).startswith("Cancelled: Yoga on Tue, Nov 24")
    for words in ("The bookings of Zoe, Ben, Cem are cancelled. Yuri is ill.", "Guests: Zoe"):
        assert words in text(mail)
    assert len(calendars_in(mail)) == 3
    for name in ("zoe", "ben", "cem"):
        (gone,) = [each for each in mails(f"{name}@example") if "Cancelled" in each["Subject"]]
        assert not [other for other in ("Zoe", "Ben", "Cem") if other.lower() != name and other in text(gone)]


def test_a_class_that_moves_is_told_to_its_teacher_once(shop, run, mails):
    booking, *_ = yoga(shop, "Zoe", "Ben")
    run()
    start = at(shop, DAY, "15:00")
    operations.move_appointment(appointment=booking.appointment, starts_at=start, now=NOW, by="dashboard:olive")
    run()
    (mail,) = [each for each in mails(address("Yuri")) if "Moved" in each["Subject"]]
    assert text(mail).count("3:00") == 1
    assert "Guests: Zoe" in text(mail)
    assert [len([each for each in mails(who) if "Moved" in each["Subject"]]) for who in ("zoe@", "ben@")] == [1, 1]


def test_who_left_a_class_before_the_mail_goes_is_not_in_it(shop, run, mails, post):
    zoe, ben = yoga(shop, "Zoe", "Ben")
    run()
    start = at(shop, DAY, "15:00")
    operations.move_appointment(appointment=zoe.appointment, starts_at=start, now=NOW, by="dashboard:olive")
    operations.cancel(booking=ben, now=NOW, by="guest")
    run()
    (mail,) = [each for each in mails(address("Yuri")) if "Moved" in each["Subject"]]
    assert ("Zoe" in text(mail), "Ben" in text(mail)) == (True, False)


def test_of_a_class_the_mail_says_bookings_and_of_a_request_that_moves_that_it_is_one(shop, run, mails):
    zoe, _ = yoga(shop, "Zoe", "Ben")
    request = factories.book(shop, "Fade", staff="Maria Gomez", confirmed=False)
    run()
    start = at(shop, DAY, "15:00")
    operations.move_appointment(appointment=zoe.appointment, starts_at=start, now=NOW, by="dashboard:olive")
    operations.move(booking=request, starts_at=start, now=NOW, by="guest")
    run()
    assert "The bookings of Zoe, Ben have been moved. Until now they were: Tuesday" in text(mails(address("Yuri"))[-1])
    moved = text(mails(address("Maria"))[-1])
    assert "The request of Jordan Smith has been moved." in moved
    assert "Nobody has confirmed it yet." in moved
    operations.move(booking=request, starts_at=start, staff=shop.staff["Ana Ruiz"], now=NOW, by="guest")
    operations.call_off(appointment=zoe.appointment, now=NOW, by="dashboard:olive")
    run()
    assert "The request of Jordan Smith is no longer yours." in text(mails(address("Maria"))[-1])
    assert "The request of Jordan Smith is yours now." in text(mails(address("Ana"))[-1])
    assert "The bookings of Zoe, Ben are cancelled." in text(mails(address("Yuri"))[-1])


# A visit


@pytest.fixture
def visit(shop):
    """Fade with Maria and Color with Cleo, one after the other."""
    services, start = shop.services, at(shop, DAY, "10:00")
    parts = [
        operations.Part(services["Fade"], start, shop.staff["Maria Gomez"]),
        operations.Part(services["Color"], operations.Then(), shop.staff["Cleo Fox"]),
    ]
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    return operations.book(wish=operations.Wish(shop.business, parts), order=order, now=NOW)


def test_of_a_visit_each_person_has_their_own_part_in_the_calendar(shop, visit, run, mails):
    run()
    starts = {}
    for name in ("Maria", "Cleo"):
        (mail,) = mails(address(name))
        ((event,),) = [each.walk("VEVENT") for each in calendars_in(mail)][:1]
        starts[name] = event.start
    assert starts == {"Maria": at(shop, DAY, "10:00"), "Cleo": at(shop, DAY, "10:45")}


def test_a_visit_that_moves_has_its_own_time_struck_through_and_not_that_of_a_part(shop, visit, run, mails):
    run()
    operations.move(booking=visit, starts_at=at(shop, DAY, "14:00"), now=NOW, by="guest")
    run()
    for name in ("Maria", "Cleo"):
        words = text(mails(address(name))[-1]).replace("\u202f", " ")
        assert "2:00 PM – 3:45 PM" in words
        assert "instead of Tuesday, November 24, 2026, 10:00 AM – 11:45 AM" in words
        assert "Until now it was: Tuesday, November 24, 2026, 10:00 AM – 11:45 AM." in words


# A series


def test_dates_of_a_series_that_go_to_somebody_else_are_lost_once_and_given_once(shop, run, mails):
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    bookings = courses.course(shop, order=order, count=3)
    run()
    ana = shop.staff["Ana Ruiz"]
    wanted = {"starts_at": bookings[1].starts_at, "scope": "this and all after", "staff": ana}
    operations.move_series(booking=bookings[1], now=NOW, by="dashboard:olive", **wanted)
    run()
    (lost,) = [each for each in mails(address("Maria")) if "No longer yours" in subject(each)]
    (given,) = [each for each in mails(address("Ana")) if "Now yours" in subject(each)]
    for mail in (lost, given):
        assert ["November 24" in text(mail), "December 1," in text(mail), "December 8" in text(mail)] == [
            False,
            True,
            True,
        ]
    assert {str(each["METHOD"]) for each in calendars_in(lost)} == {"CANCEL"}
    assert {str(each["METHOD"]) for each in calendars_in(given)} == {"REQUEST"}


# A request


def test_a_request_is_told_to_who_decides_with_the_way_there_and_to_who_would_serve(shop, run, mails):
    booking = factories.book(shop, "Fade", staff="Maria Gomez", confirmed=False)
    run()
    (decide,) = mails(HOUSE)
    assert subject(decide).startswith("To decide: Fade on Tue, Nov 24")
    assert f"/admin/bookings/booking/{booking.pk}/change/" in text(decide)
    (mail,) = mails(address("Maria"))
    assert subject(mail).startswith("New request: Fade")
    assert "/admin/" not in text(mail), "she has no way into the dashboard"


def test_of_a_request_one_mail_to_one_address_is_enough(elm, run, mails):
    factories.book(elm, "Fade", confirmed=False)
    run()
    assert [subject(mail).split(":")[0] for mail in mails(HOUSE)] == ["To decide"]


def test_a_business_without_an_address_has_its_owner_decide(db, now, run, mails):
    shop = factories.load(factories.elm_document(email=None, owners=[{"username": "olive", "email": "o@x.example"}]))
    factories.book(shop, "Fade", confirmed=False)
    run()
    assert [subject(mail).split(":")[0] for mail in mails("o@x.example")] == ["To decide"]


def test_what_was_decided_meanwhile_is_not_asked(elm, run, mails):
    booking = factories.book(elm, "Fade", confirmed=False)
    operations.confirm(booking=booking, now=NOW, by="dashboard:olive")
    run()
    assert mails(HOUSE) == []
    assert Delivery.objects.get(kind="decide").last_answer == "the booking is confirmed"


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("dashboard:olive", "North Elm Studio could not confirm your request. We are full."),
        ("guest", "your request is cancelled."),
    ],
)
def test_a_request_that_ends_is_not_called_a_booking(elm, run, mails, by, words):
    booking = factories.book(elm, "Fade", confirmed=False)
    run()
    operations.cancel(booking=booking, now=NOW, by=by, reason="We are full.")
    run()
    assert words in text(mails("jordan")[-1])
    assert "booking is cancelled" not in text(mails("jordan")[-1])


def test_a_request_that_nobody_confirmed_in_time_says_so_in_the_readers_language(db, now, run, mails):
    shop = factories.load(factories.elm_document(language="de", rules={"pending_expiry_minutes": 60}))
    factories.book(shop, "Fade", confirmed=False)
    run()
    operations.expire(now=NOW.replace(hour=17))
    run(NOW.replace(hour=17))
    assert "konnte Ihre Anfrage nicht bestätigen. Sie wurde nicht rechtzeitig bestätigt." in text(mails("jordan")[-1])
