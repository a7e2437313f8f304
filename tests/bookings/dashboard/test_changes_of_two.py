"""Two people have the same page open and save one after the other: neither undoes what the other changed."""

import pytest
from django.db import connection
from django.urls import reverse

from businesses import money
from businesses.models import Customer, Location, MessageText, Skill, User
from tests.bookings.dashboard.forms import address, faults, filled


@pytest.fixture
def save(olive, max_):
    """Opens a page for two people, lets the first save their changes, then the second theirs."""

    def both(page, first, second, signed_in=(olive, max_)):
        forms = [filled(client, page) for client in signed_in]
        for client, form, typed in zip(signed_in, forms, (first, second), strict=True):
            sent = {name: value for name, value in {**form, **typed}.items() if value is not None}
            answer = client.post(page, sent, follow=True)
            assert (answer.status_code, faults(answer)) == (200, {})

    return both


def now(row):
    return type(row).objects.get(pk=row.pk)


def price_of(service):
    price = now(service).price
    return "" if price is None else money.written(price, "USD")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Trim and wash"}, {"price": "19.50"}),
        ({"active": None}, {"description": "Dry"}),
        ({"description": "One\nTwo"}, {"duration_minutes": "35"}),
        ({"category": ""}, {"buffer_after_minutes": "5"}),
        ({"photo_url": "https://www.example.com/a.jpg"}, {"capacity": "2", "price": ""}),
    ],
)
def test_two_change_different_fields_of_a_service(elm, save, first, second):
    trim = elm.services["Trim"]
    save(address(trim), first, second)
    for name, typed in (first | second).items():
        kept = price_of(trim) if name == "price" else getattr(now(trim), name)
        assert str(kept or "") == str(typed or ""), name


def test_who_does_a_service_stays_when_another_changes_its_price(elm, save):
    trim, ana = elm.services["Trim"], elm.staff["Ana Ruiz"]
    save(address(trim), {"people": [ana.pk]}, {"price": "19.50"})
    assert list(now(trim).skills.values_list("staff", flat=True)) == [ana.pk]
    assert price_of(trim) == "19.50"


def test_two_change_different_rules_of_the_business(elm, save):
    save(
        address(elm.business),
        {"lead_time_minutes": "90", "embed_origins": "https://a.example"},
        {"name": "North Elm 2"},
    )
    business = now(elm.business)
    assert (business.lead_time_minutes, business.name) == (90, "North Elm 2")
    assert business.embed_origins == ["https://a.example"]


def test_two_change_different_lines_of_what_a_person_does(elm, save):
    maria, (trim, fade) = elm.staff["Maria Gomez"], (elm.services[name] for name in ("Trim", "Fade"))
    save(
        address(maria),
        {f"does_{trim.pk}": "on", f"length_{trim.pk}": "40"},
        {f"does_{fade.pk}": "on", f"price_{fade.pk}": "44.00", "about": "At the window"},
    )
    found = {row.service_id: (row.duration_minutes, row.price) for row in Skill.objects.filter(staff=maria)}
    assert found[trim.pk][0] == 40
    assert found[fade.pk][1] == 44
    assert now(maria).about == "At the window"


def test_a_customer_gets_a_number_from_one_and_a_name_from_the_other(elm, save):
    jane = Customer.objects.get(email="jane@example.com")
    save(address(jane), {"phone": "202 555 0199"}, {"last_name": "Roe"})
    assert (now(jane).phone, now(jane).phone_e164, now(jane).last_name) == ("202 555 0199", "+12025550199", "Roe")


def test_a_location_and_a_message_keep_what_both_wrote(elm, save):
    place = Location.objects.filter(business=elm.business).first()
    save(address(place), {"address": "1 Elm Street"}, {"name": "Front house"})
    assert (now(place).address, now(place).name) == ("1 Elm Street", "Front house")
    text = MessageText.objects.create(
        business=elm.business, kind="confirmed", language="en", subject="Hello", text="Be welcome"
    )
    save(address(text), {"subject": "Good day"}, {"text": "Be most welcome"})
    assert (now(text).subject, now(text).text) == ("Good day", "Be most welcome")


def test_what_no_form_shows_is_never_written_back(elm, olive):
    page = address(elm.staff["Maria Gomez"])
    form = filled(olive, page)
    written = []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "businesses_staffmember" in sql and not written:
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert faults(olive.post(page, {**form, "about": "New"}, follow=True)) == {}
    columns = written[0].partition(" WHERE ")[0]
    assert '"about"' in columns
    assert not [name for name in ("own_hours", "active", "name") if f'"{name}"' in columns]


def test_both_change_the_same_field_and_the_last_one_counts(elm, save):
    save(address(elm.services["Trim"]), {"price": "18"}, {"price": "19"})
    assert price_of(elm.services["Trim"]) == "19.00"


def test_a_form_with_a_fault_still_knows_what_it_had_shown(elm, olive, max_):
    trim = elm.services["Trim"]
    page = address(trim)
    form = filled(olive, page)
    answer = olive.post(page, {**form, "duration_minutes": "0"})
    max_.post(page, {**filled(max_, page), "price": "19.50"})
    shown = answer.context["adminform"].form
    assert shown.as_shown == form["_as_shown"]
    assert 'name="_as_shown"' in answer.text
    olive.post(page, {**form, "_as_shown": shown.as_shown, "duration_minutes": "35"})
    assert (price_of(trim), now(trim).duration_minutes) == ("19.50", 35)


@pytest.mark.parametrize(
    "rubbish", ["", "[]", "{", "[" * 100_000, '{"name": {}, "price": [1], "people": 5, "active": {}}']
)
def test_rubbish_in_place_of_what_was_shown_is_as_if_nothing_was_sent(elm, olive, rubbish):
    trim = elm.services["Trim"]
    page = address(trim)
    assert faults(olive.post(page, {**filled(olive, page), "_as_shown": rubbish, "price": "19.50"}, follow=True)) == {}
    assert price_of(trim) == "19.50"
    assert now(trim).name == "Trim"


def test_the_platform_changes_a_user_and_undoes_nothing_either(elm, olive, platform):
    user = User.objects.get(username="olive")
    page = reverse("admin:businesses_user_change", args=[user.pk])
    form = filled(platform, page)
    User.objects.filter(pk=user.pk).update(first_name="Olivia")
    sent = {name: value for name, value in form.items() if value not in (None, [], "")}
    for name in ("last_login", "date_joined"):
        sent.pop(name, None)
    answer = platform.post(page, {**sent, "last_name": "Oak"}, follow=True)
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.first_name == "Olivia"
