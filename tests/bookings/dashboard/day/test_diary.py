"""The diary's page: a day of everybody and a week of one, its links, its list, and what an address may not do."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import operations
from businesses import diary
from businesses.models import StaffMember, TimeOff
from tests import factories
from tests.dashboard import member
from tests.factories import DAY, NOW

PAGE = "/admin/diary/"


def read(client, **query) -> str:
    """The page of a date (by default the Tuesday), its white space made one."""
    answer = client.get(PAGE, {"day": DAY.isoformat(), **query})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def words(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" :", ":")


def tracks(html: str) -> list[str]:
    """The columns of the grid."""
    grid = html.partition('id="diary"')[2].partition('id="list"')[0]
    return re.split(r'<div class="track', grid)[1:]


def track(html: str, name: str) -> str:
    """One person's column."""
    return next(each for each in tracks(html) if name in each)


def listed(html: str) -> str:
    """The list below the grid, which is what is printed."""
    return html.partition('id="list"')[2]


def booking_page(booking) -> str:
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def test_a_day_has_a_column_for_everybody_in_the_houses_order(elm, olive):
    text = read(olive)
    assert "Tuesday, November 24, 2026" in text
    names = [re.search(r"</span>([^<]+) </h3>", each)[1] for each in tracks(text)]
    assert names == ["Maria Gomez", "Ana Ruiz", "Yuri Ito", "Olga Berg", "Pia Lund", "Cleo Fox"]


def test_without_a_date_it_is_today(elm, olive):
    assert "Friday, November 20, 2026" in olive.get(PAGE).text


def test_an_appointment_is_a_link_to_its_page_at_its_height(elm, olive):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    column = track(read(olive), "Maria Gomez")
    block = re.search(rf'<a class="block confirmed[^>]*href="{booking_page(booking)}".*?</a>', column)[0]
    assert "--start:60;--length:45;" in block  # an hour below 09:00
    assert "Jordan Smith" in block
    assert "Fade" in block
    assert "10:00 AM–10:45 AM" in words(block).replace(" –", "–")
    assert f'data-move="{reverse("admin:bookings_booking_move", args=[booking.pk])}"' in block


def test_what_is_free_while_a_service_waits_is_drawn_upon_it(db, now):
    shop = factories.with_phases()
    factories.book(shop, "Color")
    column = track(read(member(shop, "olive", "owner")), "Cleo Fox")
    color = re.search(r'<a class="block confirmed tall".*?</a>', column)[0]
    assert 'class="wait" style="--at:80;--of:60;--length:30"' in color
    assert "free for others 10:20 AM–10:50 AM" in words(color)
    gap = re.search(r'<a class="block gap small within"[^>]*>', column)[0]
    assert "--start:80;--length:30;--lane:0;--lanes:1" in gap
    assert "free for others 10:20 AM–10:50 AM" in listed(read(member(shop, "otto", "owner")))


def test_who_is_served_while_another_service_waits_is_drawn_upon_it_and_not_beside_it(db, now):
    shop = factories.with_phases()
    factories.book(shop, "Color")
    starts_at = factories.at(shop, DAY, "10:20")
    wish = operations.one(shop.business, shop.services["Advice"], starts_at, policy=operations.STAFF)
    operations.book(wish=wish, order=operations.Order(factories.JORDAN, factories.WIZARD), now=NOW)
    column = track(read(member(shop, "olive", "owner")), "Cleo Fox")
    blocks = re.findall(r'<a class="block confirmed ([^"]*)" href="[^"]*" style="([^"]*)"', column)
    assert blocks == [
        ("tall", "--start:60;--length:60;--lane:0;--lanes:1"),
        ("small within", "--start:80;--length:30;--lane:0;--lanes:1"),
    ]


@pytest.mark.parametrize(
    ("verb", "said"),
    [(operations.arrive, "Is here"), (operations.complete, "Took place"), (operations.no_show, "Nobody")],
)
def test_the_state_is_said_in_words(elm, olive, verb, said):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    verb(booking=booking, now=booking.ends_at, by="test")
    assert said in track(read(olive), "Maria Gomez")


