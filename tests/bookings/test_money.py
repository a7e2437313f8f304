"""An amount of money has the decimals of its currency: in documents, in forms, and wherever it is shown."""

import pytest
from django.urls import reverse

from bookings.models import Booking
from businesses import document
from businesses.models import Service
from tests import dashboard, factories, partners
from tests.bookings.dashboard.forms import faults, send
from tests.bookings.dialects.booqara.answers import order
from tests.guests import Guest


@pytest.fixture
def guest():
    """A guest without scripts."""
    return Guest()


def priced(currency, price, **changes):
    service = {"name": "Cut", "duration_minutes": 30, "price": price}
    staff = [{"name": "Mia", "services": [{"name": "Cut", "price": price}]}]
    return factories.elm_document(
        currency=currency, categories=[{"name": "All", "services": [service]}], staff=staff, **changes
    )


@pytest.mark.parametrize(
    ("currency", "price", "number", "shown"),
    [
        ("KWD", "12.505", 12.505, "KWD 12.505"),
        ("KWD", "12", 12, "KWD 12.000"),
        ("JPY", "3500", 3500, "¥3,500"),
        ("JPY", "3500.00", 3500, "¥3,500"),
        ("USD", "0.40", 0.4, "$0.40"),
        ("RSD", "1500.50", 1500.5, "RSD 1,500.50"),
        ("IQD", "0.125", 0.125, "IQD 0.125"),
    ],
)
def test_a_price_has_the_decimals_of_its_currency_wherever_it_is_shown(guest, db, now, currency, price, number, shown):
    shop = factories.load(priced(currency, price))
    written = shown.strip("¥$ " + currency).replace(",", "")
    assert shown in guest.open("/book/elm/").text
    assert f'price: "{written}"' in document.export(shop.business)
    assert document.load(document.export(shop.business), now=now).as_ids() == shop.as_ids()
    partner = partners.booqara(shop)
    assert partner.get("/services").json()["categories"][0]["services"][0]["price"] == number
    booking = partner.post("/appointments", order(shop, "Cut")).json()["booking"]
    assert booking["servicePrice"] == number
    olive = dashboard.member(shop, "olive", "owner")
    for page in (
        reverse("admin:bookings_booking_change", args=[Booking.objects.get().pk]),
        reverse("admin:businesses_service_changelist"),
    ):
        assert shown in olive.get(page).text.replace("\xa0", " ")
    form = olive.get(reverse("admin:businesses_service_change", args=[shop.services["Cut"].pk])).text
    assert f'value="{written}"' in form


@pytest.mark.parametrize(
    ("currency", "price", "rule"),
    [
        ("JPY", "3500.50", "must have no decimals in JPY, not '3500.50'"),
        ("JPY", "0.40", "must have no decimals in JPY, not '0.40'"),
        ("KWD", "12.5055", "must have at most three decimal places in KWD, not '12.5055'"),
        ("USD", "9.999", "must have at most two decimal places in USD, not '9.999'"),
        ("JPY", "100000000", "must be at most 99999999"),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused(db, now, currency, price, rule):
    with pytest.raises(document.DocumentError) as refusal:
        factories.load(priced(currency, price))
    assert [*refusal.value.errors] == [
        f"categories[0].services[0].price: {rule}",
        f"staff[0].services[0].price: {rule}",
    ]


@pytest.mark.parametrize("currency", ["XYZ", "XXX", "XTS", "XAU", "DEM", "QQQ"])
def test_what_nobody_pays_with_is_no_currency(db, now, currency):
    with pytest.raises(document.DocumentError) as refusal:
        factories.load(priced(currency, "3"))
    assert refusal.value.errors[0].startswith(f"currency: {currency} is no currency of ISO 4217")


def test_the_dashboard_takes_the_decimals_of_the_currency(db, now):
    yen, dinars = factories.load(priced("JPY", "3500")), factories.load({**priced("KWD", "1"), "slug": "kwt"})
    for shop, price, said in [
        (yen, "3500.50", "Write no decimals in JPY."),
        (dinars, "12.5055", "Write at most three decimal places in KWD."),
        (yen, "3600", ""),
        (dinars, "12.505", ""),
    ]:
        name = f"{shop.business.slug}-{price}"
        client, cut, mia = dashboard.member(shop, name, "owner"), shop.services["Cut"], shop.staff["Mia"]
        page = reverse("admin:businesses_service_change", args=[cut.pk])
        assert faults(send(client, page, price=price)) == ({"price": [said]} if said else {})
        page = reverse("admin:businesses_staffmember_change", args=[mia.pk])
        assert faults(send(client, page, **{f"price_{cut.pk}": price})) == ({f"price_{cut.pk}": [said]} if said else {})
    assert {str(price) for price in Service.objects.values_list("price", flat=True)} == {"3600.000", "12.505"}


def test_a_currency_is_not_changed_to_one_without_the_decimals_that_prices_have(olive, elm):
    page = reverse("admin:businesses_business_change", args=[elm.business.pk])
    said = faults(send(olive, page, currency="JPY"))["currency"][0]
    assert said == "A price has no decimals in JPY. Change these first: Trim: 20.5."
    Service.objects.filter(name="Trim").update(price=20)
    assert faults(send(olive, page, currency="JPY")) == {}
    elm.business.refresh_from_db()
    assert elm.business.currency == "JPY"


def test_a_document_does_not_change_the_currency_under_prices_that_it_does_not_name(elm):
    with pytest.raises(document.DocumentError) as refusal:
        factories.load(factories.elm_document(currency="JPY", categories=[], staff=[]))
    (line,) = refusal.value.errors
    assert line == "currency: a price has no decimals in JPY; these are switched off and have more: Trim: 20.5"
