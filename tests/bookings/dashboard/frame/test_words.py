"""The dashboard's phrasebook."""

import datetime as dt

import pytest

from bookings import errors
from bookings.availability import Reason, Rule
from bookings.dashboard.frame import words
from bookings.models import Booking, Event
from tests.factories import NOW

MADE = {
    errors.NotOffered: lambda: errors.NotOffered(NOW),
    errors.PartyTooLarge: lambda: errors.PartyTooLarge(party_size=9, capacity=4),
    errors.SeriesTooLong: lambda: errors.SeriesTooLong(most=400, until=NOW.date()),
    errors.SlotTaken: lambda: errors.SlotTaken(NOW),
    errors.SeriesTaken: lambda: errors.SeriesTaken(starts=[NOW]),
    errors.AlreadyBooked: lambda: errors.AlreadyBooked(NOW),
    errors.HoldLost: lambda: errors.HoldLost(NOW),
    errors.WrongStatus: lambda: errors.WrongStatus(status="cancelled", wanted="confirmed"),
    errors.TooLate: lambda: errors.TooLate(until=NOW),
}


def leaves(kind=errors.Refused):
    """Every refusal that is no group of others."""
    below = [each for each in kind.__subclasses__() if each.__module__ == errors.__name__]
    return [leaf for each in below for leaf in leaves(each)] if below else [kind]


@pytest.mark.parametrize("kind", leaves(), ids=lambda kind: kind.__name__)
def test_every_refusal_is_said_in_a_sentence(kind):
    said = words.refusal(MADE.get(kind, kind)())
    assert said[0].isupper()
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("rule", "said"), [(Rule.PAST, "This time is over."), (Rule.WINDOW, "That is too far from today.")]
)
def test_a_time_that_is_over_or_too_far_is_called_so(rule, said):
    assert words.refusal(errors.NotOffered(NOW, Reason(rule))) == said


def test_every_status_and_every_event_has_words():
    assert set(words.STATUS) == set(Booking.Status)
    assert set(words.HAPPENED) == set(Event.Type)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("dashboard:olive", "olive"),
        ("guest", "the guest"),
        ("guest:page", "the guest"),
        ("worker:host:1", "done by itself"),
        ("booqara:pk_live_ab12", "Booqara API, key pk_live_ab12…"),
    ],
)
def test_whose_doing_something_was_is_said_plainly(by, said):
    assert words.whose(by) == said


def test_dates_are_written_out():
    assert words.moment(dt.datetime(2026, 11, 4, 9, 5, tzinfo=dt.UTC)) == "Wed 4 Nov 2026, 09:05"
    assert words.day(dt.date(2026, 11, 4)) == "Wednesday 4 November 2026"
