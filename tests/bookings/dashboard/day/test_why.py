"""The page that says why a time is not offered: every rule with its value, and the page that sets it."""

import datetime as dt
import re
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import queries
from businesses import diary
from businesses.models import Business, Service, Skill, SpecialDay, StaffMember, TimeOff
from tests.bookings.operations.desk import NOW, book, hold, school, studio
from tests.dashboard import member
from tests.factories import DAY, at

TOMORROW = NOW.date() + dt.timedelta(days=1)


def ask(client, shop, service="Fade", staff=None, day=DAY, **more):
    """The page of a date, the Tuesday as a rule."""
    asked = {"service": shop.services[service].pk, "day": day.isoformat(), **more}
    if staff:
        asked["staff"] = shop.staff[staff].pk
    answer = client.get(reverse("admin:why"), asked)
    assert answer.status_code == 200
    return answer.text.partition("</form>")[2] if "<main" not in answer.text else answer.text.partition("<main")[2]


def lines(page):
    """What the page says below its form, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("</form>")[2].partition("</main>")[0]).split())


def change(shop, rows, **values):
    with diary.changing(shop.business.pk):
        rows.update(**values)


def away(shop, name, day, first="00:00", last="23:59"):
    with diary.changing(shop.business.pk):
        return TimeOff.objects.create(
            business=shop.business,
            staff=shop.staff[name],
            starts_at=at(shop, day, first),
            ends_at=at(shop, day, last),
        )


def test_starts_with_the_same_reason_are_one_line_with_a_link_to_where_it_is_set(elm, olive):
    away(elm, "Ana Ruiz", DAY, "09:00", "11:00")
    page = ask(olive, elm, staff="Ana Ruiz")
    assert "9:00 AM–10:30 AM Time off : away 09:00–11:00 Change the time off" in lines(page)
    assert reverse("admin:businesses_timeoff_changelist") in page.partition("</form>")[2]
    assert "11:30 AM Too long : 45 minutes do not fit before closing at 12:00 Change the opening hours" in lines(page)


def test_what_is_free_leads_to_the_booking_of_it(elm, olive):
    page = ask(olive, elm, staff="Ana Ruiz")
    ana, fade = elm.staff["Ana Ruiz"].pk, elm.services["Fade"].pk
    link = f"{reverse('admin:book')}?service={fade}&amp;staff={ana}&amp;day=2026-11-24&amp;time=10%3A00"
    assert link in page
    assert olive.get(link.replace("&amp;", "&")).status_code == 200


def test_a_booking_in_the_way_is_named_with_its_guest_its_buffers_and_its_page(elm, olive):
    booking = book(elm, "Color", "10:00")
    page = ask(olive, elm, "Advice", "Cleo Fox")
    assert "Booked : Color with Cleo Fox, Jordan Smith, 10:00 AM–11:00 AM" in lines(page)
    assert "with the time kept free around it 10:00 AM–11:30 AM" in lines(page)
    assert reverse("admin:bookings_booking_change", args=[booking.pk]) in page


def test_what_the_service_itself_keeps_free_is_said_where_an_appointment_meets_it(elm, olive):
    book(elm, "Advice", "11:00")
    told = lines(ask(olive, elm, "Color", "Cleo Fox"))
    assert "Advice with Cleo Fox, Jordan Smith, 11:00 AM–11:30 AM Color itself keeps 30 minutes after it free" in told


def test_a_room_that_is_taken_is_named_with_the_booking_that_has_it(elm, olive):
    booking = book(elm, "Massage", "10:00", staff="Olga Berg")
    page = ask(olive, elm, "Massage", "Pia Lund")
    assert "9:30 AM–10:30 AM Nothing free" in lines(page)
    assert "Massage with Olga Berg in Room 1, Jordan Smith, 10:00 AM–11:00 AM" in lines(page)
    assert reverse("admin:bookings_booking_change", args=[booking.pk]) in page
    assert reverse("admin:businesses_resource_changelist") in page


def test_a_hold_says_until_when(elm, olive):
    hold(elm, "Fade", "10:00", staff="Ana Ruiz")
    assert re.search(
        r"Booked : Fade with Ana Ruiz, somebody is booking it, held until 9:\d\d AM", lines(ask(olive, elm))
    )


def test_rules_are_told_in_hours_and_days(elm, olive):
    change(elm, Business.objects.filter(slug="elm"), lead_time_minutes=2880 + 60, window_days=1)
    assert "bookings are taken until 2 days 1 hour before the start Change the rules" in lines(
        ask(olive, elm, day=TOMORROW)
    )
    assert "Too far ahead : bookings are taken for today and 1 day after it, until Saturday 21 November 2026" in lines(
        ask(olive, elm)
    )


def test_groups_say_how_many_places_they_have_left(db, now):
    shop = studio()
    olive = member(shop, "olive", "owner")
    book(shop, "Yoga", "10:00", staff="Yuri", party_size=3)
    page = ask(olive, shop, "Yoga", "Yuri", party_size=2)
    assert "Full : 1 place is left at that start, 2 wanted" in lines(page)
    assert "3 of 4 places taken" in lines(page)
    assert "Too many people : 4 places in all, 5 wanted Change Yoga" in lines(ask(olive, shop, "Yoga", party_size=5))


def test_a_timetable_names_itself(db, now):
    shop = school()
    olive = member(shop, "olive", "owner")
    assert "Gives a class" in lines(ask(olive, shop, "Lesson", "Yuri"))
    assert "Not on the timetable" in lines(ask(olive, shop, "Yoga", "Zoe"))
    assert "10:15 AM Free" in lines(ask(olive, shop, "Yoga", "Yuri"))


def test_whoever_does_not_do_it_is_named_once_and_no_start_of_theirs(elm, olive):
    page = lines(ask(olive, elm))
    assert "Nobody else does Fade Yuri Ito , Olga Berg , Pia Lund , Cleo Fox can be given it." in page
    assert "Tom Gone Every day Takes no bookings : Tom Gone takes no bookings Change Tom Gone" in page


def test_a_date_without_starts_says_so_of_all_day(elm, olive):
    sunday = dt.date(2026, 11, 22)
    assert "For everybody, all day Closed : not open on Sunday 22 November 2026 Change the opening hours" in lines(
        ask(olive, elm, day=sunday)
    )


def without_skills(shop, name):
    with diary.changing(shop.business.pk):
        Skill.objects.filter(staff=shop.staff[name]).delete()


def closed(shop, day):
    with diary.changing(shop.business.pk):
        SpecialDay.objects.create(business=shop.business, date=day, note="Stocktaking")


SEVEN = {
    "Switched off": lambda shop: change(shop, Service.objects.filter(name="Massage"), active=False),
    "Takes no bookings": lambda shop: change(shop, StaffMember.objects.filter(name="Olga Berg"), active=False),
    "Does not do it": lambda shop: without_skills(shop, "Olga Berg"),
    "Too soon": lambda shop: change(shop, Business.objects.filter(slug="elm"), lead_time_minutes=7 * 1440),
    "Closed": lambda shop: closed(shop, DAY),
    "Time off": lambda shop: away(shop, "Olga Berg", DAY),
    "Too many people": lambda shop: None,  # two ask for a service of one
}


def test_a_day_made_unbookable_in_seven_ways_and_by_a_booking_tells_them_all(elm, olive):
    book(elm, "Massage", "10:00", staff="Olga Berg")
    for unbook in SEVEN.values():
        unbook(elm)
    page = ask(olive, elm, "Massage", "Olga Berg", party_size=2)
    told = lines(page)
    for head in (*SEVEN, "Booked", "Nothing free"):
        assert f" {head} : " in told, head
    assert "bookings are taken until 7 days before the start" in told
    for name in ("special", "timeoff"):
        assert f"/businesses/{name}" in page
    assert "Guests are offered no time on this day" in told


@pytest.mark.parametrize("service", ["Fade", "Massage", "Color", "Yoga", "Trim"])
@pytest.mark.parametrize("day", [DAY, NOW.date(), dt.date(2026, 12, 24)])
def test_the_page_has_free_what_guests_are_offered_and_nothing_else(elm, service, day):
    for name, clock in (("Fade", "10:00"), ("Massage", "14:00"), ("Color", "15:00"), ("Yoga", "11:00")):
        book(elm, name, clock)
    wanted = elm.services[service]
    slots = partial(queries.open_slots, elm.business, wanted, day=day, now=NOW)
    told = queries.explain_day(elm.business, wanted, day=day, now=NOW)
    for each in told.people:
        offered = [slot.starts_at for slot in slots(wanted=queries.Wanted(each.staff)) if slot.free]
        assert each.free == offered
    starts = {start for each in told.people for alike in each.alike for start in alike.starts}
    assert {slot.starts_at for slot in slots()} <= starts


def test_what_is_said_of_a_day_is_what_is_said_of_each_start(elm):
    book(elm, "Fade", "10:00", staff="Ana Ruiz")
    fade = elm.services["Fade"]
    for each in queries.explain_day(elm.business, fade, day=DAY, now=NOW).people:
        for alike in each.alike:
            for start in alike.starts:
                [told] = queries.explain(elm.business, fade, starts_at=start, now=NOW, staff=each.staff)
                if not each.lacks:
                    assert sorted(str(finding) for finding in told.findings) == sorted(
                        str(one) for one in (*each.all_day, *alike.findings)
                    )


def test_a_staff_member_reads_of_their_own_day_alone_and_of_nobody_elses_guests(elm, maria):
    book(elm, "Trim", "10:00", staff="Maria Gomez")
    book(elm, "Fade", "10:00", staff="Ana Ruiz")
    page = ask(maria, elm, staff="Ana Ruiz")
    assert "Ana Ruiz" not in page
    assert "Trim with Maria Gomez, Jordan Smith" in lines(page)
    assert "Change" not in lines(page)  # what they may not open is not offered


def test_a_room_of_another_persons_guest_is_named_without_the_guest(elm):
    olga = member(elm, "olga", "staff", "Olga Berg")
    book(elm, "Massage", "10:00", staff="Pia Lund")
    told = lines(ask(olga, elm, "Massage"))
    assert "Massage with Pia Lund in Room 1, a guest, 10:00 AM–11:00 AM" in told
    assert "Jordan" not in told


def test_the_diary_and_the_form_of_a_new_booking_lead_here(elm, olive):
    away(elm, "Ana Ruiz", DAY)
    ana, fade = elm.staff["Ana Ruiz"].pk, elm.services["Fade"].pk
    address = f"{reverse('admin:why')}?day=2026-11-24&amp;staff={ana}"
    assert olive.get(reverse("admin:diary"), {"day": "2026-11-24"}).text.count(address) == 2  # head and time off
    form = olive.get(reverse("admin:book"), {"day": "2026-11-24", "service": fade, "staff": ana}).text
    link = re.search(r'href="([^"]*/why/[^"]*)">Why is nothing offered', form)[1].replace("&amp;", "&")
    assert "Time off" in lines(olive.get(link).text)


def test_without_a_service_it_is_the_first_that_the_person_does(elm, olive):
    answer = olive.get(reverse("admin:why"), {"staff": elm.staff["Olga Berg"].pk})
    assert '<h2 class="grow">Massage, Friday, November 20, 2026' in answer.text


def test_what_cannot_be_read_counts_as_not_asked_and_rows_of_others_are_not_found(elm, karachi, olive):
    assert olive.get(reverse("admin:why"), {"day": "soon", "party_size": "many", "staff": "x"}).status_code == 200
    assert olive.get(reverse("admin:why"), {"service": karachi.services["Haircut"].pk}).status_code == 404


def test_it_takes_as_many_statements_for_one_as_for_everybody(elm, olive):
    def count(**asked):
        with CaptureQueriesContext(connection) as found:
            ask(olive, elm, **asked)
        return len(found)

    book(elm, "Fade", "11:00", staff="Maria Gomez")
    count()
    one = count(staff="Maria Gomez")
    for clock in ("09:00", "10:00", "13:00", "14:00"):
        book(elm, "Fade", clock, staff="Maria Gomez")
    count()
    assert count() <= one <= 12
