"""What was done is written down and read by the owner: who, when, to what, and what it was before."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from businesses.models import ApiKey, Customer, Membership, TimeOff, TrailEntry, User
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, confirm, send
from tests.bookings.dashboard.setup.test_dates_pages import AWAY, special
from tests.bookings.dashboard.setup.test_hours_page import HOURS, week
from tests.factories import DAY

PAGE = "/admin/trail/"
OPEN = [("09:00", "12:00"), ("13:00", "19:00")]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def lines(client, **asked):
    """Each row of the page: who, what and what it was before."""
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return [(line.who, line.sentence, list(line.changes)) for _, day in answer.context["days"] for line in day]


def said(client, **asked):
    return [what for _, what, _ in lines(client, **asked)]


def test_fridays_hours_are_told_in_words(elm, olive):
    olive.post(HOURS, week(**dict.fromkeys(DAYS, OPEN) | {"friday": [("10:00", "16:00")]}))
    changes = ["Friday’s hours: from 09:00–12:00, 13:00–19:00 to 10:00–16:00"]
    assert lines(olive) == [("olive", "The opening hours were changed", changes)]


def test_a_service_tells_each_field_as_it_was_and_is(elm, olive):
    send(olive, address(elm.services["Trim"]), price="19.50", duration_minutes="35")
    assert lines(olive)[0] == (
        "olive",
        "Service “Trim” was changed",
        ["Duration: from 30 minutes to 35 minutes", "Price: from $20.50 to $19.50"],
    )


def test_a_save_that_changes_nothing_is_not_written_down(elm, olive):
    send(olive, address(elm.services["Trim"]))
    assert lines(olive) == []


def test_a_change_that_is_only_shown_is_not_written_down(elm, olive):
    factories.book(elm, "Fade", staff="Maria Gomez")
    away = {"staff": elm.staff["Maria Gomez"].pk, "first": f"{DAY}", "begins": "09:00", "ends": "12:00"}
    answer = olive.post(AWAY, away)
    assert not TrailEntry.objects.exists()
    confirm(olive, AWAY, answer)
    assert said(olive, kind="settings") == ["Time off of Maria Gomez was added"]
    olive.post("/admin/undo/")
    assert said(olive, kind="settings")[0] == "Time off of Maria Gomez: Undone."
    assert not TimeOff.objects.exists()


def test_a_special_day_that_is_replaced_is_one_change(elm, olive):
    special(olive, opens_1="10:00", closes_1="12:00")
    special(olive, closed="on")
    special(olive, closed="on", note="Maria is ill")
    change = "Monday, December 28, 2026: from {} to {}"
    note = "The note of Monday, December 28, 2026: changed (what it says is not kept here)"
    assert lines(olive) == [
        ("olive", "The special days were changed", [note]),
        ("olive", "The special days were changed", [change.format("10:00–12:00", "closed")]),
        ("olive", "The special days were changed", [change.format("as usual", "10:00–12:00")]),
    ]


def test_people_keys_and_files_are_told(elm, olive):
    max_ = dashboard.member(elm, "max", "manager")
    row = Membership.objects.get(user=max_.person)
    olive.post(f"/admin/businesses/membership/{row.pk}/change/", {"role": "owner"})
    assert lines(olive, kind="roles") == [
        ("olive", "What max may do here was changed", ["Role: from Manager to Owner"])
    ]
    olive.get("/admin/document/download/")
    assert said(olive, kind="exports") == [f"Took away {elm.business.slug}.yaml as a file."]


def test_who_comes_in_and_goes_is_told(elm, client):
    User.objects.create_user("kim", password="a long enough one", is_staff=True)
    Membership.objects.create(business=elm.business, user=User.objects.get(username="kim"), role="owner")
    client.post("/admin/login/", {"username": "kim", "password": "a long enough one"})
    assert said(client, kind="sign-ins") == ["Signed in with the password."]
    client.post("/admin/logout/")
    assert TrailEntry.objects.latest("pk").said == "Signed out."


def test_bookings_stand_among_the_rest(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    send(olive, address(elm.services["Trim"]), price="19.50")
    assert sorted(said(olive)) == [f"Booking {booking.code}: Booked", "Service “Trim” was changed"]
    assert said(olive, kind="bookings") == [f"Booking {booking.code}: Booked"]
    assert said(olive, q=booking.code) == [f"Booking {booking.code}: Booked"]
    assert said(olive, q="trim") == ["Service “Trim” was changed"]
    assert said(olive, thing=f"service:{elm.services['Fade'].pk}") == []


def test_it_is_filtered_by_who_and_by_date(elm, olive, max_):
    send(max_, address(elm.services["Trim"]), price="19.50")
    factories.book(elm, "Fade")
    assert [who for who, *_ in lines(olive, who=max_.person.pk)] == ["max"]
    assert lines(olive, who=olive.person.pk) == []
    assert [who for who, *_ in lines(olive, who="guests")] == ["the guest"]
    today = "2026-11-20"
    assert len(lines(olive, since=today, until=today)) == 2
    assert lines(olive, until="2026-11-19") == []
    assert lines(olive, since="2026-11-21") == []
    assert len(lines(olive, since="x", until="9999-12-31", kind="x", who="x", after="x~y~z")) == 2


def test_pages_follow_each_other_without_a_gap_or_a_repeat(elm, olive, monkeypatch):
    monkeypatch.setattr("bookings.dashboard.access.trail_page.SHOWN", 2)
    for price in ("11", "12", "13"):
        send(olive, address(elm.services["Trim"]), price=price)
    for clock in ("10:00", "11:00"):
        factories.book(elm, "Trim", clock=clock)
    seen, page = [], PAGE
    while page:
        answer = olive.get(page)
        seen += [(line.sentence, *line.changes) for _, day in answer.context["days"] for line in day]
        page = answer.context["next"]
    assert len(seen) == len(set(seen)) == 5


def test_a_manager_reads_what_they_may_change_and_nobody_else_anything(elm, olive, max_, maria, amna):
    ApiKey.issue(business=elm.business, dialect="booqara")
    olive.get("/admin/document/download/")
    send(olive, address(elm.services["Trim"]), price="19.50")
    assert said(max_) == ["Service “Trim” was changed"]
    assert said(max_, kind="exports") == ["Service “Trim” was changed"]
    assert max_.get(f"{PAGE}download/").status_code == 403
    assert maria.get(PAGE).status_code == 403
    assert lines(amna) == []
    assert lines(amna, thing=f"service:{elm.services['Trim'].pk}") == []


def test_the_history_of_a_row_is_its_part_of_the_trail(elm, olive):
    trim = elm.services["Trim"]
    send(olive, address(trim), price="19.50")
    send(olive, address(elm.services["Fade"]), price="50")
    answer = olive.get(address(trim, "history"), follow=True)
    assert [line.sentence for _, day in answer.context["days"] for line in day] == ["Service “Trim” was changed"]


def test_the_file_has_every_row_and_no_formula(elm, olive):
    send(olive, address(elm.services["Trim"]), name="=1+1")
    text = b"".join(olive.get(f"{PAGE}download/").streaming_content).decode()
    assert text.startswith("\ufeffDate,Time,Who,Kind,What,Before and after")
    assert "Name: from Trim to =1+1" in text
    assert not re.search(r"(^|,)\"?[=+@-]", text, re.MULTILINE)
    assert said(olive, kind="exports") == ["Took away what-was-done.csv as a file."]


def test_no_name_of_anybody_is_in_it(elm, olive, max_):
    guest = operations.Guest(name="Ada Xylander", email="ada.xylander@example.com")
    customer = factories.book(elm, "Fade", guest=guest).customer
    send(olive, address(customer), phone="202 555 0199")
    send(olive, address(elm.staff["Maria Gomez"]), about="Ada Xylander is my aunt", color="#123456")
    away = {"staff": elm.staff["Maria Gomez"].pk, "first": "2026-12-24", "last": "2026-12-24", "reason": "Xylander"}
    olive.post(AWAY, away)
    for row in TrailEntry.objects.values():
        for name in ("xylander", "maria", "olive", "0199"):
            assert name not in str(row).lower()
    assert ("olive", "Customer Ada Xylander was changed") in [each[:2] for each in lines(olive)]
    olive.post(f"/admin/businesses/customer/{customer.pk}/erase/", follow=True)
    assert Customer.objects.get(pk=customer.pk).erased_at
    assert "Xylander" not in olive.get(PAGE).text


def test_writing_it_costs_a_save_at_most_two_statements(elm, olive):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        olive.post(HOURS, week(**dict.fromkeys(DAYS, OPEN) | {"friday": [("10:00", "16:00")]}))
    texts = [each["sql"] for each in seen.captured_queries]
    written = [n for n, sql in enumerate(texts) if "businesses_trailentry" in sql]
    assert len(written) == 1
    read_for_it = [sql for sql in texts[written[0] - 1 : written[0]] if "businesses_openinghours" in sql]
    assert len(read_for_it) == 1


def test_the_page_takes_at_most_twelve_statements(elm, olive, django_assert_max_num_queries):
    for name in ("Trim", "Fade"):
        send(olive, address(elm.services[name]), price="19.50")
    factories.book(elm, "Fade")
    olive.get(PAGE)
    with django_assert_max_num_queries(12):
        olive.get(PAGE)
