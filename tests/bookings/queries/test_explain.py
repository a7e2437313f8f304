"""Why a start is or is not offered: each rule by name, and never another answer than the list's."""

import datetime as dt

import pytest

from bookings import queries
from businesses.models import TimeOff
from tests.bookings.operations.desk import MINUTE, NOW, OVER, book, hold, school, studio
from tests.factories import DAY, at, elm_document, load


def why(shop, service, clock, day=DAY, *, staff=None, **how):
    """The names of the rules in the way, by person."""
    person = shop.staff[staff] if staff else None
    answers = queries.explain(
        shop.business,
        shop.services[service],
        starts_at=at(shop, day, clock),
        staff=person,
        **{"now": NOW, **how},
    )
    rules = {answer.staff.name: [finding.rule for finding in answer.findings] for answer in answers}
    return rules[staff] if staff else rules


def test_everybody_is_answered_for(elm):
    book(elm, "Fade", staff="Maria Gomez")
    assert why(elm, "Fade", "10:00") == {
        "Maria Gomez": ["appointment"],
        "Ana Ruiz": [],
        "Yuri Ito": ["skills"],
        "Olga Berg": ["skills"],
        "Pia Lund": ["skills"],
        "Cleo Fox": ["skills"],
        "Tom Gone": ["staff"],
    }


def test_a_service_that_takes_no_bookings(elm):
    assert why(elm, "Old perm", "10:00", staff="Ana Ruiz") == ["service", "skills"]


@pytest.mark.parametrize(
    ("clock", "day", "rules"),
    [
        ("10:00", dt.date(2026, 11, 19), ["past"]),
        ("09:30", NOW.date(), ["lead time"]),
        ("10:00", dt.date(2027, 1, 20), ["window"]),
        ("10:10", DAY, ["slot interval"]),
        ("18:30", DAY, ["length"]),
    ],
)
def test_each_rule_has_its_name(elm, clock, day, rules):
    assert why(elm, "Fade", clock, day, staff="Ana Ruiz") == rules


@pytest.mark.parametrize(("clock", "day"), [("12:30", DAY), ("03:00", DAY), ("10:00", dt.date(2026, 11, 22))])
def test_a_start_out_of_hours_is_closed(elm, clock, day):
    assert why(elm, "Fade", clock, day, staff="Ana Ruiz")[0] == "closed"


def test_time_off_rooms_parties_and_classes_have_names_too(elm):
    begin = at(elm, DAY, "10:30")
    TimeOff.objects.create(business=elm.business, staff=elm.staff["Ana Ruiz"], starts_at=begin, ends_at=begin + MINUTE)
    assert why(elm, "Fade", "10:00", staff="Ana Ruiz") == ["time off"]
    book(elm, "Massage", staff="Olga Berg")
    assert why(elm, "Massage", "10:30", staff="Pia Lund") == ["resource"]
    assert why(elm, "Fade", "10:00", staff="Maria Gomez", party_size=2) == ["capacity"]


def test_a_class_on_the_timetable_is_named(db):
    shop = school()
    assert why(shop, "Lesson", "10:30", staff="Yuri") == ["class on the timetable"]
    assert why(shop, "Yoga", "10:30", staff="Yuri") == ["timetable"]
    assert why(shop, "Yoga", "10:15", staff="Yuri") == []


def test_the_words_say_value_and_place(elm):
    findings = queries.explain(
        elm.business, elm.services["Fade"], starts_at=at(elm, NOW.date(), "09:30"), staff=elm.staff["Ana Ruiz"], now=NOW
    )[0].findings
    assert [str(finding) for finding in findings] == [
        "lead time: bookings are taken until 1 hour before the start [rules.lead_time_minutes]"
    ]


@pytest.mark.parametrize("service", ["Fade", "Massage", "Color", "Yoga", "Advice", "Trim"])
def test_the_explanation_agrees_with_the_list_on_every_start(elm, service):
    for name, clock in (("Fade", "10:00"), ("Massage", "14:00"), ("Color", "15:00"), ("Trim", "11:30")):
        book(elm, name, clock)
    book(elm, "Yoga", "11:00", party_size=2)
    hold(elm, "Advice", "17:00")
    hold(elm, "Yoga", "16:00", party_size=3)
    agrees(elm, service, DAY, now=NOW)
    agrees(elm, service, DAY, now=OVER)
    agrees(elm, service, NOW.date(), now=NOW)


def test_it_agrees_on_timetables_and_parties(db):
    shop = school()
    book(shop, "Yoga", "10:15", party_size=2)
    for party_size in (1, 2, 3, 4):
        agrees(shop, "Yoga", DAY, now=NOW, party_size=party_size, step=15)
    agrees(shop, "Lesson", DAY, now=NOW)
    group = studio()
    book(group, "Yoga", party_size=3)
    for party_size in (1, 2, 5):
        agrees(group, "Yoga", DAY, now=NOW, party_size=party_size)


def test_it_agrees_around_midnight_and_when_the_clocks_go_back(db):
    days = {day: [["20:00", "03:00"]] for day in ("saturday", "sunday")}
    shop = load(elm_document(hours=days))
    now = dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    for day in (dt.date(2026, 10, 31), dt.date(2026, 11, 1)):
        agrees(shop, "Trim", day, now=now)


def agrees(shop, service, day, *, now, party_size=1, step=30):
    """Every start of a date's clock: a person has no findings where the list for that person has it free."""
    slots = {}
    people = list(shop.staff.values())
    for person in people:
        wanted = queries.Wanted(person, party_size)
        for date in (day - dt.timedelta(days=1), day):
            for slot in queries.open_slots(shop.business, shop.services[service], day=date, now=now, wanted=wanted):
                slots[person.pk, slot.starts_at] = slot.free
    begin = at(shop, day, "00:00")
    for minutes in range(0, 25 * 60, step):
        start = begin + dt.timedelta(minutes=minutes)
        if start >= at(shop, day + dt.timedelta(days=1), "00:00"):
            break
        told = queries.explain(shop.business, shop.services[service], starts_at=start, now=now, party_size=party_size)
        for answer in told:
            expected = slots.get((answer.staff.pk, start), False)
            assert (not answer.findings) == expected, (answer, start)
