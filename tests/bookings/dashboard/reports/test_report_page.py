"""The page of a report: what it says of which dates, to whom, and what it makes of an odd address."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from tests import dashboard
from tests.bookings.queries.test_figures import PAST, TODAY, took
from tests.factories import NOW

PAGE = "/admin/reports/"
BY = {"now": NOW, "by": "dashboard:olive"}


@pytest.fixture
def mona(elm):
    return dashboard.member(elm, "mona", "manager")


def report(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer


def words(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("\xa0", " ").replace("\u2009", " ")


def tile(answer, title):
    tiles = {each.title: each for each in answer.context["tiles"]}
    return tiles[title]


def table(answer):
    return {name: dict(zip((m.title for m in answer.context["measures"]), values, strict=True))
            for name, values in answer.context["rows"]}  # fmt: skip


def test_thirty_days_until_today_are_shown_by_day(olive, elm):
    took(elm, "Fade")
    answer = report(olive)
    assert "Oct 22 – Nov 20, 2026" in words(answer.text)
    assert "Compared with Sep 22 – Oct 21, 2026" in words(answer.text)
    assert len(answer.context["report"].pieces) == 30
    assert tile(answer, "Bookings").value == "1"
    assert table(answer)["Tue, Nov 17"]["Revenue"] == "$35.00"


def test_a_value_stands_beside_the_one_before_and_the_change(olive, elm):
    for clock in ("10:00", "11:00", "14:00"):
        took(elm, "Fade", clock=clock)
    took(elm, "Fade", day=PAST - dt.timedelta(days=7))
    took(elm, "Fade", day=PAST - dt.timedelta(days=7), clock="14:00")
    found = tile(report(olive, first="2026-11-14", last="2026-11-20"), "Revenue")
    assert (found.value, found.before, found.change) == ("$105.00", "$70.00", "+50\xa0%")


def test_utilisation_says_of_what(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    answer = report(olive, first="2026-11-17", last="2026-11-17")
    assert tile(answer, "Of working time").help == "45 min booked of 54 h worked"
    assert "1 % of the working time is booked; in the time before it was 0 %." in words(answer.text)


def test_who_did_not_come_is_told_as_a_part_and_in_money(olive, elm):
    operations.no_show(booking=took(elm, "Fade"), **BY)
    took(elm, "Fade", clock="14:00")
    assert tile(report(olive), "Did not come").help == "50\xa0% of the visits that were due, worth $35.00"


@pytest.mark.parametrize(("by", "name"), [("staff", "Maria Gomez"), ("service", "Fade")])
def test_by_person_and_by_service(olive, elm, by, name):
    took(elm, "Fade", staff="Maria Gomez")
    answer = report(olive, by=by)
    assert table(answer)[name]["Bookings"] == "1"
    assert [chart.title for chart in answer.context["charts"]] == [
        "Bookings", "Revenue", "How much of the working time is booked", "New customers",
    ]  # fmt: skip


def test_one_person_alone(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    took(elm, "Fade", staff="Ana Ruiz")
    answer = report(olive, staff=elm.staff["Maria Gomez"].pk)
    assert tile(answer, "Bookings").value == "1"
    assert "Oct 22 – Nov 20, 2026, Maria Gomez" in words(answer.text)


def test_every_picture_has_its_table_and_every_link_leads_somewhere(olive, elm):
    took(elm, "Fade")
    text = report(olive).text
    assert text.count('<svg role="img"') == text.count("The same in figures") == 4
    for query in re.findall(r'href="\?([^"]*)"', text):
        assert olive.get(f"{PAGE}?{query.replace('&amp;', '&')}").status_code == 200


def test_nothing_booked_is_said_without_a_picture(olive, elm):
    answer = report(olive)
    assert '<svg role="img"' not in answer.text
    assert tile(answer, "Bookings").value == "0"
    assert tile(answer, "Bookings").change == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"first": "2026-11-20", "last": "2026-11-01"}, "The first date comes after the last one."),
        ({"first": "2020-01-01", "last": "2026-11-01"}, "Choose at most three years."),
        ({"first": "1900-01-01", "last": "1900-02-01"}, "Choose dates from the year 2000 on"),
        ({"last": "9999-12-31"}, "Choose dates from the year 2000 on"),
        ({"first": "soon"}, "Write each date as 2026-11-24."),
        ({"by": "moon"}, "Reports do not have what the address asks for."),
    ],
)
def test_what_is_wrong_in_the_address_is_said_and_the_usual_dates_are_shown(olive, elm, query, said):
    answer = report(olive, **query)
    assert said in answer.text
    assert answer.context["scope"].dates == (TODAY - dt.timedelta(days=29), TODAY)


@pytest.mark.parametrize(
    ("first", "grain", "pieces"),
    [
        ("2026-11-01", "", 20),
        ("2026-09-01", "", 12),  # weeks
        ("2025-12-01", "", 12),  # months
        ("2026-08-21", "day", 92),
        ("2026-08-01", "day", 17),  # too many days: weeks
        ("2024-11-01", "week", 25),  # too many weeks: months
    ],
)
def test_pieces_are_as_long_as_suits_the_dates(olive, elm, first, grain, pieces):
    assert len(report(olive, first=first, last="2026-11-20", grain=grain).context["report"].pieces) == pieces


def test_a_neighbours_person_or_service_is_nobody_here(olive, elm, karachi):
    took(elm, "Fade")
    answer = report(olive, staff=karachi.staff["Amna Khan"].pk, service=karachi.services["Haircut"].pk)
    assert tile(answer, "Bookings").value == "1"
    assert "Amna" not in answer.text


def test_a_manager_sees_it_and_a_staff_member_does_not(mona, maria, elm):
    assert report(mona).status_code == 200
    assert maria.get(PAGE).status_code == 403


def test_names_are_escaped(olive, elm):
    elm.staff["Maria Gomez"].name = "<b>Bold</b>"
    elm.staff["Maria Gomez"].save()
    took(elm, "Fade", staff="Maria Gomez")
    assert "<b>Bold" not in report(olive, by="staff").text


def test_twelve_statements_at_most_whatever_is_booked(olive, elm):
    report(olive)
    for n in range(4):
        took(elm, "Yoga", clock=f"{13 + n}:00", guest=operations.Guest(name="Una", email=f"una{n}@example.com"))
        took(elm, "Trim", clock=f"{13 + n}:00")
    with CaptureQueriesContext(connection) as asked:
        report(olive, first="2025-12-01", last="2026-11-20", by="staff")
    assert len(asked) <= 12
