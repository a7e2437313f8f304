"""The classes of a week: of one service and of all, for a party, with places left, and the way on from a full one."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.factories import DAY

YOGA = {"name": "Yoga", "duration_minutes": 60, "price": "16.00", "capacity": 3, "starts": "timetable"}
DANCE = {"name": "Dance", "duration_minutes": 45, "price": "10.00", "capacity": 8, "starts": "timetable"}
TIMES = [
    {"service": "Yoga", "weekday": "tuesday", "time": "10:00", "staff": "Yuri Ito"},
    {"service": "Yoga", "weekday": "thursday", "time": "17:00", "staff": "Zoe Hill"},
    {"service": "Dance", "weekday": "tuesday", "time": "14:00", "staff": "Zoe Hill"},
]


@pytest.fixture
def studio(db, now):
    """Yoga on Tuesdays in the Annex and on Thursdays in Main, dance on Tuesdays; and cuts at any time."""
    cuts = factories.ELM["categories"][0]
    return factories.load(
        factories.elm_document(
            categories=[cuts, {"name": "Classes", "services": [YOGA, DANCE]}],
            staff=[
                {"name": "Maria Gomez", "services": ["Fade", "Trim"]},
                {"name": "Yuri Ito", "location": "Annex", "services": ["Yoga"]},
                {"name": "Zoe Hill", "services": ["Yoga", "Dance"]},
            ],
            timetable=TIMES,
        )
    )


def everything(guest, **query):
    return guest.open("/book/elm/classes/?" + "&".join(f"{name}={value}" for name, value in query.items()))


def of_yoga(guest, studio, **query):
    key = studio.services["Yoga"].pk
    return guest.open(f"/book/elm/{key}/time/?" + "&".join(f"{name}={value}" for name, value in query.items()))


def said(page):
    return page.text.replace("\u202f", " ")


def test_the_business_leads_to_all_its_classes(guest, studio):
    guest.open("/book/elm/")
    page = guest.click("classes at a glance")
    assert "Which class would you like to join?" in page.text
    assert [text.split(" – ")[0].replace("\u202f", " ") for text in page.buttons("left")] == [
        *("10:00 AM", "2:00 PM", "5:00 PM"),
    ]


def test_a_business_without_classes_leads_to_none_and_says_so_kindly(guest, elm):
    assert "at a glance" not in guest.open("/book/elm/").text
    page = guest.open("/book/elm/classes/")
    assert "No class can be booked at the moment." in page.text
    assert page.link("(202)")
    assert page.link("All services") == "/book/elm/"


def test_a_class_that_the_house_planned_stands_beside_the_grid(guest, elm, now):
    start = factories.at(elm, DAY, "10:20")
    wish = factories.wish(elm, "Yoga", starts_at=start, staff="Yuri Ito", policy=operations.STAFF)
    operations.plan_class(wish=wish, taker=factories.WIZARD, now=factories.NOW)
    guest.open("/book/elm/")
    guest.click("classes at a glance")
    page = guest.press("10:20", party="2")
    assert "Who is coming?" in page.text
    page = guest.press("Continue", name="Jo", email="jo@example.com")
    assert "$24.00 in all" in page.text


def test_a_class_says_all_about_itself(guest, studio):
    factories.book(studio, "Yoga", clock="10:00", party_size=2)
    page = everything(guest)
    (yoga,) = page.buttons("Yuri")
    assert yoga.replace("\u202f", " ") == ("10:00 AM – 11:00 AM Yoga with Yuri Ito Annex 1 hr · $16.00 1 place left")


def test_a_class_leads_straight_to_the_details(guest, studio):
    everything(guest)
    page = guest.press("Yuri")
    assert "Who is coming?" in page.text
    page = guest.press("Continue", name="Jo", email="jo@example.com")
    assert "Yuri Ito" in page.text
    assert "Annex" in page.text
    assert "1 person" in page.text
    guest.press("Book now")
    booking = Booking.objects.visible().get()
    assert (booking.service.name, booking.staff.name, booking.party_size) == ("Yoga", "Yuri Ito", 1)


def test_a_party_chosen_without_the_small_button_is_booked_as_a_party(guest, studio):
    of_yoga(guest, studio)
    guest.press("10:00", party="3")
    page = guest.press("Continue", name="Jo", email="jo@example.com")
    assert "3 people" in page.text
    assert "$16.00 for each person, $48.00 in all" in page.text
    page = guest.press("Book now")
    assert "$48.00 in all" in page.text
    assert Booking.objects.visible().get().party_size == 3


def test_the_small_button_keeps_the_week(guest, studio):
    of_yoga(guest, studio, date="2026-12-08")
    page = guest.press("Show", party="2")
    assert "date=2026-12-08" in guest.path
    assert "Tue, Dec 8" in page.text


def test_a_group_on_the_grid_keeps_party_and_date_too(guest, elm):
    page = guest.open(f"/book/elm/{elm.services['Yoga'].pk}/time/?date={DAY}")
    guest.press("Show", party="2")
    assert f"date={DAY}" in guest.path
    guest.open(f"/book/elm/{elm.services['Yoga'].pk}/time/?date={DAY}")
    guest.press("10:00", party="3")
    page = guest.press("Continue", name="Jo", email="jo@example.com")
    assert "3 people" in page.text
    assert "$36.00 in all" in page.text


def test_a_full_class_leads_to_the_next_one_with_room(guest, studio):
    factories.book(studio, "Yoga", clock="10:00", party_size=3)
    page = of_yoga(guest, studio)
    assert page.buttons("10:00") == []
    assert "full" in page.text
    page = guest.click("The next one with room: Thu, Nov 26")
    assert "Who is coming?" in page.text
    assert "Zoe Hill" in page.text


def test_a_party_too_large_for_what_is_left_is_told_what_fits(guest, studio):
    factories.book(studio, "Yoga", clock="10:00", party_size=1)
    page = of_yoga(guest, studio, party=3)
    assert page.buttons("10:00") == []
    assert "2 places left" in page.text
    page = guest.click("Book for 2 people")
    assert "Who is coming?" in page.text
    assert "2 people" in page.text


def test_a_party_that_pressed_too_quickly_is_told_what_fits(guest, studio):
    factories.book(studio, "Yoga", clock="10:00", party_size=1)
    of_yoga(guest, studio)
    page = guest.press("10:00", party="3")
    assert page.status == 409
    assert "10:00 AM has room for 2 people" in said(page)
    page = guest.press("Book for 2 people")
    assert "2 people" in page.text
    assert "Who is coming?" in page.text


def test_a_party_larger_than_the_class_is_told_what_fits(guest, studio):
    everything(guest)
    page = guest.press("Yuri", party="5")
    assert page.status == 400
    assert "There is no room for so many people" in page.text
    assert "Who is coming?" in guest.press("Book for 3 people").text


def test_weeks_turn_within_the_window_only(guest, studio):
    page = everything(guest)
    assert "Previous week" in page.links  # that of today
    weeks = 0
    while "Next week" in guest.page.links:
        guest.click("Next week")
        weeks += 1
    assert weeks == 8
    for _ in range(weeks):
        guest.click("Previous week")
    assert "Tue, Nov 24" in guest.page.text


def test_a_week_without_classes_leads_to_the_next_class(guest, studio):
    page = everything(guest, date="2026-11-20")
    assert "There is no class in this week." in page.text
    page = guest.click("The next one with room: Tue, Nov 24")
    assert page.buttons("Yuri")


def test_all_classes_of_one_place_only(guest, studio):
    everything(guest)
    page = guest.click("Annex")
    assert [text.split(" with ")[1].split(" Annex")[0] for text in page.buttons("left")] == ["Yuri Ito"]


def test_the_guests_own_hold_stands_as_held_and_free(guest, studio):
    of_yoga(guest, studio)
    guest.press("10:00", party="3")
    page = guest.click("Date and time")
    assert any("held for you" in text for text in page.buttons("3 places left"))


def test_a_timetable_that_never_comes_gives_the_phone(guest, db, now):
    studio = factories.load(
        factories.elm_document(
            categories=[{"name": "Classes", "services": [YOGA]}],
            staff=[{"name": "Yuri Ito", "services": ["Yoga"]}],
            timetable=[],
        )
    )
    page = of_yoga(guest, studio)
    assert "No class can be booked at the moment." in page.text
    assert page.link("(202)")


def test_who_leaves_is_told_what_it_means_for_the_others(guest, studio):
    booking = factories.book(studio, "Yoga", DAY + dt.timedelta(days=7), "10:00", party_size=2)
    page = guest.open(factories.link(booking))
    assert "2 people" in page.text
    assert "$32.00 in all" in page.text
    page = guest.click("Cancel")
    assert "All 2 of your places become free again. Nothing changes for the others." in page.text
    guest.press("Yes, cancel it")
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED
