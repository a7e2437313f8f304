"""What `load_business` writes, and what it leaves alone."""

import datetime as dt
import io
import json
import sys
import uuid
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from businesses import diary, document, people
from businesses.document import plan, write_people
from businesses.models import (
    Business,
    Category,
    Customer,
    Location,
    Resource,
    Service,
    Skill,
    StaffMember,
    TimeOff,
    Timetable,
    User,
)
from tests.businesses.cast import NOW, SMALL, load, north_elm, rows, versions

pytestmark = pytest.mark.django_db

WRITE = sys.modules["businesses.document.write"]  # the package gives its function that name


def owners_of_time():
    """The diaries that a business's rows call for, while there is one business only."""
    rows = ((diary.SETUP, Business), *diary.OWNERS.items())
    return {diary.Key(kind, pk) for kind, model in rows for pk in model.objects.values_list("pk", flat=True)}


def command(text, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text if isinstance(text, bytes) else text.encode())))
    call_command("load_business", "-")
    return capsys.readouterr().out


def test_the_command_prints_one_object_with_the_ids_of_what_the_document_names(monkeypatch, capsys):
    said = json.loads(command(json.dumps(north_elm()), monkeypatch, capsys))
    business = Business.objects.get()
    assert said["business"] == {"id": business.pk, "uuid": str(business.uuid), "slug": "north-elm"}
    assert list(said["services"]) == ["Fade", "Trim", "Color", "Massage", "Yoga"]
    fade = Service.objects.get(name="Fade")
    assert said["services"]["Fade"] == {"id": fade.pk, "uuid": str(fade.uuid)}
    assert list(said["staff"]) == ["Maria Gomez", "Yuri Ito"]
    assert list(said["locations"]) == ["Main", "Annex"]
    assert list(said["resources"]) == ["Room 1", "Room 2"]
    assert list(said["customers"]) == ["jane@example.com", "+12025550186"]
    assert uuid.UUID(said["customers"]["jane@example.com"]["uuid"])


def test_the_command_reads_a_file(tmp_path, capsys):
    path = tmp_path / "quiet.yaml"
    path.write_text("name: Quiet House\ntimezone: Asia/Karachi\n")
    call_command("load_business", str(path))
    assert json.loads(capsys.readouterr().out)["business"]["slug"] == "quiet-house"


def test_the_command_names_every_error_on_a_line_of_its_own_and_writes_nothing(monkeypatch, capsys):
    changed = north_elm(timezone="America/Chicgo")
    changed["staff"][1]["services"] = ["Fad"]
    with pytest.raises(CommandError) as refusal:
        command(json.dumps(changed), monkeypatch, capsys)
    assert refusal.value.returncode == 1
    assert str(refusal.value).splitlines() == [
        "-: 3 errors, nothing was written.",
        "timezone: 'America/Chicgo' is no IANA time zone such as America/Chicago; did you mean 'America/Chicago'?",
        "staff[1].services[0]: no service named 'Fad'; did you mean 'Fade'?",
        "timetable[0].staff: 'Yuri Ito' does not perform 'Yoga'; who does: nobody yet",
    ]
    assert not any(rows().values())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", "document: is empty; it needs at least a name and a timezone"),
        (b"# nothing but a remark\n", "document: is empty; it needs at least a name and a timezone"),
    ],
)
def test_an_empty_document_is_refused(raw, line, monkeypatch, capsys):
    with pytest.raises(CommandError, match="nothing was written") as refusal:
        command(raw, monkeypatch, capsys)
    assert line in str(refusal.value)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.yaml: cannot be read: No such file"):
        call_command("load_business", str(tmp_path / "nowhere.yaml"))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("name: Quiet\ntimezone: Zürich\n".encode("latin-1"))
    with pytest.raises(CommandError, match=r"latin\.yaml: line 2 is not UTF-8 text; save the file as UTF-8"):
        call_command("load_business", str(latin))


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    with pytest.raises(CommandError, match="/dev/zero: is larger than 5,242,880 bytes, nothing was written"):
        call_command("load_business", "/dev/zero")


