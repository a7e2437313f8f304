"""From a time to a booking: the hold, the details, the last look, and what twice the same leads to."""

import datetime as dt
import re

import pytest
import time_machine

from bookings import operations
from bookings.models import Booking, Event
from tests import factories
from tests.factories import DAY, NOW
from tests.guests import Guest

JORDAN = {"name": "Jordan Smith", "email": "jordan@example.com", "phone": "202 555 0147"}


def choose(guest, shop, service="Fade", clock="10:00", staff="any", **query):
    """The guest has a time held and is asked who comes."""
    words = "".join(f"&{name}={value}" for name, value in query.items())
    guest.open(f"/book/{shop.business.slug}/{shop.services[service].pk}/time/?staff={staff}&date={DAY}{words}")
    return guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))


def only():
    return Booking.objects.visible().get()


def test_a_booking_from_the_first_page_to_the_last(guest, elm):
    guest.open("/book/elm/")
    guest.click("Fade")
    guest.click("Maria Gomez")
    guest.click("Tuesday, November 24")
    page = guest.press("10:00")
    assert page.title.startswith("Your details")
    assert "We are holding this time for you for another 10 minutes." in page.text
    page = guest.press("Continue", **JORDAN, notes="Left side shorter, please")
    for words in (
        "Jordan Smith",
        "jordan@example.com",
        "+1 202-555-0147",
        "Left side shorter",
        "Maria Gomez",
        "$35.00",
    ):
        assert words in page.text
    page = guest.press("Book now")
    assert "Thank you, Jordan. You are booked." in page.text
    booking = only()
    assert (booking.status, booking.source, booking.guest_phone) == ("confirmed", "wizard", "+12025550147")
    assert (booking.customer_notes, booking.guest_language) == ("Left side shorter, please", "en")
    assert booking.code in page.text


def test_where_the_link_stood_is_kept_with_the_booking_to_which_it_led(guest, elm):
    guest.open("/book/elm/?from=Instagram")
    guest.click("Fade")
    guest.click("Maria Gomez")
    guest.click("Tuesday, November 24")
    guest.press("10:00")
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    assert only().came_from == "instagram"
    assert "instagram" not in guest.path  # what is booked from the guest's own page did not come by that link


@pytest.mark.parametrize("written", ["<b>", "a word", "x" * 21, "%00", ""])
def test_what_is_no_name_of_a_place_is_not_kept(guest, elm, written):
    choose(guest, elm, **{"from": written})
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    assert only().came_from == ""


def test_without_a_hold_it_is_kept_too(guest, elm):
    choose(guest, elm, **{"from": "newsletter-may"})
    guest.press("Continue", **JORDAN)
    operations.expire(now=NOW + dt.timedelta(hours=1))
    guest.press("Book now")
    assert only().came_from == "newsletter-may"


def test_a_guest_reads_how_long_a_service_waits_wherever_it_is_described(guest, db, now):
    shop, words = factories.with_phases(), "of which 30 min waiting time"
    assert words in guest.open("/book/elm/").text
    choose(guest, shop, "Color")
    assert words in guest.press("Continue", **JORDAN).text
    assert words in guest.press("Book now").text
    assert only().waiting_minutes == 30


def test_the_time_is_held_for_this_guest_alone(guest, elm):
    maria = elm.staff["Maria Gomez"].pk
    choose(guest, elm, staff=maria)
    other = Guest()
    other.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff={maria}&date={DAY}")
    assert [text for text in other.page.buttons() if text.startswith("10:00")] == []


