"""The week of everybody: seven dates for each person, drawn small and said in sentences."""

import datetime as dt
import re

import pytest

from bookings import operations, queries
from businesses import diary
from businesses.models import TimeOff
from tests import factories
from tests.dashboard import member
from tests.factories import DAY, NOW

PAGE = "/admin/diary/"
MONDAY, SUNDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 29)


def read(client, **query) -> str:
    answer = client.get(PAGE, {"day": DAY.isoformat(), "view": "week", **query})
    assert answer.status_code == 200
    return answer.text


def said(html: str, name: str) -> list[str]:
    """What the seven dates of somebody say."""
    return re.findall(rf'<span class="visually-hidden">({name}, [^<]*)</span>', html)


def picture(html: str, sentence: str) -> str:
    """The picture beside a sentence."""
    return html.partition(sentence)[2].partition("</a>")[0]


def test_everybody_has_a_line_of_seven_dates(elm, olive):
    text = read(olive)
    names = re.findall(r'<th role="rowheader".*?</span>([^<]+)</a></th>', text)
    assert names == ["Maria Gomez", "Ana Ruiz", "Yuri Ito", "Olga Berg", "Pia Lund", "Cleo Fox"]
    assert [len(said(text, name)) for name in names] == [7] * 6
    assert "Mon, Nov 23, 2026 – Sun, Nov 29, 2026" in text


def test_a_date_says_how_much_of_it_is_taken_and_what_waits(elm, olive):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    waiting = factories.book(elm, "Fade", clock="14:00", staff="Maria Gomez", guest=operations.Guest(name="Bo Li"))
    operations.unconfirm(booking=waiting, now=NOW, by="test")
    tuesday = said(read(olive), "Maria Gomez")[1]
    assert tuesday == (
        "Maria Gomez, Tuesday, November 24, 2026: 2 bookings. 1 hr 30 min of 9 hr taken. 1 waits for your yes."
    )
    drawn = picture(read(olive), tuesday)
    assert '<path d="M600 0h43v10h-43z"/>' in drawn  # agreed: as high as the picture
    assert '<path d="M840 5h43v5h-43z"/>' in drawn  # waits for a yes: half as high


def test_time_off_is_drawn_and_whoever_is_expected_in_it_is_a_clash(elm, olive):
    factories.book(elm, "Fade", clock="14:00", staff="Maria Gomez")
    edges = {"starts_at": factories.at(elm, DAY, "13:00"), "ends_at": factories.at(elm, DAY, "15:00")}
    with diary.changing(elm.business.pk):
        TimeOff.objects.create(business=elm.business, staff=elm.staff["Maria Gomez"], **edges)
    tuesday = said(read(olive), "Maria Gomez")[1]
    assert tuesday.endswith("Time off. Somebody is expected in the time off.")
    drawn = picture(read(olive), tuesday)
    assert 'class="off" d="M780 4h118v2h-118z"' in drawn
    assert 'class="clash" d="M840 0h43v10h-43z"' in drawn


def test_a_closed_date_has_a_word_in_place_of_a_picture(elm, olive):
    sunday = said(read(olive), "Maria Gomez")[6]
    assert sunday.endswith("nothing booked. Closed.")
    assert "<svg" not in picture(read(olive), sunday)


def test_it_counts_as_the_days_do(elm, olive):
    for hour in (10, 13, 15):
        factories.book(elm, "Fade", clock=f"{hour}:00", staff="Maria Gomez")
        factories.book(elm, "Yoga", clock=f"{hour}:00")
        factories.book(elm, "Yoga", clock=f"{hour}:00", guest=operations.Guest(name="Bo Li"))
    factories.hold(elm, "Fade", clock="11:00", staff="Maria Gomez")
    span = {"first": MONDAY, "last": SUNDAY, "now": NOW}
    week, days = queries.week_sheet(elm.business, **span), queries.day_sheet(elm.business, **span)
    for column in days.columns:
        date = next(
            date for each in week if each.person == column.person for date in each.cells if date.day == column.day
        )
        coming = [visit for entry in column.entries for visit in entry.visits if not visit.held_until]
        assert date.bookings == len(coming)
        entries = [entry for entry in column.entries if entry.appointment_id is not None]
        assert len(date.taken) == len(entries)
        free = sum(gap.minutes for gap in column.gaps)
        assert (date.closed, len(date.hours)) == (column.closed, len(column.hours))
        if not any(entry.appointment_id is None for entry in column.entries):  # an empty class is no booking
            assert date.work - date.booked == free


def test_a_visit_of_two_services_with_somebody_is_one_booking(elm, olive):
    start, maria = factories.at(elm, DAY, "10:00"), elm.staff["Maria Gomez"]
    parts = [
        operations.Part(elm.services["Fade"], start, maria),
        operations.Part(elm.services["Trim"], operations.Then(), maria),
    ]
    order = operations.Order(factories.JORDAN, factories.WIZARD, confirmed=False)
    operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)
    (date,) = [each for each in said(read(olive), "Maria Gomez") if "November 24" in each]
    assert "1 booking." in date
    assert "1 waits for your yes." in date


def test_the_columns_stay_columns_wherever_one_goes(elm, olive):
    html = read(olive, **{"as": "columns"})
    links = re.findall(r'href="(\?day=[^"]*view=[^"]*)"', html)
    assert len(links) > 40
    assert [each for each in links if "as=columns" not in each] == []


def test_a_date_leads_to_its_day_and_a_name_to_the_week_of_that_person(elm, olive):
    text, maria = read(olive), elm.staff["Maria Gomez"].pk
    assert f'href="?day=2026-11-24&amp;view=day&amp;staff={maria}"' in text
    assert f'href="?day=2026-11-23&amp;view=week&amp;staff={maria}"' in text
    assert 'href="?day=2026-11-24&amp;view=day"' in text


def test_whoever_works_alone_is_led_to_their_own_week(karachi, amna):
    text = amna.get(PAGE).text
    assert f'view=week&amp;staff={karachi.staff["Amna Khan"].pk}"' in text


def test_a_staff_member_has_the_week_of_nobody_else(elm, maria):
    text = read(maria)
    assert "week-of-all" not in text
    assert "Ana Ruiz" not in text


def test_the_neighbour_is_not_in_it(elm, karachi, olive):
    assert "Amna" not in read(olive)


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_where_the_clocks_change_it_is_drawn_all_the_same(elm, olive, day):
    assert len(said(read(olive, day=day), "Maria Gomez")) == 7


def test_who_is_gone_and_still_expected_is_in_it(elm):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    elm.staff["Maria Gomez"].active = False
    elm.staff["Maria Gomez"].save()
    assert "Maria Gomez, Tuesday, November 24, 2026: 1 booking." in read(member(elm, "otto", "owner"))
