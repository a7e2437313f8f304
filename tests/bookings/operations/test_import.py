"""Files of other systems: what is wrong with each line, what comes in, and that nothing comes in twice."""

import datetime as dt
from importlib import import_module

import pytest

from bookings import errors, operations, queries
from bookings.management.work import CHANNELS
from bookings.models import Booking, Delivery, Event, Import, Origin
from bookings.outbox import route
from businesses.models import Customer, StaffMember
from tests import factories
from tests.bookings.operations import desk
from tests.bookings.operations.files import BY, HEADER, brought_in, faults, kept, looked_at, made, row, ticking
from tests.factories import DAY, NOW, at

pytestmark = pytest.mark.django_db
CARRYING_ON = import_module("bookings.operations.carry_on_import")
PEOPLE = ("Client ID", "First name", "Last name", "Email", "Phone", "Address")


@pytest.fixture
def elm():
    return factories.load(factories.ELM)


def test_a_line_becomes_a_booking_of_the_house(elm):
    file = brought_in(elm, [row("7", client="Ada Ray", email="ada@example.com", phone="(202) 555-0177")])
    booking = Booking.objects.with_details().get()
    assert (booking.service_name, booking.staff.name, booking.starts_at) == (
        "Fade",
        "Maria Gomez",
        at(elm, DAY, "10:00"),
    )
    assert (booking.status, booking.source, booking.guest_name) == ("confirmed", "import", "Ada Ray")
    assert (booking.customer.email, booking.customer.phone_e164) == ("ada@example.com", "+12025550177")
    assert Event.objects.get().by == BY
    assert (made(file), file.lines, file.faults) == (1, [], [])


def test_nothing_is_written_by_looking(elm):
    looked_at(elm, [row("1")])
    assert not Booking.objects.exists()
    assert not Customer.objects.filter(first_name="Ada").exists()


@pytest.mark.parametrize(
    ("change", "code", "better"),
    [
        ({"service": "Fede"}, "unknown_service", ("Fade",)),
        ({"service": "Retired cut"}, "unknown_service", ()),
        ({"service": ""}, "no_service", ()),
        ({"staff": "Maria Gomes"}, "unknown_staff", ("Maria Gomez",)),
        ({"staff": "Olga Berg"}, "cannot", ("Maria Gomez", "Ana Ruiz")),
        ({"date": "24.13.2026"}, "date", ()),
        ({"date": "2026-11-20", "time": "08:00"}, "past", ()),
        ({"date": "2099-11-24"}, "far", ()),
        ({"time": "half past ten"}, "time", ()),
        ({"time": "20:00"}, "closed", ()),
        ({"time": "12:00"}, "closed", ()),
        ({"client": "", "email": ""}, "nobody", ()),
        ({"client": "Ada\u202eyaR"}, None, ()),
        ({"email": "ada at example"}, "email", ()),
        ({"phone": "12"}, "phone", ()),
        ({"client": "x" * 201}, "long", ()),
    ],
)
def test_what_is_wrong_with_a_line_is_named_with_what_would_work(elm, change, code, better):
    file = looked_at(elm, [row("1", **change)])
    found = [queries.Fault(*each) for each in file.faults]
    assert [(fault.line, fault.code) for fault in found] == ([(2, code)] if code else [])
    if better:
        assert set(better) <= set(found[0].better)


def test_of_several_people_with_one_name_none_is_proposed_by_that_name(elm):
    there = elm.staff["Maria Gomez"].location
    StaffMember.objects.create(business=elm.business, location=there, name="MARIA GOMEZ")
    file = looked_at(elm, [row("1")])
    assert [queries.Fault(*each) for each in file.faults] == [queries.Fault(2, "several_staff")]


def test_all_that_is_wrong_with_a_line_is_named_at_once(elm):
    file = looked_at(elm, [row("1", service="Fede", date="x", phone="1")])
    assert faults(file) == [(2, "date"), (2, "phone"), (2, "unknown_service")]


