"""An address and a name are the same by every door: pages, partners' APIs, dashboard, documents, commands."""

import copy
import unicodedata

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from bookings import operations, outbox
from bookings.management.work import CHANNELS
from bookings.models import Booking, Delivery
from businesses import document
from businesses.models import Customer, Location, Membership, Resource, Service, StaffMember, User
from tests import factories
from tests.bookings.dialects.booqara.answers import order, refused
from tests.factories import DAY
from tests.guests import Guest

ODD = ["bob@example.com\u202c", "bo\u200bb@example.com", "BOB＠example.com", "\u2066bob@example.com\u2069"]
NO_ADDRESS = ["jäne@example.com", "jane@example", "jane@😀.example", "\u200b"]


def fill_in(guest, shop, **typed):
    guest.open(f"/book/elm/{shop.services['Fade'].pk}/time/?staff=any&date={DAY}")
    guest.press(next(text for text in guest.page.buttons() if text.startswith("10:00")))
    return guest.press("Continue", **{"name": "Kim", "email": "kim@example.com", "phone": "", **typed})


@pytest.fixture
def guest():
    """A guest without scripts."""
    return Guest()


# A blocked guest does not book with what nobody sees behind the address.


@pytest.mark.parametrize("email", ODD)
def test_a_blocked_guest_is_blocked_in_the_wizard(guest, elm, email):
    assert fill_in(guest, elm, email=email).status == 200
    page = guest.press("Book now")
    assert page.status == 403
    assert not Booking.objects.visible().exists()


