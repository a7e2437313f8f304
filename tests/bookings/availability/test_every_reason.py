"""Every start that cannot be had says why, and what it says is all there is: take the reasons away, and it is free."""

from dataclasses import replace

from hypothesis import given, settings

from bookings.availability import DAY, Interval, Reason, Rule, laid_out, local_date, minutes_of, reasons
from tests.bookings.availability.calendars import Case, cases, quickly
from tests.bookings.availability.plain import Facts, Person, Thing

STEPS = 30  # rules, and things that classes need, that can be in the way one after the other
ALWAYS = (Interval(0, 2 * DAY),)
STARTS = 6  # of a date, at most about so many are tried


@settings(quickly, max_examples=100)
@given(cases())
def test_every_start_is_free_or_has_a_reason_whose_removal_frees_it_or_shows_the_next(case: Case) -> None:
    openings = case.openings()
    for person in openings.performers:
        for day in case.days:
            laid = minutes_of(laid_out(openings, day, person), openings.span.start)
            starts = [start for start in laid if local_date(start, openings.span.zone) in openings.span]
            for start in starts[:: max(len(starts) // STARTS, 1)]:
                assert (person in openings.free_people(start)) == (not reasons(openings, start, person))
                take_away(case, start, person)


def take_away(case: Case, start: int, person: int) -> None:
    """This will take away the first reason of a start until none is left: then it is free."""
    openings = case.openings()
    for _ in range(STEPS):
        found = reasons(openings, start, person)
        if not found:
            assert person in openings.free_people(start)
            return
        case = without(case, found[0], start, person)
        openings = case.openings()
        assert found[0] not in reasons(openings, start, person)
    raise AssertionError(reasons(openings, start, person))


def without(case: Case, reason: Reason, start: int, person: int) -> Case:
    """This will give the same calendar without what a reason names."""
    facts = case.facts
    match reason.rule:
        case Rule.PAST:
            return case._replace(policy=case.policy.but(past=True, lead_time=False))
        case Rule.WINDOW:
            return case._replace(policy=case.policy.but(window=False))
        case Rule.TIMETABLE:
            return case._replace(policy=case.policy.but(grid=False))
        case Rule.PARTY:
            return case._replace(party=facts.demand.capacity)
        case Rule.CLOSED | Rule.FIT:
            hours = replace(facts.hours, special={**facts.hours.special, reason.on: ALWAYS})
            return case._replace(facts=replace(facts, hours=hours))
        case Rule.LEAD_TIME | Rule.GRID:
            changed = {"lead_minutes": 0} if reason.rule is Rule.LEAD_TIME else {"step_minutes": 1}
            return case._replace(facts=replace(facts, rules=replace(facts.rules, **changed)))
        case Rule.FULL:
            groups = [group for group in facts.groups if (group.person, group.start) != (person, start)]
            return case._replace(facts=replace(facts, groups=groups))
        case Rule.RESOURCE:
            return case._replace(facts=replace(facts, things=[*facts.things, spare(facts, person)]))
        case Rule.CLASS:
            keeps = facts.demand.timetabled and case.policy.grid  # its own classes are its starts then
            lessons = [each for each in facts.lessons if each.person != person or (each.own and keeps)]
            return case._replace(facts=replace(facts, lessons=lessons))
        case _:
            people = [freed(each, reason) if each.key == person else each for each in facts.people]
            return case._replace(facts=replace(facts, people=people))


def freed(person: Person, reason: Reason) -> Person:
    """This will give somebody without what a reason finds in their way."""
    if reason.rule is Rule.NOT_WORKING:
        return replace(person, hours=None)
    name = {Rule.TIME_OFF: "time_off", Rule.BUSY: "busy"}[reason.rule]
    kept = [time for time in getattr(person, name) if not any(time.overlaps(each) for each in reason.times)]
    return replace(person, **{name: kept})


def spare(facts: Facts, person: int) -> Thing:
    """This will give one thing more where somebody works."""
    place = next(each.place for each in facts.people if each.key == person)
    return Thing(1 + max((thing.key for thing in facts.things), default=0), place)