def test_a_byte_order_mark_does_no_harm(monkeypatch, capsys):
    command(b"\xef\xbb\xbfname: Quiet House\ntimezone: Asia/Karachi\n", monkeypatch, capsys)
    assert Business.objects.get().name == "Quiet House"


def test_what_is_left_out_has_its_documented_default():
    business = load(SMALL).business
    business.refresh_from_db()
    assert (business.slug, business.currency, business.language, business.country) == ("quiet-house", "USD", "en", "US")
    assert (business.lead_time_minutes, business.window_days, business.slot_interval_minutes) == (60, 7, 30)
    assert (business.auto_confirm, business.cancel_notice_minutes, business.hold_minutes) == (True, 0, 10)
    assert (business.pending_expiry_minutes, business.waitlist_offer_minutes) == (None, 20)
    assert business.guests_may_book_series is False
    assert (business.show_staff_selection, business.show_service_prices) == (True, True)
    assert business.show_service_duration is True
    assert (business.require_customer_email, business.accent_color, business.consent_text) == (True, "#7c3aed", "")
    assert (business.embed_origins, business.active) == ([], True)
    assert list(Location.objects.values_list("name", "address")) == [("Main", "")]


def test_a_key_left_out_later_falls_back_to_its_default():
    load(north_elm(rules={"lead_time_minutes": 5, "pending_expiry_minutes": 30}, page={"accent_color": "#000000"}))
    load(north_elm(rules={"lead_time_minutes": None}))
    business = Business.objects.get()
    assert (business.lead_time_minutes, business.pending_expiry_minutes) == (60, None)
    assert business.accent_color == "#7c3aed"


def test_the_rows_say_what_the_document_says():
    loaded = load()
    business = loaded.business
    periods = business.openinghours_set.values_list("weekday", "opens", "closes")
    assert list(periods) == [
        (0, dt.time(9), dt.time(12)),
        (0, dt.time(13), dt.time(19)),
        (4, dt.time(18), dt.time(2)),
        (5, dt.time(10), dt.time(0)),
    ]
    special = business.specialday_set.get(staff=None)
    assert (special.date, special.periods, special.note) == (
        dt.date(2030, 12, 24),
        [["09:00", "12:00"]],
        "Christmas Eve",
    )
    color = loaded.services["Color"]
    color.refresh_from_db()
    assert (color.category.name, color.price, color.buffer_after_minutes) == ("Cuts", Decimal("95.00"), 30)
    assert loaded.resources["Room 1"].location == loaded.locations["Main"]
    assert loaded.resources["Room 2"].location == loaded.locations["Annex"]
    maria, yuri = loaded.staff["Maria Gomez"], loaded.staff["Yuri Ito"]
    assert (maria.own_hours, maria.location) == (False, loaded.locations["Main"])
    skills = maria.skills.values_list("service__name", "duration_minutes", "price")
    assert list(skills) == [("Fade", None, None), ("Color", 50, Decimal("110.00"))]
    assert yuri.own_hours is True
    assert yuri.special_days.get().periods == []
    away = maria.time_off.get()  # Chicago is six hours behind UTC in winter
    assert away.starts_at == dt.datetime(2030, 12, 1, 15, tzinfo=dt.UTC)
    assert away.ends_at == dt.datetime(2030, 12, 3, 0, tzinfo=dt.UTC)
    entry = Timetable.objects.get()
    assert (entry.service.name, entry.staff, entry.weekday, entry.time) == ("Yoga", yuri, 0, dt.time(18))
    assert (entry.valid_from, entry.valid_until) == (dt.date(2030, 1, 7), None)
    assert entry.excepted_dates == ["2030-12-23"]
    bob = Customer.objects.get(first_name="Bob")
    assert (bob.phone, bob.phone_e164, bob.email, bob.blocked) == ("(202) 555-0186", "+12025550186", "", True)