def test_a_time_that_is_taken_names_the_appointment_and_what_is_free(elm):
    there = factories.book(elm, "Fade", staff="Maria Gomez")
    [fault] = [queries.Fault(*each) for each in looked_at(elm, [row("1", time="10:15")]).faults]
    assert (fault.code, fault.about) == ("taken", str(there.appointment.pk))
    assert at(elm, DAY, "11:00").isoformat() in fault.better


def test_two_lines_that_want_the_same_time_clash_with_each_other(elm):
    file = looked_at(elm, [row("1"), row("2", time="10:30"), row("3", staff="Ana Ruiz"), row("4", staff="")])
    assert [each[:3] for each in file.faults] == [(3, "taken_by_line", "2"), (5, "all_taken", "")]


def test_whoever_names_a_person_comes_before_who_may_have_anybody(elm):
    file = brought_in(elm, [row("1", staff=""), row("2"), row("3", staff="anyone", client="Bo Li")])
    assert faults(file) == [(4, "all_taken")]
    assert {each.staff.name for each in Booking.objects.with_details()} == {"Maria Gomez", "Ana Ruiz"}


def test_a_class_takes_as_many_lines_as_it_has_places(elm):
    rows = [row(str(n), "Yoga", "Yuri Ito", client=f"Guest {n}") for n in range(4)]
    assert faults(looked_at(elm, rows)) == [(5, "full")] or faults(looked_at(elm, rows)) == [(5, "taken_by_line")]
    file = brought_in(elm, rows)
    assert (made(file), faults(file)) == (3, [(5, "full")])


def test_what_is_cancelled_there_stays_out(elm):
    header = ("Ref", "Service", "Date", "Time", "Client", "Status")
    rows = [
        ("1", "Fade", "2026-11-24", "10:00", "Ada", "Cancelled"),
        ("2", "Fade", "2026-11-24", "10:00", "Bo", "Booked"),
    ]
    assert faults(looked_at(elm, rows, header=header)) == [(2, "cancelled")]


def test_outside_the_hours_comes_in_where_the_house_says_so(elm):
    assert faults(looked_at(elm, [row("1", time="20:00")])) == [(2, "closed")]
    assert made(brought_in(elm, [row("1", time="20:00")], over_hours=True)) == 1


def test_no_rule_for_guests_binds_the_house(elm):
    """Neither the lead time, nor the grid, nor the window of sixty days, nor that somebody is blocked."""
    rows = [
        row("1", date="2026-11-20", time="09:20", staff="Ana Ruiz"),
        row("2", date="2027-06-01"),
        row("3", client="Bob Bane", email="bob@example.com"),
    ]
    assert made(brought_in(elm, rows)) == 3


def test_a_name_means_what_the_house_says(elm):
    names = {"service": {"mens cut": elm.services["Fade"].pk}, "staff": {"m.g.": elm.staff["Maria Gomez"].pk}}
    file = brought_in(elm, [row("1", "Men’s cut".replace("’", ""), "M.G.")], names=names)
    assert made(file) == 1


def test_a_service_is_known_without_what_stands_in_brackets_behind_it(elm):
    assert made(brought_in(elm, [row("1", "fade (45 min)")])) == 1


@pytest.mark.parametrize("reference", ["7", ""])
def test_the_same_file_twice_makes_nothing_twice(elm, reference):
    rows = [row(reference, email="ada@example.com")]
    brought_in(elm, rows)
    again = brought_in(elm, rows)
    assert (made(again), again.known, again.faults) == (0, 1, [])
    assert Booking.objects.count() == 1


def test_the_same_number_of_another_system_is_another_booking(elm):
    brought_in(elm, [row("7")], program="Fresha")
    assert made(brought_in(elm, [row("7", time="14:00")], program="Square")) == 1


def test_the_same_number_twice_in_a_file_is_a_slip(elm):
    file = brought_in(elm, [row("7"), row("7", time="14:00")])
    assert [each[:3] for each in file.faults] == [[3, "duplicate", "2"]]


def test_a_booking_that_moved_there_is_not_made_a_second_time(elm):
    brought_in(elm, [row("7")])
    assert made(brought_in(elm, [row("7", time="15:00")])) == 0


