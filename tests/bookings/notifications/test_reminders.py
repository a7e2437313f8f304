"""Reminders: before the start, once for each start, and never about what is no longer so."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bookings import operations
from bookings.models import Booking, Delivery
from bookings.notifications.planning import outside_quiet
from businesses.models import Business, MessageText, ReminderRule
from tests import factories
from tests.factories import DAY, NOW


def reminders(mails):
    return [mail for mail in mails("jordan") if mail["Subject"].startswith("Reminder")]


def at(shop, day, clock):
    return factories.at(shop, DAY.replace(day=day), clock)


def test_a_day_before_unless_the_business_says_otherwise(elm, run, mails):
    factories.book(elm, "Fade", clock="10:00")
    run()
    run(at(elm, 23, "09:59"))
    assert reminders(mails) == []
    run(at(elm, 23, "10:00"))
    assert len(reminders(mails)) == 1
    run(at(elm, 23, "11:00"))
    assert len(reminders(mails)) == 1


def test_a_business_can_do_without(elm, run):
    Business.objects.update(reminder_minutes=None)
    factories.book(elm, "Fade")
    run()
    assert not Delivery.objects.filter(kind="reminder").exists()


def test_what_is_booked_after_its_time_has_none(elm, run):
    factories.book(elm, "Fade", NOW.date(), "15:00")
    run()
    assert not Delivery.objects.filter(kind="reminder").exists()


def test_a_moved_booking_is_reminded_of_its_new_time_only(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00")
    run()
    operations.move(booking=booking, starts_at=at(elm, 25, "15:00"), now=NOW, by="x")
    run()
    run(at(elm, 23, "10:00"))
    assert reminders(mails) == []
    run(at(elm, 24, "15:00"))
    (mail,) = reminders(mails)
    assert "Nov 25" in mail["Subject"]
    assert Delivery.objects.get(kind="reminder", status="skipped").last_answer == "the booking was moved"


def test_a_cancelled_booking_is_not_reminded_of(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00")
    run()
    operations.cancel(booking=booking, now=NOW, by="x")
    run(at(elm, 23, "10:00"))
    assert reminders(mails) == []
    assert Delivery.objects.get(kind="reminder").last_answer == "the booking is cancelled"


def test_a_reminder_that_was_held_up_beyond_the_start_does_not_go(elm, run, mails):
    factories.book(elm, "Fade", clock="10:00")
    run()
    run(at(elm, 24, "10:00"))
    assert reminders(mails) == []


def test_a_reminder_that_came_due_while_no_worker_was_there_goes_while_it_is_of_use(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00")
    run(booking.starts_at - dt.timedelta(hours=1))
    assert len(reminders(mails)) == 1
    run(booking.starts_at - dt.timedelta(minutes=30))
    assert len(reminders(mails)) == 1


def test_after_the_start_a_row_says_that_it_did_not_go(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00")
    run(booking.starts_at)
    assert reminders(mails) == []
    made = Delivery.objects.get(kind="reminder")
    assert (made.status, made.last_answer) == ("skipped", "it has begun")


def test_a_start_to_come_is_reminded_of_although_the_booking_is_no_news(elm, run, mails):
    """A worker that comes back after three days finds a booking of the week after."""
    factories.book(elm, "Fade", DAY.replace(day=30), clock="10:00")
    run(NOW + dt.timedelta(days=3))
    assert mails() == []
    run(at(elm, 29, "10:00"))
    assert len(reminders(mails)) == 1


def test_a_move_while_no_worker_was_there_is_reminded_of_at_its_own_time(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00")
    operations.move(booking=booking, starts_at=at(elm, 25, "15:00"), now=NOW, by="x")
    run(at(elm, 24, "09:00"))
    assert reminders(mails) == []
    run(at(elm, 24, "15:00"))
    assert len(reminders(mails)) == 1


def test_a_request_that_nobody_confirmed_is_called_so(elm, run, mails):
    factories.book(elm, "Fade", clock="10:00", confirmed=False)
    run()
    run(at(elm, 23, "10:00"))
    (mail,) = reminders(mails)
    assert mail["Subject"].startswith("Reminder of your request: Fade")
    text = mail.get_body(("plain",)).get_content()
    assert "North Elm Studio has not confirmed it yet." in text
    assert "Status: Not confirmed yet" in text


def test_whatever_the_business_says_of_a_request_the_facts_say_that_it_is_not_confirmed(elm, run, mails):
    MessageText.objects.create(business=elm.business, kind="reminder", text="We look forward to seeing you.")
    factories.book(elm, "Fade", clock="10:00", confirmed=False)
    run()
    run(at(elm, 23, "10:00"))
    text = reminders(mails)[0].get_body(("plain",)).get_content()
    assert "We look forward" in text
    assert "Status: Not confirmed yet" in text


def test_a_request_that_was_confirmed_meanwhile_is_reminded_of_as_a_booking(elm, run, mails):
    booking = factories.book(elm, "Fade", clock="10:00", confirmed=False)
    run()
    operations.confirm(booking=booking, now=NOW, by="x")
    run(at(elm, 23, "10:00"))
    (mail,) = reminders(mails)
    assert mail["Subject"].startswith("Reminder: Fade")


def test_rules_of_a_service_come_besides(elm, run, mails):
    rule = {"business": elm.business, "minutes_before": 120, "text": "See you soon, {first_name}."}
    ReminderRule.objects.create(service=elm.services["Fade"], **rule)
    ReminderRule.objects.create(service=elm.services["Trim"], **rule)
    factories.book(elm, "Fade", clock="10:00")
    run()
    run(at(elm, 24, "08:00"))
    assert "See you soon, Jordan." in reminders(mails)[-1].get_body(("plain",)).get_content()
    assert Delivery.objects.filter(kind="reminder").count() == 2


def test_a_rule_that_was_switched_off_meanwhile_is_silent(elm, run, mails):
    rule = ReminderRule.objects.create(business=elm.business, minutes_before=120)
    factories.book(elm, "Fade", clock="10:00")
    run()
    rule.active = False
    rule.save()
    run(at(elm, 24, "08:00"))
    assert Delivery.objects.get(about__rule=rule.pk).status == "skipped"


def test_the_neighbours_rules_are_theirs(elm, karachi, run):
    ReminderRule.objects.create(business=karachi.business, minutes_before=120)
    factories.book(elm, "Fade")
    run()
    assert Delivery.objects.filter(kind="reminder").count() == 1


@pytest.mark.parametrize(
    ("zone", "quiet", "instant", "goes"),
    [
        ("Europe/Berlin", ("21:00", "08:00"), "2026-11-24T23:30", "2026-11-24T21:00"),
        ("Europe/Berlin", ("21:00", "08:00"), "2026-11-24T07:59", "2026-11-23T21:00"),
        ("Europe/Berlin", ("21:00", "08:00"), "2026-11-24T08:00", "2026-11-24T08:00"),
        ("Asia/Kathmandu", ("12:00", "14:00"), "2026-11-24T13:00", "2026-11-24T12:00"),
        ("Europe/Berlin", ("21:00", "21:00"), "2026-11-24T23:30", "2026-11-24T23:30"),
        ("Europe/Berlin", (None, "08:00"), "2026-11-24T03:00", "2026-11-24T03:00"),
    ],
)
def test_quiet_hours_are_the_venues(zone, quiet, instant, goes):
    begin, end = (dt.time.fromisoformat(text) if text else None for text in quiet)
    business = Business(timezone=zone, quiet_from=begin, quiet_until=end)
    wanted = dt.datetime.fromisoformat(instant).replace(tzinfo=ZoneInfo(zone))
    assert outside_quiet(wanted, business) == dt.datetime.fromisoformat(goes).replace(tzinfo=ZoneInfo(zone))


def test_a_guest_who_says_they_come_confirms_a_pending_booking(elm, run, mails, client):
    ReminderRule.objects.create(business=elm.business, minutes_before=120, asks_attendance=True)
    booking = factories.book(elm, "Fade", clock="10:00", confirmed=False)
    run()
    run(at(elm, 24, "08:00"))
    text = reminders(mails)[-1].get_body(("plain",)).get_content()
    link = next(word for word in text.split() if word.endswith("/attend/"))
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Booking.objects.get().status == "pending"
    assert client.post(path).status_code == 303
    assert client.post(path).status_code == 303
    assert Booking.objects.get().status == "confirmed"
    assert [event.type for event in booking.events.all()] == ["booking.created", "booking.confirmed"]


def test_nobody_confirms_themselves_where_no_reminder_asks(elm, client):
    booking = factories.book(elm, "Fade", clock="10:00", confirmed=False)
    assert client.post(factories.link(booking) + "attend/").status_code == 303
    assert Booking.objects.get().status == "pending"


@pytest.mark.parametrize("page", ["attend/", "unsubscribe/"])
def test_a_link_that_is_none_opens_nothing(client, elm, page):
    assert client.post(f"/b/x/{page}").status_code == 404
