"""Dates and times: what is free, what is not and why, by the venue's clock and the guest's own."""

import re

import pytest
import time_machine

from tests import factories
from tests.factories import DAY


def open_time(guest, shop, service="Fade", **query):
    query = {"staff": "any", **query}
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return guest.open(f"/book/{shop.business.slug}/{shop.services[service].pk}/time/?{words}")


def test_it_opens_on_the_first_day_with_free_times_and_says_so(guest, db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["09:00", "17:00"]]}))
    page = open_time(guest, shop)
    assert "The first day with free times is Tuesday, November 24, 2026." in page.text
    assert page.buttons("9:00")


def test_today_needs_no_such_word(guest, elm):
    assert "The first day" not in open_time(guest, elm).text
    assert "Friday, November 20, 2026" in guest.page.text


def test_a_day_is_named_in_full_with_its_times(guest, elm):
    page = open_time(guest, elm, date=DAY)
    assert "Tuesday, November 24, 2026, 16 times available" in page.links


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-19", "Thursday, November 19, 2026, past"),
        ("2026-11-22", "Sunday, November 22, 2026, closed"),
    ],
)
def test_a_day_without_times_says_why(guest, elm, day, words):
    assert words in open_time(guest, elm).text
    assert open_time(guest, elm, date=day).buttons("AM") == []
    assert "Next free date" in guest.page.text


def test_a_full_day_is_fully_booked(guest, db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["10:00", "11:00"]]}))
    factories.book(shop, "Color", clock="10:00")
    page = open_time(guest, shop, "Color", date=DAY)
    assert "Tuesday, November 24, 2026: fully booked" in page.text
    assert "Next free date: Tuesday, December 1, 2026" in page.text


def test_an_empty_month_leads_to_the_next_free_date(guest, db, now):
    shop = factories.load(
        factories.elm_document(hours={}, special_days=[{"date": "2027-01-05", "periods": [["09:00", "12:00"]]}])
    )
    page = open_time(guest, shop, month="2026-12")
    assert "Nothing is free in December 2026." in page.text
    assert guest.click("Next free date").buttons("9:00")


def test_nothing_at_all_gives_the_phone(guest, db, now):
    shop = factories.load(factories.elm_document(hours={}, special_days=[]))
    page = open_time(guest, shop)
    assert "Nothing is free at the moment" in page.text
    assert "Dates up to Tuesday, January 19, 2027 can be booked" in page.text
    assert page.link("(202)") == "tel:(202)555-0100"


def test_months_turn_within_the_window_only(guest, elm):
    page = open_time(guest, elm)
    assert "October 2026" not in page.links
    for month in ("December 2026", "January 2027"):
        page = guest.click(month)
    assert "February 2027" not in page.links
    assert "December 2026" in page.links


def test_a_turned_month_shows_the_times_of_its_own_first_date(guest, elm):
    open_time(guest, elm, date=DAY)
    page = guest.click("December 2026")
    assert "Tuesday, November 24, 2026" not in page.text
    assert "Tuesday, December 1, 2026 : 16 times" in page.text
    assert page.buttons("9:00")


def test_a_held_time_of_another_month_does_not_stand_below_a_turned_one(guest, elm):
    page = open_time(guest, elm, start="2026-11-24T15:00:00Z", month="2026-12")
    assert "Tuesday, December 1, 2026 : 16 times" in page.text


def test_a_date_leads_to_its_times(guest, elm):
    page = open_time(guest, elm)
    assert page.links["Tuesday, November 24, 2026, 16 times available"].endswith("#times")


def test_times_stand_under_the_parts_of_the_day(guest, elm):
    text = open_time(guest, elm, date=DAY).text
    places = [text.index(part) for part in ("Morning", " 9:00 AM", "Afternoon", " 1:00 PM", "Evening", " 5:00 PM")]
    assert places == sorted(places)


def test_a_time_says_all_about_itself(guest, elm):
    page = open_time(guest, elm, staff=elm.staff["Maria Gomez"].pk, date=DAY)
    assert any(
        text.replace("\u202f", " ") == "10:00 AM to 10:45 AM, with Maria Gomez, $35.00" for text in page.buttons()
    )


def test_with_anyone_a_time_says_that_too(guest, elm):
    page = open_time(guest, elm, date=DAY)
    assert all("with whoever is free" in text for text in page.buttons("10:00"))


def test_nobody_is_named_where_there_is_nobody_to_choose(guest, elm):
    assert "whoever" not in open_time(guest, elm, "Yoga", date=DAY).html


