"""Blocking a time from the diary, by whoever may."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bookings import queries
from businesses.models import Business, TimeOff, TimeOffRequest
from tests import factories
from tests.bookings.dashboard.forms import confirm, version_of
from tests.factories import DAY, NOW, at

BLOCK, BOOK, DIARY = "/admin/diary/block/", "/admin/book/", "/admin/diary/"


def page(client, shop, clock="13:00", name="Maria Gomez"):
    return client.get(BLOCK, {"staff": shop.staff[name].pk, "day": str(DAY), "time": clock})


def shown(answer):
    """What a browser would send of the form as it is shown."""
    form = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, [])}


def press(client, shop, clock="13:00", words="", name="Maria Gomez", **typed):
    """This will open the form and press what saves until then; without words it is "Save"."""
    opened = page(client, shop, clock, name)
    ends = [each.value for each in opened.context["ends"] if words and each.words.startswith(words)]
    return client.post(BLOCK, shown(opened) | ({"end": ends[0]} if words else {}) | typed, follow=True)


def walls(shop, row=None):
    row = row or TimeOff.objects.get()
    return tuple(f"{each.astimezone(shop.business.zone):%d %H:%M}" for each in (row.starts_at, row.ends_at))


def let(shop, what):
    Business.objects.filter(pk=shop.business.pk).update(own_time_off=what)


def links(text, address):
    """The addresses of a page that begin so."""
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', text) if each.startswith(address)]


def test_a_free_place_of_the_diary_leads_to_blocking_it(elm, olive):
    gap = links(olive.get(DIARY, {"day": str(DAY)}).text, f"{BOOK}?staff={elm.staff['Maria Gomez'].pk}")[0]
    (there,) = links(olive.get(gap).text, BLOCK)
    asked = {"staff": [str(elm.staff["Maria Gomez"].pk)], "day": [str(DAY)], "time": ["09:00"]}
    assert parse_qs(urlsplit(there).query) == asked
    assert 'value="09:00"' in olive.get(there).text


def test_it_is_an_hour_unless_one_says_otherwise(elm, olive):
    before = version_of(elm, elm.staff["Maria Gomez"])
    answer = press(olive, elm)
    assert walls(elm) == ("24 13:00", "24 14:00")
    assert TimeOff.objects.get().reason == "Blocked"
    assert "Maria Gomez is away: Tuesday, November 24, 2026" in answer.text
    assert answer.redirect_chain[0][0] == f"{DIARY}?day={DAY}"
    assert version_of(elm, elm.staff["Maria Gomez"]) > before


def test_no_time_in_it_is_offered_any_more(elm, olive):
    press(olive, elm, "09:00", "until closing")
    slots = queries.open_slots(elm.business, elm.services["Trim"], day=DAY, now=NOW, wanted=queries.Wanted())
    assert not any(each.free for each in slots)


@pytest.mark.parametrize(
    ("words", "until"),
    [("1 hour", "24 15:00"), ("until closing", "24 19:00"), ("while it is free", "24 17:00")],
)
def test_one_press_says_until_when(elm, olive, words, until):
    factories.book(elm, "Fade", clock="17:00", staff="Maria Gomez")
    confirm(olive, BLOCK, press(olive, elm, "14:00", words), all="keep")
    assert walls(elm) == ("24 14:00", until)


def test_a_whole_day_is_one_press_too(elm, olive):
    press(olive, elm, "14:00", "all day")
    assert walls(elm) == ("24 00:00", "25 00:00")


def test_it_ends_before_the_next_booking_where_that_is_sooner_than_an_hour(elm, olive):
    factories.book(elm, "Fade", clock="13:30", staff="Maria Gomez")
    press(olive, elm)
    assert walls(elm) == ("24 13:00", "24 13:30")


def test_bookings_in_it_are_shown_before_it_is_saved(elm, olive):
    booking = factories.book(elm, "Fade", clock="17:00", staff="Maria Gomez")
    answer = press(olive, elm, "14:00", "until closing")
    assert not TimeOff.objects.exists()
    assert [row["booking"].pk for row in answer.context["rows"]] == [booking.pk]
    confirm(olive, BLOCK, answer, all="cancel")
    assert walls(elm) == ("24 14:00", "24 19:00")
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_it_may_repeat_from_here(elm, olive):
    press(olive, elm, repeats="2", until="2027-01-31", reason="Break")
    row = TimeOff.objects.get()
    assert (row.every_weeks, row.weekdays, row.until, row.reason) == (2, [1], dt.date(2027, 1, 31), "Break")


@pytest.mark.parametrize("typed", [{}, {"time": "25:99", "day": "never"}, {"staff": "x", "time": "10:00"}])
def test_whatever_the_address_says_there_is_a_form(elm, olive, typed):
    assert olive.get(BLOCK, typed).status_code == 200


def test_a_time_that_the_clock_leaves_out_is_none(elm, olive):
    asked = {"staff": elm.staff["Maria Gomez"].pk, "day": "2027-03-14"}  # from 02:00 to 03:00
    left_out, there = (olive.get(BLOCK, asked | {"time": time}) for time in ("02:30", "03:00"))
    assert (left_out.context["begin"], [each.value for each in left_out.context["ends"]]) == ("", ["day"])
    assert there.context["begin"] == "Sun, Mar 14, 3:00 AM".replace(" AM", "\u202fAM")


def test_what_is_wrong_is_said_and_nothing_is_saved(elm, olive):
    answer = press(olive, elm, last=str(DAY), ends="12:00")
    assert answer.status_code == 400
    assert "The end must be after the beginning." in answer.text
    assert not TimeOff.objects.exists()


def test_staff_members_ask_and_nobody_is_away_by_it(elm, maria):
    let(elm, "ask")
    assert "Ask for time off" in maria.get(DIARY, {"day": str(DAY)}).text
    answer = press(maria, elm, words="until closing")
    assert "It counts when an owner or a manager has granted it." in answer.text
    row = TimeOffRequest.objects.get()
    assert (walls(elm, row), row.staff.name, row.asked_at) == (("24 13:00", "24 19:00"), "Maria Gomez", NOW)
    assert not TimeOff.objects.exists()
    slots = queries.open_slots(elm.business, elm.services["Trim"], day=DAY, now=NOW, wanted=queries.Wanted())
    assert at(elm, DAY, "14:00") in [each.starts_at for each in slots if each.free]


def test_staff_members_enter_it_where_the_business_lets_them(elm, maria):
    let(elm, "enter")
    press(maria, elm)
    assert walls(elm) == ("24 13:00", "24 14:00")


def test_staff_members_do_neither_where_the_business_does_not_let_them(elm, maria):
    let(elm, "never")
    assert page(maria, elm).status_code == 403
    assert maria.post(BLOCK, {"first": str(DAY)}).status_code == 403
    assert BLOCK not in maria.get(DIARY, {"day": str(DAY)}).text
    assert BLOCK not in maria.get(BOOK, {"day": str(DAY)}).text


def test_staff_members_block_no_time_of_anybody_else(elm, maria):
    let(elm, "enter")
    answer = maria.post(BLOCK, {"staff": elm.staff["Ana Ruiz"].pk, "first": str(DAY)})
    assert answer.status_code == 400
    assert not TimeOff.objects.exists()


def test_the_diary_leads_to_changing_it(elm, olive, maria):
    press(olive, elm)
    row, address = TimeOff.objects.get(), f"/admin/businesses/timeoff/{TimeOff.objects.get().pk}/"
    (there,) = links(olive.get(DIARY, {"day": str(DAY)}).text, address)
    answer = olive.post(there, {"on": str(DAY), "remove": "1"})
    assert (answer.status_code, answer.url) == (302, f"{DIARY}?day={DAY}")
    assert not TimeOff.objects.filter(pk=row.pk).exists()


def test_who_may_only_ask_is_not_led_to_changing_it(elm, olive, maria):
    press(olive, elm)
    text = maria.get(DIARY, {"day": str(DAY)}).text
    assert "Blocked" in text
    assert f"/admin/businesses/timeoff/{TimeOff.objects.get().pk}/" not in text
