"""A visit of several services on the pages: who does what, what can be added and taken away, what is in the way."""

from typing import NamedTuple

from django.utils.translation import gettext

from bookings.wizard.calendars import Calendar
from bookings.wizard.journey import Journey
from bookings.wizard.stages import Row, Stage
from bookings.wizard.steps import ANY, Choices, More
from businesses.models import Service, StaffMember


class Item(NamedTuple):
    """A service of a visit, as it is shown, and the addresses that change its person or leave it out."""

    stage: Stage
    row: Row
    change: str
    remove: str


def chosen_of(journey: Journey) -> list[Item]:
    """This will give the services of a visit in their order; nothing while there is only one."""
    if not journey.is_visit:
        return []
    asks = [journey.asks_staff and len(stage.skills) > 1 for stage in journey.stages]
    return [
        Item(stage, row, journey.to("staff", part=n) if asks[n] else "", without(journey, n))
        for n, (stage, row) in enumerate(zip(journey.stages, journey.rows, strict=True))
    ]


def with_more(journey: Journey, service: Service) -> str:
    """This will give the address of the visit with one more service at its end."""
    return journey.to("start", more=(*journey.choices.more, More(service.pk)))


def with_person(journey: Journey, part: int, person: str) -> str:
    """This will give the address at which one service has this person, and the others whom they had."""
    return _each_by(journey, [person if n == part else stage.choice for n, stage in enumerate(journey.stages)])


def for_all(journey: Journey) -> list[tuple[StaffMember | None, str]]:
    """This will give who can do every service of a visit, with the address that says so; the first, None, is whoever
    of them is free."""
    people = journey.can_do_all if journey.is_visit else []
    if not people:
        return []
    anyone = [(None, ANY)] if len(people) > 1 else []
    return [
        (person, journey.to("start", staff=key, together=True))
        for person, key in [*anyone, *((person, str(person.pk)) for person in people)]
    ]


def without(journey: Journey, part: int) -> str:
    """This will give the address of the visit without one of its services."""
    more, choices = journey.choices.more, journey.choices
    if part:
        return journey.to("start", more=more[: part - 1] + more[part:], together=choices.together and len(more) > 1)
    first = more[0]
    staff = choices.staff if journey.together else first.staff
    kept: Choices = choices.but(staff=staff, more=more[1:], part=0, together=choices.together and len(more) > 1)
    return kept.to("start", journey.business.slug, first.service)


def obstacle_of(journey: Journey, calendar: Calendar) -> str:
    """This will say which service of a visit keeps the date that is shown from having times; "": it has some."""
    if not journey.is_visit or calendar.groups:
        return ""
    sought, window = journey.sought(), journey.business.window_days + 1
    if not calendar.soon:
        lacking = sought.lacking(calendar.first, window)
        if lacking:
            return gettext("{service} has no free time at the moment.").format(service=lacking.name)
        return gettext("Each of these services has free times, but not one right after the other.")
    if calendar.date is None or not calendar.first <= calendar.date <= calendar.last:
        return ""
    lacking = sought.lacking(calendar.date, 1)
    if lacking:
        return gettext("{service} has no free time on this date.").format(service=lacking.name)
    return gettext("On this date each of these services has free times, but not one right after the other.")


def _each_by(journey: Journey, people: list[str]) -> str:
    more = tuple(each._replace(staff=who) for each, who in zip(journey.choices.more, people[1:], strict=True))
    return journey.to("start", staff=people[0], more=more, together=False)