def test_hours_without_a_day_are_own_hours_in_which_nobody_works():
    changed = north_elm()
    changed["staff"][0]["hours"] = {}
    maria = load(changed).staff["Maria Gomez"]
    assert maria.own_hours is True
    assert not maria.working_hours.exists()


def test_the_same_document_twice_changes_nothing():
    load()
    before = rows()
    load()
    assert rows() == before


def test_a_document_writes_only_what_differs():
    load()
    before = rows()
    changed = north_elm()
    changed["categories"][0]["services"][0]["price"] = "36.00"
    load(changed)
    after = rows()
    assert {kind for kind in after if after[kind] != before[kind]} == {"Service", "Diary"}
    fade_before, fade = before["Service"][0], after["Service"][0]
    assert {column for column in fade if fade[column] != fade_before[column]} == {"price", "updated_at"}
    assert fade["updated_at"] == NOW
    assert after["Service"][1:] == before["Service"][1:]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(description="New words"),
        lambda d: d.update(page={"show_staff_selection": False}),
        lambda d: d["staff"][0].update(job_title="Boss"),
        lambda d: d.update(timezone="Europe/Berlin"),
        lambda d: d.update(rules={"window_days": 9}),
        lambda d: d["hours"].pop("monday"),
        lambda d: d["special_days"][0].update(periods=[]),
        lambda d: d["categories"][0]["services"][0].update(duration_minutes=40),
        lambda d: d["categories"][0]["services"].pop(1),
        lambda d: d["staff"][0]["services"][1].update(duration_minutes=55),
        lambda d: d["timetable"][0].update(time="18:30"),
        lambda d: d["staff"][0].update(hours={"monday": [["09:00", "10:00"]]}),
        lambda d: d["staff"][1]["hours"].update(tuesday=[["09:00", "10:00"]]),
        lambda d: d["staff"][1].update(rotas=[{"from": "2030-06-03", "weeks": [{"monday": [["09:00", "10:00"]]}, {}]}]),
        lambda d: d["staff"][1].pop("special_days"),
        lambda d: d["staff"][0]["time_off"].clear(),
        lambda d: d["staff"][0].update(active=False),
        lambda d: d["staff"].pop(0),
        lambda d: d["resources"].pop(0),
        lambda d: d["resources"][1].update(kind="booth"),
    ],
)
def test_every_change_of_the_set_up_raises_the_version_of_every_diary(change):
    business = load().business
    before = versions(business)
    changed = north_elm()
    change(changed)
    load(changed)
    after = versions(business)
    assert before.keys() == owners_of_time()
    assert {key for key in before if after[key] > before[key]} == before.keys()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["customers"].append({"email": "kim@example.com"}),
        lambda d: d["owners"].append({"username": "oak", "email": "oak@northelm.example"}),
        lambda d: None,
    ],
)
def test_customers_and_owners_are_nobodys_time_and_raise_no_version(change):
    business = load().business
    before = versions(business)
    changed = north_elm()
    change(changed)
    load(changed)
    assert versions(business) == before


def test_whoever_is_new_has_a_diary_at_once():
    business = load().business
    before = versions(business)
    changed = north_elm()
    changed["categories"][0]["services"].append({"name": "Perm", "duration_minutes": 90})
    changed["staff"].append({"name": "Zoe Hill", "services": ["Perm"]})
    changed["resources"].append({"name": "Room 3", "kind": "room"})
    loaded = load(changed)
    new = {
        diary.of_service(loaded.services["Perm"].pk),
        diary.of_staff(loaded.staff["Zoe Hill"].pk),
        diary.of_resource(loaded.resources["Room 3"].pk),
    }
    assert versions(business).keys() - before.keys() == new


