"""The weekly hours as a form, of the business and of a person."""

import datetime as dt

import pytest
from django.urls import reverse

from bookings import queries
from businesses.models import Business, OpeningHours, StaffMember, WorkingHours
from tests.bookings.dashboard.forms import version_of
from tests.factories import DAY, NOW

HOURS = "/admin/businesses/openinghours/"


def week(**days):
    """What is sent: for each day the given periods, three fields in all."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    sent = {}
    for number, name in enumerate(names):
        periods = [*days.get(name, []), ("", ""), ("", "")]
        sent[f"opens-{number}"] = [opens for opens, _ in periods]
        sent[f"closes-{number}"] = [closes for _, closes in periods]
    return sent


def kept(business):
    rows = OpeningHours.objects.filter(business=business).values_list("weekday", "opens", "closes")
    return [(day, f"{opens:%H:%M}", f"{closes:%H:%M}") for day, opens, closes in rows]


def test_the_page_shows_what_is_set(elm, olive):
    text = olive.get(HOURS).text
    assert text.count('value="09:00"') == 6
    assert text.count('value="13:00"') == 6


def test_a_break_and_a_night_are_saved_and_offered(elm, olive):
    olive.post(HOURS, week(tuesday=[("10:00", "12:00"), ("14:00", "15:30")], friday=[("18:00", "02:00")]))
    assert kept(elm.business) == [(1, "10:00", "12:00"), (1, "14:00", "15:30"), (4, "18:00", "02:00")]
    slots = queries.open_slots(Business.objects.get(), elm.services["Trim"], day=DAY, now=NOW)
    local = [slot.starts_at.astimezone(elm.business.zone).strftime("%H:%M") for slot in slots]
    assert local == ["10:00", "10:30", "11:00", "11:30", "14:00", "14:30", "15:00"]


def test_a_change_raises_the_version(elm, olive):
    before = version_of(elm)
    olive.post(HOURS, week(tuesday=[("10:00", "12:00")]))
    assert version_of(elm) > before


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        (
            [("10:00", "13:00"), ("12:00", "15:00")],
            "10:00\u202fAM – 1:00\u202fPM and 12:00\u202fPM – 3:00\u202fPM overlap.",
        ),
        ([("10:00", "")], "The closing time is missing."),
        ([("", "10:00")], "The opening time is missing."),
        ([("ten", "noon")], "is no time"),
        ([("09+01", "10+02")], "is no time"),
        ([("22:00", "09:30")], "runs past midnight into Wednesday"),
    ],
)
def test_what_is_wrong_is_said_at_its_day_and_nothing_is_saved(elm, olive, periods, said):
    before = kept(elm.business)
    answer = olive.post(HOURS, week(tuesday=periods, wednesday=[("09:00", "17:00")]))
    assert answer.status_code == 400
    assert said in answer.text
    assert periods[0][0] in answer.text
    assert kept(elm.business) == before


def test_monday_is_copied_into_the_fields_and_nothing_is_saved_yet(elm, olive):
    before = kept(elm.business)
    text = olive.post(HOURS, week(monday=[("07:15", "11:45")]) | {"copy": "monday"}).text
    assert text.count('value="07:15"') == 5
    assert kept(elm.business) == before


def test_a_person_gets_hours_of_their_own_and_loses_them_again(elm, olive):
    maria = elm.staff["Maria Gomez"]
    page = reverse("admin:staff_hours", args=[maria.pk])
    olive.post(page, week(tuesday=[("15:00", "17:00")]) | {"own": "yes"})
    assert StaffMember.objects.get(pk=maria.pk).own_hours
    assert [row.opens for row in WorkingHours.objects.filter(staff=maria)] == [dt.time(15)]
    olive.post(page, week() | {"own": "no"})
    assert not StaffMember.objects.get(pk=maria.pk).own_hours
    assert not WorkingHours.objects.filter(staff=maria).exists()


def test_own_hours_begin_with_those_of_the_business(elm, olive):
    page = reverse("admin:staff_hours", args=[elm.staff["Maria Gomez"].pk])
    StaffMember.objects.filter(name="Maria Gomez").update(own_hours=False)
    text = olive.get(page).text
    assert text.count('value="09:00"') == OpeningHours.objects.filter(business=elm.business, opens=dt.time(9)).count()


def test_hours_that_were_typed_are_not_dropped_without_a_word(elm, olive):
    page = reverse("admin:staff_hours", args=[elm.staff["Maria Gomez"].pk])
    StaffMember.objects.filter(name="Maria Gomez").update(own_hours=False)
    typed = week(tuesday=[("15:00", "17:00")])
    answer = olive.post(page, typed | {"own": "no"})
    assert answer.status_code == 400
    assert "choose “Maria Gomez has hours of their own” to use them" in answer.text
    assert 'value="15:00"' in answer.text
    OpeningHours.objects.filter(business=elm.business).delete()
    OpeningHours.objects.create(business=elm.business, weekday=1, opens=dt.time(15), closes=dt.time(17))
    assert olive.post(page, typed | {"own": "no"}).status_code == 302


def test_own_hours_without_any_period_mean_never(elm, olive):
    maria = elm.staff["Maria Gomez"]
    olive.post(reverse("admin:staff_hours", args=[maria.pk]), week() | {"own": "yes"})
    wanted = queries.Wanted(StaffMember.objects.get(pk=maria.pk))
    slots = queries.open_slots(elm.business, elm.services["Fade"], day=DAY, now=NOW, wanted=wanted)
    assert not any(slot.free for slot in slots)


def test_managers_may_staff_members_may_not(elm, max_, maria):
    page = reverse("admin:staff_hours", args=[elm.staff["Maria Gomez"].pk])
    for address in (HOURS, page):
        assert max_.get(address).status_code == 200
        assert maria.get(address).status_code == 403
        assert maria.post(address, week()).status_code == 403


def test_the_neighbours_people_have_no_hours_here(elm, karachi, olive):
    for key in (karachi.staff["Amna Khan"].pk, 10**9):
        address = reverse("admin:staff_hours", args=[key])
        assert olive.get(address).status_code == 404
        assert olive.post(address, week() | {"own": "yes"}).status_code == 404
