"""Hours that change from a date on, and weeks that take turns, as a form."""

import datetime as dt

import pytest
from django.urls import reverse

from bookings import queries
from businesses import diary
from businesses.models import Business, Rota, StaffMember
from tests.bookings.dashboard.forms import version_of
from tests.factories import DAY, NOW, book

MONDAY = dt.date(2026, 11, 23)  # of the week in which DAY, a Tuesday, lies
WEEK = dt.timedelta(days=7)
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def turns(*weeks, start=MONDAY):
    """What is sent: for each week and day the given periods, three fields in all."""
    sent = {"from": f"{start}", "own": "yes"}
    for letter, days in zip("abcdefgh", weeks, strict=False):
        for number, name in enumerate(NAMES):
            periods = [*days.get(name, []), ("", ""), ("", "")]
            sent[f"opens-{letter}-{number}"] = [opens for opens, _ in periods]
            sent[f"closes-{letter}-{number}"] = [closes for _, closes in periods]
    return sent


def page(person, rota=None, name="staff_rota"):
    return reverse(f"admin:{name}", args=[person.pk, *([rota.pk] if rota else [])])


def new(person):
    return page(person, name="staff_rota_new")


def offered(shop, day):
    """The local starts of a Fade with Maria on a date."""
    wanted = queries.Wanted(StaffMember.objects.get(name="Maria Gomez"))
    slots = queries.open_slots(Business.objects.get(slug="elm"), shop.services["Fade"], day=day, now=NOW, wanted=wanted)
    return [slot.starts_at.astimezone(shop.business.zone).strftime("%H:%M") for slot in slots if slot.free]


EARLY, LATE = {"tuesday": [("09:00", "10:00")]}, {"tuesday": [("14:00", "15:00")]}


@pytest.fixture
def maria_(elm):
    return elm.staff["Maria Gomez"]


def test_two_weeks_take_turns_from_a_date_on(elm, olive, maria_):
    before = offered(elm, DAY - WEEK + dt.timedelta(days=1))
    assert olive.post(new(maria_), turns(EARLY, LATE)).status_code == 302
    assert [offered(elm, DAY + n * WEEK) for n in range(3)] == [["09:00"], ["14:00"], ["09:00"]]
    assert offered(elm, DAY - WEEK + dt.timedelta(days=1)) == before


def test_a_change_raises_the_version(elm, olive, maria_):
    before = version_of(elm)
    olive.post(new(maria_), turns(EARLY))
    assert version_of(elm) > before


def test_the_form_begins_next_monday_with_the_hours_that_hold_until_then(elm, olive, maria_):
    StaffMember.objects.filter(pk=maria_.pk).update(own_hours=False)
    text = olive.get(new(maria_)).text
    assert f'value="{MONDAY}"' in text
    assert text.count('value="09:00"') == elm.business.openinghours_set.filter(opens=dt.time(9)).count()
    olive.post(new(maria_), turns(EARLY))
    text = olive.get(new(maria_)).text
    assert f'value="{MONDAY + WEEK}"' in text
    assert text.count('value="09:00"') == 1


def test_a_week_is_added_with_what_the_last_one_has_and_nothing_is_saved_yet(elm, olive, maria_):
    text = olive.post(new(maria_), turns(EARLY) | {"more": "yes"}).text
    assert 'name="opens-b-1"' in text
    assert text.count('value="09:00"') == 2
    assert not Rota.objects.exists()


def test_a_week_is_left_out_and_those_after_it_move_up(elm, olive, maria_):
    text = olive.post(new(maria_), turns(EARLY, LATE, EARLY) | {"without": "A"}).text
    assert text.index('value="14:00"') < text.index('value="09:00"')
    assert 'name="opens-c-1"' not in text
    assert not Rota.objects.exists()


def test_no_more_than_eight_take_turns(elm, olive, maria_):
    text = olive.post(new(maria_), turns(*[EARLY] * 7) | {"more": "yes"}).text
    assert 'name="opens-h-1"' in text
    assert 'name="more"' not in text
    answer = olive.post(new(maria_), turns(*[EARLY] * 8) | {"more": "yes"})
    assert answer.status_code == 302  # the page has no such button
    assert len(Rota.objects.get().weeks) == 8


def test_monday_is_copied_within_its_own_week(elm, olive, maria_):
    sent = turns({"monday": [("07:15", "11:45")]}, {"monday": [("08:20", "11:45")]}) | {"copy": "b-"}
    text = olive.post(new(maria_), sent).text
    assert (text.count('value="07:15"'), text.count('value="08:20"')) == (1, 5)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("", "Write a date."),
        ("soon", "Write a date, such as 2027-01-04."),
        ("0202-01-04", "Write the whole year, such as 2026."),
        (f"{MONDAY}", "The hours change on that date already."),
    ],
)
def test_a_date_that_will_not_do_is_said_and_nothing_is_saved(elm, olive, maria_, start, said):
    olive.post(new(maria_), turns(LATE))
    answer = olive.post(new(maria_), turns(EARLY, start=start))
    assert (answer.status_code, said in answer.text) == (400, True)
    assert Rota.objects.get().weeks == [[[1, "14:00", "15:00"]]]


