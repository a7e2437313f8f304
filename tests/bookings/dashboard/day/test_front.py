"""The front page: everybody sees their own day, what they may decide, and nothing of the neighbour's."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from bookings.models import Booking, Delivery
from businesses import diary
from businesses.models import ApiAccessRequest, Business, Membership, User
from tests import dashboard, factories
from tests.factories import NOW

TODAY = dt.date(2026, 11, 20)
BY = {"now": NOW, "by": "dashboard:olive"}


def signed_in(name, shop=None, role="owner", staff=None, **how):
    """Somebody with a part in a business, signed in."""
    user = User.objects.create_user(name, is_staff=True, **how)
    if shop is not None:
        Membership.objects.create(business=shop.business, user=user, role=role, staff=staff)
    client = dashboard.signed_in(user)
    return client


@pytest.fixture
def olive(elm):
    """The owner of North Elm."""
    return signed_in("olive", elm, first_name="Olive")


@pytest.fixture
def mona(elm):
    """Its manager."""
    return signed_in("mona", elm, role="manager")


@pytest.fixture
def maria(elm):
    """Maria Gomez, who sees her own diary."""
    return signed_in("maria", elm, role="staff", staff=elm.staff["Maria Gomez"])


@pytest.fixture
def platform(db):
    """The platform's superuser."""
    client = dashboard.signed_in(User.objects.create_superuser("root", password=None))
    return client


def front(client):
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer


def today(shop, service, clock, *, name="Jordan Smith", **how):
    guest = operations.Guest(name=name, phone="+1 202 555-0111")
    taker = operations.Taker("dashboard", "dashboard:olive")
    return factories.book(shop, service, TODAY, clock, guest=guest, taker=taker, policy=operations.COUNTER, **how)


