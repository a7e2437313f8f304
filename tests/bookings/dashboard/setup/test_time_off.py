"""Times off: such as repeat, changed one by one or all together, and asked for by those who may only ask."""

import datetime as dt

import pytest

from businesses.models import TimeOff, TimeOffRequest
from tests import dashboard, factories
from tests.bookings.dashboard.day.test_block_time import let, walls
from tests.bookings.dashboard.forms import confirm, version_of
from tests.factories import DAY, NOW, at

AWAY, MINE, FRONT, UNDO = "/admin/businesses/timeoff/", "/admin/businesses/timeoff/mine/", "/admin/", "/admin/undo/"
WEEK = dt.timedelta(weeks=1)
SCHOOL = {"first": str(DAY), "begins": "13:00", "ends": "19:00", "reason": "School", "until": str(DAY + 4 * WEEK)}


@pytest.fixture
def school(elm, olive):
    """Maria Gomez is away every Tuesday from 13:00 to 19:00, five times."""
    olive.post(AWAY, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "repeats": "1"})
    return TimeOff.objects.get()


@pytest.fixture
def asked(elm, maria):
    """Maria Gomez asks for the afternoon of Tuesday 24 November."""
    let(elm, "ask")
    maria.post(MINE, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk})
    return TimeOffRequest.objects.get()


def page(row, on=None):
    return f"{AWAY}{row.pk}/" + (f"?on={on}" if on else "")


def change(client, row, on, scope, **typed):
    """This will open the page of one date, as a browser has it, change something and save."""
    form = client.get(page(row, on)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, [])}
    return client.post(page(row), sent | {"on": str(on), "scope": scope} | typed, follow=True)


def all_of(shop):
    """Every row: its first time, how often, until when, without which dates."""
    rows = TimeOff.objects.order_by("starts_at", "pk")
    return [
        (*walls(shop, each), each.every_weeks, each.until and f"{each.until:%d %m}", each.excepted_dates)
        for each in rows
    ]


def test_it_repeats_until_a_date_and_the_list_says_so(elm, olive, school):
    assert all_of(elm) == [("24 13:00", "24 19:00", 1, "22 12", [])]
    said = "Every week on Tuesday, 1:00 PM – 7:00 PM, until Tuesday, December 22, 2026"
    assert said in " ".join(olive.get(AWAY).text.split())


def test_it_begins_on_the_first_of_its_days(elm, olive):
    olive.post(AWAY, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "repeats": "2", "weekdays": ["3", "0"]})
    row = TimeOff.objects.get()
    assert (walls(elm), row.weekdays) == (("26 13:00", "26 19:00"), [0, 3])
    assert "Every 2 weeks on Monday, Thursday, 1:00" in " ".join(olive.get(AWAY).text.split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": ""}, "Write until when it repeats."),
        ({"until": "2026-11-23"}, "That is before its first date."),
        ({"until": "2028-11-25"}, "That is too long: at most 2 years."),
        ({"last": "2026-12-02"}, "What repeats is at most a week long each time."),
        ({"weekdays": ["7"]}, "cannot be chosen"),
        ({"repeats": "always"}, "cannot be chosen"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(elm, olive, typed, said):
    answer = olive.post(AWAY, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "repeats": "1"} | typed)
    assert (answer.status_code, said in answer.text) == (400, True)
    assert not TimeOff.objects.exists()


def test_somebody_has_at_most_fifty_that_repeat(elm, olive, school):
    columns = ("business_id", "staff_id", "starts_at", "ends_at", "every_weeks", "weekdays", "until")
    same = {name: getattr(school, name) for name in columns}
    TimeOff.objects.bulk_create(TimeOff(**same) for _ in range(49))
    answer = olive.post(AWAY, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "repeats": "1"})
    assert "Maria Gomez has 50 that repeat already." in answer.text
    assert change(olive, school, DAY, "all", ends="18:00").status_code == 200


def test_one_date_is_changed_and_the_others_are_as_they_were(elm, olive, school):
    before = version_of(elm, elm.staff["Maria Gomez"])
    change(olive, school, DAY + WEEK, "this", begins="15:00")
    assert all_of(elm) == [
        ("24 13:00", "24 19:00", 1, "22 12", ["2026-12-01"]),
        ("01 15:00", "01 19:00", None, None, []),
    ]
    assert version_of(elm, elm.staff["Maria Gomez"]) > before
    assert "Not on" in olive.get(AWAY).text