def test_what_is_no_longer_named_is_deactivated_and_keeps_its_id():
    first = load()
    changed = north_elm(timetable=[])
    changed["categories"] = [{"name": "Cuts", "services": [{"name": "Trim", "duration_minutes": 30}]}]
    changed["staff"] = [{"name": "Maria Gomez", "services": ["Trim"]}]
    changed["locations"], changed["resources"] = [{"name": "Main", "address": "123 Main St"}], []
    load(changed)
    assert dict(Service.objects.values_list("name", "active")) == {
        "Trim": True,
        "Fade": False,
        "Color": False,
        "Massage": False,
        "Yoga": False,
    }
    assert set(Service.objects.values_list("pk", flat=True)) == {row.pk for row in first.services.values()}
    assert dict(StaffMember.objects.values_list("name", "active")) == {"Maria Gomez": True, "Yuri Ito": False}
    assert dict(Resource.objects.values_list("name", "active")) == {"Room 1": False, "Room 2": False}
    assert dict(Location.objects.values_list("name", "active")) == {"Main": True, "Annex": False}
    assert not Timetable.objects.exists()
    load()
    assert not Service.objects.filter(active=False).exists()
    assert not StaffMember.objects.filter(active=False).exists()


def test_settings_that_are_no_longer_named_are_removed_with_those_who_are():
    load()
    changed = north_elm()
    changed["staff"][0] = {"name": "Maria Gomez", "services": ["Fade"]}
    load(changed)
    assert [skill.service.name for skill in Skill.objects.filter(staff__name="Maria Gomez")] == ["Fade"]
    assert not TimeOff.objects.exists()


def test_who_is_no_longer_named_keeps_their_settings_for_the_day_they_come_back():
    load()
    changed = north_elm(timetable=[])
    yuri = changed["staff"].pop()
    load(changed)
    away = StaffMember.objects.get(name=yuri["name"])
    assert (away.active, away.own_hours, away.working_hours.count(), away.skills.count()) == (False, True, 1, 2)


def test_a_category_that_is_no_longer_named_stays_while_a_service_stands_under_it():
    load()
    changed = north_elm(timetable=[], staff=[])
    changed["categories"] = [{"name": "Hair", "services": changed["categories"][0]["services"]}]
    load(changed)
    assert set(Category.objects.values_list("name", flat=True)) == {"Hair", "Wellness"}  # nothing is left under Cuts
    assert Service.objects.get(name="Massage").category.name == "Wellness"


def test_services_stand_in_the_order_of_the_document():
    load()
    changed = north_elm()
    changed["categories"][0]["services"].insert(0, {"name": "Perm", "duration_minutes": 90})
    changed["categories"].reverse()
    load(changed)
    assert list(Category.objects.values_list("name", flat=True)) == ["Wellness", "Cuts"]
    names = list(Service.objects.values_list("name", flat=True))
    assert names == ["Massage", "Yoga", "Perm", "Fade", "Trim", "Color"]


def test_a_customer_is_known_by_e_mail_whatever_its_letter_case():
    jane = load().customers["jane@example.com"]
    changed = north_elm(customers=[{"first_name": "Janet", "email": "JANE@Example.com"}])
    load(changed)
    jane.refresh_from_db()
    assert (jane.first_name, jane.last_name, jane.email, jane.phone_e164) == ("Janet", "", "JANE@Example.com", "")


def test_a_customer_without_an_e_mail_is_known_by_phone_however_it_is_written():
    bob = load().customers["+12025550186"]
    load(north_elm(customers=[{"first_name": "Robert", "phone": "+1 202-555-0186"}]))
    bob.refresh_from_db()
    assert (bob.first_name, bob.phone) == ("Robert", "+1 202-555-0186")
    assert Customer.objects.count() == 2


def test_a_document_never_takes_an_e_mail_away_from_whom_it_finds_by_phone():
    bob = load().customers["+12025550186"]
    Customer.objects.filter(pk=bob.pk).update(email="bob@example.com")
    load()
    bob.refresh_from_db()
    assert bob.email == "bob@example.com"
    assert Customer.objects.count() == 2


def test_customers_who_are_not_named_are_left_alone():
    load()
    before = rows()["Customer"]
    load(north_elm(customers=[]))
    assert rows()["Customer"] == before


def test_a_customer_who_was_erased_is_not_found_again():
    bob = load().customers["+12025550186"]
    Customer.objects.filter(pk=bob.pk).update(erased_at=NOW, identity=None)
    load()
    assert Customer.objects.filter(first_name="Bob").count() == 2