def rows(answer):
    """The rows of today's list, as words without tags."""
    found = re.findall(r'<li class="visit.*?</li>', answer.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_it_greets_with_the_time_of_the_business_and_leads_to_the_days_work(olive, elm):
    text = front(olive).text
    assert "Good morning, Olive" in text
    assert "Friday, November 20, 2026, 9:00" in text
    assert "in Chicago" in text
    assert 'href="/admin/book/"' in text
    assert 'href="/admin/diary/"' in text
    assert 'href="/book/elm/"' in text


def test_todays_visits_stand_in_order_with_now_between_them(olive, elm):
    today(elm, "Fade", "16:00", name="Late Guest")
    today(elm, "Yoga", "08:30", name="Early Guest", party_size=2)
    text = front(olive).text
    early, now, late = (text.index(words) for words in ("Early Guest", 'class="now-line"', "Late Guest"))
    assert early < now < late
    assert "tel:+12025550111" in text
    row = rows(front(olive))[0]
    assert "Yoga with Yuri Ito" in row
    assert "2 people" in row
    assert "Not here yet" in row
    assert "2 visits, 2 still expected" in text


@pytest.mark.parametrize(
    ("clock", "then", "state", "buttons"),
    [
        ("16:00", [], "Expected", ["arrive"]),
        ("08:30", [], "Not here yet", ["arrive", "complete", "no_show"]),
        ("07:00", [], "Over: did they come?", ["complete", "no_show"]),
        ("08:30", [operations.arrive], "Is here", ["complete"]),
        ("08:30", [operations.complete], "Took place", ["reopen"]),
        ("08:30", [operations.no_show], "Nobody came", ["reopen"]),
        ("16:00", [operations.unconfirm], "Waits for your yes", ["confirm"]),
        ("16:00", [operations.cancel], "Cancelled", []),
    ],
)
def test_a_visit_says_how_it_stands_and_offers_what_can_be_done(olive, elm, clock, then, state, buttons):
    booking = today(elm, "Yoga", clock)
    for verb in then:
        verb(booking=booking, **BY)
    answer = front(olive)
    assert state in rows(answer)[0]
    offered = re.findall(rf'formaction="/admin/bookings/booking/{booking.pk}/do/(\w+)/"', answer.text)
    assert sorted(offered) == sorted(buttons)
    can_cancel = f'action="/admin/bookings/booking/{booking.pk}/do/cancel/"' in answer.text
    booking.refresh_from_db()
    assert can_cancel is (booking.status in ("pending", "confirmed"))


def test_what_is_pressed_is_done_and_leads_back(olive, elm):
    booking = today(elm, "Fade", "08:30")
    for verb, status in (("arrive", "confirmed"), ("complete", "completed"), ("reopen", "confirmed")):
        path = f"/admin/bookings/booking/{booking.pk}/do/{verb}/"
        assert f'formaction="{path}"' in front(olive).text
        assert olive.post(path, {"next": "/admin/"}).url == "/admin/"
        assert Booking.objects.get(pk=booking.pk).status == status
    text = front(olive).text
    assert f'action="/admin/bookings/booking/{booking.pk}/do/cancel/"' in text
    olive.post(f"/admin/bookings/booking/{booking.pk}/do/cancel/", {"next": "/admin/", "reason": "Ill"})
    assert Booking.objects.get(pk=booking.pk).cancel_reason == "Ill"
    assert "Cancelled" in rows(front(olive))[0]


def test_what_is_over_and_settled_folds_up_when_there_is_much_of_it(olive, elm):
    for n in range(5):
        operations.complete(booking=today(elm, "Trim", f"0{2 + n}:00"), **BY)
    assert "earlier visits" not in front(olive).text
    operations.complete(booking=today(elm, "Trim", "07:00"), **BY)
    today(elm, "Trim", "07:30", name="Open Guest")
    text = front(olive).text
    assert "6 earlier visits, all settled" in text
    assert text.index("</details>", text.index("earlier visits")) < text.index("Open Guest")


def test_of_very_many_visits_to_come_the_later_ones_fold_up(olive, elm, monkeypatch):
    monkeypatch.setattr("bookings.dashboard.day.front.IN_FULL", 1)
    today(elm, "Trim", "10:00", name="Next Guest")
    later = today(elm, "Trim", "11:00", name="Later Guest")
    answer = front(olive)
    assert "1 later visit<" in answer.text
    assert len(rows(answer)) == 1
    assert f"/admin/bookings/booking/{later.pk}/change/" in answer.text


def test_a_request_can_be_confirmed_or_declined_and_what_failed_is_told(olive, elm):
    Business.objects.filter(pk=elm.business.pk).update(auto_confirm=False)
    elm.business.refresh_from_db()
    booking = factories.book(elm, "Fade")
    Delivery.objects.create(
        business=elm.business, booking=booking, channel="mail", kind="confirmed", recipient="no@where.example",
        dedupe="x", status="given_up", due_at=NOW, last_answer="550 No such user",
    )  # fmt: skip
    text = front(olive).text
    assert "1 booking to confirm" in text
    assert "Tue 24 Nov" in text or "Tue, Nov 24" in text
    assert f'action="/admin/bookings/booking/{booking.pk}/do/confirm/"' in text
    assert "1 message could not be delivered" in text
    assert "Mail to no@where.example" in text
    assert "550 No such user" in text
    for page in re.findall(r'href="(/admin/bookings/(?:delivery|booking)/[^"]*)"', text):
        assert olive.get(page.replace("&amp;", "&")).status_code == 200
    olive.post(f"/admin/bookings/booking/{booking.pk}/do/confirm/", {"next": "/admin/"})
    assert "to confirm" not in front(olive).text


def test_without_anything_to_decide_nothing_is_asked(olive, elm):
    assert "Needs a decision" not in front(olive).text


def test_nothing_of_the_neighbour_is_seen(olive, elm, karachi):
    Business.objects.filter(pk=karachi.business.pk).update(auto_confirm=False)
    karachi.business.refresh_from_db()
    today(karachi, "Haircut", "21:00", name="Not Ours")
    factories.book(karachi, "Haircut", clock="11:00", guest=operations.Guest(name="Not Ours"))
    ApiAccessRequest.objects.create(business=karachi.business, dialect="booqara", use_case="Not Ours")
    answer = front(olive)
    assert "Not Ours" not in answer.text
    assert "Karachi" not in answer.text
    assert "charts" not in answer.context


def test_a_staff_member_sees_their_own_day_and_no_figures(maria, elm):
    today(elm, "Fade", "16:00", staff="Ana Ruiz", name="Anas Guest")
    today(elm, "Fade", "16:00", staff="Maria Gomez", name="Marias Guest")
    answer = front(maria)
    assert "Your day" in answer.text
    assert "Marias Guest" in answer.text
    assert "Anas Guest" not in answer.text
    for key in ("charts", "pending", "checklist", "requests"):
        assert key not in answer.context
    assert "<svg" not in answer.text


def test_a_manager_sees_decisions_and_the_way_to_the_figures_but_no_requests_for_keys(mona, olive, elm):
    today(elm, "Fade", "08:30")
    ApiAccessRequest.objects.create(business=elm.business, dialect="booqara", use_case="Our own site")
    assert "Your requests for API access" not in front(mona).text
    assert "Your requests for API access" in front(olive).text
    assert 'href="/admin/reports/glance/"' in front(mona).text


def test_the_checklist_stands_on_top_until_the_business_can_be_booked(olive, elm):
    assert "Your business can be booked; one step is left." in front(olive).text
    with diary.changing(elm.business.pk):
        elm.business.openinghours_set.all().delete()
        elm.business.specialday_set.all().delete()
    text = front(olive).text
    assert "What is missing until guests can book" in text
    assert text.index("What is missing") < text.index('id="today"')
    assert 'href="/admin/businesses/openinghours/"' in text


def test_one_who_works_nowhere_does_not_get_in(db):
    assert signed_in("stray").get("/admin/").status_code == 302


def test_the_platform_without_a_business_adds_one(platform):
    text = front(platform).text
    assert "No business yet" in text
    assert 'href="/admin/businesses/business/add/"' in text


def test_the_platform_decides_on_requests_of_every_business(platform, elm, karachi):
    request = ApiAccessRequest.objects.create(business=karachi.business, dialect="booqara", use_case="City portal")
    text = front(platform).text
    assert "Karachi Kuts: Booqara" in text
    assert f"/admin/businesses/apiaccessrequest/{request.pk}/change/" in text


def test_names_are_escaped(olive, elm):
    today(elm, "Fade", "16:00", name="<b>Bold</b>")
    assert "<b>Bold" not in front(olive).text


def test_the_number_of_queries_does_not_grow_with_the_day(olive, elm):
    today(elm, "Fade", "08:30")
    front(olive)  # the set-up is remembered from now on
    with CaptureQueriesContext(connection) as few:
        front(olive)
    for n in range(4):
        today(elm, "Yoga", f"{11 + n // 3}:00")
        today(elm, "Trim", f"{13 + n}:00")
        today(elm, "Color", f"{10 + 2 * n}:00")
    with CaptureQueriesContext(connection) as many:
        front(olive)
    assert len(few) == len(many) <= 12
