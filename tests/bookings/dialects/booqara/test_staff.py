"""GET /booking/staff"""

import pytest

from tests.bookings.dialects.booqara.answers import NOWHERE, refused


def names(partner, **query):
    answer = partner.get("/staff", **query)
    assert answer.status_code == 200, answer.content
    return [person["fullName"] for person in answer.json()["staff"]]


def test_a_person_has_the_documented_fields(booqara, elm):
    first, second, *_ = booqara.get("/staff").json()["staff"]
    assert first == {
        "id": str(elm.staff["Maria Gomez"].uuid),
        "fullName": "Maria Gomez",
        "jobTitle": "Lead stylist",
        "about": None,
        "photoUrl": None,
        "color": None,
        "nextAvailable": None,
    }
    assert second["jobTitle"] is None


def test_everybody_bookable_is_listed_in_the_order_of_the_business(booqara):
    assert names(booqara) == ["Maria Gomez", "Ana Ruiz", "Yuri Ito", "Olga Berg", "Pia Lund", "Cleo Fox"]


def test_a_service_narrows_to_those_who_perform_it(booqara, elm):
    assert names(booqara, serviceId=elm.services["Fade"].uuid) == ["Maria Gomez", "Ana Ruiz"]


def test_letter_case_in_an_id_does_not_matter(booqara, elm):
    assert names(booqara, serviceId=str(elm.services["Yoga"].uuid).upper()) == ["Yuri Ito"]


@pytest.mark.parametrize("service", ["fade", "", "5", f"{{{NOWHERE}}}", NOWHERE.replace("-", ""), f" {NOWHERE}"])
def test_a_malformed_service_is_400(booqara, service):
    assert refused(booqara.get("/staff", serviceId=service), 400)


def test_an_unknown_inactive_or_foreign_service_is_not_found(booqara, elm, karachi):
    for service in (NOWHERE, elm.services["Retired cut"].uuid, karachi.services["Haircut"].uuid):
        assert refused(booqara.get("/staff", serviceId=service), 404, "Service not found")


def test_a_wrong_key_is_refused_before_the_query_is_read(stranger):
    assert refused(stranger.get("/staff", serviceId="fade"), 401)


def test_the_list_takes_few_queries(booqara, elm, django_assert_num_queries):
    booqara.get("/staff")
    with django_assert_num_queries(2):
        booqara.get("/staff", serviceId=elm.services["Fade"].uuid)
