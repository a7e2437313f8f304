"""A number of minutes, written as a number and a unit."""

import pytest
from django import forms

from bookings.dashboard.frame.lengths import as_length
from businesses.models import Business
from tests.bookings.dashboard.forms import address, faults, send


@pytest.fixture
def form():
    class Rules(forms.Form):
        notice = forms.IntegerField(required=False)

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            as_length(self.fields["notice"], 5, 2880)

    return Rules


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [
        ({"notice": "90", "notice_unit": "minutes"}, 90),
        ({"notice": "2", "notice_unit": "hours"}, 120),
        ({"notice": "1,5", "notice_unit": "hours"}, 90),
        ({"notice": "2", "notice_unit": "days"}, 2880),
        ({"notice": "", "notice_unit": "days"}, None),
        ({"notice": "45"}, 45),
        ({"notice": "45", "notice_unit": "moons"}, 45),
    ],
)
def test_what_is_sent_is_minutes(form, sent, minutes):
    filled = form(sent)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["notice"] == minutes


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"notice": "soon", "notice_unit": "hours"}, "Write a whole number."),
        ({"notice": "0.001", "notice_unit": "hours"}, "Write a whole number."),
        ({"notice": "NaN", "notice_unit": "days"}, "Write a whole number."),
        ({"notice": "9" * 5000, "notice_unit": "days"}, "Write a whole number."),
        ({"notice": "1", "notice_unit": "minutes"}, "Write 5 minutes or more."),
        ({"notice": "3", "notice_unit": "days"}, "Write at most 2 days."),
    ],
)
def test_what_cannot_be_is_said_with_its_unit(form, sent, said):
    assert form(sent).errors == {"notice": [said]}


@pytest.mark.parametrize(
    ("minutes", "number", "unit"),
    [(0, "0", "minutes"), (45, "45", "minutes"), (90, "90", "minutes"), (120, "2", "hours"), (1440, "1", "days")],
)
def test_minutes_are_shown_with_the_largest_unit_that_they_are_whole_in(form, minutes, number, unit):
    shown = str(form(initial={"notice": minutes})["notice"])
    assert f'value="{number}"' in shown
    assert f'<option value="{unit}" selected' in shown
    assert shown.count("selected") == 1


def test_a_rule_is_saved_as_minutes_and_stays_as_it_is_when_it_was_left(elm, olive):
    page = address(elm.business)
    answer = send(olive, page, lead_time_minutes="3", lead_time_minutes_unit="hours")
    assert faults(answer) == {}
    send(olive, page, name="North Elm")
    assert Business.objects.get(pk=elm.business.pk).lead_time_minutes == 180
