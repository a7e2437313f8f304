"""Why there is nothing to choose, in words for guests: each rule of the kernel has its own sentence."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy, ngettext

from bookings.localized import Reader
from bookings.queries import DateState, House, Lack, Nothing, Rule, State, Wanted, lack_of
from bookings.wizard.stages import Stage
from businesses.models import Service, StaffMember

NOTHING_FREE = {
    State.FULL: gettext_lazy("fully booked"),
    State.TOO_SOON: gettext_lazy("too late to book online"),
    State.CLOSED: gettext_lazy("closed"),
    State.AWAY: gettext_lazy("nobody is there for this"),
    State.NOTHING: gettext_lazy("no times"),
    State.PAST: gettext_lazy("past"),
    State.TOO_FAR: gettext_lazy("not open for booking yet"),
}


def in_a_word(row: DateState) -> str:
    """This will say what a date has to offer: how many times, else why there are none."""
    if row.state is State.FREE:
        words = ngettext("{count} time available", "{count} times available", row.free)
        return words.format(count=row.free)
    return str(NOTHING_FREE[row.state])


def in_a_word_of(date: dt.date | None, states: list[DateState], today: dt.date) -> str:
    """This will say the same of a date that has no times; "": it has some, or there is nothing to say."""
    if date is None:
        return ""
    known = next((row for row in states if row.date == date), None)
    if known is None:
        return in_a_word(DateState(date, 0, 0, State.PAST)) if date < today else ""
    return "" if known.free else in_a_word(known)


def words(nothing: Nothing, service: Service, reader: Reader, *, shows_staff: bool = True) -> str:
    """This will say in a sentence why there is nothing; "": there is no more to say than that.

    A person is named only where the business shows its guests who serves.
    """
    person = nothing.person if shows_staff else None
    if nothing.lack:
        return lacking(nothing.lack, service, person)
    return _of_rule(nothing, service, person, reader)


def lacking(lack: Lack, service: Service, person: StaffMember | None) -> str:
    """This will say what is not there any more."""
    if lack is Lack.SERVICE:
        return gettext("{service} can no longer be booked online.").format(service=service.name)
    if person is None or lack is Lack.NOBODY:
        return gettext("At the moment nobody takes bookings for {service}.").format(service=service.name)
    if lack is Lack.SKILL:
        said = gettext("{person} no longer takes bookings for {service}.")
        return said.format(person=person.name, service=service.name)
    if lack is Lack.PLACE:
        return gettext("{place} takes no bookings at the moment.").format(place=person.location.name)
    return gettext("{person} no longer takes bookings.").format(person=person.name)


def gone(house: House, stages: Iterable[Stage]) -> list[str]:
    """This will say of each person whom an address names for a service why they cannot be chosen for it."""
    found = []
    for stage in stages:
        person = house.setup.people.get(int(stage.choice)) if stage.choice.isdigit() else None
        lack = lack_of(house, stage.service, Wanted(person)) if person and stage.staff is None else None
        if lack and house.business.show_staff_selection:
            found.append(lacking(lack, stage.service, person))
    return found


def _of_rule(nothing: Nothing, service: Service, person: StaffMember | None, reader: Reader) -> str:
    value = nothing.value
    match nothing.rule:
        case Rule.WINDOW if nothing.on is not None:
            opens = reader.day(nothing.on - dt.timedelta(days=value))
            return gettext("Bookings for this date open on {day}.").format(day=opens)
        case Rule.LEAD_TIME:
            time = reader.minutes(value)
            return gettext("Bookings are taken until {time} before the start.").format(time=time)
        case Rule.FIT if nothing.closes_at is not None:
            said = gettext("This takes {time}, which does not fit before closing at {clock}.")
            return said.format(time=reader.minutes(value), clock=reader.clock(nothing.closes_at))
        case Rule.TIMETABLE:
            return gettext("The timetable has no {service} on this date.").format(service=service.name)
        case Rule.RESOURCE:
            return gettext("A room or thing that {service} needs is not free.").format(service=service.name)
        case Rule.FULL:
            left = ngettext("{count} place is left.", "{count} places are left.", value)
            return left.format(count=value) if value else gettext("All places are taken.")
        case Rule.PARTY:
            said = ngettext("At most {count} person can come.", "At most {count} people can come together.", value)
            return said.format(count=value)
    return _of_person(nothing.rule, person)


def _of_person(rule: Rule | None, person: StaffMember | None) -> str:
    """What keeps one person, or everybody who could serve, from it."""
    if rule not in (Rule.TIME_OFF, Rule.NOT_WORKING, Rule.BUSY, Rule.CLASS):
        return ""
    if person is None:
        away = rule in (Rule.TIME_OFF, Rule.NOT_WORKING)
        return gettext("Nobody is there for this then.") if away else gettext("All times are taken.")
    said = {
        Rule.TIME_OFF: gettext("{person} is away then."),
        Rule.NOT_WORKING: gettext("{person} does not work then."),
    }.get(rule, gettext("All times with {person} are taken."))
    return said.format(person=person.name)
