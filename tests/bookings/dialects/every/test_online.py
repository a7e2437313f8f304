"""Online services in every dialect: where the vendor has a field for the place, it says where; nothing else does."""

from bookings import operations
from tests import factories
from tests.factories import NOW

ADDRESS = "https://meet.example/fixed"
SAYING = {"booxi": "client", "miketsu": "customer"}  # whose answers have a field for it


def online(**rules):
    """North Elm, where Fade and Trim are by video."""
    document = factories.elm_document(rules=rules)
    for service in document["categories"][0]["services"][:2]:
        service["online"] = ADDRESS
    return factories.load(document)


def read(voice, shop, partner, **how):
    """What each answer says that reads something, of a booking of Trim."""
    booking = factories.book(shop, "Trim", guest=voice.guest, **how)
    found = {}
    for route in voice.routes(shop):
        if route.method == "GET":
            path = route.path.format(booking=voice.booking_id(booking))
            answer = partner("GET", path, **(route.query or {}))
            assert answer.status_code == 200, answer.content
            found[route.path] = answer.json()
    return booking, found


def test_the_answers_of_others_do_not_say_where(voice, elm, partner):
    _, found = read(voice, online(), partner)
    if voice.dialect not in SAYING:
        assert ADDRESS not in str(found)


def test_a_merchant_reads_in_booxi_where_and_that_it_is_by_video(voice, elm, partner):
    if voice.dialect != "booxi":
        return
    booking, found = read(voice, online(online_shown_minutes=60), partner)
    shown = found["/booking/{booking}"]["booking"]
    assert (shown["location"], shown["locationText"]) == ("VideoConference", ADDRESS)
    operations.cancel(booking=booking, now=NOW, by="x")
    again = partner("GET", f"/booking/{booking.pk}").json()["booking"]
    assert (again["location"], again["locationText"]) == ("VideoConference", "")


def test_a_customer_reads_in_miketsu_where_from_the_hour_on_that_the_business_sets(voice, elm, partner):
    if voice.name != "miketsu customer":
        return
    _, found = read(voice, online(), partner)
    assert found["/customer/{booking}"]["data"]["formatted_location"] == ADDRESS
    _, found = read(voice, online(online_shown_minutes=60), partner, clock="15:00")
    assert found["/customer/{booking}"]["data"]["formatted_location"] == "Online"
