"""When classes are."""

import dataclasses
import datetime as dt

import pytest

from bookings import queries
from bookings.dashboard.setup.week import set_working_hours
from businesses.models import Service, Skill, StaffMember, Timetable
from tests import factories
from tests.bookings.dashboard.forms import address, faults, send, version_of
from tests.factories import DAY, NOW

ADD, LIST = address(Timetable, "add"), address(Timetable, "changelist")


@pytest.fixture
def yoga(elm):
    """A service of North Elm that is held at the times of the timetable."""
    Service.objects.filter(pk=elm.services["Yoga"].pk).update(starts="timetable")
    return elm.services["Yoga"]


@pytest.fixture
def typed(elm, yoga):
    """A class as it is typed: Thursdays at half past five, with Yuri."""
    return {"service": yoga.pk, "weekdays": ["3"], "time": "17:30", "staff": elm.staff["Yuri Ito"].pk}


@pytest.fixture
def new(elm):
    """A class that is new in the house, as it is typed."""
    return {
        "service": "",
        "new_name": "Pilates",
        "new_minutes": "45",
        "new_price": "15",
        "new_places": "8",
        "new_fewest": "3",
        "weekdays": ["0", "2"],
        "time": "09:00",
        "staff": elm.staff["Maria Gomez"].pk,
    }


def test_a_class_is_entered_with_the_dates_without_it(elm, max_, typed):
    before = version_of(elm)
    answer = send(max_, ADD, **typed, valid_from="2026-12-01", excepted_dates="2026-12-24\n\n 2026-12-31 \n2026-12-24")
    assert faults(answer) == {}
    row = Timetable.objects.get(business=elm.business)
    assert (row.weekday, row.time, row.valid_from) == (3, dt.time(17, 30), dt.date(2026, 12, 1))
    assert row.excepted_dates == ["2026-12-24", "2026-12-31"]
    assert version_of(elm) > before
    assert "2026-12-24\n2026-12-31" in max_.get(address(row)).text.replace("\r", "")


def test_a_new_class_on_two_weekdays_is_one_form(elm, max_, new, now):
    answer = send(max_, ADD, **new)
    assert faults(answer) == {}
    service = Service.objects.get(name="Pilates")
    assert (service.duration_minutes, service.price, service.capacity, service.min_participants) == (45, 15, 8, 3)
    assert service.starts == "timetable"
    assert list(service.timetable.values_list("weekday", "staff__name")) == [(0, "Maria Gomez"), (2, "Maria Gomez")]
    week = queries.class_timetable(elm.business, first=DAY, last=DAY + dt.timedelta(days=6), now=NOW)
    assert [f"{each.starts_at.astimezone(elm.business.zone):%a %H:%M}" for each in week] == ["Wed 09:00", "Mon 09:00"]
    assert "Pilates is on the timetable." in answer.text
    assert f'href="/book/elm/{service.pk}/time/"' in answer.text


def test_the_week_is_a_grid_with_how_few_and_how_many(max_, new, now):
    send(max_, ADD, **new)
    page = max_.get(LIST)
    assert [(day, len(cells)) for day, cells in page.context["week"] if cells] == [("Monday", 1), ("Wednesday", 1)]
    assert "3 to 8 guests" in page.text


def test_a_class_of_one_date(elm, max_, new, now):
    answer = send(max_, ADD, **{**new, "weekdays": None, "date": "2026-12-02", "valid_until": "2026-12-31"})
    assert faults(answer) == {}
    row = Timetable.objects.get()
    assert (row.weekday, row.date, row.valid_until) == (None, dt.date(2026, 12, 2), None)
    assert [cell.row for cell in max_.get(LIST).context["dated"]] == [row]
    assert faults(send(max_, address(row), time="10:00")) == {}