def test_a_file_comes_in_in_turns_and_whoever_carries_on_does_nothing_twice(elm):
    rows = [row(str(n), time=f"{n:02}:00") for n in (9, 10, 11, 13, 14)]
    file = looked_at(elm, rows)
    operations.start_import(file=file, now=NOW)
    states = []
    while file.state != Import.State.DONE:
        file = operations.carry_on_import(file=file, now=NOW, seconds=2, stopwatch=ticking())
        states.append(made(file))
    assert states == sorted(set(states))
    assert states[-1] == Booking.objects.count() == 5


def test_while_somebody_carries_a_file_on_nobody_else_does(elm):
    file = looked_at(elm, [row("1")])
    operations.start_import(file=file, now=NOW)
    Import.objects.update(busy_until=NOW + dt.timedelta(minutes=1))
    assert operations.carry_on_import(file=file, now=NOW, seconds=9).state == "running"
    later = NOW + dt.timedelta(minutes=2)  # whoever it was is gone
    assert operations.carry_on_import(file=file, now=later, seconds=9).state == "done"


def test_a_file_that_broke_off_goes_on_where_it_was(elm, monkeypatch):
    file = looked_at(elm, [row("1"), row("2", time="14:00"), row("3", time="15:00")])
    operations.start_import(file=file, now=NOW)
    seen = []

    def breaks(*args, **kwargs):
        seen.append(kwargs)
        if len(seen) == 2:
            raise RuntimeError("the power went")
        return operations.book(*args, **kwargs)

    monkeypatch.setattr(CARRYING_ON, "book", breaks)
    with pytest.raises(RuntimeError):
        operations.carry_on_import(file=file, now=NOW, seconds=9)
    file = operations.carry_on_import(file=file, now=NOW, seconds=9)
    assert (file.state, made(file), Booking.objects.count()) == ("done", 3, 3)


def test_a_file_that_is_started_while_somebody_else_writes_it_waits(elm):
    file = looked_at(elm, [row("1")])
    Import.objects.update(busy_until=NOW + dt.timedelta(minutes=1))
    assert operations.start_import(file=file, now=NOW)
    assert operations.carry_on_import(file=file, now=NOW, seconds=9).state == "running"
    assert not Booking.objects.exists()


@pytest.fixture
def at_the_first_line(monkeypatch):
    """What happens while a turn is at its first line: a list of what is to be called."""
    meanwhile = []

    def booked(**how):
        while meanwhile:
            meanwhile.pop()()
        return operations.book(**how)

    monkeypatch.setattr(CARRYING_ON, "book", booked)
    return meanwhile


def test_a_file_is_stopped_at_the_line_at_which_it_is_and_then_forgotten(elm, at_the_first_line):
    file, said = looked_at(elm, [row("1"), row("2", time="14:00"), row("3", time="15:00")]), []
    operations.start_import(file=file, now=NOW)
    at_the_first_line.append(lambda: said.append(operations.forget_import(file=file, now=NOW)))
    assert operations.carry_on_import(file=file, now=NOW, seconds=9).state == "stopped"
    assert said == [False]
    assert Booking.objects.count() == 1
    assert operations.carry_on_import(file=file, now=NOW, seconds=9).state == "stopped"
    assert operations.forget_import(file=file, now=NOW)
    assert operations.carry_on_import(file=file, now=NOW, seconds=9) is None
    assert Booking.objects.count() == Origin.objects.count() == 1


def test_a_file_that_was_stopped_is_forgotten_by_the_next_tidying(elm, at_the_first_line):
    file = looked_at(elm, [row("1"), row("2", time="14:00")])
    operations.start_import(file=file, now=NOW)
    at_the_first_line.append(lambda: operations.forget_import(file=file, now=NOW))
    operations.carry_on_import(file=file, now=NOW, seconds=9)
    assert operations.forget_imports(now=NOW) == 1