def test_back_to_the_times_shows_the_held_one_and_another_can_be_taken(guest, elm):
    maria = elm.staff["Maria Gomez"].pk
    choose(guest, elm, staff=maria)
    page = guest.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff={maria}&date={DAY}")
    assert "held for you" in page.text
    page = choose(guest, elm, clock="10:30", staff=maria)
    assert page.title.startswith("Your details")
    statuses = list(Booking.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["expired", "held"]


def test_the_same_time_again_keeps_the_hold(guest, elm):
    choose(guest, elm)
    choose(guest, elm)
    assert Booking.objects.count() == 1


def test_two_guests_with_one_browser_each_see_their_own(elm):
    first, second = Guest(), Guest()
    choose(first, elm)
    choose(second, elm)
    for guest, name in ((first, "One"), (second, "Two")):
        guest.press("Continue", name=name, email=f"{name}@example.com")
        assert f"Thank you, {name}." in guest.press("Book now").text
    with pytest.raises(StopIteration):
        choose(Guest(), elm)


def test_the_last_form_sent_twice_makes_one_booking(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    form, _ = guest.found("Book now")
    path = guest.path
    guest.send(form.action, "post", form.fields)
    first = guest.path
    guest.path = path
    guest.send(form.action, "post", form.fields)
    assert guest.path == first
    assert Event.objects.filter(type=Event.Type.CREATED).count() == 1
    assert Booking.objects.visible().count() == 1


def test_details_sent_twice_hold_once(guest, elm):
    start = "2026-11-24T16:00:00Z"
    guest.open(f"/book/elm/{elm.services['Yoga'].pk}/details/?start={start}")
    form, _ = guest.found("Continue")
    path, values = guest.path, {**form.fields, **JORDAN}
    for _ in range(2):
        guest.path = path
        guest.client.cookies.clear()
        assert guest.send(form.action, "post", values).title.startswith("Check")
    assert Booking.objects.count() == 1


def test_an_address_with_a_time_and_no_hold_works_too(guest, elm):
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/details/?staff=any&start=2026-11-24T16:00:00Z")
    assert "holding" not in guest.page.text
    guest.press("Continue", **JORDAN)
    assert "You are booked" in guest.press("Book now").text
    assert only().starts_at == dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)


def test_everything_works_in_a_frame_without_cookies(elm):
    guest = Guest(cookies=False)
    guest.open("/book/elm/?embed=1")
    guest.click("Fade")
    guest.click("Maria Gomez")
    guest.click("Tuesday, November 24")
    page = guest.press("10:00")
    assert "We are holding this time" in page.text
    guest.press("Continue", **JORDAN)
    assert "You are booked" in guest.press("Book now").text
    assert Booking.objects.count() == 1
    assert "embed=1" in guest.path


def test_what_is_missing_is_said_and_what_was_typed_stays(guest, elm):
    choose(guest, elm)
    page = guest.press("Continue", name="", email="jordan@", phone="12", notes="Hi <b>")
    assert guest.path.split("?")[0].endswith("/details/")
    assert page.title.startswith("Error: ")
    assert "Please look at 3 things" in page.text
    assert page.link("Write your name") == "#id_name"
    assert "Write an e-mail address such as name@example.com." in page.links
    assert "or one that begins with + and the country code" in page.text
    fields = page.forms[0].fields
    assert (fields["email"], fields["phone"], fields["notes"]) == ("jordan@", "12", "Hi <b>")
    assert 'aria-invalid="true"' in page.html
    assert Booking.objects.visible().count() == 0


@pytest.mark.parametrize("name", ["   ", "\u200b", "\0", "\x07\x1b"])
def test_a_name_that_nobody_can_see_is_none(guest, elm, name):
    choose(guest, elm)
    assert guest.press("Continue", **{**JORDAN, "name": name}).status == 200
    assert Booking.objects.visible().count() == 0


def test_a_name_is_kept_on_one_line(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **{**JORDAN, "name": "  Jordan \r\n\t Smith "})
    guest.press("Book now")
    assert only().guest_name == "Jordan Smith"


def test_an_email_is_needed_only_where_the_business_says_so(guest, db, now):
    shop = factories.load(factories.elm_document(page={"require_customer_email": False}))
    choose(guest, shop)
    guest.press("Continue", name="Jordan")
    assert "You are booked" in guest.press("Book now").text


def test_the_consent_text_stands_above_the_button(guest, db, now):
    shop = factories.load(factories.elm_document(page={"consent_text": "We keep it for a year."}))
    assert "We keep it for a year. Continue" in choose(guest, shop).text


def test_a_program_that_fills_in_everything_is_asked_again(guest, elm):
    choose(guest, elm)
    page = guest.press("Continue", **JORDAN, website="https://spam.example")
    assert "trap for programs" in page.text
    assert Booking.objects.visible().count() == 0


def test_details_can_be_changed_once_more(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    page = guest.click("Change my details")
    assert page.forms[0].fields["name"] == "Jordan Smith"
    assert page.status == 200
    guest.press("Continue", name="Jo", email="jo@example.com")
    guest.press("Book now")
    assert only().guest_name == "Jo"


def test_more_time_is_given_and_nothing_typed_is_lost(guest, elm):
    choose(guest, elm)
    with time_machine.travel(NOW + dt.timedelta(minutes=8), tick=False):
        page = guest.press("I need more time", name="Jord", email="", phone="", notes="")
        assert "another 10 minutes" in page.text
        assert page.forms[0].fields["name"] == "Jord"
        page = guest.press("Continue", **JORDAN)
        page = guest.press("I need more time")
        assert page.title.startswith("Check")
        assert "You are booked" in guest.press("Book now").text


def test_a_hold_that_ran_out_is_still_booked_when_nobody_took_it(guest, elm):
    choose(guest, elm)
    with time_machine.travel(NOW + dt.timedelta(minutes=20), tick=False):
        operations.expire(now=NOW + dt.timedelta(minutes=20))
        assert guest.open(guest.path).text.count("no longer held")
        guest.press("Continue", **JORDAN)
        assert "You are booked" in guest.press("Book now").text
    assert Booking.objects.visible().count() == 1


def test_a_time_lost_at_the_last_step_offers_others_and_keeps_what_was_typed(guest, elm):
    maria = elm.staff["Maria Gomez"]
    choose(guest, elm, staff=maria.pk)
    guest.press("Continue", **JORDAN, notes="Shorter")
    later = NOW + dt.timedelta(minutes=20)
    with time_machine.travel(later, tick=False):
        operations.expire(now=later)
        factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez", now=later)
        page = guest.press("Book now")
        assert page.status == 409
        assert "This time has just been taken" in page.text
        assert "The nearest times with Maria Gomez" in page.text
        assert page.buttons("Ana Ruiz")
        page = guest.press("10:45") if page.buttons("10:45") else guest.press("11:00")
        assert page.title.startswith("Check")
        for words in ("Jordan Smith", "jordan@example.com", "Shorter", "Maria Gomez"):
            assert words in page.text
        guest.press("Book now")
    assert Booking.objects.visible().filter(guest_email="jordan@example.com", customer_notes="Shorter").count() == 1
    assert "jordan@example.com" not in guest.path


def test_the_same_time_with_somebody_else_is_one_click(guest, elm):
    choose(guest, elm, staff=elm.staff["Maria Gomez"].pk)
    guest.press("Continue", **JORDAN)
    later = NOW + dt.timedelta(minutes=20)
    with time_machine.travel(later, tick=False):
        operations.expire(now=later)
        factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez", now=later)
        guest.press("Book now")
        guest.press("Ana Ruiz")
        guest.press("Book now")
    mine = Booking.objects.visible().get(customer_notes="", guest_phone="+12025550147")
    assert (mine.staff.name, mine.starts_at) == ("Ana Ruiz", factories.at(elm, DAY, "10:00"))


def test_a_time_lost_before_it_was_held_offers_others(guest, elm):
    guest.open(f"/book/elm/{elm.services['Color'].pk}/time/?date={DAY}")
    factories.book(elm, "Color", clock="10:00")
    page = guest.press(next(text for text in guest.page.buttons() if text.startswith("10:00")))
    assert page.status == 409
    assert len(page.buttons("November 24")) == 3
    assert guest.press("November 24").title.startswith("Your details")


@pytest.mark.parametrize("start", ["2026-11-24T16:07:00Z", "2026-11-19T16:00:00Z", "2031-11-24T16:00:00Z", "", "x"])
def test_a_time_that_is_not_offered_is_refused_in_words(guest, elm, start):
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff=any&date={DAY}")
    page = guest.send(f"/book/elm/{elm.services['Fade'].pk}/hold/", "post", {"staff": "any", "start": start})
    assert page.status == 400
    assert "This time cannot be booked" in page.text
    assert guest.click("See all times").status == 200


def test_a_blocked_guest_is_refused_kindly(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **{**JORDAN, "email": "Bob@Example.com"})
    page = guest.press("Book now")
    assert page.status == 403
    assert "We cannot take this booking online" in page.text
    assert page.link("(202)")


def test_a_business_that_confirms_itself_says_so(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    choose(guest, shop)
    page = guest.press("Continue", **JORDAN)
    assert "North Elm Studio will confirm it." in page.text
    assert "Your request has been sent." in guest.press("Send the request").text
    assert only().status == "pending"


def test_the_policy_is_said_before_the_booking(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 1440}))
    choose(guest, shop)
    page = guest.press("Continue", **JORDAN)
    assert "free of charge, until Monday, November 23, 2026, 10:00 AM" in page.text


@pytest.mark.parametrize("query", ["staff=any&start=2026-11-24T16:00:00Z", ""])
def test_place_and_length_are_said_before_the_booking(guest, elm, query):
    """With a hold, which knows who serves, and by a shared link, where anyone may."""
    if query:
        guest.open(f"/book/elm/{elm.services['Fade'].pk}/details/?{query}")
    else:
        choose(guest, elm)
    assert "123 Main St" in guest.page.text
    page = guest.press("Continue", **JORDAN)
    look, _, summary = page.html.partition("<aside")
    for part in (look, summary):
        assert "123 Main St" in part
        assert "45 min" in part


def test_a_length_that_is_not_sure_yet_is_said_as_it_is(guest, db, now):
    document = factories.elm_document()
    document["staff"][0]["services"][0] = {"name": "Fade", "duration_minutes": 60}
    shop = factories.load(document)
    page = guest.open(f"/book/elm/{shop.services['Fade'].pk}/details/?staff=any&start=2026-11-24T16:00:00Z")
    assert "45 min – 1 hr" in page.text


def test_a_party_is_booked_with_all_its_places(guest, elm):
    choose(guest, elm, "Yoga", party=2)
    page = guest.press("Continue", **JORDAN)
    assert "2 people" in page.text
    assert "for each person" in page.text
    guest.press("Book now")
    assert only().party_size == 2


@pytest.mark.parametrize("token", ["", "forged~abc", "~", "x" * 3000, "€"])
def test_a_forged_hold_proves_nothing(guest, elm, token):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    form, _ = guest.found("Book now")
    guest.client.cookies.clear()
    values = {**form.fields, "hold_token": token, "token": token}
    guest.send(form.action, "post", values)
    assert Booking.objects.filter(status="held").count() == 1  # it stays its owner's


def test_a_hold_of_the_neighbours_is_none(guest, elm, karachi):
    choose(guest, karachi, "Haircut", "12:00")
    theirs = re.search(r'name="hold_token" value="([^"]+)"', guest.page.html)[1]
    other = Guest()
    other.open(f"/book/elm/{elm.services['Fade'].pk}/details/?staff=any&start=2026-11-24T16:00:00Z")
    other.press("Continue", **JORDAN, hold_token=theirs)
    other.press("Book now")
    assert Booking.objects.get(business=karachi.business).status == "held"
    assert Booking.objects.visible().get().business == elm.business


def test_a_held_page_is_kept_by_nobody(guest, elm):
    choose(guest, elm)
    assert guest.page.answer["Cache-Control"] == "private, no-store"
    cookie = next(value for name, value in guest.client.cookies.items() if name.startswith("hold-"))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_the_address_of_a_held_page_does_not_hold_its_secret(guest, elm):
    choose(guest, elm)
    stranger = Guest()
    page = stranger.open(guest.path)
    assert "holding" not in page.text
    assert page.title.startswith("Your details")


@pytest.mark.parametrize("step", ["hold/", "extend/", "confirm/"])
def test_what_writes_is_not_opened(client, elm, step):
    assert client.get(f"/book/elm/{elm.services['Fade'].pk}/{step}").status_code == 405


@pytest.mark.parametrize("step", ["hold/", "extend/", "details/", "confirm/"])
def test_the_neighbours_service_is_not_found(client, elm, karachi, step):
    assert client.post(f"/book/elm/{karachi.services['Haircut'].pk}/{step}").status_code == 404
    assert client.post(f"/book/nobody/{elm.services['Fade'].pk}/{step}").status_code == 404
