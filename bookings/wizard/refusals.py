"""The wizard's phrasebook: what the engine refuses, in words for guests, and the page that a lost time leads to."""

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy

from bookings import errors, queries
from bookings.wizard.journey import Journey
from businesses.models import StaffMember


class Words(NamedTuple):
    """What a page says: the status of the answer, its title, and what to do now."""

    status: int
    title: str
    text: str


PHRASEBOOK: dict[type[Exception], tuple[int, str, str]] = {
    errors.ServiceNotOffered: (
        400,
        gettext_lazy("This cannot be booked at the moment"),
        gettext_lazy("Please choose another service."),
    ),
    errors.StaffNotOffered: (
        400,
        gettext_lazy("This person does not take bookings for it"),
        gettext_lazy("Please choose somebody else, or anyone available."),
    ),
    errors.NotOffered: (
        400,
        gettext_lazy("This time cannot be booked"),
        gettext_lazy("It is too soon, too far ahead, or outside the opening hours. Please choose another time."),
    ),
    errors.PartyTooLarge: (
        400,
        gettext_lazy("There is no room for so many people"),
        gettext_lazy("Please come with fewer people, or contact us."),
    ),
    errors.SeriesTooLong: (
        400,
        gettext_lazy("This series is too long"),
        gettext_lazy("Please choose fewer dates, or an earlier end."),
    ),
    errors.CustomerBlocked: (
        403,
        gettext_lazy("We cannot take this booking online"),
        gettext_lazy("Please contact us; we will find a way."),
    ),
    errors.SlotTaken: (
        409,
        gettext_lazy("This time has just been taken"),
        gettext_lazy("Nothing was booked. Here is what is still free."),
    ),
    errors.SeriesTaken: (
        409,
        gettext_lazy("Some of these times have just been taken"),
        gettext_lazy("Nothing was booked. Please choose other times."),
    ),
    errors.AlreadyBooked: (
        409,
        gettext_lazy("You have a booking at this time already"),
        gettext_lazy("Nothing was booked. Here is what is still free."),
    ),
    errors.HoldLost: (
        409,
        gettext_lazy("We could not hold this time any longer"),
        gettext_lazy("Nothing was booked. Here is what is still free."),
    ),
    errors.KeptEnough: (
        429,
        gettext_lazy("Very many times are kept for you already"),
        gettext_lazy("Nothing was booked. Please try again once some of them are confirmed, or contact us."),
    ),
    errors.WrongStatus: (
        409,
        gettext_lazy("This booking has changed meanwhile"),
        gettext_lazy("Please look at it as it is now."),
    ),
    errors.PartOfVisit: (
        409,
        gettext_lazy("This booking has changed meanwhile"),
        gettext_lazy("Please look at it as it is now."),
    ),
    errors.ChangedMeanwhile: (
        409,
        gettext_lazy("This booking has changed meanwhile"),
        gettext_lazy("Please look at it as it is now."),
    ),
    errors.AskedOtherwise: (
        409,
        gettext_lazy("This form was sent before"),
        gettext_lazy("What it asked for then is booked. To book something else, please start anew."),
    ),
    errors.TooLate: (
        409,
        gettext_lazy("It is too late to do this online"),
        gettext_lazy("Please contact us; we will find a way."),
    ),
    errors.ExtendedEnough: (
        409,
        gettext_lazy("We could not hold this time any longer"),
        gettext_lazy("Please choose a time yourself."),
    ),
    errors.HoldNotYours: (
        403,
        gettext_lazy("This time is held for somebody else"),
        gettext_lazy("Please choose a time yourself."),
    ),
    errors.HeldOtherwise: (
        409,
        gettext_lazy("This time is held for somebody else"),
        gettext_lazy("Please choose a time yourself."),
    ),
    errors.Busy: (
        503,
        gettext_lazy("Very many people are booking right now"),
        gettext_lazy("Nothing was booked. Please try again in a moment."),
    ),
}


def words_for(error: errors.Refused) -> Words:
    """This will put a refusal into words."""
    return words_of(kind_of(error))


def words_of(kind: type[Exception]) -> Words:
    """This will put a kind of refusal into words."""
    status, title, text = PHRASEBOOK[kind]
    return Words(status, str(title), str(text))


def kind_of(error: errors.Refused) -> type[Exception]:
    """This will give the kind of a refusal that has words. Raises `LookupError` for one without."""
    return errors.said({kind: kind for kind in PHRASEBOOK}, error)


def kind_named(name: str) -> type[Exception] | None:
    """This will give a kind of refusal by its name, as an address carries it."""
    return next((kind for kind in PHRASEBOOK if kind.__name__ == name), None)


def too_many(seconds: int) -> Words:
    """This will put into words that somebody tried too often; `seconds` until the next try counts."""
    minutes = max(round(seconds / 60), 1)
    text = gettext("Please try again in {minutes} min, or contact us.").format(minutes=minutes)
    return Words(429, gettext("That was tried very often from here"), text)


class Lost(NamedTuple):
    """What is offered instead of a time that is gone."""

    times: list[dt.datetime]  # the nearest with the same person
    people: list[StaffMember]  # who has that very time
    obstacle: str = ""  # of several services the one that is not free then
    fits: int = 0  # for how many people that very time has room, when they are too many


def instead_of(journey: Journey, starts_at: dt.datetime) -> Lost:
    """This will find the three nearest times with the same person, the same time with others or for fewer."""
    sought = journey.sought()
    times = sought.nearest(starts_at)
    if journey.is_visit:
        kept = sought.obstacle(starts_at)
        return Lost(times, [], kept.service.name if kept else "")
    fits = _fits(journey, starts_at) if journey.choices.party > 1 else 0
    if journey.staff is None:
        return Lost(times, [], fits=fits)
    others = journey.wanted(anyone=True)
    free = queries.free_staff(journey.house, journey.service, starts_at=starts_at, now=journey.now, wanted=others)
    people = [skill.staff for skill in journey.skills if skill.staff_id in free and skill != journey.skill]
    return Lost(times, people, fits=fits)


def _fits(journey: Journey, starts_at: dt.datetime) -> int:
    """For how many people a start has room; 0: for as many as want to come, or for nobody."""
    wanted = journey.wanted()._replace(party_size=1)
    day = queries.date_of(journey.house, journey.service, starts_at=starts_at, now=journey.now)
    slots = queries.open_slots(journey.house, journey.service, day=day, now=journey.now, wanted=wanted)
    left = next((slot.places_left for slot in slots if slot.starts_at == starts_at), 0)
    return left if left < journey.choices.party else 0