def test_a_customer_who_was_merged_into_another_is_found_as_that_other_who_keeps_their_address():
    loaded = load()
    kim = Customer.objects.create(business=loaded.business, first_name="Kim", email="kim@example.com")
    Customer.objects.filter(email="jane@example.com").update(merged_into=kim)
    assert load().customers["jane@example.com"] == kim
    kim.refresh_from_db()
    assert (kim.first_name, kim.email) == ("Jane", "kim@example.com")
    before = rows()
    load()
    assert rows() == before


def test_a_new_owner_can_reach_the_dashboard_but_has_no_password():
    business = load().business
    owner = business.owners.get()
    assert (owner.username, owner.email, owner.is_staff, owner.is_superuser) == (
        "elm",
        "owner@northelm.example",
        True,
        False,
    )
    assert not owner.has_usable_password()


def test_a_document_that_names_a_stranger_changes_nothing_of_their_account():
    User.objects.create_user("alice", "alice@example.com", "a long secret of hers", is_active=False)
    before = rows()["User"]
    hers = north_elm(owners=[{"username": "alice", "email": "Alice@example.com"}])
    load(hers)
    load(hers)  # and not when she is an owner already either
    assert rows()["User"] == before
    assert Business.objects.get().owners.get().email == "alice@example.com"


def test_owners_who_are_no_longer_named_keep_their_access():
    business = load().business
    load(north_elm(owners=[]))
    assert business.owners.get().username == "elm"


def test_two_businesses_do_not_touch_each_other():
    load()
    before = rows()
    load(north_elm(slug="south-elm", owners=[]))
    after = rows()
    for kind, known in before.items():
        assert after[kind][: len(known)] == known
    assert Customer.objects.filter(email="jane@example.com").count() == 2


def test_what_differs_is_written_customers_first_and_the_set_up_between_its_locks():
    load()
    changed = north_elm(name="North Elm & Sons", customers=[{"first_name": "Janet", "email": "jane@example.com"}])
    with CaptureQueriesContext(connection) as asked:
        load(changed)
    written = [query["sql"].partition("UPDATE ")[2] for query in asked if "UPDATE " in query["sql"]]
    assert [sql.split()[0].strip('"') for sql in written if sql.startswith(("businesses", '"businesses'))] == [
        "businesses_customer",
        "businesses_business",
        "businesses_diary",
    ]


def statements_of(job):
    """What a job asks the database, those that begin and end a transaction included."""
    with CaptureQueriesContext(connection) as asked:
        job()
    return [query["sql"] for query in asked]


@pytest.mark.django_db(transaction=True)
def test_a_document_that_changes_nothing_waits_for_nobody_and_neither_does_a_check():
    load()
    for text in (json.dumps(north_elm()), json.dumps(north_elm(name="Other", staff=[], timetable=[]))):
        asked = statements_of(lambda text=text: document.check(document.read(text), now=NOW))
        assert {sql.split()[0] for sql in asked} == {"SELECT"}
        assert not [sql for sql in asked if "FOR " in sql]
    assert {sql.split()[0] for sql in statements_of(load)} == {"SELECT"}


@pytest.mark.django_db(transaction=True)
def test_of_a_large_document_all_is_ready_before_the_lock_and_written_in_few_statements():
    load()
    people = [{"first_name": f"Guest {number}", "email": f"g{number}@example.com"} for number in range(2000)]
    asked = statements_of(lambda: load(north_elm(name="Large", customers=people)))
    begun = next(place for place, sql in enumerate(asked) if sql.startswith(("BEGIN", "INSERT")))
    assert {sql.split()[0] for sql in asked[:begun]} == {"SELECT"}
    assert len(asked[begun:]) < 60
    assert Customer.objects.filter(first_name__startswith="Guest ").count() == 2000
    moved = [person | {"address": "Elsewhere"} for person in people]
    asked = statements_of(lambda: load(north_elm(name="Large", customers=moved)))
    assert len([sql for sql in asked if "UPDATE" in sql]) < 30
    assert Customer.objects.filter(address="Elsewhere").count() == 2000