def test_what_is_wrong_is_said_at_its_day_of_its_week(elm, olive, maria_):
    late, night = {"monday": [("10:00", "")]}, {"sunday": [("22:00", "09:30")]}
    answer = olive.post(new(maria_), turns(EARLY, late))
    assert answer.status_code == 400
    assert 'id="error-b-0"' in answer.text
    text = olive.post(new(maria_), turns({"monday": [("09:00", "10:00")]}, night)).text
    assert "runs past midnight into Monday" in text
    assert 'id="error-b-6"' in text
    assert olive.post(new(maria_), turns(night, EARLY)).status_code == 302


def test_somebody_works_as_the_business_again_from_a_date_on(elm, olive, maria_):
    olive.post(new(maria_), turns(EARLY))
    olive.post(new(maria_), turns(EARLY, start=MONDAY + WEEK) | {"own": "no"})
    assert [rota.weeks for rota in Rota.objects.all()] == [[[[1, "09:00", "10:00"]]], []]
    hours = len(offered(elm, DAY + WEEK))
    assert hours > len(offered(elm, DAY)) == 1


def test_the_list_names_every_change_and_which_holds_now(elm, olive, maria_):
    long_ago = Rota.objects.create(
        business=elm.business, staff=maria_, from_on=MONDAY - 10 * WEEK, weeks=[[], [[0, "09:00", "10:00"]]]
    )
    coming = Rota.objects.create(business=elm.business, staff=maria_, from_on=MONDAY, weeks=[[]])
    answer = olive.get(reverse("admin:staff_hours", args=[maria_.pk]))
    assert (answer.status_code, answer.url) == (302, page(maria_, long_ago))
    text = olive.get(answer.url).text
    assert "This week is week B." in text
    assert "2 weeks take turns" in text
    assert page(maria_, coming) in text
    plain = page(maria_, name="staff_hours_before")
    assert plain in text
    assert olive.get(plain).status_code == 200


def test_a_change_is_taken_back(elm, olive, maria_):
    before = offered(elm, DAY)
    olive.post(new(maria_), turns(EARLY))
    rota = Rota.objects.get()
    assert olive.post(page(maria_, rota), {"remove": "yes"}).status_code == 302
    assert not Rota.objects.exists()
    assert offered(elm, DAY) == before
    assert olive.get(page(maria_, rota)).status_code == 404


def test_the_date_of_a_change_can_be_moved(elm, olive, maria_):
    olive.post(new(maria_), turns(EARLY))
    olive.post(page(maria_, Rota.objects.get()), turns(EARLY, start=MONDAY + WEEK))
    assert Rota.objects.get().from_on == MONDAY + WEEK


def test_bookings_that_a_rota_leaves_outside_are_shown_first_and_what_week_they_are_in(elm, olive, maria_):
    book(elm, "Fade", clock="11:00", staff="Maria Gomez")
    answer = olive.post(new(maria_), turns(EARLY, LATE))
    assert "Before this is saved" in answer.text
    assert "Maria Gomez does not work for some of it in week A" in answer.text
    assert not Rota.objects.exists()
    other = turns({"tuesday": [("09:00", "12:00")]}, {})
    assert olive.post(new(maria_), other).status_code == 302


def test_the_trail_tells_what_each_week_was_and_is(elm, olive, maria_):
    olive.post(new(maria_), turns(EARLY, {}))
    olive.post(page(maria_, Rota.objects.get()), turns(LATE, {}))
    answer = olive.get("/admin/trail/")
    told = [(line.sentence, list(line.changes)) for _, day in answer.context["days"] for line in day]
    whose = "The hours of Maria Gomez from a date on"
    assert told == [
        (f"{whose} were changed", ["Week A: from Tuesday 09:00–10:00 to Tuesday 14:00–15:00"]),
        (f"{whose} were added", ["From: Monday, November 23, 2026", "Week A: Tuesday 09:00–10:00", "Week B: off"]),
    ]


def test_a_plain_week_stays_plain(elm, olive, maria_):
    text = olive.get(reverse("admin:staff_hours", args=[maria_.pk])).text
    assert "Week A" not in text
    assert new(maria_) in text
    assert 'id="changes"' not in text


def test_managers_may_staff_members_may_not(elm, max_, maria, maria_):
    with diary.changing(elm.business.pk):
        rota = Rota.objects.create(business=elm.business, staff=maria_, from_on=MONDAY, weeks=[[]])
    for address in (new(maria_), page(maria_, rota)):
        assert max_.get(address).status_code == 200
        assert maria.get(address).status_code == 403
        assert maria.post(address, turns(EARLY)).status_code == 403


def test_the_neighbours_people_have_no_rota_here_and_nobody_has_that_of_another(elm, karachi, olive, maria_):
    amna = karachi.staff["Amna Khan"]
    theirs = Rota.objects.create(business=karachi.business, staff=amna, from_on=MONDAY, weeks=[[]])
    own = Rota.objects.create(business=elm.business, staff=elm.staff["Yuri Ito"], from_on=MONDAY, weeks=[[]])
    for address in (new(amna), page(amna, theirs), page(maria_, theirs), page(maria_, own)):
        assert olive.get(address).status_code == 404
        assert olive.post(address, turns(EARLY)).status_code == 404
    assert Rota.objects.count() == 2