def test_a_date_and_all_after_it_are_changed(elm, olive, school):
    change(olive, school, DAY + 3 * WEEK, "this")
    change(olive, school, DAY + 2 * WEEK, "after", ends="18:00")
    assert all_of(elm) == [
        ("24 13:00", "24 19:00", 1, "01 12", ["2026-12-15"]),
        ("08 13:00", "08 18:00", 1, "22 12", ["2026-12-15"]),
        ("15 13:00", "15 19:00", None, None, []),
    ]


def test_all_are_changed_from_whichever_date(elm, olive, school):
    change(olive, school, DAY + 2 * WEEK, "all", first="2026-12-09", last="2026-12-09", weekdays=["2"], repeats="2")
    assert all_of(elm) == [("25 13:00", "25 19:00", 2, "22 12", [])]
    assert TimeOff.objects.get().pk == school.pk


@pytest.mark.parametrize(
    ("scope", "on", "left"),
    [
        ("this", DAY + WEEK, [("24 13:00", "24 19:00", 1, "22 12", ["2026-12-01"])]),
        ("after", DAY + WEEK, [("24 13:00", "24 19:00", 1, "24 11", [])]),
        ("after", DAY, []),
        ("all", DAY + WEEK, []),
    ],
)
def test_what_is_meant_is_removed(elm, olive, school, scope, on, left):
    olive.post(page(school), {"on": str(on), "scope": scope, "remove": "1"})
    assert all_of(elm) == left


def test_with_its_last_date_it_is_gone(elm, olive, school):
    for number in range(5):
        olive.post(page(school), {"on": str(DAY + number * WEEK), "scope": "this", "remove": "1"})
    assert all_of(elm) == []


def test_a_date_that_it_does_not_have_is_not_found(elm, olive, school):
    for on in ("2026-11-25", "2027-01-05", "soon"):
        assert olive.get(page(school, on)).status_code == 404
        assert olive.post(page(school), {"on": on, "scope": "this", "remove": "1"}).status_code == 404
    assert olive.get(page(school)).context["on"] == DAY


def test_what_comes_once_is_changed_too(elm, olive):
    olive.post(AWAY, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk})
    change(olive, TimeOff.objects.get(), DAY, "", staff=elm.staff["Ana Ruiz"].pk, begins="", ends="")
    assert (walls(elm), TimeOff.objects.get().staff.name) == (("24 00:00", "25 00:00"), "Ana Ruiz")


def test_bookings_that_a_longer_time_leaves_outside_are_shown_first(elm, olive, school):
    booking = factories.book(elm, "Fade", DAY + WEEK, "10:00", staff="Maria Gomez")
    answer = change(olive, school, DAY + WEEK, "all", begins="09:00")
    assert [row["booking"].pk for row in answer.context["rows"]] == [booking.pk]
    assert walls(elm)[0] == "24 13:00"
    confirm(olive, page(school), answer)
    assert walls(elm)[0] == "24 09:00"


def test_what_is_asked_for_waits_on_the_front_page_and_is_granted_there(elm, olive, asked):
    text = " ".join(olive.get(FRONT).text.split())
    assert "1 request for time off" in text
    assert "<strong>Maria Gomez</strong>, Tuesday, November 24, 2026, 1:00" in text
    before = version_of(elm, elm.staff["Maria Gomez"])
    answer = olive.post(f"{AWAY}asked/{asked.pk}/", {"grant": "1"}, follow=True)
    assert "Granted: Maria Gomez, Tuesday, November 24" in answer.text
    assert (walls(elm), TimeOff.objects.get().reason) == (("24 13:00", "24 19:00"), "School")
    assert version_of(elm, elm.staff["Maria Gomez"]) > before
    assert not TimeOffRequest.objects.exists()
    assert "for time off" not in olive.get(FRONT).text


def test_granting_shows_the_bookings_first_and_can_be_undone(elm, olive, asked):
    factories.book(elm, "Fade", DAY, "14:00", staff="Maria Gomez")
    where = f"{AWAY}asked/{asked.pk}/"
    answer = olive.post(where, {"grant": "1"})
    assert len(answer.context["rows"]) == 1
    assert not TimeOff.objects.exists()
    confirm(olive, where, answer)
    assert TimeOff.objects.exists()
    olive.post(UNDO)
    assert not TimeOff.objects.exists()
    assert TimeOffRequest.objects.get().pk == asked.pk