def test_what_is_over_is_not_dragged(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    operations.complete(booking=booking, now=booking.ends_at, by="test")
    assert "data-move" not in read(olive)


def test_every_free_time_is_a_link_to_a_new_booking_with_a_name_of_its_own(elm, olive):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    person = elm.staff["Maria Gomez"].pk
    column = track(read(olive), "Maria Gomez")
    gaps = re.findall(
        r'<a class="block gap[^"]*" href="([^"]+)".*?<span class="visually-hidden">([^<]+)</span>', column
    )
    assert gaps == [
        (
            f"/admin/book/?staff={person}&amp;day=2026-11-24&amp;time={start}",
            f"Free {span} with Maria Gomez: new booking",
        )
        for start, span in [
            ("09%3A00", "9:00 AM–10:00 AM"),
            ("10%3A45", "10:45 AM–12:00 PM"),
            ("13%3A00", "1:00 PM–7:00 PM"),
        ]
    ]
    form = olive.get(gaps[1][0].replace("&amp;", "&")).context["form"]
    assert (form.initial["time"], form.initial["staff"], form.initial["day"]) == ("10:45", str(person), "2026-11-24")


def test_in_a_gap_that_runs_now_a_booking_begins_now(elm, olive, now):
    gap = next(each for each in re.findall(r'href="(/admin/book/[^"]+time=[^"&]+)"', olive.get(PAGE).text))
    assert gap.endswith("time=09%3A00")
    with time_machine.travel(NOW + dt.timedelta(minutes=47), tick=False):
        text = olive.get(PAGE).text
    assert "time=09%3A45" in text
    assert "--start:47" in text  # the line at now


def test_a_week_is_one_persons_seven_dates(elm, olive):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    factories.book(elm, "Fade", clock="15:00", staff="Ana Ruiz", guest=operations.Guest(name="Bo Li"))
    text = read(olive, view="week", staff=elm.staff["Maria Gomez"].pk)
    assert "Mon, Nov 23, 2026 – Sun, Nov 29, 2026" in text
    assert re.findall(r'data-staff="\d+" data-day="([^"]+)"', text) == [f"2026-11-{day}" for day in range(23, 30)]
    assert "Jordan Smith" in tracks(text)[1]
    assert "Bo Li" not in text
    assert "on Tuesday, November 24, 2026 with Maria Gomez: new booking" in text


def test_one_leads_to_the_dates_and_people_beside(elm, olive):
    ana = elm.staff["Ana Ruiz"].pk
    text = read(olive, staff=ana)
    for day in ("2026-11-23", "2026-11-20", "2026-11-25"):
        assert f'href="?day={day}&amp;view=day&amp;staff={ana}"' in text
    for name in ("Maria Gomez", "Yuri Ito"):
        assert f'href="?day=2026-11-24&amp;view=day&amp;staff={elm.staff[name].pk}"' in text
    assert 'href="?day=2026-12-01&amp;view=week&amp;' in read(olive, view="week", staff=ana)


def test_a_group_lists_each_booking_and_has_room_for_another(elm, olive):
    first = factories.book(elm, "Yoga", clock="10:00")
    second = factories.book(elm, "Yoga", clock="10:00", guest=operations.Guest(name="Bo Li"))
    column = track(read(olive), "Yuri Ito")
    assert f'href="{booking_page(first)}"' in column
    assert f'href="{booking_page(second)}"' in column
    assert "2 of 3 places taken" in words(column)
    assert f"service={elm.services['Yoga'].pk}" in re.search(r'class="line guest add" href="([^"]+)"', column)[1]
    assert "data-move" not in column


def test_a_full_group_has_no_room(elm, olive):
    factories.book(elm, "Yoga", clock="10:00", party_size=3)
    assert "Add a guest" not in read(olive)


def hold(elm):
    return factories.hold(elm, "Fade", staff="Maria Gomez")[0]


def test_a_hold_says_until_when_and_is_no_link(elm, olive):
    made = hold(elm)
    column = track(read(olive), "Maria Gomez")
    assert "Held until 9:10 AM" in column
    assert "Somebody is booking this time" in column
    assert booking_page(made) not in column


def test_a_hold_that_ran_out_is_free(elm, olive):
    made = hold(elm)
    with time_machine.travel(made.hold_expires_at, tick=False):
        text = read(olive)
    assert "Held" not in text
    assert "Free 9:00 AM–12:00 PM with Maria Gomez" in text


def test_time_off_has_its_reason_and_a_closed_day_says_so(elm, olive):
    TimeOff.objects.create(
        business=elm.business,
        staff=elm.staff["Maria Gomez"],
        starts_at=factories.at(elm, DAY, "13:00"),
        ends_at=factories.at(elm, DAY, "15:00"),
        reason="Dentist",
    )
    text = read(olive)
    assert "Dentist" in track(text, "Maria Gomez")
    assert "Off: Dentist" in words(listed(text))
    sunday = read(olive, day="2026-11-22")
    assert all("Closed" in each for each in tracks(sunday))
    assert "Not working: Maria Gomez, Ana Ruiz" in listed(sunday)
    assert "Christmas Eve" in read(olive, day="2026-12-24")


def away(elm, name: str, first: str, last: str) -> None:
    """Time off on the Tuesday, whatever is booked in it."""
    edges = {"starts_at": factories.at(elm, DAY, first), "ends_at": factories.at(elm, DAY, last)}
    TimeOff.objects.create(business=elm.business, staff=elm.staff[name], reason="Dentist", **edges)


def test_a_booking_in_time_off_is_marked_as_a_clash_in_the_grid_and_in_the_list(elm, olive):
    for clock in ("10:00", "14:00"):
        factories.book(elm, "Fade", clock=clock, staff="Maria Gomez")
    away(elm, "Maria Gomez", "13:00", "15:00")
    text = read(olive)
    morning, afternoon = re.findall(r'<a class="block (confirmed[^"]*)"', track(text, "Maria Gomez"))
    assert "clash" not in morning
    assert "clash" in afternoon
    assert words(track(text, "Maria Gomez")).count("Maria Gomez is away in this time.") == 1
    assert words(listed(text)).count("Clash: Maria Gomez has time off") == 1


def test_what_only_touches_time_off_or_is_over_is_no_clash(elm, olive):
    factories.book(elm, "Fade", clock="14:00", staff="Maria Gomez")
    over = factories.book(elm, "Fade", clock="15:00", staff="Maria Gomez")
    operations.complete(booking=over, now=over.ends_at, by="test")
    away(elm, "Maria Gomez", "13:00", "14:00")
    away(elm, "Maria Gomez", "15:00", "16:00")
    assert "clash" not in read(olive)


def test_time_off_while_a_service_waits_is_no_clash_and_while_it_is_worked_on_it_is(db, now):
    shop = factories.with_phases()
    factories.book(shop, "Color")  # it waits from 10:20 to 10:50
    away(shop, "Cleo Fox", "10:20", "10:50")
    olive = member(shop, "olive", "owner")
    assert "clash" not in read(olive)
    away(shop, "Cleo Fox", "10:45", "11:00")
    assert "clash" in read(olive)


@pytest.mark.parametrize(("color", "drawn"), [("#0f766e", True), ("#abc", True), ("red;top:0", False), ("", False)])
def test_a_column_has_its_persons_colour(elm, olive, color, drawn):
    StaffMember.objects.filter(name="Maria Gomez").update(color=color)
    with diary.changing(elm.business.pk):
        pass
    assert (f'style="--person:{color}"' in track(read(olive), "Maria Gomez")) is drawn


def test_every_state_has_an_edge_of_its_own(elm, olive):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    operations.arrive(booking=booking, now=NOW, by="test")
    assert 'class="block confirmed arrived' in track(read(olive), "Maria Gomez")
    style = Path(settings.BASE_DIR, "static/diary.css").read_text("utf-8")
    edges = {}
    for state in ("pending", "arrived", "completed", "no_show", "held"):
        rule = re.search(rf"^\.diary \.{state} {{(.*)}}$", style, re.MULTILINE)[1]
        edges[state] = re.findall(r"border[^;]*: [^;]*(dashed|double|dotted|12px)", rule)
    assert all(edges.values())


def test_the_list_says_what_the_grid_shows_under_the_name_of_the_house(elm, olive):
    guest = operations.Guest(name="Jane Doe", email="jane@example.com", phone="+12025550185", notes="Short, please")
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez", guest=guest, staff_notes="Likes tea")
    sheet = next(each for each in listed(read(olive)).split("<article")[1:] if "Jane Doe" in each)
    said = words(sheet)
    assert "North Elm Studio Maria Gomez , Tuesday, November 24, 2026" in said
    assert "Works 9:00 AM–12:00 PM, 1:00 PM–7:00 PM" in said
    assert "10:00 AM–10:45 AM Maria Gomez Fade Jane Doe +12025550185 Confirmed Short, please Likes tea" in said
    assert f'href="{booking_page(booking)}"' in sheet


def test_only_the_list_is_printed(elm, olive):
    text = read(olive)
    for part in ('class="diary-bar no-print"', 'class="diary is-day no-print"'):
        assert part in text
    article = listed(text).partition("<article")[2].partition("</article>")[0]
    free = re.findall(r'<tr role="row" class="free no-print">.*?</tr>', article)
    assert free  # whoever reads it on paper knows the house
    assert article.count("no-print") == len(free) + 1  # and the table of somebody with nothing but free time


def test_on_a_phone_the_list_leads_to_free_times_and_to_the_columns(elm, olive):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    text, maria = read(olive), elm.staff["Maria Gomez"].pk
    rows = re.findall(r'<tr role="row" class="free no-print">(.*?)</tr>', listed(text))
    first = next(row for row in rows if "Maria Gomez" in row)
    assert "9:00 AM–10:00 AM Free with Maria Gomez, Tuesday, November 24, 2026: new booking" in words(first)
    assert f'href="/admin/book/?staff={maria}&amp;day=2026-11-24&amp;time=09%3A00"' in first
    assert 'href="?day=2026-11-24&amp;view=day&amp;as=columns"' in text
    columns = read(olive, **{"as": "columns"})
    assert 'id="diary-sheet" class="as-columns"' in columns
    assert "&amp;view=week&amp;as=columns" in columns  # it stays so from date to date
    assert 'name="as" value="columns"' in columns
    week = read(olive, view="week", staff=maria, **{"as": "columns"})
    assert f'href="?day=2026-11-25&amp;view=day&amp;staff={maria}&amp;as=columns"' in week


def test_of_many_people_the_list_names_no_free_times(elm, olive):
    place = StaffMember.objects.get(pk=elm.staff["Ana Ruiz"].pk).location
    with diary.changing(elm.business.pk):
        StaffMember.objects.bulk_create(
            StaffMember(business=elm.business, name=f"Person {n}", location=place) for n in range(10)
        )
    assert 'class="free' not in read(olive)


def test_whoever_stands_at_the_counter_is_booked_from_now(elm, olive):
    form = re.search(r'href="(/admin/book/[^"]*customer=walk_in)"', read(olive))[1].replace("&amp;", "&")
    initial = olive.get(form).context["form"].initial
    assert (initial["who"], initial["day"], initial["time"]) == ("walk_in", "2026-11-20", "09:00")


def test_typed_text_stays_text(elm, olive):
    guest = operations.Guest(name="<b>Bo</b>", email="bo@example.com", notes="<script>alert(1)</script>")
    factories.book(elm, "Fade", guest=guest)
    text = read(olive)
    assert "<b>Bo</b>" not in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("day", ["rubbish", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-24T10:00", "1e9", "١"])
def test_a_date_that_there_is_not_gives_today_and_says_so(elm, olive, day):
    text = read(olive, day=day)
    assert "Friday, November 20, 2026" in text
    assert "The diary has no such date. This is today." in text


@pytest.mark.parametrize("query", [{"view": "month"}, {"staff": "x"}, {"staff": "٣"}, {"staff": "-1"}, {"staff": ""}])
def test_other_rubbish_gives_the_day_of_everybody(elm, olive, query):
    assert len(tracks(read(olive, **query))) == 6


@pytest.mark.parametrize("view", ["day", "week"])
def test_somebody_of_the_neighbour_is_not_found(elm, karachi, olive, view):
    factories.book(karachi, "Haircut", clock="11:00")
    for key in (karachi.staff["Amna Khan"].pk, 999_999, "9" * 40):
        assert olive.get(PAGE, {"staff": key, "view": view}).status_code == 404
    assert "Amna" not in read(olive)


def test_the_neighbour_sees_nothing_of_it(elm, karachi, amna):
    booking = factories.book(elm, "Fade")
    text = read(amna)
    assert "Jordan Smith" not in text
    assert booking_page(booking) not in text
    assert len(tracks(text)) == 1


@pytest.mark.parametrize("view", ["day", "week"])
def test_a_staff_member_sees_their_own_column_whatever_they_ask_for(elm, maria, view):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    factories.book(elm, "Fade", clock="15:00", staff="Ana Ruiz", guest=operations.Guest(name="Bo Li"))
    text = read(maria, view=view, staff=elm.staff["Ana Ruiz"].pk)
    assert "Jordan Smith" in text
    for other in ("Bo Li", "Ana Ruiz", "Whose diary"):
        assert other not in text


def test_a_manager_and_the_platform_see_everybody(elm, max_, platform):
    assert len(tracks(read(max_))) == len(tracks(read(platform))) == 6


def test_nobody_who_is_not_signed_in_sees_it(elm, client):
    assert client.get(PAGE).status_code == 302


def test_a_business_without_people_has_a_kind_word(db, now):
    shop = factories.load(factories.elm_document(staff=[], timetable=[]))
    owner = member(shop, "olga", "owner")
    for view in ("day", "week"):
        assert "Nobody has a diary yet" in owner.get(PAGE, {"view": view}).text


ALL_DAY = {day: [["00:00", "06:00"]] for day in factories.WEEKDAYS}


def test_where_a_time_comes_twice_the_clock_says_which(elm, db, olive):
    first, second = (dt.datetime(2026, 11, 1, hour, 30, tzinfo=dt.UTC) for hour in (6, 7))
    for start in (first, second):
        factories.book(
            elm, "Fade", starts_at=start, staff="Maria Gomez", now=first - dt.timedelta(days=3), policy=operations.STAFF
        )
    text = read(olive, day="2026-11-01")
    assert "the clocks go back: some of the night comes twice" in text
    column = track(text, "Maria Gomez")
    assert "1:30 AM CDT" in column
    assert "1:30 AM CST" in column
    assert column.count("--start:30;--length:45;--lane:0;--lanes:2") == 1
    assert column.count("--start:30;--length:45;--lane:1;--lanes:2") == 1


def test_where_an_hour_is_left_out_an_appointment_is_as_high_as_it_is_long(elm, olive):
    start = dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC)
    factories.book(
        elm, "Fade", starts_at=start, staff="Maria Gomez", now=start - dt.timedelta(days=3), policy=operations.STAFF
    )
    text = read(olive, day="2026-03-08")
    assert "the clocks go forward: some of the night is left out" in text
    column = track(text, "Maria Gomez")
    assert "--start:30;--length:45;" in column
    assert "1:30 AM–3:15 AM" in words(column).replace(" –", "–")


def asked(client, **query) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        read(client, **query)
    return len(found)


@pytest.mark.parametrize("view", ["day", "week"])
def test_the_number_of_queries_is_the_same_for_few_and_for_many(elm, olive, view):
    factories.book(elm, "Fade", clock="09:00", staff="Maria Gomez")
    few = asked(olive, view=view)
    for hour in (10, 13, 15):
        factories.book(elm, "Fade", clock=f"{hour}:00", staff="Maria Gomez")
        factories.book(elm, "Yoga", clock=f"{hour}:00")
        factories.book(elm, "Yoga", clock=f"{hour}:00", guest=operations.Guest(name="Bo Li"))
    place = StaffMember.objects.get(pk=elm.staff["Ana Ruiz"].pk).location
    StaffMember.objects.bulk_create(
        StaffMember(business=elm.business, name=f"Person {n}", location=place) for n in range(44)
    )
    assert asked(olive, view=view) == few
    assert few <= 12
