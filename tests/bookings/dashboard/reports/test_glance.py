"""The last ninety days at a glance."""

import pytest

from tests import dashboard
from tests.bookings.queries.test_figures import took

PAGE = "/admin/reports/glance/"


@pytest.fixture
def mona(elm):
    return dashboard.member(elm, "mona", "manager")


def test_every_picture_is_there_once_there_is_a_booking(olive, elm):
    assert "Once guests have booked" in olive.get(PAGE).text
    took(elm, "Fade")
    text = olive.get(PAGE).text
    assert text.count('<svg role="img"') == text.count("The same in figures") == 6


def test_a_part_of_the_booked_time_is_not_said_as_if_it_were_of_working_time(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    assert "Of all the time that is booked, 100\xa0% is for Maria Gomez." in olive.get(PAGE).text


def test_a_manager_sees_it_and_a_staff_member_does_not(mona, maria, elm, karachi):
    took(karachi, "Haircut")
    assert mona.get(PAGE).context["charts"] == []
    assert maria.get(PAGE).status_code == 403