def test_with_anyone_a_time_says_what_is_known_of_length_and_price(guest, db, now):
    document = factories.elm_document()
    fade = next(person for person in document["staff"] if person["name"] == "Maria Gomez")
    fade["services"] = [{"name": "Fade", "duration_minutes": 60, "price": "45.00"}]
    shop = factories.load(document)
    page = open_time(guest, shop, date=DAY)
    assert any(
        text.replace("\u202f", " ") == "10:00 AM, 45 min – 1 hr, with whoever is free, from $35.00"
        for text in page.buttons()
    )


def test_taken_times_are_not_offered(guest, elm):
    factories.book(elm, "Color", clock="10:00")
    page = open_time(guest, elm, "Color", date=DAY)
    assert page.buttons("10:00") == []
    assert page.buttons("3:00")


def test_a_group_says_how_many_places_are_left(guest, elm):
    factories.book(elm, "Yoga", clock="10:00", party_size=2)
    page = open_time(guest, elm, "Yoga", date=DAY)
    assert any("1 place left" in text for text in page.buttons("10:00"))
    assert any("3 places left" in text for text in page.buttons("3:00"))
    assert page.forms[0].fields["party"] == "1"


def test_the_small_button_drops_nothing_that_is_chosen(guest, elm):
    open_time(guest, elm, "Yoga", month="2026-12", tz="Asia/Tokyo")
    page = guest.press("Show", party="2")
    for kept in ("staff=any", "month=2026-12", "tz=Asia%2FTokyo", "party=2"):
        assert kept in guest.path
    assert "Tuesday, December 1, 2026" in page.text


def test_a_party_sees_only_times_with_room_for_all(guest, elm):
    factories.book(elm, "Yoga", clock="10:00", party_size=2)
    page = open_time(guest, elm, "Yoga", date=DAY, party=2)
    assert [text for text in page.buttons() if text.startswith("10:00")] == []
    assert [text for text in page.buttons() if text.startswith("3:00")]


def test_a_party_larger_than_the_service_is_made_smaller(guest, elm):
    open_time(guest, elm, "Yoga", date=DAY, party=50)
    assert "party=3" in guest.path


def test_earlier_times_with_somebody_else_are_offered(guest, db, now):
    document = factories.elm_document()
    document["staff"][0]["time_off"] = [{"from": "2026-11-20T00:00", "to": "2026-12-01T00:00"}]
    shop = factories.load(document)
    page = open_time(guest, shop, staff=shop.staff["Maria Gomez"].pk)
    assert "Earlier with somebody else: Friday, November 20, 2026." in page.text
    assert guest.click("Show these times").buttons("AM") or guest.page.buttons("PM")
    assert "staff=any" in guest.path


def test_equal_wall_times_of_one_night_are_told_apart(guest, db):
    with time_machine.travel("2026-10-31T12:00:00Z", tick=False):
        shop = factories.load(factories.elm_document(hours={"saturday": [["22:00", "04:00"]]}))
        page = open_time(guest, shop, date="2026-10-31")
    twice = [text for text in page.buttons("1:00") if text.startswith("1:00")]
    assert len(twice) == 2
    assert {re.search(r"UTC-0[56]:00", text)[0] for text in twice} == {"UTC-05:00", "UTC-06:00"}


def test_times_after_midnight_stand_with_the_evening_before(guest, db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["22:00", "02:00"]]}))
    assert "After midnight" in open_time(guest, shop, date=DAY).text


def test_the_number_of_queries_does_not_grow_with_people_and_bookings(client, db, now, django_assert_max_num_queries):
    document = factories.elm_document()
    document["staff"] += [{"name": f"Stylist {n}", "services": ["Fade"]} for n in range(20)]
    shop = factories.load(document)
    for n in range(15):
        factories.book(shop, "Fade", clock=f"{9 + n % 3:02}:00")
    with django_assert_max_num_queries(24):
        client.get(f"/book/elm/{shop.services['Fade'].pk}/time/?staff=any&date={DAY}")


def test_the_bar_of_a_phone_says_what_is_chosen_how_long_and_how_much_before_a_time_is(guest, elm):
    for staff, words in (
        (elm.staff["Maria Gomez"].pk, "Fade Maria Gomez · 45 min · $35.00"),
        ("any", "Fade 45 min · $35.00"),
    ):
        html = open_time(guest, elm, staff=staff, date=DAY).html
        bar = re.sub(r"(<[^>]+>|\s)+", " ", html.split('id="summary-title">')[1].split("</summary>")[0])
        assert bar.strip() == words


def test_weeks_that_are_over_are_left_out(guest, elm):
    days = re.findall(r'data-date="2026-11-(\d\d)"', open_time(guest, elm).html)
    assert days[0] == "15"
    assert days[-1] == "30"
    assert re.findall(r'data-date="2026-11-(\d\d)"', open_time(guest, elm, date="2026-11-03").html)[0] == "01"
