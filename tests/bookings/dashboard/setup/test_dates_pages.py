"""Special days and times off."""

import datetime as dt

import pytest

from businesses.models import SpecialDay, TimeOff
from tests import factories
from tests.bookings.dashboard.forms import version_of

SPECIAL, AWAY = "/admin/businesses/specialday/", "/admin/businesses/timeoff/"


def special(client, **typed):
    return client.post(SPECIAL, {"staff": "", "first": "2026-12-28", **typed}, follow=True)


def test_a_range_is_closed_from_one_date_to_another(elm, olive):
    before = version_of(elm)
    assert "4 dates are saved." in special(olive, last="2026-12-31", closed="on", note="Holidays").text
    rows = SpecialDay.objects.filter(business=elm.business, date__gte=dt.date(2026, 12, 28))
    assert [(row.date.day, row.periods, row.note) for row in rows] == [(day, [], "Holidays") for day in range(28, 32)]
    assert version_of(elm) > before


def test_a_date_is_open_at_other_times(elm, olive):
    special(olive, opens_1="10:00", closes_1="12:00", opens_2="13:30", closes_2="15:00")
    row = SpecialDay.objects.get(date=dt.date(2026, 12, 28))
    assert row.periods == [["10:00", "12:00"], ["13:30", "15:00"]]


def test_the_same_date_again_replaces_what_was_there(elm, olive):
    special(olive, closed="on")
    special(olive, opens_1="10:00", closes_1="12:00")
    assert SpecialDay.objects.get(date=dt.date(2026, 12, 28)).periods == [["10:00", "12:00"]]


def test_a_date_of_one_person_is_theirs_alone(elm, olive):
    maria = elm.staff["Maria Gomez"]
    before = version_of(elm, maria)
    special(olive, staff=maria.pk, closed="on")
    assert SpecialDay.objects.get(date=dt.date(2026, 12, 28)).staff == maria
    assert version_of(elm, maria) > before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Write when it is open"),
        ({"opens_1": "10:00"}, "Write both, opening and closing."),
        ({"last": "2026-12-01", "closed": "on"}, "Choose a date from 2026-12-28 on"),
        ({"last": "2029-12-01", "closed": "on"}, "within a year"),
        ({"first": "soon", "closed": "on"}, "This is no date."),
        (
            {"opens_1": "10:00", "closes_1": "14:00", "opens_2": "13:00", "closes_2": "15:00"},
            "must begin after the one",
        ),
        (
            {"opens_1": "18:00", "closes_1": "02:00", "opens_2": "20:00", "closes_2": "22:00"},
            "must begin after the one",
        ),
        ({"first": "2025-12-28", "closed": "on"}, "That is over."),
        ({"first": "0026-12-28", "closed": "on"}, "Write the whole year"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(elm, olive, typed, said):
    before = SpecialDay.objects.count()
    answer = special(olive, **typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert SpecialDay.objects.count() == before


def test_a_date_is_changed_and_moved(elm, olive):
    maria = elm.staff["Maria Gomez"]
    row = SpecialDay.objects.get(date=dt.date(2026, 12, 24))
    row.periods, row.note = [["09:00", "11:00"], ["12:00", "13:00"], ["14:00", "15:00"]], "Christmas Eve"
    row.save()
    text = olive.get(f"{SPECIAL}?change={row.pk}").text
    for shown in ('value="2026-12-24"', 'value="09:00"', 'value="15:00"', 'value="Christmas Eve"', f'value="{row.pk}"'):
        assert shown in text
    sent = {"change": row.pk, "staff": maria.pk, "first": "2026-12-23", "opens_3": "20:00", "closes_3": "01:00"}
    special(olive, **sent)
    assert not SpecialDay.objects.filter(date=dt.date(2026, 12, 24)).exists()
    moved = SpecialDay.objects.get(date=dt.date(2026, 12, 23))
    assert (moved.staff, moved.periods) == (maria, [["20:00", "01:00"]])


def test_a_date_that_is_gone_meanwhile_is_not_changed(elm, olive):
    for key in (10**9, "x"):
        assert olive.get(f"{SPECIAL}?change={key}").status_code == 404
        assert special(olive, change=key, closed="on").status_code == 404
    assert not SpecialDay.objects.filter(date=dt.date(2026, 12, 28)).exists()


def test_a_date_is_as_usual_again(elm, olive):
    row = SpecialDay.objects.get(date=dt.date(2026, 12, 24))
    olive.post(SPECIAL, {"remove": row.pk})
    assert not SpecialDay.objects.filter(pk=row.pk).exists()


def away(client, shop, **typed):
    sent = {"staff": shop.staff["Maria Gomez"].pk, "first": "2026-12-01", "last": "2026-12-02"}
    return client.post(AWAY, sent | typed, follow=True)


def test_days_off_are_whole_local_days(elm, olive):
    assert "Maria Gomez is away then." in away(olive, elm, reason="Sea").text
    row = TimeOff.objects.get()
    assert (row.starts_at, row.ends_at) == (
        factories.at(elm, dt.date(2026, 12, 1), "00:00"),
        factories.at(elm, dt.date(2026, 12, 3), "00:00"),
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tuesday, December 1, 2026 – Wednesday, December 2, 2026"),
        ({"last": ""}, "Tuesday, December 1, 2026</span>"),
        ({"last": "", "begins": "15:00", "ends": "16:30"}, "Tuesday, December 1, 2026, 3:00 PM – 4:30 PM"),
        ({"begins": "15:00"}, "Tuesday, December 1, 2026, 3:00 PM – Thu, Dec 3 12:00 AM"),
    ],
)
def test_the_list_says_when_somebody_is_away(elm, olive, typed, said):
    away(olive, elm, **typed)
    text = olive.get(AWAY).text
    assert said in " ".join(text.replace("\n", "").split()), text[text.find("Who is away") :][:900]


@pytest.mark.parametrize("typed", [{"last": "9999-12-31"}, {"first": "0001-01-01"}])
def test_no_year_is_beyond_the_calendar(elm, olive, typed):
    answer = away(olive, elm, **typed)
    assert answer.status_code == 400
    assert "Write the whole year, such as 2026." in answer.text


def test_an_hour_off_is_an_hour_of_the_wall(elm, olive):
    away(olive, elm, last="2026-12-01", begins="15:00", ends="16:00")
    row = TimeOff.objects.get()
    assert (row.starts_at, row.ends_at - row.starts_at) == (
        factories.at(elm, dt.date(2026, 12, 1), "15:00"),
        dt.timedelta(hours=1),
    )


def test_an_hour_that_comes_twice_is_off_twice(elm, olive):
    """On 7 November 2027 the clocks in Chicago go back from 02:00 to 01:00."""
    away(olive, elm, first="2027-11-07", last="2027-11-07", begins="01:15", ends="01:45")
    row = TimeOff.objects.get()
    assert (row.starts_at.hour, row.ends_at.hour) == (6, 7)
    assert row.ends_at - row.starts_at == dt.timedelta(minutes=90)


def test_an_end_before_the_beginning_is_refused(elm, olive):
    answer = away(olive, elm, last="2026-12-01", begins="15:00", ends="14:00")
    assert answer.status_code == 400
    assert "The end must be after the beginning." in answer.text
    assert not TimeOff.objects.exists()


def test_time_off_is_removed(elm, olive):
    away(olive, elm)
    olive.post(AWAY, {"remove": TimeOff.objects.get().pk})
    assert not TimeOff.objects.exists()


@pytest.mark.parametrize("address", [SPECIAL, AWAY])
def test_the_neighbours_rows_stay(elm, karachi, olive, address):
    amna = karachi.staff["Amna Khan"]
    day = SpecialDay.objects.create(business=karachi.business, date=dt.date(2026, 12, 28))
    start = factories.at(karachi, dt.date(2026, 12, 28), "09:00")
    off = TimeOff.objects.create(
        business=karachi.business, staff=amna, starts_at=start, ends_at=start + dt.timedelta(hours=1)
    )
    row = day if address == SPECIAL else off
    for key in (row.pk, 10**9, "x", ""):
        assert olive.post(address, {"remove": key}).status_code == 404
    assert olive.get(SPECIAL, {"change": day.pk}).status_code == 404
    assert special(olive, change=day.pk, closed="on").status_code == 404
    assert "Amna Khan" not in olive.get(address).text
    assert special(olive, staff=amna.pk, closed="on").status_code == 400
    assert away(olive, elm, staff=amna.pk).status_code == 400
    row.refresh_from_db()


@pytest.mark.parametrize("address", [SPECIAL, AWAY])
def test_managers_may_staff_members_may_not(elm, max_, maria, address):
    assert max_.get(address).status_code == 200
    assert maria.get(address).status_code == 403
