"""The last calls of a key are kept for its owner: few of them, and nothing that anybody sent."""

import datetime as dt

import pytest

from businesses import api_calls, recent_calls
from businesses.models import ApiKey, RecentCall
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE


def call(status=200, *, at=factories.NOW, **changes):
    return recent_calls.Call(at, "GET", "booking/business", status, 7, "an-id")._replace(**changes)


def new_key(shop):
    return ApiKey.issue(business=shop.business, dialect="booqara")[0]


def written():
    api_calls.flush()
    return [(each.method, each.path, each.status) for each in RecentCall.objects.order_by("id")]


def test_a_call_is_known_by_the_pattern_of_its_path(elm, booqara):
    booqara.get("/business")
    booqara.get("/slots", date="2026-11-24", serviceId=elm.services["Fade"].uuid)
    booqara.get(f"/appointments/{NOWHERE}")
    booqara.get("/jane@example.com")
    booqara("BREW", "/business")
    assert written() == [
        ("GET", "/booking/business", 200),
        ("GET", "/booking/slots", 200),
        ("GET", "/booking/appointments/{id}", 404),
        ("GET", "/booking/…", 404),
        ("BREW", "/booking/business", 405),
    ]


def test_it_has_its_time_and_the_id_by_which_the_log_knows_it(elm, booqara):
    answer = booqara.get("/business")
    api_calls.flush()
    found = RecentCall.objects.get()
    assert (found.at, found.request_id) == (factories.NOW, answer["X-Request-Id"])
    assert 0 <= found.milliseconds < 60_000


def test_nobody_waits_for_it(elm, booqara, django_assert_num_queries):
    booqara.get("/business")
    with django_assert_num_queries(2):
        booqara.get("/business")
    assert not RecentCall.objects.exists()


def test_a_stranger_has_no_key_whose_call_it_could_be(elm, stranger):
    assert stranger.get("/business").status_code == 401
    assert written() == []


def test_what_a_key_may_not_do_is_a_call_of_its_own(elm):
    assert partners.booqara(elm, scopes=("book",)).get("/business").status_code == 403
    assert written() == [("GET", "/booking/business", 403)]


def test_of_each_key_the_last_fifty_are_kept(elm, karachi):
    busy, other = new_key(elm), new_key(karachi)
    recent_calls.note(other, call(404))
    for round_ in range(3):
        for n in range(40):
            recent_calls.note(busy, call(milliseconds=40 * round_ + n))
        recent_calls.flush()
    assert [each.milliseconds for each in recent_calls.of(busy)] == list(range(119, 69, -1))
    assert [each.status for each in recent_calls.of(other)] == [404]


def test_no_more_of_a_key_is_held_in_memory(elm):
    busy = new_key(elm)
    for n in range(200):
        recent_calls.note(busy, call(milliseconds=n))
    assert len(recent_calls._noted[busy.pk]) == recent_calls.KEPT


def test_they_are_written_with_two_statements_whatever_the_number_of_keys(elm, django_assert_num_queries):
    keys = [new_key(elm) for _ in range(5)]
    for key in keys:
        recent_calls.note(key, call())
    with django_assert_num_queries(4):  # and the savepoint of the transaction that they are
        recent_calls.flush()
    with django_assert_num_queries(0):
        recent_calls.flush()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_gone_takes_only_its_own_calls_with_it(transactional_db, now):
    shop = factories.load(factories.ELM)
    gone, stays = new_key(shop), new_key(shop)
    for key in (gone, stays):
        recent_calls.note(key, call())
    ApiKey.objects.filter(pk=gone.pk).delete()
    recent_calls.flush()
    assert list(RecentCall.objects.values_list("key", flat=True)) == [stays.pk]


def test_they_are_dropped_after_a_month(elm):
    key = new_key(elm)
    recent_calls.note(key, call(at=factories.NOW - dt.timedelta(days=31)))
    recent_calls.note(key, call())
    recent_calls.flush()
    assert api_calls.purge(factories.NOW) == 1
    assert [each.at for each in recent_calls.of(key)] == [factories.NOW]


@pytest.mark.parametrize(
    ("route", "written"),
    [
        ("v1/bookings/<str:id>/customer", "/v1/bookings/{id}/customer"),
        ("^v1/", "/v1/…"),
        ("^booking/(?!v1/)", "/booking/…"),
    ],
)
def test_a_pattern_is_written_as_documentation_does(route, written):
    assert recent_calls.shown(route) == written
