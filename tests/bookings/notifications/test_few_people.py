"""Too few people come to a class: the house is told once, in time, and decides."""

import datetime as dt

import pytest

from bookings import operations, queries
from bookings.management.work import few
from bookings.models import Delivery
from tests.bookings.operations.desk import book, hold, studio
from tests.bookings.operations.test_plan_class import plan
from tests.factories import DAY, at

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def shop(db):
    """A studio whose class needs two, and says so a day before."""
    made = studio(email="studio@example.com")
    made.services["Yoga"].min_participants, made.services["Yoga"].min_participants_by_minutes = 2, 24 * 60
    made.services["Yoga"].save()
    return made


def told(now):
    few.tell(now)
    return [mail.recipient for mail in Delivery.objects.filter(kind="few").order_by("pk")]


def test_the_house_is_told_once_from_the_time_it_set_on(shop):
    start = book(shop, "Yoga").starts_at
    assert told(start - 25 * HOUR) == []
    assert told(start - 24 * HOUR) == ["studio@example.com"]
    assert told(start - 23 * HOUR) == ["studio@example.com"]


def test_enough_people_are_no_news_and_held_places_are_nobody(shop):
    first = book(shop, "Yoga", staff="Yuri")
    hold(shop, "Yoga", staff="Yuri")
    second = book(shop, "Yoga", "14:00", party_size=2)
    assert first.appointment.pk != second.appointment.pk
    assert told(first.starts_at - HOUR) == ["studio@example.com"]


def test_a_planned_class_with_nobody_in_it_counts(shop):
    row = plan(shop)
    found = queries.groups_with_few(shop.business, now=row.starts_at - HOUR)
    assert [(each.appointment.pk, each.coming, each.minimum) for each in found] == [(row.pk, 0, 2)]


def test_who_lets_it_be_hears_no_more_of_it(shop):
    booking = book(shop, "Yoga")
    now = booking.starts_at - 3 * HOUR
    assert len(told(now)) == 1
    operations.let_be(appointment=booking.appointment, now=now)
    operations.cancel(booking=book(shop, "Yoga", now=now), now=now, by="x")
    assert len(told(now + HOUR)) == 1
    assert not queries.groups_with_few(now=now)


def test_few_again_after_enough_came_is_news_again(shop):
    booking = book(shop, "Yoga")
    now = booking.starts_at - 5 * HOUR
    assert len(told(now)) == 1
    second = book(shop, "Yoga", now=now)
    assert len(told(now + HOUR)) == 1
    operations.cancel(booking=second, now=now + HOUR, by="x")
    assert len(told(now + HOUR)) == 2
    assert len(told(now + 2 * HOUR)) == 2


def test_what_has_begun_or_needs_nobody_is_not_asked(shop):
    booking = book(shop, "Yoga")
    assert told(booking.starts_at) == []
    shop.services["Yoga"].min_participants, shop.services["Yoga"].min_participants_by_minutes = 1, 0
    shop.services["Yoga"].save()
    plan(shop, "14:10")
    assert told(booking.starts_at - HOUR) == []


def test_the_mail_names_the_class_and_its_page_and_is_not_sent_once_it_is_decided(shop, run, mails, time_machine):
    booking, now = book(shop, "Yoga", staff="Yuri"), at(shop, DAY, "08:00")
    time_machine.move_to(now, tick=False)
    few.tell(now)
    run(now)
    (mail,) = mails("studio@example.com")
    assert mail["Subject"] == "Few people: Yoga on Tue, Nov 24, 10:00 AM"
    for form in ("plain", "html"):
        said = mail.get_body((form,)).get_content()
        assert f"/admin/diary/appointment/{booking.appointment.pk}/" in said
        assert "1 person comes, and it needs 2" in said
    other = plan(shop, "15:10", staff="Zoe")
    few.tell(now)
    operations.call_off(appointment=other, now=now, by="dashboard:max")
    run(now)
    assert Delivery.objects.get(about__appointment=other.pk).status == Delivery.Status.SKIPPED


def test_the_house_reads_it_in_its_own_language_and_who_wants_no_mails_does_not(db, now, run, mails, time_machine):
    made = studio(email="studio@example.com", language="de-CH")
    made.services["Yoga"].min_participants, made.services["Yoga"].min_participants_by_minutes = 2, 24 * 60
    made.services["Yoga"].save()
    type(made.staff["Yuri"]).objects.update(email="yuri@example.com", mailed=False)
    plan(made)
    time_machine.move_to(at(made, DAY, "08:00"), tick=False)
    few.tell(at(made, DAY, "08:00"))
    run(at(made, DAY, "08:00"))
    (mail,) = mails()
    assert mail["To"] == "studio@example.com"
    assert "Es kommt niemand; nötig sind mindestens 2." in mail.get_body(("plain",)).get_content()
