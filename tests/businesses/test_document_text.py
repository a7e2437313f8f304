"""How a document may be written: YAML without its traps, JSON, and times when the clocks change."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from businesses import document
from businesses.document.read_hours import WEEKDAYS
from businesses.models import Business, Customer, Service, TimeOff
from tests.businesses.cast import NOW, SMALL, load

pytestmark = pytest.mark.django_db

UNQUOTED = """
name: Nord
timezone: Europe/Oslo
country: NO
phone: 0171
rules: {auto_confirm: no, guests_may_book_series: Yes}
hours:
  monday: &day [[09:00, 12:30], [13:00, 24:00]]
  tuesday: *day
  wednesday: [[9:00, 17:00]]
special_days:
  - {date: 2030-12-24, periods: [[10:00, 14:00]]}
categories:
  - name: Cuts
    services:
      - {name: Fade, duration_minutes: 45, price: 35}
      - {name: Trim, duration_minutes: 30, price: 20.5}
      - {name: Advice, duration_minutes: 30, price: ~}
      - {name: Ten, duration_minutes: 30, price: "10.10"}
staff:
  - {name: Liv, services: [Fade], time_off: [{from: 2030-12-01T09:00, to: 2030-12-01 18:00:00}]}
customers:
  - {first_name: Ola, phone: +4722334455}
  - {first_name: Kari, phone: 22334466}
"""


def test_what_stands_without_quotes_is_read_as_it_looks():
    document.load(UNQUOTED, now=NOW)
    business = Business.objects.get()
    assert (business.country, business.phone, business.auto_confirm) == ("NO", "0171", False)
    assert business.guests_may_book_series is True
    periods = [(p.weekday, f"{p.opens:%H:%M}", f"{p.closes:%H:%M}") for p in business.openinghours_set.all()]
    assert periods == [
        (0, "09:00", "12:30"),
        (0, "13:00", "00:00"),
        (1, "09:00", "12:30"),
        (1, "13:00", "00:00"),
        (2, "09:00", "17:00"),
    ]
    assert business.specialday_set.get().date == dt.date(2030, 12, 24)
    assert list(Service.objects.values_list("price", flat=True)) == [
        Decimal("35.00"),
        Decimal("20.50"),
        None,
        Decimal("10.10"),
    ]
    away = TimeOff.objects.get()
    assert (away.starts_at.hour, away.ends_at.hour) == (8, 17)
    assert set(Customer.objects.values_list("phone_e164", flat=True)) == {"+4722334455", "+4722334466"}


def test_json_reads_like_yaml():
    load(SMALL | {"description": "😀 \\ / \t", "address": "Straße"})
    text = json.dumps(SMALL | {"description": "😀 \\ / \t", "address": "Straße"}, indent="\t")
    before = Business.objects.values().get()
    document.load(text, now=NOW)
    assert Business.objects.values().get() == before


def test_yaml_that_begins_with_a_brace_is_not_taken_for_bad_json():
    document.load("{name: Quiet House, timezone: Asia/Karachi}", now=NOW)
    assert Business.objects.get().slug == "quiet-house"


def test_blanks_around_a_text_are_dropped():
    document.load("name: '  Quiet House '\ntimezone: Asia/Karachi\ndescription: |\n  One\n  two\n\n", now=NOW)
    assert Business.objects.values_list("name", "description").get() == ("Quiet House", "One\ntwo")


def away(zone, begins, ends):
    staff = [{"name": "Liv", "time_off": [{"from": begins, "to": ends}]}]
    load({"name": "Nord", "timezone": zone, "staff": staff})
    return tuple(f"{instant:%d %H:%M}" for instant in TimeOff.objects.values_list("starts_at", "ends_at").get())


def test_time_off_between_two_equal_labels_is_the_longer_reading_when_the_clocks_go_back():
    # in Berlin, on 27 October 2030, 02:30 comes at 00:30 and at 01:30 UTC
    assert away("Europe/Berlin", "2030-10-27T02:30", "2030-10-27T02:30") == ("27 00:30", "27 01:30")


def test_an_offset_says_which_of_two_equal_labels_is_meant():
    assert away("Europe/Berlin", "2030-10-27T02:30+01:00", "2030-10-27T02:45") == ("27 01:30", "27 01:45")
    assert away("Europe/Berlin", "2030-10-27T00:10Z", "2030-10-27T02:30+02:00") == ("27 00:10", "27 00:30")


@pytest.mark.parametrize("key", ["from", "to"])
def test_a_label_that_the_clocks_leap_over_is_refused(key):
    entry = {"from": "2030-03-31T01:00", "to": "2030-03-31T05:00"} | {key: "2030-03-31T02:30"}
    with pytest.raises(document.DocumentError) as refusal:
        load({"name": "Nord", "timezone": "Europe/Berlin", "staff": [{"name": "Liv", "time_off": [entry]}]})
    assert refusal.value.errors == (
        f"staff[0].time_off[0].{key}: 2030-03-31T02:30 does not exist in Europe/Berlin: the clocks go forward then; "
        "write 2030-03-31T03:30",
    )


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.example.com",
        "https://a-b.example:8443",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://[::1]:80",
    ],
)
def test_a_site_that_may_show_the_wizard_is_an_origin(origin):
    assert load(SMALL | {"page": {"embed_origins": [origin]}}).business.embed_origins == [origin]


def test_periods_may_touch_and_may_run_to_the_next_days_opening():
    hours = {"monday": [["09:00", "12:00"], ["12:00", "18:00"]], "friday": [["18:00", "10:00"]]}
    hours |= {"saturday": [["10:00", "10:00"]], "sunday": [["10:00", "09:00"]]}
    assert load(SMALL | {"hours": hours}).business.openinghours_set.count() == 5


def test_open_all_day_every_day_is_seven_periods_from_midnight_to_midnight():
    week = {day: [["00:00", "24:00"]] for day in WEEKDAYS}
    periods = load(SMALL | {"hours": week}).business.openinghours_set
    assert {(row.opens, row.closes) for row in periods.all()} == {(dt.time(0), dt.time(0))}
    assert periods.count() == 7
