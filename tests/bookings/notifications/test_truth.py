"""A mail that waited is looked at again before it goes: what is not true any more is skipped, and the row says why."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Delivery, Event
from bookings.notifications import said, truth
from bookings.operations import recording
from bookings.webhooks import endpoints
from businesses.models import Business
from tests import factories
from tests.bookings.notifications.entries import entries_in
from tests.factories import DAY, NOW

YESTERDAY = NOW - dt.timedelta(days=1)


def subjects(mails):
    return [mail["Subject"].split(":")[0] for mail in mails("jordan")]


def why(kind, audience="guest", status="skipped"):
    rows = Delivery.objects.filter(kind=kind, audience=audience, status=status).order_by("pk")
    return [row.last_answer for row in rows]


def move(booking, clock, shop, now=NOW, by="guest", **how):
    return operations.move(booking=booking, starts_at=factories.at(shop, DAY, clock), now=now, by=by, **how)


def thankful(shop):
    Business.objects.update(sends_thanks=True, sends_missed=True)
    shop.business.refresh_from_db()


def test_every_kind_of_mail_about_a_booking_has_its_condition():
    kinds = {kind for hears in said.TABLE.values() for kind in hears if kind}
    assert set(truth.TRUE_WHEN) == kinds - {said.FEW, said.MISLAID}


def test_nobody_looks_forward_to_what_is_cancelled(elm, run, mails):
    operations.cancel(booking=factories.book(elm, "Fade"), now=NOW, by="guest")
    run()
    assert subjects(mails) == ["Cancelled"]
    assert why("confirmed") == why("new", "owner") == ["the booking is cancelled"]


def test_a_mail_server_that_was_away_meanwhile_changes_nothing_about_it(elm, run, mails, post):
    post.refusal = "451 later"
    booking = factories.book(elm, "Fade")
    run()
    post.refusal = ""
    operations.cancel(booking=booking, now=NOW, by="guest")
    run(NOW + dt.timedelta(minutes=2))
    assert subjects(mails) == ["Cancelled"]


def test_nor_to_a_visit_of_yesterday_that_is_noted_today(elm, run, mails):
    factories.book(elm, "Fade", YESTERDAY.date(), policy=operations.COUNTER)
    run()
    assert mails() == []
    assert why("confirmed") == why("new", "owner") == ["it is over"]


def test_a_visit_that_is_over_when_the_mail_server_is_back(elm, run, mails, post):
    post.refusal = "451 later"
    booking = factories.book(elm, "Fade", NOW.date(), "14:00")
    run()
    post.refusal = ""
    run(booking.ends_at - dt.timedelta(seconds=1))
    assert subjects(mails) == ["Confirmed"]
    Delivery.objects.update(status="due")
    run(booking.ends_at)
    assert set(why("confirmed")) == {"it is over"}


def test_a_request_that_was_confirmed_meanwhile_is_confirmed_and_nothing_else(elm, run, mails):
    booking = factories.book(elm, "Fade", confirmed=False)
    operations.confirm(booking=booking, now=NOW, by="dashboard:olive")
    run()
    assert subjects(mails) == ["Confirmed"]
    assert why("pending") == ["the booking is confirmed"]


def test_a_yes_that_was_taken_back_is_not_told(elm, run, mails):
    booking = factories.book(elm, "Fade", confirmed=False)
    run()
    operations.confirm(booking=booking, now=NOW, by="dashboard:olive")
    operations.unconfirm(booking=booking, now=NOW, by="dashboard:olive")
    run()
    assert subjects(mails) == ["Your request"]
    assert why("confirmed") == ["the booking is pending"]


def test_a_yes_that_was_given_twice_is_told_once(elm, run, mails):
    booking = factories.book(elm, "Fade")
    operations.unconfirm(booking=booking, now=NOW, by="dashboard:olive")
    operations.confirm(booking=booking, now=NOW, by="dashboard:olive")
    run()
    assert subjects(mails) == ["Confirmed"]
    assert why("confirmed") == ["a later mail says it"]


def test_of_two_moves_the_newest_time_is_told_once(elm, run, mails):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", elm)
    move(booking, "15:00", elm)
    run()
    assert subjects(mails) == ["Confirmed", "Moved"]
    assert "3:00\u202fPM" in mails("jordan")[-1].get_body(("plain",)).get_content()
    assert why("moved") == why("moved", "owner") == ["a later mail says it"]


def test_whoever_lost_the_visit_by_the_first_of_two_moves_is_told(db, now, run, mails):
    document = factories.elm_document()
    for person in document["staff"][:2]:
        person["email"] = f"{person['name'].split()[0].lower()}@northelm.example"
    shop = factories.load(document)
    booking = factories.book(shop, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", shop, staff=shop.staff["Ana Ruiz"])
    move(booking, "15:00", shop, staff=shop.staff["Ana Ruiz"])
    run()
    assert [" ".join(mail["Subject"].split()).split(":")[0] for mail in mails("maria@")] == [
        "New booking",
        "No longer yours",
    ]
    assert [mail["Subject"].split(":")[0] for mail in mails("ana@")] == ["Now yours", "Moved"]


def test_a_move_of_what_is_cancelled_is_not_told(elm, run, mails):
    booking = factories.book(elm, "Fade")
    run()
    move(booking, "14:00", elm)
    operations.cancel(booking=booking, now=NOW, by="guest")
    run()
    assert subjects(mails) == ["Confirmed", "Cancelled"]


def test_a_visit_that_was_over_is_cancelled_without_a_word(elm, run, mails):
    booking = factories.book(elm, "Fade", NOW.date(), "10:00")
    run()
    operations.cancel(booking=booking, now=booking.ends_at, by="booqara:key")
    run(booking.ends_at)
    assert subjects(mails) == ["Confirmed"]
    assert why("cancelled") == why("cancelled", "owner") == ["it was over already"]


def test_after_a_slip_only_what_is_true_is_said(elm, run, mails):
    thankful(elm)
    booking = factories.book(elm, "Fade")
    end = booking.ends_at
    operations.complete(booking=booking, now=end, by="x")
    run(end)
    operations.reopen(booking=booking, now=end, by="x")
    operations.no_show(booking=booking, now=end, by="x")
    run(end + dt.timedelta(hours=2))
    assert subjects(mails) == ["We missed you at North Elm Studio"]
    assert why("thanks") == ["the booking is no show"]


def test_thanks_are_said_once_however_often_it_took_place(elm, run, mails):
    thankful(elm)
    booking = factories.book(elm, "Fade")
    end = booking.ends_at
    operations.complete(booking=booking, now=end, by="x")
    operations.reopen(booking=booking, now=end, by="x")
    operations.complete(booking=booking, now=end, by="x")
    run(end + dt.timedelta(hours=2))
    operations.reopen(booking=booking, now=end, by="x")
    operations.complete(booking=booking, now=end, by="x")
    run(end + dt.timedelta(hours=4))
    assert subjects(mails) == ["Thank you for your visit at North Elm Studio"]
    assert why("thanks") == ["a later mail says it", "it was said before"]


def test_what_was_erased_is_told_to_nobody(elm, run, mails):
    booking = factories.book(elm, "Fade")
    type(booking).objects.update(erased_at=NOW)
    run()
    assert mails() == []
    assert why("confirmed") == ["the booking was erased"]


def test_an_endpoint_that_was_switched_on_again_is_no_news(elm, run, mails):
    endpoint, _ = endpoints.create(business=elm.business, url="https://partner.example/hook")
    endpoints.switch_off(endpoint, reason="HTTP 410", now=NOW)
    endpoints.switch_on(endpoint)
    run()
    assert mails() == []
    assert Delivery.objects.get().last_answer == "it is switched on again"


@pytest.mark.parametrize(
    ("clock", "status", "said"),
    [
        ("15:00", "confirmed", ["Moved"]),
        ("15:00", "cancelled", ["Cancelled"]),
        ("10:00", "confirmed", ["Confirmed"]),
        ("10:00", "pending", []),
    ],
)
def test_of_what_was_changed_at_once_the_guest_is_told_what_matters_most(elm, run, mails, clock, status, said):
    booking = factories.book(elm, "Fade", confirmed=False)
    run()
    previous = {"status": "pending", "places": recording.snapshot(booking)["places"]}
    appointment = booking.appointment
    appointment.starts_at = factories.at(elm, DAY, clock)
    appointment.ends_at = appointment.starts_at + dt.timedelta(minutes=45)
    type(appointment).objects.filter(pk=appointment.pk).update(
        starts_at=appointment.starts_at, ends_at=appointment.ends_at
    )
    booking.status = status
    recording.record(booking, Event.Type.AMENDED, "status", now=NOW, by="x", previous=previous)
    run()
    assert subjects(mails) == ["Your request", *said]


# What else may have become of it meanwhile


def test_a_guest_whose_address_was_corrected_is_told_there(elm, run, mails, post):
    post.refusal = "451 later"
    booking = factories.book(elm, "Fade")
    run()
    post.refusal = ""
    operations.correct(booking=booking, now=NOW, by="dashboard:olive", email="jo@example.org")
    run(NOW + dt.timedelta(minutes=2))
    assert mails("jordan") == []
    assert [mail["Subject"].split(":")[0] for mail in mails("jo@example.org")] == ["Confirmed"]


def test_what_moved_and_is_back_is_not_told(elm, run, mails):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", elm)
    move(booking, "10:00", elm)
    run()
    assert subjects(mails) == ["Confirmed"]
    assert why("moved") == ["a later mail says it", "it is back where it was"]


def test_of_two_moves_the_time_that_the_guest_knows_is_struck_through(elm, run, mails):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", elm)
    move(booking, "15:00", elm)
    run()
    words = " ".join(mails("jordan")[-1].get_body(("plain",)).get_content().split())
    assert "instead of Tuesday, November 24, 2026, 10:00" in words
    assert "2:00" not in words.replace("12:00", "")


def test_a_person_who_had_lost_it_and_has_it_again_is_told_what_is_so(db, now, run, mails):
    document = factories.elm_document()
    document["staff"][0]["email"] = "maria@northelm.example"
    shop = factories.load(document)
    booking = factories.book(shop, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", shop, staff=shop.staff["Ana Ruiz"])
    move(booking, "15:00", shop, staff=shop.staff["Maria Gomez"])
    run()
    assert [" ".join(mail["Subject"].split()).split(":")[0] for mail in mails("maria@")] == ["New booking", "Now yours"]
    assert why("lost", "staff") == ["it is theirs again"]


@pytest.fixture
def staffed(db, now):
    """North Elm, where Maria and Ana have addresses of their own."""
    document = factories.elm_document()
    for person in document["staff"][:2]:
        person["email"] = f"{person['name'].split()[0].lower()}@northelm.example"
    return factories.load(document)


def told(mails, to):
    return [" ".join(mail["Subject"].split()).split(":")[0] for mail in mails(to)]


def test_whoever_loses_a_visit_by_the_second_of_two_moves_reads_the_time_that_they_knew(staffed, run, mails):
    booking = factories.book(staffed, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", staffed)
    move(booking, "15:00", staffed, staff=staffed.staff["Ana Ruiz"])
    run()
    lost = mails("maria@")[-1]
    words = " ".join(lost.get_body(("plain",)).get_content().split())
    assert "It was: Tuesday, November 24, 2026, 10:00" in words
    assert "2:00" not in words
    method, (entry,) = entries_in(lost)
    assert (method, entry.start) == ("CANCEL", factories.at(staffed, DAY, "10:00"))
    (given,) = mails("ana@")
    words = " ".join(given.get_body(("plain",)).get_content().split())
    assert "instead of Tuesday, November 24, 2026, 10:00" in words
    assert "2:00" not in words


def test_whoever_had_a_visit_only_between_two_moves_hears_nothing_of_it(staffed, run, mails):
    booking = factories.book(staffed, "Fade", staff="Maria Gomez")
    run()
    move(booking, "14:00", staffed, staff=staffed.staff["Ana Ruiz"])
    move(booking, "15:00", staffed, staff=staffed.staff["Maria Gomez"])
    run()
    assert told(mails, "ana@") == []
    assert "they never heard of it" in why("lost", "staff")


@pytest.mark.parametrize("then", ["moved", "cancelled"])
def test_what_was_booked_and_gone_before_the_mail_is_no_loss_to_anybody(staffed, run, mails, then):
    booking = factories.book(staffed, "Fade", staff="Maria Gomez")
    if then == "moved":
        move(booking, "15:00", staffed, staff=staffed.staff["Ana Ruiz"])
    else:
        operations.cancel(booking=booking, now=NOW, by="guest")
    run()
    assert told(mails, "maria@") == []


def test_nobody_is_asked_to_come_again_to_a_business_that_takes_no_bookings(elm, run, mails):
    thankful(elm)
    booking = factories.book(elm, "Fade")
    run()
    operations.complete(booking=booking, now=booking.ends_at, by="x")
    Business.objects.update(active=False)
    run(booking.ends_at + dt.timedelta(hours=2))
    assert why("thanks") == ["the business takes no bookings any more"]


def test_who_was_erased_is_reminded_of_nothing_though_the_visit_stands(elm, run, mails):
    booking = factories.book(elm, "Fade")
    run()
    operations.erase_customer(customer=booking.customer, now=NOW, by="dashboard:olive")
    before = len(mails())
    run(booking.starts_at - dt.timedelta(hours=1))
    assert len(mails()) == before
    assert why("reminder") == ["there is no e-mail address"]


def test_a_move_of_a_request_does_not_sound_like_one_of_a_booking(elm, run, mails):
    booking = factories.book(elm, "Fade", confirmed=False)
    run()
    move(booking, "15:00", elm)
    run()
    text = mails("jordan")[-1].get_body(("plain",)).get_content()
    assert "your request has been moved" in text
    assert "has not confirmed it yet" in text


# Another person at the same time


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (True, "your booking stays at the same time. Somebody else serves you now."),
        (False, "your request stays at the same time. Somebody else would serve you now."),
    ],
)
def test_with_another_person_at_the_same_time_nobody_reads_of_a_new_time(elm, run, mails, confirmed, words):
    booking = factories.book(elm, "Fade", staff="Maria Gomez", confirmed=confirmed)
    run()
    move(booking, "10:00", elm, by="dashboard:olive", staff=elm.staff["Ana Ruiz"])
    run()
    text = " ".join(mails("jordan")[-1].get_body(("plain",)).get_content().split())
    assert mails("jordan")[-1]["Subject"].startswith("Changed: Fade on Tue, Nov 24")
    assert words in text
    assert "With: Ana Ruiz" in text
    assert "new time" not in text


def test_where_guests_do_not_see_who_serves_them_such_a_change_is_not_told(db, now, run, mails):
    shop = factories.load(factories.elm_document(page={"show_staff_selection": False}))
    booking = factories.book(shop, "Fade", staff="Maria Gomez")
    run()
    move(booking, "10:00", shop, by="dashboard:olive", staff=shop.staff["Ana Ruiz"])
    run()
    assert subjects(mails) == ["Confirmed"]
    assert why("moved") == ["nothing that the guest sees is other than it was"]


def test_the_houses_address_reads_with_whom_it_was(elm, run, mails):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    run()
    move(booking, "15:00", elm, staff=elm.staff["Ana Ruiz"])
    run()
    text = " ".join(mails("hello@")[-1].get_body(("plain",)).get_content().split())
    assert "Until now it was: Tuesday, November 24, 2026, 10:00 AM – 10:45 AM, with Maria Gomez." in text
