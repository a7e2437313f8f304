"""Customers and coming bookings from another system, by the pages of owner and manager."""

import csv
import datetime as dt
import io
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from bookings import sheets
from bookings.dashboard.setup import import_words, importing
from bookings.dashboard.setup.import_forms import UNREADABLE
from bookings.models import Booking, Import
from businesses.models import Customer, TrailEntry
from tests import factories
from tests.bookings.operations.files import kept, row, written
from tests.factories import NOW

PAGE = "/admin/import/"
CALENDLY = (
    "Event Type Name,User Name,Invitee Name,Invitee Email,Start Date & Time,End Date & Time,Canceled\n"
    "Fade,Maria Gomez,Ada Ray,ada@example.com,2026-11-24 10:00 am,2026-11-24 10:45 am,false\n"
    "Fade,Maria Gomez,Bo Li,bo@example.com,2026-11-24 11:00 am,2026-11-24 11:45 am,true\n"
)


def sent(client, data, kind="bookings", name="list.csv"):
    """This will send a file, and give the page on which it is chosen what its columns are."""
    data = data.encode() if isinstance(data, str) else data
    return client.post(PAGE, {"kind": kind, "file": SimpleUploadedFile(name, data)}, follow=True)


def looked(client, page, **changed):
    """This will send the form of the columns as it is shown, some fields changed."""
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() not in (False, None)}
    return client.post(page.redirect_chain[-1][0], {**fields, "look": "1", **changed}, follow=True)


def started(client, page):
    return client.post(page.redirect_chain[-1][0], {"start": "1"}, follow=True)


def test_from_the_file_to_the_bookings(olive, elm):
    page = sent(olive, CALENDLY)
    assert page.context["form"]["program"].value() == "Calendly"
    seen = looked(olive, page)
    assert "1 booking would come in." in seen.text
    assert "It is cancelled there: “true”." in seen.text
    assert not Booking.objects.exists()
    done = started(olive, seen)
    assert "1 booking came in." in done.text
    assert TrailEntry.objects.filter(said="Brought in a file of coming bookings.").count() == 1
    booking = Booking.objects.get()
    assert (booking.guest_name, booking.source, booking.status) == ("Ada Ray", "import", "confirmed")
    assert booking.starts_at == factories.at(elm, factories.DAY, "10:00")
    assert "a file of another system" in olive.get(f"/admin/bookings/booking/{booking.pk}/change/").text


def test_a_manager_brings_customers_in(max_, elm):
    people = "First Name,Last Name,Email Address\nAda,Ray,ada@example.com\nJane,Doe,jane@example.com\n"
    page = sent(max_, people, "customers")
    seen = looked(max_, page)
    assert "1 new customer would come in. 1 is here already and stays as it is." in seen.text
    assert "1 new customer came in. 1 was here already." in started(max_, seen).text
    assert Customer.objects.get(email="ada@example.com").full_name == "Ada Ray"


def test_people_of_the_house_without_a_say_find_no_page(maria, elm):
    assert maria.get(PAGE).status_code == 403
    assert sent(maria, CALENDLY).status_code == 403


def test_columns_that_nobody_recognises_are_chosen_on_the_page(olive, elm):
    page = sent(olive, "Who;What;When\nAda;Fade;24.11.2026 10:00\n")
    wrong = looked(olive, page)
    assert wrong.status_code == 400
    for said in ("Choose the column with the service.", "Choose at least one column that says who it is."):
        assert said in wrong.text
    chosen = {"column-name": "0", "column-service": "1", "column-start": "2", "month_first": "no"}
    assert "1 booking would come in." in looked(olive, page, **chosen).text


def test_a_name_that_is_not_known_is_explained_on_the_page(olive, elm):
    page = sent(olive, written([row("1", "Skin fade deluxe", "M. Gomez")]))
    seen = looked(olive, page)
    assert "No service here is called “Skin fade deluxe”. Perhaps you mean Fade." in seen.text
    page = page_of(olive, seen)
    fields = meaning(page, {"Skin fade deluxe": elm.services["Fade"], "M. Gomez": elm.staff["Maria Gomez"]})
    assert "1 booking would come in." in looked(olive, page, **fields).text
    again = looked(olive, page_of(olive, seen))
    assert "1 booking would come in." in again.text


def test_a_page_that_was_open_for_long_gives_no_name_the_meaning_of_another(olive, elm):
    lines = [row("1", "Skin fade"), row("2", "Beard cut", time="15:00")]
    old = page_of(olive, looked(olive, sent(olive, written(lines))))
    looked(olive, page_of(olive, old), **meaning(old, {"Beard cut": elm.services["Trim"]}))
    looked(olive, old, **meaning(old, {"Skin fade": elm.services["Fade"], "Beard cut": elm.services["Trim"]}))
    names = {"skin fade": elm.services["Fade"].pk, "beard cut": elm.services["Trim"].pk}
    assert Import.objects.get().names["service"] == names


def meaning(page, rows):
    """The fields of a page in which these names are given their meanings."""
    names = {field.label: field.html_name for field in page.context["form"].meaning_fields()}
    return {names[name]: row.pk for name, row in rows.items()}


def page_of(client, page):
    """The page as it is now, in its first form."""
    address = page.redirect_chain[-1][0]
    now = client.get(address)
    now.redirect_chain = [(address, 302)]
    return now


def test_dates_are_in_the_order_of_the_country_and_can_be_turned_round(olive, elm):
    page = sent(olive, written([row("1", date="24/11/2026")]))
    seen = looked(olive, page)
    assert "Day and month seem to be the other way round" in seen.text
    assert "1 booking would come in." in looked(olive, page, month_first="no").text


