"""When classes are."""

import datetime as dt

import pytest

from businesses.models import Service, Timetable
from tests.bookings.dashboard.forms import address, faults, send, version_of

ADD, LIST = address(Timetable, "add"), address(Timetable, "changelist")


@pytest.fixture
def yoga(elm):
    """A service of North Elm that is held at the times of the timetable."""
    Service.objects.filter(pk=elm.services["Yoga"].pk).update(starts="timetable")
    return elm.services["Yoga"]


@pytest.fixture
def typed(elm, yoga):
    """A class as it is typed: Thursdays at half past six, with Yuri."""
    return {"service": yoga.pk, "weekday": "3", "time": "18:30", "staff": elm.staff["Yuri Ito"].pk}


def test_a_class_is_entered_with_the_dates_without_it(elm, max_, typed):
    before = version_of(elm)
    answer = send(max_, ADD, **typed, valid_from="2026-12-01", excepted_dates="2026-12-24\n\n 2026-12-31 \n2026-12-24")
    assert faults(answer) == {}
    row = Timetable.objects.get(business=elm.business)
    assert (row.weekday, row.time, row.valid_from) == (3, dt.time(18, 30), dt.date(2026, 12, 1))
    assert row.excepted_dates == ["2026-12-24", "2026-12-31"]
    assert version_of(elm) > before
    assert "2026-12-24\n2026-12-31" in max_.get(address(row)).text.replace("\r", "")


def test_only_classes_are_offered_and_the_present_service(elm, max_, yoga, typed):
    assert [str(row) for row in max_.get(ADD).context["adminform"].form.fields["service"].queryset] == ["Yoga"]
    send(max_, ADD, **typed)
    Service.objects.filter(pk=yoga.pk).update(starts="grid")
    page = address(Timetable.objects.get())
    assert [str(row) for row in max_.get(page).context["adminform"].form.fields["service"].queryset] == ["Yoga"]
    assert faults(send(max_, page, time="19:00")) == {}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("time", "25:00", "Enter a valid time."),
        ("time", "", "This field is required."),
        ("weekday", "8", "Select a valid choice. 8 is not one of the available choices."),
        ("valid_until", "2026-11-30", "Choose 2026-12-01 or a later date."),
        ("excepted_dates", "Christmas", "“Christmas” is no date. Write the year, the month and the day: 2026-12-24."),
        (
            "excepted_dates",
            '["2026-12-24"]',
            '“["2026-12-24"]” is no date. Write the year, the month and the day: 2026-12-24.',
        ),
        ("excepted_dates", "2026-02-30", "“2026-02-30” is no date. Write the year, the month and the day: 2026-12-24."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(max_, typed, field, value, said):
    answer = send(max_, ADD, **{**typed, "valid_from": "2026-12-01", field: value})
    assert faults(answer)[field] == [said]
    assert not Timetable.objects.exists()


def test_whoever_does_not_do_it_cannot_hold_it(elm, max_, typed):
    answer = send(max_, ADD, **{**typed, "staff": elm.staff["Maria Gomez"].pk})
    assert "Maria Gomez does not do Yoga yet." in answer.text


def test_nothing_of_the_neighbours_can_be_chosen_or_opened(elm, karachi, max_, maria, typed):
    cut, amna_khan = karachi.services["Haircut"], karachi.staff["Amna Khan"]
    Service.objects.filter(pk=cut.pk).update(starts="timetable")
    row = Timetable.objects.create(business=karachi.business, service=cut, staff=amna_khan, weekday=0, time="10:00")
    assert set(faults(send(max_, ADD, **{**typed, "service": cut.pk, "staff": amna_khan.pk}))) == {"service", "staff"}
    assert max_.get(address(row)).status_code == 302
    assert max_.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    assert Timetable.objects.filter(pk=row.pk).exists()
    for page in (LIST, ADD):
        assert maria.get(page).status_code == 403


def test_a_class_is_taken_out(elm, max_, typed):
    send(max_, ADD, **typed)
    before = version_of(elm)
    max_.post(address(Timetable.objects.get(), "delete"), {"post": "yes"})
    assert not Timetable.objects.exists()
    assert version_of(elm) > before
