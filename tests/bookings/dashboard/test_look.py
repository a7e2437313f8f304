"""What every page of the dashboard has, the theme's own as well as ours."""

import pytest
from django.urls import reverse

from tests.bookings.dashboard.forms import address


@pytest.mark.parametrize(
    "page",
    [
        "index",
        "diary",
        "document",
        "business_rules",
        "businesses_service_changelist",
        "businesses_service_add",
        "businesses_openinghours_changelist",
        "businesses_specialday_changelist",
        "businesses_membership_changelist",
        "bookings_booking_changelist",
    ],
)
def test_a_page_has_one_main_part(elm, olive, page):
    assert olive.get(reverse(f"admin:{page}"), follow=True).text.count("<main") == 1


@pytest.mark.parametrize("action", ["change", "delete", "history"])
def test_a_row_has_one_main_part(elm, olive, action):
    row = elm.business.category_set.create(name="Empty")
    assert olive.get(address(row, action), follow=True).text.count("<main") == 1


def test_who_may_not_is_told_so_and_led_back(elm, maria):
    answer = maria.get(reverse("admin:businesses_service_changelist"))
    assert answer.status_code == 403
    assert "This page is not open to you" in answer.text
    assert f'href="{reverse("admin:index")}"' in answer.text