def test_a_group_at_any_time_may_have_a_class_on_one_date(elm, max_, now):
    typed = {"service": elm.services["Yoga"].pk, "time": "10:15", "staff": elm.staff["Yuri Ito"].pk}
    answer = send(max_, ADD, **typed, weekdays=["1"])
    assert "Give it one date" in faults(answer)["service"][0]
    assert faults(send(max_, ADD, **typed, date=str(DAY))) == {}
    (lesson,) = queries.class_timetable(elm.business, first=DAY, last=DAY, now=NOW)
    assert (lesson.service.name, lesson.places_left) == ("Yoga", 3)


def test_classes_and_groups_are_offered_and_the_present_service(elm, max_, yoga, typed, now):
    def offered(page):
        return [str(row) for row in max_.get(page).context["adminform"].form.fields["service"].queryset]

    assert offered(ADD) == ["Yoga"]
    send(max_, ADD, **typed)
    Service.objects.filter(pk=yoga.pk).update(starts="grid", capacity=1)
    assert offered(ADD) == []
    assert offered(address(Timetable.objects.get())) == ["Yoga"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("time", "25:00", "This is no time of the day."),
        ("time", "", "This field is required."),
        ("weekdays", ["8"], "“8” cannot be chosen, or not any more. Choose again."),
        ("weekdays", None, "Tick a weekday, or write one date below."),
        ("date", "2026-12-03", "Choose weekdays or one date, not both."),
        ("valid_until", "2026-11-30", "Choose 2026-12-01 or a later date."),
        ("excepted_dates", "Christmas", "“Christmas” is no date. Write the year, the month and the day: 2026-12-24."),
        (
            "excepted_dates",
            '["2026-12-24"]',
            '“["2026-12-24"]” is no date. Write the year, the month and the day: 2026-12-24.',
        ),
        ("excepted_dates", "2026-02-30", "“2026-02-30” is no date. Write the year, the month and the day: 2026-12-24."),
        (
            "time",
            "12:30",
            "On Thursday you are not open for all of it: 9:00\u202fAM – 12:00\u202fPM and 1:00\u202fPM – 7:00\u202fPM.",
        ),
        ("weekdays", ["6"], None),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(max_, typed, field, value, said, now):
    answer = send(max_, ADD, **{**typed, "valid_from": "2026-12-01", field: value})
    if said is None:
        field, said = "time", "On Sunday you are not open for all of it: it is closed."
    assert faults(answer)[field] == [said]
    assert not Timetable.objects.exists()


def test_a_new_class_says_what_is_missing(max_, new, now):
    answer = send(max_, ADD, **{**new, "new_name": "", "new_places": "2"})
    assert faults(answer) == {
        "new_name": ["Write it for the new class, or choose one above."],
        "new_fewest": ["Write at most 2: there are no more places."],
    }
    assert "already exists" in faults(send(max_, ADD, **{**new, "new_name": "Yoga"}))["new_name"][0]


def test_a_new_name_beside_a_chosen_class_is_asked_about(max_, typed, now):
    answer = send(max_, ADD, **typed, new_name="Pilates")
    assert faults(answer)["new_name"] == ["Choose “A new one” above for it, or leave this empty."]


def test_two_classes_of_one_teacher_do_not_meet(elm, max_, typed, new, now):
    send(max_, ADD, **typed)
    yuri = elm.staff["Yuri Ito"].pk
    answer = send(max_, ADD, **{**new, "staff": yuri, "weekdays": ["3"], "time": "17:00"})
    assert faults(answer)["time"] == [
        "Yuri Ito has Yoga then: Thursday 17:30. Choose another time or teacher.",
    ]
    assert faults(send(max_, ADD, **{**new, "staff": yuri, "weekdays": ["3"], "time": "16:45"})) == {}
    dated = {**new, "new_name": "Once", "staff": yuri, "weekdays": None, "date": "2026-12-03", "time": "18:00"}
    assert "has Yoga then" in faults(send(max_, ADD, **dated))["time"][0]
    assert faults(send(max_, ADD, **{**dated, "date": "2026-12-04"})) == {}


def test_whoever_does_not_work_then_is_named(elm, max_, typed, now):
    yuri = elm.staff["Yuri Ito"]
    set_working_hours(yuri, [(3, dt.time(9), dt.time(12))])
    assert faults(send(max_, ADD, **typed))["time"] == [
        "On Thursday Yuri Ito does not work for all of it. See the hours of Yuri Ito.",
    ]


def test_whoever_does_not_do_it_learns_it_with_one_press(elm, max_, typed, now):
    maria = elm.staff["Maria Gomez"]
    answer = send(max_, ADD, **{**typed, "staff": maria.pk})
    assert "Maria Gomez does not do Yoga yet." in answer.text
    assert "Let Maria Gomez do Yoga, and save" in answer.text
    assert faults(send(max_, ADD, **{**typed, "staff": maria.pk}, let_do="on")) == {}
    assert Skill.objects.filter(staff=maria, service=typed["service"]).exists()


def test_bookings_in_its_time_are_listed_and_stay(elm, max_, new, now):
    booking = factories.book(elm, "Fade", DAY + dt.timedelta(days=6), "09:00", staff="Maria Gomez")
    answer = send(max_, ADD, **new)
    assert "until you have moved what is booked in its time" in answer.text
    assert address(booking) in answer.text
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_whom_a_change_or_an_end_concerns_is_listed(elm, max_, new, now):
    send(max_, ADD, **new)
    monday = DAY + dt.timedelta(days=6)
    shop = dataclasses.replace(elm, services={"Pilates": Service.objects.get(name="Pilates")})
    booking = factories.book(shop, "Pilates", monday, "09:00", party_size=2)
    row = Timetable.objects.get(weekday=0)
    assert "2 guests are booked in it for dates to come." in max_.get(address(row)).text
    answer = send(max_, address(row), time="10:00")
    assert "2 guests are still booked at the old time." in answer.text
    assert address(booking) in answer.text
    send(max_, address(row), time="09:00")
    answer = max_.post(address(row, "delete"), {"post": "yes"}, follow=True)
    assert "2 guests are still booked at the old time." in answer.text


def test_nothing_of_the_neighbours_can_be_chosen_or_opened(elm, karachi, max_, maria, typed):
    cut, amna_khan = karachi.services["Haircut"], karachi.staff["Amna Khan"]
    Service.objects.filter(pk=cut.pk).update(starts="timetable")
    row = Timetable.objects.create(business=karachi.business, service=cut, staff=amna_khan, weekday=0, time="10:00")
    assert {"service", "staff"} <= set(faults(send(max_, ADD, **{**typed, "service": cut.pk, "staff": amna_khan.pk})))
    assert max_.get(address(row)).status_code == 302
    assert max_.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    assert Timetable.objects.filter(pk=row.pk).exists()
    for page in (LIST, ADD):
        assert maria.get(page).status_code == 403


def test_a_class_is_taken_out(elm, max_, typed, now):
    send(max_, ADD, **typed)
    before = version_of(elm)
    max_.post(address(Timetable.objects.get(), "delete"), {"post": "yes"})
    assert not Timetable.objects.exists()
    assert version_of(elm) > before


def test_where_nobody_is_yet_a_person_comes_with_the_class(elm, max_, new, now):
    StaffMember.objects.update(active=False)
    answer = send(max_, ADD, **{**new, "staff": None, "new_teacher": "Nia Okafor"})
    assert faults(answer) == {}
    nia = StaffMember.objects.get(name="Nia Okafor")
    assert set(nia.timetable.values_list("service__name", "weekday")) == {("Pilates", 0), ("Pilates", 2)}
    week = queries.class_timetable(elm.business, first=DAY, last=DAY + dt.timedelta(days=6), now=NOW)
    assert {each.staff for each in week} == {nia}
