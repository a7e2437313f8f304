"""The diary that lies open: it asks whether something happened, and is told no by next to nothing."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from businesses import diary
from businesses.models import Session, StaffMember, TimeOff
from tests import factories
from tests.dashboard import member
from tests.factories import DAY, NOW

PAGE, LIVE = "/admin/diary/", "/admin/diary/live/"


def ask(client, shop, tag: str = "", **query):
    """What the open page asks, with the tag of what it shows."""
    query = {"day": DAY.isoformat(), "view": "day", "house": shop.business.pk, **query}
    return client.get(LIVE, query, **({"HTTP_IF_NONE_MATCH": tag} if tag else {}))


def tag_of(client, shop, **query) -> str:
    answer = ask(client, shop, **query)
    assert answer.status_code == 200
    return answer["ETag"]


def test_the_page_knows_where_to_ask_and_the_tag_of_what_it_shows(elm, olive):
    text = olive.get(PAGE, {"day": DAY.isoformat()}).text
    assert f'data-live="{LIVE}?day=2026-11-24&amp;view=day&amp;house={elm.business.pk}"' in text
    assert f"data-version={tag_of(olive, elm)}" in text  # quotes and all


@pytest.mark.parametrize("view", ["day", "week"])
def test_while_nothing_happens_the_answer_is_empty_at_two_statements_of_its_own(elm, olive, view):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    tag = tag_of(olive, elm, view=view)
    with CaptureQueriesContext(connection) as found:
        answer = ask(olive, elm, tag, view=view)
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert "no-store" in answer["Cache-Control"]
    assert len(found) == 3 + 2  # the session, the user and where they work; the versions, and what happened since


def test_a_tag_that_a_proxy_made_weak_is_the_same(elm, olive):
    assert ask(olive, elm, f"W/{tag_of(olive, elm)}").status_code == 304


def wait_for_yes(elm, booking):
    operations.unconfirm(booking=booking, now=NOW, by="test")


def time_off(elm, booking):
    edges = {"starts_at": factories.at(elm, DAY, "15:00"), "ends_at": factories.at(elm, DAY, "16:00")}
    with diary.changing(elm.business.pk):
        TimeOff.objects.create(business=elm.business, staff=elm.staff["Maria Gomez"], **edges)


def rename(elm, booking):
    with diary.changing(elm.business.pk):
        StaffMember.objects.filter(pk=elm.staff["Ana Ruiz"].pk).update(name="Ana Maria Ruiz")


HAPPENS = {
    "booked": lambda elm, _: factories.book(elm, "Fade", clock="13:00", staff="Maria Gomez"),
    "held": lambda elm, _: factories.hold(elm, "Fade", clock="13:00", staff="Maria Gomez"),
    "joined": lambda elm, _: factories.book(elm, "Yoga", clock="10:00"),
    "arrived": lambda _, booking: operations.arrive(booking=booking, now=NOW, by="test"),
    "noted": lambda _, booking: operations.annotate(booking=booking, now=NOW, by="test", staff_notes="Tea"),
    "renamed": lambda _, booking: operations.correct(booking=booking, now=NOW, by="test", name="Jo Smith"),
    "cancelled": lambda _, booking: operations.cancel(booking=booking, now=NOW, by="test"),
    "completed": lambda _, booking: operations.complete(booking=booking, now=booking.ends_at, by="test"),
    "moved away": lambda _, booking: operations.move(
        booking=booking, starts_at=booking.starts_at + dt.timedelta(days=7), now=NOW, by="test"
    ),
    "unconfirmed": wait_for_yes,
    "time off": time_off,
    "a person's name": rename,
}


@pytest.mark.parametrize("happens", HAPPENS.values(), ids=HAPPENS.keys())
@pytest.mark.parametrize("view", ["day", "week"])
def test_whatever_happens_is_seen(elm, olive, happens, view):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    tag = tag_of(olive, elm, view=view)
    happens(elm, booking)
    answer = ask(olive, elm, tag, view=view)
    assert answer.status_code == 200
    assert answer["ETag"] != tag
    assert 'id="diary-sheet"' in answer.text
    assert "<html" not in answer.text


def test_what_happens_elsewhere_costs_one_look_and_what_runs_out_is_seen(elm, olive):
    made, _ = factories.hold(elm, "Fade", staff="Maria Gomez")
    tag = tag_of(olive, elm)
    with time_machine.travel(made.hold_expires_at - dt.timedelta(seconds=1), tick=False):
        assert ask(olive, elm, tag).status_code == 304
    with time_machine.travel(made.hold_expires_at, tick=False):
        assert "Held until" not in ask(olive, elm, tag).text


def test_of_today_a_free_time_that_runs_begins_anew_every_few_minutes(elm, olive):
    today = NOW.astimezone(elm.business.zone).date().isoformat()
    tag, other = tag_of(olive, elm, day=today), tag_of(olive, elm)
    with time_machine.travel(NOW + dt.timedelta(minutes=4), tick=False):
        assert ask(olive, elm, tag, day=today).status_code == 304
    with time_machine.travel(NOW + dt.timedelta(minutes=6), tick=False):
        assert ask(olive, elm, tag, day=today).status_code == 200
        assert ask(olive, elm, other).status_code == 304


def test_the_tag_of_one_day_person_or_house_is_no_tag_of_another(elm, karachi, olive, amna):
    tag = tag_of(olive, elm)
    for other in ({"day": "2026-11-25"}, {"view": "week"}, {"staff": elm.staff["Ana Ruiz"].pk}):
        assert ask(olive, elm, tag, **other).status_code == 200
    assert ask(amna, karachi, tag).status_code == 200


def test_whoever_works_in_another_house_by_now_is_told_nothing(elm, karachi, olive):
    for house in (karachi.business.pk, "", "x"):
        assert ask(olive, elm, house=house).status_code == 404


def test_a_staff_member_is_told_of_their_own_column_alone(elm, maria):
    tag = tag_of(maria, elm)
    text = ask(maria, elm, staff=elm.staff["Ana Ruiz"].pk).text
    assert "Ana Ruiz" not in text
    assert ask(maria, elm, tag).status_code == 304


def test_somebody_of_the_neighbour_is_not_found(elm, karachi, olive):
    assert ask(olive, elm, staff=karachi.staff["Amna Khan"].pk).status_code == 404


def test_nobody_else_is_told_anything(elm, client, amna):
    assert client.get(LIVE).status_code == 302
    assert ask(amna, elm).status_code == 404


def test_nothing_is_changed_by_it(elm, olive):
    assert olive.post(LIVE).status_code == 405


def test_nobody_stays_signed_in_by_a_page_that_asks_by_itself(elm, now):
    olive = member(elm, "olive", "owner")
    ask(olive, elm)
    before = Session.objects.values_list("expire_date", flat=True).get()
    with time_machine.travel(NOW + dt.timedelta(hours=3), tick=False):
        ask(olive, elm)
        assert Session.objects.values_list("expire_date", flat=True).get() == before
    with time_machine.travel(NOW + dt.timedelta(hours=13), tick=False):
        assert ask(olive, elm).status_code == 302