def test_who_is_erased_while_a_file_names_them_does_not_come_back_with_it(elm, at_the_first_line):
    jane = Customer.objects.get(email="jane@example.com")
    rows = [row("1"), row("2", time="14:00", client="Jane Doe", email="jane@example.com")]
    file, busy = looked_at(elm, rows), []
    operations.start_import(file=file, now=NOW)

    def erase():
        operations.erase_customer(customer=jane, now=NOW, by=BY)

    def erased_too_early():
        with pytest.raises(errors.Busy):
            erase()
        busy.append(True)

    at_the_first_line.append(erased_too_early)
    file = operations.carry_on_import(file=file, now=NOW, seconds=0)
    assert (busy, file.state) == ([True], "running")
    erase()
    file = operations.carry_on_import(file=file, now=NOW, seconds=9)
    assert (file.state, Booking.objects.count()) == ("done", 1)
    assert not Customer.objects.filter(email="jane@example.com").exists()


@pytest.mark.parametrize("kind", ["bookings", "customers"])
def test_a_row_that_another_file_brought_in_a_moment_ago_is_passed_over(elm, monkeypatch, kind):
    people = [("1", "Ada", "Ray", "ada@example.com", "", ""), ("2", "Bo", "Li", "bo@example.com", "", "")]
    rows, header = ([row("1", staff=""), row("2", time="14:00")], HEADER) if kind == "bookings" else (people, PEOPLE)
    file, left = looked_at(elm, rows, kind=kind, header=header), CARRYING_ON._Run._left
    operations.start_import(file=file, now=NOW)

    def another_comes_in(run):
        found = left(run)
        monkeypatch.undo()
        brought_in(elm, rows[:1], kind=kind, header=header)
        return found

    monkeypatch.setattr(CARRYING_ON._Run, "_left", another_comes_in)
    file = operations.carry_on_import(file=file, now=NOW, seconds=9)
    assert (file.state, made(file), Origin.objects.count()) == ("done", 1, 2)


def test_a_file_is_started_once_and_only_after_somebody_has_looked(elm):
    file = kept(elm, [row("1")])
    assert not operations.start_import(file=file, now=NOW)
    operations.look_at_import(file=file, now=NOW)
    assert [operations.start_import(file=file, now=NOW) for _ in range(2)] == [True, False]


def test_what_is_refused_at_the_last_moment_is_left_out_with_its_reason(elm):
    file = looked_at(elm, [row("1")])
    factories.book(elm, "Fade", staff="Maria Gomez")
    operations.start_import(file=file, now=NOW)
    file = operations.carry_on_import(file=file, now=NOW, seconds=9)
    assert (made(file), faults(file)) == (0, [(2, "taken")])
    assert file.faults[0][2] == str(Booking.objects.with_details().get().appointment.pk)
    assert [line[0] for line in file.lines] == [2]


@pytest.mark.parametrize(
    ("told", "kinds"), [("nothing", []), ("reminders", ["reminder"]), ("all", ["confirmed", "reminder"])]
)
def test_guests_are_told_what_the_house_wants_and_the_house_is_told_nothing(elm, told, kinds):
    elm.business.reminder_minutes = 1440
    elm.business.save()
    brought_in(elm, [row("1", email="ada@example.com")], told=told)
    route(CHANNELS.values(), now=NOW)
    assert sorted(Delivery.objects.values_list("kind", flat=True)) == kinds
    assert set(Delivery.objects.values_list("audience", flat=True)) <= {"guest"}


def test_a_booking_that_came_in_is_moved_and_cancelled_as_any_other_and_its_guest_is_told(elm):
    brought_in(elm, [row("1", email="ada@example.com")])
    booking = Booking.objects.with_details().get()
    operations.cancel(booking=booking, now=NOW, by=BY)
    route(CHANNELS.values(), now=NOW)
    assert Delivery.objects.filter(kind="cancelled", audience="guest").exists()


