"""`export_business` is the inverse of `load_business`."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings

import businesses
from businesses import diary, document
from businesses.document.read import read
from businesses.models import (
    Business,
    Category,
    Customer,
    Location,
    Rota,
    Service,
    Skill,
    StaffMember,
    TimeOff,
    WorkingHours,
)
from tests.businesses.cast import NOW, SMALL, load, north_elm, rows
from tests.businesses.made_up import documents

pytestmark = pytest.mark.django_db

DEMO = (Path(businesses.__file__).parent / "demo.yaml").read_text("utf-8")


def assert_that_loading_the_export_changes_nothing(business):
    text = document.export(business)
    before = rows()
    loaded = document.load(text, now=NOW + dt.timedelta(days=1))
    assert rows() == before
    assert document.export(loaded.business) == text


def test_the_export_of_a_loaded_document_changes_nothing():
    assert_that_loading_the_export_changes_nothing(load().business)
    assert_that_loading_the_export_changes_nothing(load(SMALL).business)


def test_the_demo_business_goes_out_and_in_unchanged():
    loaded = document.load(DEMO, now=NOW)
    assert_that_loading_the_export_changes_nothing(loaded.business)
    assert loaded.business.slug == "demo"


def test_the_export_says_what_the_document_said():
    written = north_elm()
    said = yaml.safe_load(document.export(load(written).business))
    assert list(said) == [
        *["name", "slug", "timezone", "description", "category", "phone", "email", "address", "logo_url", "currency"],
        *["language", "country", "rules", "page", "hours", "special_days", "locations", "resources", "categories"],
        *["staff", "timetable", "customers", "owners"],
    ]
    assert said["description"] == written["description"]
    assert said["logo_url"] is None
    assert said["hours"]["saturday"] == [["10:00", "00:00"]]
    assert said["special_days"] == [
        {"date": dt.date(2030, 12, 24), "periods": [["09:00", "12:00"]], "note": "Christmas Eve"}
    ]
    assert said["resources"][1] == {"name": "Room 2", "kind": "room", "location": "Annex", "active": True}
    assert said["categories"][0]["services"][1] == {
        "name": "Trim",
        "description": None,
        "duration_minutes": 30,
        "price": "20.50",
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "capacity": 1,
        "min_participants": 1,
        "min_participants_by_minutes": 0,
        "resource_kind": None,
        "starts": "grid",
        "phases": [],
        "photo_url": None,
        "online": None,
        "questions": [],
        "active": True,
    }
    maria, yuri = said["staff"]
    assert maria["services"] == ["Fade", {"name": "Color", "duration_minutes": 50, "price": "110.00"}]
    assert (maria["hours"], yuri["hours"]) == (None, {"monday": [["13:00", "20:00"]]})
    assert maria["time_off"] == [{"from": "2030-12-01T09:00", "to": "2030-12-02T18:00", "reason": "holiday"}]
    assert said["timetable"] == [
        written["timetable"][0] | {"from": dt.date(2030, 1, 7), "except": [dt.date(2030, 12, 23)]}
    ]
    assert said["customers"][1]["phone"] == "(202) 555-0186"
    assert said["owners"] == [{"username": "elm", "email": "owner@northelm.example"}]


def test_a_time_off_that_repeats_is_written_with_its_rule_and_loaded_as_it_was():
    written = north_elm()
    rule = {"every_weeks": 2, "on": ["tuesday", "sunday"], "until": "2031-03-30", "except": ["2030-12-15"]}
    written["staff"][0]["time_off"][0]["repeats"] = rule
    business = load(written).business
    said = yaml.safe_load(document.export(business))["staff"][0]["time_off"][0]["repeats"]
    assert said == rule | {"until": dt.date(2031, 3, 30), "except": [dt.date(2030, 12, 15)]}
    row = TimeOff.objects.get(business=business)
    assert (row.every_weeks, row.weekdays, row.excepted_dates) == (2, [1, 6], ["2030-12-15"])
    document.load(document.export(business), now=NOW)
    assert TimeOff.objects.get(business=business).pk == row.pk


def test_a_rule_without_days_is_of_the_weekday_on_which_it_begins():
    written = north_elm()
    written["staff"][0]["time_off"][0]["repeats"] = {"until": "2031-01-01"}
    business = load(written).business
    row = TimeOff.objects.get(business=business)
    assert (row.every_weeks, row.weekdays, row.until) == (1, [6], dt.date(2031, 1, 1))


def test_what_staff_members_may_do_about_their_time_off_is_a_rule():
    written = north_elm()
    business = load(written).business
    assert yaml.safe_load(document.export(business))["rules"]["own_time_off"] == "ask"
    written["rules"] = written.get("rules", {}) | {"own_time_off": "never"}
    business = load(written).business
    assert yaml.safe_load(document.export(business))["rules"]["own_time_off"] == "never"


def test_who_wants_no_mails_is_written_so():
    written = north_elm()
    written["staff"][0] |= {"email": "maria@northelm.example", "mailed": False}
    loaded = load(written)
    assert [person.mailed for person in loaded.staff.values()] == [False, True]
    said = yaml.safe_load(document.export(loaded.business))
    assert [person["mailed"] for person in said["staff"]] == [False, True]
    assert_that_loading_the_export_changes_nothing(loaded.business)


def test_weeks_that_take_turns_are_written_as_they_are_read():
    written = north_elm()
    early, late = {"monday": [["09:00", "12:00"]]}, {"tuesday": [["20:00", "02:00"]], "sunday": [["10:00", "24:00"]]}
    written["staff"][0]["rotas"] = [
        {"from": "2030-09-02", "weeks": [early, {}, late]},
        {"from": "2030-06-03", "weeks": [early]},
        {"from": "2031-01-01"},
    ]
    loaded = load(written)
    rotas = Rota.objects.filter(staff=loaded.staff["Maria Gomez"])
    assert [(f"{rota.from_on}", rota.weeks) for rota in rotas] == [
        ("2030-06-03", [[[0, "09:00", "12:00"]]]),
        ("2030-09-02", [[[0, "09:00", "12:00"]], [], [[1, "20:00", "02:00"], [6, "10:00", "00:00"]]]),
        ("2031-01-01", []),
    ]
    text = document.export(loaded.business)
    assert (
        "    rotas:\n"
        "      - from: 2030-06-03\n"
        "        weeks:\n"
        '          - monday: [["09:00", "12:00"]]\n'
        "      - from: 2030-09-02\n"
        "        weeks:\n"
        '          - monday: [["09:00", "12:00"]]\n'
        "          - {}\n"
        '          - tuesday: [["20:00", "02:00"]]\n'
        '            sunday: [["10:00", "00:00"]]\n'
        "      - from: 2031-01-01\n"
        "        weeks: []\n"
    ) in text
    assert_that_loading_the_export_changes_nothing(loaded.business)
    written["staff"][0]["rotas"].pop(0)
    load(written)
    assert [f"{rota.from_on}" for rota in rotas.all()] == ["2030-06-03", "2031-01-01"]


def test_questions_are_written_as_they_are_read():
    written = north_elm()
    written["categories"][0]["services"][1]["questions"] = [
        {"text": "Any allergies?"},
        {"text": "Hair", "kind": "choice", "choices": ["short", "long"]},
        {"text": "I have read: the notice", "kind": "tick", "required": True},
    ]
    loaded = load(written)
    text = document.export(loaded.business)
    assert "{text: Hair, kind: choice, required: false, choices: [short, long]}\n" in text
    assert [each["kind"] for each in loaded.services["Trim"].questions] == ["text", "choice", "tick"]
    assert_that_loading_the_export_changes_nothing(loaded.business)


def test_a_class_of_one_date_is_written_with_its_date_alone():
    one = {"service": "Fade", "date": "2030-12-29", "time": "10:00", "staff": "Maria Gomez"}
    written = north_elm()
    business = load(written | {"timetable": [one, *written["timetable"]]}).business
    text = document.export(business)
    assert '  - {service: Fade, date: 2030-12-29, time: "10:00", staff: Maria Gomez}\n' in text
    assert_that_loading_the_export_changes_nothing(business)


def test_the_export_is_yaml_that_people_can_read():
    text = document.export(load(north_elm(name="Zoë's 北京 ☕")).business)
    assert "name: Zoë's 北京 ☕\n" in text
    assert '  monday: [["09:00", "12:00"], ["13:00", "19:00"]]\n' in text
    assert '  - {date: 2030-12-24, periods: [["09:00", "12:00"]], note: Christmas Eve}\n' in text
    assert "description: |-\n  Modern colour and styling\n\n  By appointment\n" in text
    assert '        price: "35.00"\n' in text


def test_what_is_switched_off_is_exported_so_that_nothing_is_lost():
    load()
    business = load(SMALL | {"name": "North Elm Studio", "slug": "north-elm"}).business
    said = yaml.safe_load(document.export(business))
    assert [service["active"] for group in said["categories"] for service in group["services"]] == [False] * 5
    assert [person["active"] for person in said["staff"]] == [False, False]
    assert [room["active"] for room in said["resources"]] == [False, False]
    assert {place["name"]: place["active"] for place in said["locations"]} == {"Main": True, "Annex": False}
    assert_that_loading_the_export_changes_nothing(business)


def test_rows_that_no_document_made_go_out_and_in_unchanged():
    """Positions that are all the same, services under no heading, seconds of a clock change, text from a browser."""
    berlin = Business.objects.create(slug="b", name="B", timezone="Europe/Berlin", description="One\r\n two\u2028three")
    main = Location.objects.create(business=berlin, name="Main")
    cuts = Category.objects.create(business=berlin, name="Cuts")
    more = Category.objects.create(business=berlin, name="More")
    one, two, three = (
        Service.objects.create(business=berlin, name=name, duration_minutes=30, category=category, position=position)
        for name, category, position in (("One", more, 3), ("Two", cuts, 3), ("Three", None, 1))
    )
    liv = StaffMember.objects.create(business=berlin, name="Liv", location=main, position=9, own_hours=True)
    Skill.objects.create(business=berlin, staff=liv, service=three)
    Skill.objects.create(business=berlin, staff=liv, service=one, price=Decimal("1"))
    WorkingHours.objects.create(business=berlin, staff=liv, weekday=6, opens=dt.time(20), closes=dt.time(2))
    second_time = dt.datetime(2030, 10, 27, 1, 30, tzinfo=dt.UTC)  # 02:30 comes twice that night
    for hours in ((-1, 1), (0, 1), (-1, 0)):
        starts_at, ends_at = (second_time + dt.timedelta(hours=hour) for hour in hours)
        TimeOff.objects.create(business=berlin, staff=liv, starts_at=starts_at, ends_at=ends_at)
    with diary.changing(berlin.pk):
        pass  # whoever wrote these rows kept its law
    text = document.export(berlin)
    assert '{from: "2030-10-27T02:30+01:00", to: "2030-10-27T03:30", reason: null}' in text
    assert '{from: "2030-10-27T02:30", to: "2030-10-27T02:30", reason: null}' in text
    assert two.name in text
    assert_that_loading_the_export_changes_nothing(berlin)


def test_customers_whom_a_document_cannot_name_are_left_out_and_counted(capsys):
    business = load().business
    jane = business.customer_set.get(first_name="Jane")
    for changes in (
        {"first_name": "Walk-in"},
        {"first_name": "Twin", "phone": "202 555 0186", "phone_e164": "+12025550186", "identity": None},
        {"first_name": "Gone", "email": "gone@example.com", "erased_at": NOW},
        {"first_name": "Merged", "email": "merged@example.com", "merged_into": jane},
    ):
        Customer.objects.create(business=business, **changes)
    call_command("export_business", "north-elm")
    said = capsys.readouterr()
    assert [person["first_name"] for person in yaml.safe_load(said.out)["customers"]] == ["Jane", "Bob"]
    assert said.err.startswith("2 of 4 customers cannot be named in a document")
    assert_that_loading_the_export_changes_nothing(business)


def test_a_number_read_in_another_country_is_exported_so_that_it_is_found_again():
    business = load().business
    Business.objects.filter(pk=business.pk).update(country="DE")
    business.refresh_from_db()
    document.load(document.export(business), now=NOW)
    assert Customer.objects.filter(phone_e164="+12025550186").count() == 1
    assert Customer.objects.count() == 2


def test_an_unknown_slug_is_answered_with_near_ones():
    with pytest.raises(CommandError, match=r"no business has the slug 'elm'; there is none yet; load_business makes"):
        call_command("export_business", "elm")
    load()
    with pytest.raises(CommandError, match=r"no business has the slug 'north-elmo'; did you mean north-elm\?"):
        call_command("export_business", "north-elmo")


def unsorted_parts(said):
    """What a document says, apart from the order of that whose order means nothing."""
    timetable = sorted(said.timetable, key=repr)
    people = [
        (
            person.name,
            person.about,
            sorted(person.skills, key=repr),
            person.hours,
            person.rotas,
            person.special_days,
            person.location,
        )
        for person in said.staff
    ]
    headings = [category for category in said.categories if category.name]
    loose = [service for category in said.categories if not category.name for service in category.services]
    rest = (said.profile, said.rules, said.page, said.hours, said.special_days, said.locations, said.resources)
    return rest, headings, loose, people, timetable, said.customers


@settings(max_examples=60, deadline=None)
@given(first=documents(), second=documents())
def test_any_document_goes_out_and_in_unchanged_whatever_stood_there_before(first, second):
    with transaction.atomic():
        for written in (first, second):
            before = Business.objects.exists()
            business = load(written).business
            if not before:
                exported = unsorted_parts(read(document.export(business)))
                assert exported == unsorted_parts(read(yaml.safe_dump(written, allow_unicode=True)))
            assert_that_loading_the_export_changes_nothing(business)
        transaction.set_rollback(True)


def test_phases_are_read_written_and_exported_as_they_are_typed():
    changed = north_elm()
    changed["staff"][0]["services"] = ["Fade", "Color"]
    changed["categories"][0]["services"][2]["phases"] = [{"work": 20}, {"wait": 25}, {"work": 15}]
    business = load(changed).business
    color = Service.objects.get(name="Color")
    assert color.phases == [{"work": 20}, {"wait": 25}, {"work": 15}]
    assert (color.waits, color.waiting_minutes) == ([(20, 45)], 25)
    text = document.export(business)
    assert "        phases: [{work: 20}, {wait: 25}, {work: 15}]\n" in text
    assert document.export(document.load(text, now=NOW).business) == text
