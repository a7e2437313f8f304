"""What is taken to a spreadsheet: by whom, what is in it, and that it is noted."""

import csv
import io
import logging

import pytest

from bookings import operations
from bookings.queries import exported
from businesses.models import Customer, TrailEntry
from tests import dashboard
from tests.bookings.queries.test_figures import PAST, took
from tests.factories import NOW

TABLE, BOOKINGS, CUSTOMERS = (f"/admin/reports/{name}/" for name in ("table", "bookings", "customers"))
FILES = (TABLE, BOOKINGS, CUSTOMERS)
BY = {"now": NOW, "by": "dashboard:olive"}


def opened(answer):
    """The rows as a spreadsheet reads them, by their first column's heading."""
    assert answer.status_code == 200
    assert answer.streaming
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def mona(elm):
    return dashboard.member(elm, "mona", "manager")


def test_a_report_is_a_row_for_each_line_and_two_for_all_of_it(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    rows = opened(olive.get(TABLE, {"first": "2026-11-16", "last": "2026-11-17"}))
    assert [(row["From"], row["About"], row["Bookings"]) for row in rows] == [
        ("2026-11-16", "Mon, Nov 16", "0"),
        ("2026-11-17", "Tue, Nov 17", "1"),
        ("2026-11-16", "All of it", "1"),
        ("2026-11-14", "Before", "0"),
    ]
    assert (rows[1]["Revenue (USD)"], rows[1]["Time booked (hours)"], rows[1]["Of working time (%)"]) == (
        *("35.00", "0.75", "1.4"),
    )


def test_of_each_person_too(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    rows = opened(olive.get(TABLE, {"by": "staff"}))
    assert next(row for row in rows if row["About"] == "Maria Gomez")["Bookings"] == "1"


def test_bookings_have_everything_that_was_agreed_at_the_business_own_clock(olive, elm):
    guest = operations.Guest(name="Zoë Müller", email="zoe@example.com", phone="+1 202 555-0111", notes="No perfume")
    booking = took(elm, "Yoga", party_size=2, guest=guest)
    [row] = opened(olive.get(BOOKINGS, {"first": "2026-11-17", "last": "2026-11-17"}))
    assert row == {
        "Code": booking.code, "Date": "2026-11-17", "Start": "10:00", "End": "11:00", "Service": "Yoga",
        "With": "Yuri Ito", "Location": "Annex", "Room or equipment": "", "Status": "Confirmed", "People": "2",
        "Price": "24.00", "Currency": "USD", "Name": "Zoë Müller", "E-mail": "zoe@example.com",
        "Phone": "'+1 202 555-0111", "The guest's wishes": "No perfume", "Your notes": "", "Why it was cancelled": "",
        "Booked by": "dashboard", "Booked on": "2026-11-14 10:00",
    }  # fmt: skip


def test_cancelled_ones_are_there_and_holds_and_erased_ones_are_not(olive, elm):
    operations.cancel(booking=took(elm, "Fade"), **BY)
    gone = took(elm, "Fade", clock="14:00")
    operations.complete(booking=gone, **BY)
    operations.erase(booking=gone, **BY)
    rows = opened(olive.get(BOOKINGS))
    assert [row["Status"] for row in rows] == ["Cancelled"]


def test_a_text_that_would_be_a_formula_stays_a_text(olive, elm):
    took(elm, "Fade", guest=operations.Guest(name="=1+1", email="una@example.com"))
    assert opened(olive.get(BOOKINGS))[0]["Name"] == "'=1+1"


def test_only_the_bookings_of_the_person_that_the_report_is_about(olive, elm):
    took(elm, "Fade", staff="Maria Gomez")
    took(elm, "Fade", staff="Ana Ruiz")
    rows = opened(olive.get(BOOKINGS, {"staff": elm.staff["Ana Ruiz"].pk}))
    assert [row["With"] for row in rows] == ["Ana Ruiz"]


def test_many_bookings_come_in_order_and_none_twice(olive, elm, monkeypatch):
    monkeypatch.setattr(exported, "CHUNK", 2)
    codes = [took(elm, "Yoga", clock=clock, guest=operations.Guest(name="Una")).code
             for clock in ("10:00", "10:00", "10:00", "14:00", "15:00")]  # fmt: skip
    assert [row["Code"] for row in opened(olive.get(BOOKINGS))] == codes


def test_customers_come_with_what_is_counted_of_them(olive, elm, monkeypatch):
    monkeypatch.setattr(exported, "CHUNK", 1)
    jane = operations.Guest(name="Jane Doe", email="jane@example.com")
    took(elm, "Fade", guest=jane)
    took(elm, "Trim", day=PAST.replace(day=10), guest=jane)
    operations.no_show(booking=took(elm, "Fade", clock="14:00", guest=jane), **BY)
    rows = opened(olive.get(CUSTOMERS))
    assert [row["First name"] for row in rows] == ["Jane", "Bob"]
    counted = ("Visits", "Last visit", "Did not come", "Spent", "Currency", "Blocked")
    assert [rows[0][name] for name in counted] == ["2", "2026-11-17", "1", "55.50", "USD", "no"]
    assert (rows[0]["Phone"], rows[1]["Blocked"], rows[1]["Visits"]) == ("'+12025550185", "yes", "0")


def test_who_was_merged_into_another_is_not_listed(olive, elm):
    bob = elm.customers["bob@example.com"]
    Customer.objects.filter(pk=bob.pk).update(merged_into=elm.customers["jane@example.com"], identity=None)
    assert [row["First name"] for row in opened(olive.get(CUSTOMERS))] == ["Jane"]


@pytest.mark.parametrize("file", FILES)
def test_who_takes_something_is_noted(olive, elm, caplog, file):
    with caplog.at_level(logging.INFO, logger="security"):
        olive.get(file).getvalue()
    [line] = [each.getMessage() for each in caplog.records if each.getMessage().startswith("exported")]
    assert f"user={olive.person.pk}" in line
    assert f"business={elm.business.pk}" in line
    assert [entry.kind for entry in TrailEntry.objects.filter(business=elm.business, user=olive.person)] == ["exports"]


@pytest.mark.parametrize("file", FILES)
def test_owners_and_managers_alone_take_anything(mona, maria, elm, file):
    assert mona.get(file).status_code == 200
    assert maria.get(file).status_code == 403
    assert mona.post(file).status_code == 405


def test_nothing_of_the_neighbour_is_in_it(olive, elm, karachi):
    took(karachi, "Haircut", guest=operations.Guest(name="Not Ours", email="not@ours.example"))
    for file in FILES:
        text = olive.get(file).getvalue().decode()
        assert "Not Ours" not in text
        assert "not@ours" not in text


def test_the_file_is_named_after_the_business_and_kept_nowhere(olive, elm):
    answer = olive.get(CUSTOMERS)
    assert answer["Content-Disposition"] == 'attachment; filename="elm-customers.csv"'
    assert "no-store" in answer["Cache-Control"]