def test_customers_come_in_and_those_whom_the_house_knows_stay_as_they_are(elm):
    rows = [
        ("1", "Ada", "van der Ray", "ada@example.com", "", "1 Long Street"),
        ("2", "Janet", "Other", "JANE@example.com", "", "2 Long Street"),
        ("3", "", "", "", "", "3 Long Street"),
        ("4", "Noname", "Nobody", "", "", ""),
    ]
    file = looked_at(elm, rows, kind="customers", header=PEOPLE)
    assert (file.met, faults(file)) == (1, [(4, "nobody")])
    file = brought_in(elm, rows, kind="customers", header=PEOPLE)
    assert made(file) == 2
    ada = Customer.objects.get(email="ada@example.com")
    assert (ada.first_name, ada.last_name, ada.address) == ("Ada", "van der Ray", "1 Long Street")
    assert Customer.objects.get(email="jane@example.com").first_name == "Jane"
    again = brought_in(elm, rows, kind="customers", header=PEOPLE)
    assert (made(again), again.known) == (0, 3)
    assert Customer.objects.filter(last_name="Nobody").count() == 1


def test_who_comes_in_is_counted_as_they_come_in_one_after_the_other(elm):
    """Jane is known by mail, Bob Bane by his phone; whoever has no e-mail is known by the phone of a line before."""
    Customer.objects.filter(email="bob@example.com").update(phone_e164="+12025550111")
    Customer.objects.create(business=elm.business, first_name="Gone", email="gone@example.com", erased_at=None)
    gone = Customer.objects.get(email="gone@example.com")
    into = Customer.objects.get(email="jane@example.com")
    operations.merge(kept=into, merged=gone, blocked=False, now=NOW, by=BY)
    rows = [
        ("1", "Jane", "Doe", "JANE@example.com", "", ""),
        ("2", "Bob", "Bane", "", "(202) 555-0111", ""),
        ("3", "Bob", "Other", "other@example.com", "(202) 555-0111", ""),
        ("4", "Ada", "Ray", "ada@example.com", "(202) 555-0177", ""),
        ("5", "Ada", "R.", "", "(202) 555-0177", ""),
        ("6", "A.", "Ray", "Ada@example.com", "", ""),
        ("7", "Gone", "", "gone@example.com", "", ""),
        ("8", "Cy", "Dee", "", "(202) 555-0188", ""),
        ("9", "Di", "Dee", "", "202 555 0188", ""),
        ("10", "Nameless", "One", "", "", ""),
        ("11", "Nameless", "Two", "", "", ""),
    ]
    file = looked_at(elm, rows, kind="customers", header=PEOPLE)
    assert (file.met, faults(file)) == (6, [])
    assert made(brought_in(elm, rows, kind="customers", header=PEOPLE)) == len(rows) - file.met


def test_a_time_in_the_night_when_the_clocks_change_is_asked_for_again():
    shop = desk.house([{"name": "Cut", "duration_minutes": 30}], [{"name": "Jo", "services": ["Cut"]}])
    rows = [row("1", "Cut", "Jo", "2027-03-14", "02:30"), row("2", "Cut", "Jo", "2027-11-07", "01:30")]
    found = [queries.Fault(*each) for each in looked_at(shop, rows).faults]
    assert [(fault.code, fault.better) for fault in found] == [
        ("skipped", ()), ("twice", ("2027-11-07T01:30-05:00", "2027-11-07T01:30-06:00"))
    ]  # fmt: skip


def test_files_are_forgotten_after_a_week_and_what_came_in_stays(elm):
    brought_in(elm, [row("1")])
    assert operations.forget_imports(now=NOW + dt.timedelta(days=6)) == 0
    assert operations.forget_imports(now=NOW + dt.timedelta(days=8)) == 1
    assert Booking.objects.count() == Origin.objects.count() == 1
    assert made(brought_in(elm, [row("1")])) == 0


def test_a_business_keeps_a_few_files(elm):
    for n in range(12):
        kept(elm, [row(str(n))])
    assert Import.objects.count() == 10


def test_a_neighbour_s_file_and_names_are_another_affair(elm):
    karachi = factories.load(factories.KARACHI)
    brought_in(elm, [row("1")])
    file = looked_at(karachi, [row("1")])
    assert (file.known, faults(file)) == (0, [(2, "unknown_service"), (2, "unknown_staff")])


def test_the_locks_that_were_not_to_be_had_are_named(elm, monkeypatch):
    def busy(**kwargs):
        raise errors.Busy

    monkeypatch.setattr(CARRYING_ON, "book", busy)
    assert faults(brought_in(elm, [row("1")])) == [(2, "busy")]