def test_what_is_refused_is_read_by_whoever_asked(elm, olive, maria, asked):
    olive.post(f"{AWAY}asked/{asked.pk}/", {"refuse": "1", "answer": "Trade fair <b>"})
    asked.refresh_from_db()
    assert (asked.refused_at, asked.answer) == (NOW, "Trade fair <b>")
    assert "for time off" not in olive.get(FRONT).text
    assert "The answer: Trade fair &lt;b&gt;" in maria.get(MINE).text
    olive.post(f"{AWAY}asked/{asked.pk}/", {"grant": "1"})
    assert not TimeOff.objects.exists()
    maria.post(MINE, {"withdraw": asked.pk})
    assert not TimeOffRequest.objects.exists()


def test_what_is_asked_for_may_repeat_and_repeats_when_it_is_granted(elm, olive, maria):
    let(elm, "ask")
    maria.post(MINE, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "repeats": "1"})
    olive.post(f"{AWAY}asked/{TimeOffRequest.objects.get().pk}/", {"grant": "1", "from": "list"})
    assert all_of(elm) == [("24 13:00", "24 19:00", 1, "22 12", [])]


def test_only_owners_and_managers_decide(elm, maria, max_, asked):
    assert maria.post(f"{AWAY}asked/{asked.pk}/", {"grant": "1"}).status_code == 403
    assert not TimeOff.objects.exists()
    assert max_.get(f"{AWAY}asked/{asked.pk}/").status_code == 302
    assert not TimeOff.objects.exists()
    max_.post(f"{AWAY}asked/{asked.pk}/", {"grant": "1"})
    assert TimeOff.objects.exists()


def test_nobody_else_takes_back_what_somebody_asked_for(elm, olive, asked):
    ana = dashboard.member(elm, "ana", "staff", "Ana Ruiz")
    for client in (ana, olive):
        assert client.post(MINE if client is ana else AWAY, {"withdraw": asked.pk}).status_code == 404
    assert "School" not in ana.get(MINE).text
    assert TimeOffRequest.objects.exists()


def test_staff_members_change_and_remove_their_own_where_they_may_enter_it(elm, olive, maria, school):
    let(elm, "enter")
    change(maria, school, DAY + WEEK, "this", begins="15:00")
    assert len(all_of(elm)) == 2
    maria.post(MINE, {"remove": school.pk})
    assert len(all_of(elm)) == 1
    start = at(elm, DAY, "09:00")
    whose = {"business": elm.business, "staff": elm.staff["Ana Ruiz"]}
    anas = TimeOff.objects.create(**whose, starts_at=start, ends_at=start + WEEK)
    assert maria.get(page(anas)).status_code == 404
    assert maria.post(MINE, {"remove": anas.pk}).status_code == 404


@pytest.mark.parametrize("what", ["ask", "never"])
def test_staff_members_who_may_not_enter_it_change_nothing(elm, olive, maria, school, what):
    let(elm, what)
    assert "School" in maria.get(MINE).text
    assert maria.get(page(school)).status_code == 404
    assert maria.post(MINE, {"remove": school.pk}).status_code == 404
    assert maria.post(page(school), {"on": str(DAY), "scope": "all", "remove": "1"}).status_code == 404
    maria.post(MINE, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk, "reason": "More"})
    assert TimeOff.objects.count() == 1
    assert TimeOffRequest.objects.count() == (what == "ask")


def test_a_staff_member_undoes_what_they_entered_over_their_bookings(elm, maria):
    let(elm, "enter")
    factories.book(elm, "Fade", DAY, "14:00", staff="Maria Gomez")
    answer = maria.post(MINE, SCHOOL | {"staff": elm.staff["Maria Gomez"].pk})
    confirm(maria, MINE, answer)
    assert TimeOff.objects.exists()
    maria.post(UNDO)
    assert not TimeOff.objects.exists()


def test_the_platform_has_no_time_off_of_its_own(elm, platform):
    assert "You have no diary of your own." in platform.get(MINE).text