def test_a_set_up_that_changed_after_the_plan_is_planned_again(monkeypatch):
    business = load().business
    real, others = plan.Plan, ["Main Road 1"]

    def planned(*args):
        found = real(*args)
        if others:
            with diary.changing(business.pk):
                Location.objects.filter(name="Annex").update(address=others.pop())
        return found

    monkeypatch.setattr(WRITE, "Plan", planned)
    load(north_elm(name="North Elm & Sons"))
    assert Business.objects.get().name == "North Elm & Sons"
    assert Location.objects.get(name="Annex").address == "9 Side St"  # the document came last


def test_a_business_that_was_just_founded_is_loaded_as_well():
    business, _ = people.found("North Elm Studio", "America/Chicago", "owner@northelm.example")
    assert versions(business) == {}
    loaded = load(north_elm(slug=business.slug, owners=[]))
    assert loaded.business == business
    assert versions(business).keys() == owners_of_time()
    assert Service.objects.count() == 5


def test_a_large_document_for_a_business_that_somebody_changes_all_the_time_is_refused_in_words(monkeypatch):
    business = load().business
    real = plan.Plan

    def planned(*args):
        found = real(*args)
        with diary.changing(business.pk):
            pass
        return found

    monkeypatch.setattr(WRITE, "Plan", planned)
    monkeypatch.setattr(WRITE, "SHORT", 0.0)
    before = rows()["Business"]
    with pytest.raises(document.DocumentError, match="somebody else was changing the same business; try again"):
        load(north_elm(name="North Elm & Sons"))
    assert rows()["Business"] == before


def test_a_small_document_is_planned_under_the_locks_when_somebody_changes_things_all_the_time(monkeypatch):
    business = load().business
    real, plans = plan.Plan, []

    def planned(*args):
        plans.append(real(*args))
        with diary.changing(business.pk):
            Location.objects.filter(name="Annex").update(address=f"Main Road {len(plans)}")
        return plans[-1]

    monkeypatch.setattr(WRITE, "Plan", planned)
    load(north_elm(name="North Elm & Sons"))
    assert Business.objects.get().name == "North Elm & Sons"
    assert len(plans) == 2


def test_a_customer_who_changed_after_the_plan_is_looked_at_again(monkeypatch):
    load()
    real, others = plan.Plan, ["Doe-Smith"]

    def planned(*args):
        found = real(*args)
        if others:
            jane = Customer.objects.get(email="jane@example.com")
            jane.last_name = others.pop()
            jane.save()
        return found

    monkeypatch.setattr(WRITE, "Plan", planned)
    load(north_elm(customers=[{"first_name": "Janet", "last_name": "Doe", "email": "jane@example.com"}]))
    jane = Customer.objects.get(email="jane@example.com")
    assert (jane.full_name, jane.folded) == ("Janet Doe", "janet doe jane@example.com")


def test_a_refusal_of_the_database_undoes_everything_and_the_whole_is_done_again(monkeypatch):
    real, refusals = write_people.owners, [IntegrityError("somebody was faster")]

    def owners(*args):
        if refusals:
            raise refusals.pop()
        real(*args)

    monkeypatch.setattr(write_people, "owners", owners)
    load()
    assert Business.objects.get().owners.count() == 1
    assert Service.objects.count() == 5


def test_a_database_that_refuses_for_good_is_an_error_of_one_line_and_nothing_is_written(monkeypatch):
    def refuse(*args):
        raise IntegrityError("no such luck\nDETAIL: at all")

    monkeypatch.setattr(write_people, "owners", refuse)
    with pytest.raises(document.DocumentError) as refusal:
        load()
    assert refusal.value.errors == (
        "document: nothing was written, the database refused it (no such luck DETAIL: at all); "
        "if somebody else is changing the same business, try again",
    )
    assert not any(rows().values())