def test_what_is_in_the_way_is_named_with_who_comes_and_what_is_free(olive, elm):
    factories.book(elm, "Fade", staff="Maria Gomez")
    seen = looked(olive, sent(olive, written([row("1", time="10:15")])))
    assert "Maria Gomez has another appointment then. Jordan Smith is booked for Fade," in seen.text
    assert "Free would be" in seen.text


def test_the_lines_left_out_are_a_file_that_can_be_put_right_and_sent_again(olive, elm):
    rows = [row("1"), row("2", time="20:00", client="=Ada"), row("3", "Fede")]
    seen = looked(olive, sent(olive, written(rows)))
    done = started(olive, seen)
    assert "1 booking came in. 2 lines were left out." in done.text
    answer = olive.get(done.redirect_chain[-1][0] + "left-out/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert header[-2:] == ["Line", "Why it was left out"]
    assert first[-2] == "3"
    assert first[-1].startswith("It is outside the opening hours.")
    assert "Perhaps you mean Fade." in second[-1]
    again = looked(olive, sent(olive, text.replace("Fede", "Fade").replace("20:00", "15:00")))
    assert "1 booking came in." not in again.text
    assert "1 booking would come in." in again.text or "2 bookings would come in." in again.text


def test_a_long_file_goes_on_by_itself_and_by_the_button(olive, elm, monkeypatch):
    monkeypatch.setattr(importing, "TURN", 0.0)
    rows = [row(str(n), time=f"{n}:00") for n in (13, 14, 15)]
    page = started(olive, looked(olive, sent(olive, written(rows))))
    assert "1 of 3 lines are done" in page.text
    assert "data-goes-on" in page.text
    for _ in range(3):
        page = olive.post(page.redirect_chain[-1][0], {"go": "1"}, follow=True)
    assert "3 bookings came in." in page.text
    assert Booking.objects.count() == 3


def test_a_file_goes_on_when_nobody_looks(olive, elm, monkeypatch):
    monkeypatch.setattr(importing, "TURN", 0.0)
    started(olive, looked(olive, sent(olive, written([row("1"), row("2", time="15:00")]))))
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert (Import.objects.get().state, Booking.objects.count()) == ("done", 2)


def test_a_file_is_stopped_on_its_way_and_forgotten_once_nobody_is_at_work_with_it(olive, elm, monkeypatch):
    monkeypatch.setattr(importing, "TURN", 0.0)
    monkeypatch.setattr(importing, "TRIES", 1)
    page = started(olive, looked(olive, sent(olive, written([row("1"), row("2", time="15:00")]))))
    Import.objects.update(busy_until=NOW + dt.timedelta(days=9999))
    address = page.redirect_chain[-1][0]
    text = olive.post(address, {"forget": "1"}, follow=True).text
    assert "nothing more of it comes in" in text
    assert "Stopped" in text
    Import.objects.update(busy_until=None)
    assert "list.csv was stopped" in olive.post(address, {"go": "1"}, follow=True).text
    assert "What came in of it stays." in olive.post(address, {"forget": "1"}, follow=True).text
    assert (Import.objects.count(), Booking.objects.count()) == (0, 1)


def test_the_page_of_a_file_that_was_forgotten_meanwhile_leads_to_the_others(olive, elm, monkeypatch):
    monkeypatch.setattr(importing, "TURN", 0.0)
    page = started(olive, looked(olive, sent(olive, written([row("1"), row("2", time="15:00")]))))
    monkeypatch.setattr(importing.operations, "carry_on_import", lambda **how: None)
    assert olive.post(page.redirect_chain[-1][0], {"go": "1"}, follow=True).redirect_chain[-1][0] == PAGE


def test_what_was_not_looked_at_does_not_come_in(olive, elm):
    page = started(olive, sent(olive, CALENDLY))
    assert "Look at what would come of the file first." in page.text
    assert not Booking.objects.exists()


def test_a_file_is_forgotten_and_what_came_in_stays(olive, elm):
    done = started(olive, looked(olive, sent(olive, CALENDLY)))
    page = olive.post(done.redirect_chain[-1][0], {"forget": "1"}, follow=True)
    assert "The file is forgotten." in page.text
    assert (Import.objects.count(), Booking.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "save it as CSV"),
        (b"Name\n", "no lines below the names"),
        (b"x" * (sheets.MOST_BYTES + 1), "larger than 4 MB"),
        (b"Name\n" + b"x\n" * 5001, "more than 5,000 lines"),
        (b'Name\n"' + b"x\n" * 100_000, "Line 2 cannot be read."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(olive, elm, data, said):
    answer = sent(olive, data)
    assert answer.status_code == 400
    assert said in answer.text
    assert not Import.objects.exists()


def test_what_is_far_too_large_is_refused_before_it_is_read(olive, elm):
    assert sent(olive, b"x" * 5_000_000).status_code == 413


def test_a_form_without_a_file_says_so(olive, elm):
    assert "Choose a file." in olive.post(PAGE, {"kind": "bookings"}).text
    assert olive.post(PAGE, {}).status_code == 400


def test_every_fault_has_its_words():
    looking = import_module("bookings.operations.look_at_import")
    assert {*looking.OF_REASON.values(), *looking.OF_ERROR.values()} <= import_words.SAID.keys()
    assert {"empty", "header", "binary", "bytes", "lines", "columns", "broken"} == UNREADABLE.keys()


def test_a_neighbour_s_file_is_not_found(olive, elm):
    karachi = factories.load(factories.KARACHI)
    file = kept(karachi, [row("1")])
    for address in (f"{PAGE}{file.pk}/", f"{PAGE}{file.pk}/left-out/"):
        assert olive.get(address).status_code == 404
    assert olive.post(f"{PAGE}{file.pk}/", {"forget": "1"}).status_code == 404
