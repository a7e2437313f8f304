"""Before a change is saved the page shows where each booking that it leaves outside would go."""

import pytest

from bookings.dashboard.frame import foreseeing, reading, words
from bookings.models import Booking, Event
from tests import factories
from tests.bookings.dashboard.forms import confirm
from tests.bookings.dashboard.setup.test_dates_pages import AWAY, SPECIAL
from tests.bookings.dashboard.setup.test_outside import away, now_at
from tests.factories import DAY, at


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A slow machine looks as far ahead as a quick one."""
    monkeypatch.setattr(foreseeing, "AT_FIRST", 600)
    monkeypatch.setattr(foreseeing, "MORE", 600)


def written(instant, elm):
    """A time as the page writes it."""
    with reading.reading(elm.business):
        return words.moment(instant.astimezone(elm.business.zone))


def told(answer):
    """By booking: where it would go by time, and to whom."""
    return {row["booking"].pk: (row.get("by_time"), row.get("by_person")) for row in answer.context["rows"]}


@pytest.fixture
def two(elm):
    """Both come to Maria Gomez on a Tuesday morning; the Fade is what Ana Ruiz does, too."""
    return [
        factories.book(elm, "Fade", staff="Maria Gomez"),
        factories.book(elm, "Trim", clock="11:00", staff="Maria Gomez"),
    ]


def test_where_each_would_go_is_shown_before_anything_is_done(elm, olive, two):
    events = Event.objects.count()
    answer = olive.post(AWAY, away(elm))
    assert told(answer) == {
        two[0].pk: (f"{written(at(elm, DAY, '13:00'), elm)} with Maria Gomez", "Ana Ruiz"),
        two[1].pk: (f"{written(at(elm, DAY, '14:00'), elm)} with Maria Gomez", "nobody else is free"),
    }
    assert "Nearest free time: Tue, Nov 24, 2026, 1:00" in answer.text
    assert "Show more of them" not in answer.text
    assert [now_at(elm, each)[:2] for each in two] == [("Tue 10:00", "Maria Gomez"), ("Tue 11:00", "Maria Gomez")]
    assert Event.objects.count() == events


@pytest.mark.parametrize("way", ["time", "person"])
def test_there_they_go_then(elm, olive, two, way):
    answer = olive.post(AWAY, away(elm))
    foreseen = told(answer)
    confirm(olive, AWAY, answer, all=way)
    for booking in Booking.objects.filter(sequence__gt=1).with_details():
        there = f"{written(booking.starts_at, elm)} with {booking.staff.name}"
        assert foreseen[booking.pk][0 if way == "time" else 1] in there


def test_what_would_find_nothing_is_said(elm, olive, two):
    everybody = {"staff": "", "first": "2026-11-20", "last": "2026-12-20", "closed": "on"}
    assert set(told(olive.post(SPECIAL, everybody)).values()) == {("no free time within a week", "nobody else is free")}


def test_of_many_the_first_are_shown_and_more_on_demand(elm, olive, two, monkeypatch):
    monkeypatch.setattr(foreseeing, "AT_FIRST", -1)
    answer = olive.post(AWAY, away(elm))
    assert told(answer)[two[1].pk] == (None, None)
    assert "Show more of them" in answer.text
    more = confirm(olive, AWAY, answer, all="cancel", look="1")
    assert None not in told(more)[two[1].pk]
    assert more.context["chosen"] == "cancel"
    assert {each.status for each in Booking.objects.all()} == {"confirmed"}
    assert not more.context["again"]
