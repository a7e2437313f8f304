"""GET /booking/services"""

import pytest

from businesses.models import Category, Service
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import refused


def catalogue(partner):
    answer = partner.get("/services")
    assert answer.status_code == 200, answer.content
    return answer.json()["categories"]


def shown(partner):
    return {service["name"]: service for category in catalogue(partner) for service in category["services"]}


def test_services_stand_under_their_categories(booqara, elm):
    categories = catalogue(booqara)
    assert [category["categoryName"] for category in categories] == ["Cuts", "Wellness"]
    assert categories[0]["categoryId"] == str(Category.objects.get(name="Cuts").uuid)
    assert categories[0]["services"] == [
        {
            "id": str(elm.services["Fade"].uuid),
            "name": "Fade",
            "description": "Classic fade",
            "photoUrl": None,
            "durationMinutes": 45,
            "price": 35,
        },
        {
            "id": str(elm.services["Trim"].uuid),
            "name": "Trim",
            "description": None,
            "photoUrl": None,
            "durationMinutes": 30,
            "price": 20.5,
        },
    ]


def test_prices_are_numbers_as_short_as_they_can_be(booqara):
    raw = booqara.get("/services").content
    assert b'"price":35}' in raw
    assert b'"price":20.5}' in raw


def test_a_service_without_a_price_has_null(booqara):
    assert shown(booqara)["Advice"]["price"] is None


def test_retired_services_and_empty_categories_are_left_out(booqara):
    assert "Retired cut" not in shown(booqara)
    assert "Gone" not in [category["categoryName"] for category in catalogue(booqara)]


def test_a_service_without_a_category_stands_under_other_at_the_end(booqara, elm):
    Service.objects.filter(name="Fade").update(category=None)
    last = catalogue(booqara)[-1]
    assert (last["categoryId"], last["categoryName"]) == (None, "Other")
    assert [service["name"] for service in last["services"]] == ["Fade"]


@pytest.mark.parametrize(
    ("flag", "field"), [("show_service_prices", "price"), ("show_service_duration", "durationMinutes")]
)
def test_what_the_page_hides_is_left_out(db, now, flag, field):
    shop = factories.load(factories.elm_document(page={flag: False}))
    services = shown(partners.booqara(shop)).values()
    assert services
    assert all(field not in service for service in services)
    assert all(len(service) == 5 for service in services)


def test_the_neighbour_has_services_of_its_own(booqara, karachi):
    assert "Haircut" not in shown(booqara)
    assert list(shown(partners.booqara(karachi))) == ["Haircut"]


def test_without_a_key_nothing_is_shown(stranger):
    assert refused(stranger.get("/services"), 401)


def test_the_catalogue_takes_two_queries_however_long_it_is(booqara, django_assert_num_queries):
    booqara.get("/services")
    with django_assert_num_queries(2):
        booqara.get("/services")