@pytest.mark.parametrize("email", ODD)
def test_a_blocked_guest_is_blocked_in_a_partners_api(booqara, elm, email):
    assert refused(booqara.post("/appointments", order(elm, guestEmail=email)), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("email", ODD)
def test_the_house_that_books_for_them_knows_them_and_so_do_form_and_command(olive, elm, email):
    bob = elm.customers["bob@example.com"]
    typed = {
        "service": elm.services["Fade"].pk,
        "day": DAY,
        "time": "10:00",
        "party_size": 1,
        "who": "new",
        "name": "B",
    }
    olive.post(reverse("admin:book"), {**typed, "email": email})
    booking = Booking.objects.get()
    assert (booking.customer, booking.guest_email.lower()) == (bob, "bob@example.com")
    answer = olive.post(reverse("admin:businesses_customer_add"), {"first_name": "Other", "email": email})
    assert "This is the address of Bob Bane already." in answer.text
    call_command("issue_api_key", "--business", "elm", "--dialect", "miketsu", "--customer", email)
    assert Customer.objects.filter(business=elm.business).count() == 2


@pytest.mark.parametrize("email", ODD)
def test_a_document_names_the_same_customer(elm, email):
    loaded = factories.load(factories.elm_document(customers=[{"first_name": "Bob", "email": email}]))
    assert list(loaded.customers.values()) == [elm.customers["bob@example.com"]]


@pytest.mark.parametrize("contact", ["jordan@example.com", "jordan@example.com\u202c", "+1 202\u2060 555 0147\u202c"])
@pytest.mark.parametrize("wrap", ["{}", "\u202a{}\u202c", "bn-{}\u200b"])
def test_a_booking_is_found_by_a_code_and_an_address_that_were_copied_from_somewhere(guest, elm, contact, wrap):
    someone = operations.Guest(name="Jordan", email="Jordan@example.com", phone="(202) 555-0147")
    booking = factories.book(elm, "Fade", guest=someone)
    guest.open("/book/elm/find")
    assert "this is your booking" in guest.press("Find it", code=wrap.format(booking.code), contact=contact).text


# An address that no mail can be sent to is refused in words, where it is typed.


@pytest.mark.parametrize("email", NO_ADDRESS)
def test_the_wizard_says_what_would_work(guest, elm, email):
    page = fill_in(guest, elm, email=email)
    assert page.buttons("Continue")
    assert any(words in page.text for words in ("Write an e-mail", "Write your e-mail", "Before the @"))


@pytest.mark.parametrize("email", NO_ADDRESS)
def test_a_partner_reads_which_field_and_which_rule(booqara, elm, email):
    answer = booqara.post("/appointments", order(elm, guestEmail=email))
    assert refused(answer, 400)
    assert "guestEmail" in answer.json()["error"]


def test_a_domain_in_its_own_letters_is_taken_by_every_door(guest, booqara, elm):
    fill_in(guest, elm, email="jane@bücher.example")
    assert guest.press("Book now").status == 200
    answer = booqara.post("/appointments", order(elm, guestEmail="jane@BÜCHER.example", appointmentTime="13:00"))
    assert answer.json()["booking"]["guestEmail"] == "jane@xn--bcher-kva.example"
    assert Customer.objects.get(email="jane@xn--bcher-kva.example").bookings.count() == 2


@pytest.mark.parametrize("email", NO_ADDRESS)
def test_forms_commands_and_documents_refuse_it_too(olive, elm, email):
    pages = {"businesses_customer_add": {"first_name": "X"}, "businesses_membership_changelist": {"role": "manager"}}
    for name, typed in pages.items():
        olive.post(reverse(f"admin:{name}"), {**typed, "email": email})
    typed = {
        "service": elm.services["Fade"].pk,
        "day": DAY,
        "time": "10:00",
        "party_size": 1,
        "who": "new",
        "name": "B",
    }
    if email != "\u200b":  # which is nothing at all
        assert olive.post(reverse("admin:book"), {**typed, "email": email}).status_code == 400
    with pytest.raises(CommandError):
        call_command("invite_owner", "--business", "elm", email)
    with pytest.raises(document.DocumentError) as refusal:
        factories.load(factories.elm_document(email=email, customers=[{"email": email}]))
    assert [line.split(":")[0] for line in refusal.value.errors] == ["email", "customers[0].email"]
    assert Membership.objects.count() == 1
    assert not User.objects.filter(email=email).exists()
    assert not Customer.objects.filter(email=email).exists()


def test_an_extension_of_a_phone_number_is_kept(guest, elm, olive):
    page = fill_in(guest, elm, phone="(202) 555-0147 ext. 7")
    assert "+1 202-555-0147 ext. 7" in page.text
    guest.press("Book now")
    booking = Booking.objects.visible().get()
    assert (booking.guest_phone, booking.customer.phone_e164) == ("+12025550147 ext. 7", "+12025550147")
    page = olive.get(reverse("admin:bookings_booking_change", args=[booking.pk])).text
    assert "tel:+12025550147;ext=7" in page


# Names.

CAFE = {
    "categories": [{"name": "Café", "services": [{"name": "Thé glacé", "duration_minutes": 30, "price": "3"}]}],
    "staff": [{"name": "Zoë", "location": "Orée", "services": ["Thé glacé"]}],
    "locations": [{"name": "Orée"}],
    "resources": [{"name": "Siège", "kind": "siège"}],
    "customers": [{"first_name": "Élodie", "email": "elodie@example.com"}],
    "owners": [{"username": "rené"}],
}


def respelled(values, form):
    if isinstance(values, dict):
        return {key: respelled(value, form) for key, value in values.items()}
    if isinstance(values, list):
        return [respelled(value, form) for value in values]
    return unicodedata.normalize(form, values) if isinstance(values, str) else values


def everything():
    models = (Service, StaffMember, Location, Resource, Customer, User, Membership)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_the_same_document_in_other_letters_changes_nothing(elm, form):
    values = factories.elm_document(**copy.deepcopy(CAFE))
    values["categories"][0]["services"][0]["resource_kind"] = "siège"
    ids = factories.load(respelled(values, "NFC")).as_ids()
    before = everything()
    assert factories.load(respelled(values, form)).as_ids() == ids
    assert everything() == before
    again = document.load(document.export(elm.business), now=factories.NOW).as_ids()["services"]
    assert again["Thé glacé"] == ids["services"]["Thé glacé"]


def test_a_name_is_one_name_in_the_dashboard_whatever_its_letters(olive, elm):
    add = reverse("admin:businesses_category_add")
    olive.post(add, {"name": "  Cafe\u0301   Noir\u200b"})
    assert elm.business.category_set.filter(name="Café Noir").exists()
    assert "already exists" in olive.post(add, {"name": "Café Noir"}).text
    assert elm.business.category_set.get(name="Cafe\u0301 Noir").name == "Café Noir"
    assert "This field is required" in olive.post(add, {"name": "\u200b"}).text


def test_a_guests_name_is_kept_in_one_form(booqara, elm, guest):
    booqara.post("/appointments", order(elm, guestName=" E\u0301lodie   Poe\u200b ", guestEmail=...))
    assert Booking.objects.get().guest_name == "Élodie Poe"
    assert refused(booqara.post("/appointments", order(elm, guestName="\u200b")), 400)
    fill_in(guest, elm, name="Zoe\u0308  Ray", email="zoe@example.com")
    guest.press("Book now")
    assert Booking.objects.visible().get(guest_email="zoe@example.com").guest_name == "Zoë Ray"


def test_a_list_of_the_dashboard_is_searched_without_accents(olive, elm):
    shop = factories.load(factories.elm_document(**CAFE))
    factories.book(shop, "Thé glacé", guest=operations.Guest(name="Ana Núñez", email="ana@example.com"))
    for page, wanted, found in [
        ("businesses_service_changelist", "THE GLACE", "Thé glacé"),
        ("businesses_staffmember_changelist", "zoe", "Zoë"),
        ("businesses_category_changelist", "cafe", "Café"),
        ("businesses_resource_changelist", "siege", "Siège"),
        ("businesses_customer_changelist", "elodie", "Élodie"),
        ("businesses_customer_changelist", "e\u0301lodie", "Élodie"),
        ("bookings_booking_changelist", "nunez", "Ana Núñez"),
        ("bookings_booking_changelist", "NÚÑEZ ana", "Ana Núñez"),
    ]:
        assert found in olive.get(reverse(f"admin:{page}"), {"q": wanted}).text, (page, wanted)
        assert found not in olive.get(reverse(f"admin:{page}"), {"q": "zzz"}).text, page


def test_guests_search_businesses_and_services_without_accents(guest, elm, karachi):
    for number in range(13):
        factories.load({"name": f"Coiffure Élysée {number}", "timezone": "Europe/Paris"})
    assert "Élysée 7" in guest.open("/?q=ELYSEE+7").text
    assert "Élysée 8" not in guest.open("/?q=ELYSEE+7").text
    services = [{"name": f"Soin {n} Visage doré", "duration_minutes": 30} for n in range(13)]
    factories.load(factories.elm_document(categories=[{"name": "Crème", "services": services}], staff=[]))
    page = guest.open("/book/elm/?q=creme+dore+7")
    assert "Soin 7 Visage" in page.text
    assert "Soin 8 Visage" not in page.text


# Mails.


@pytest.mark.parametrize("email", ["jäne@example.com", "jane@😀.example", "no address"])
def test_an_address_that_no_mail_can_be_written_to_is_final_and_said_on_the_booking(olive, elm, email):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="Jane", email=email))
    while outbox.route(CHANNELS.values(), now=factories.NOW):
        pass
    while claimed := outbox.claim(now=factories.NOW, limit=50):
        for delivery in claimed:
            outbox.send(delivery, CHANNELS, clock=lambda: factories.NOW)
    made = Delivery.objects.get(booking=booking, audience="guest", kind="confirmed")
    assert (made.status, made.attempts) == ("given_up", 1)
    assert email.split("@")[0] in made.last_answer
    page = olive.get(reverse("admin:bookings_booking_change", args=[booking.pk])).text
    assert any(words in page for words in ("before the @", "after the @", "is no e-mail address"))


# A name is a name.


SENTENCES = ["Win\u00a0a\u2800prize at evil.com", "jane@evil.example", "Call 0800 123456", "win " * 30]


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_no_name_in_the_wizard(guest, elm, name):
    page = fill_in(guest, elm, name=name)
    assert "Write only your name:" in page.text
    assert not Booking.objects.visible().exists()


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_is_no_name_in_a_partners_api(booqara, elm, name):
    answer = booqara.post("/appointments", order(elm, guestName=name))
    assert refused(answer, 400)
    assert answer.json()["error"].startswith("guestName: This has ")
    assert not Booking.objects.exists()


@pytest.mark.parametrize(("name", "taken"), [("Mum of Tom, 0800 123456", True), ("a\ue000", False)])
def test_the_house_may_note_more_than_a_name(olive, elm, name, taken):
    typed = {"service": elm.services["Fade"].pk, "day": DAY, "time": "10:00", "party_size": 1, "who": "new"}
    olive.post(reverse("admin:book"), {**typed, "name": name})
    assert [booking.guest_name for booking in Booking.objects.all()] == [name] * taken
