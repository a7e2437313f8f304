"""Import and export in the dashboard: one's own business, whole, and nobody let in by it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.dashboard.setup import document_page
from businesses import document
from businesses.models import Business, User
from tests import factories

PAGE = "/admin/document/"


def written(**changes):
    """North Elm's document, changed, as a text."""
    return json.dumps({**factories.ELM, **changes})


def load(client, text, **more):
    return client.post(PAGE, {"text": text, **more}, follow=True)


def name_of(shop):
    return Business.objects.get(pk=shop.business.pk).name


def test_the_download_is_the_document_and_loads_again(olive, elm):
    answer = olive.get(PAGE + "download/")
    assert answer["Content-Disposition"] == 'attachment; filename="elm.yaml"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode() == document.export(elm.business)
    assert "The document was loaded" in load(olive, answer.content.decode()).text


def test_a_pasted_document_is_loaded(olive, elm):
    assert "The document was loaded" in load(olive, written(name="North Elm & Sons")).text
    assert name_of(elm) == "North Elm & Sons"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_loaded(olive, elm, mark):
    sent = SimpleUploadedFile("elm.yaml", mark + written(name="From a file").encode())
    olive.post(PAGE, {"file": sent, "text": ""})
    assert name_of(elm) == "From a file"


def test_every_fault_is_listed_with_its_path_and_nothing_is_written(olive, elm):
    answer = load(olive, written(name="Other", timezone="Mars/Base", hours={"monday": [["9", "8"]]}))
    assert answer.status_code == 400
    assert "<li>timezone: " in answer.text
    assert "<li>hours.monday[0]" in answer.text
    assert name_of(elm) == "North Elm Studio"


def test_check_only_writes_nothing_and_keeps_the_text(olive, elm):
    answer = load(olive, written(name="Just looking"), check="1")
    assert "Nothing is wrong with it" in answer.text
    assert "Just looking" in answer.text
    assert name_of(elm) == "North Elm Studio"
    assert load(olive, written(name=""), check="1").status_code == 400


def test_of_endless_faults_the_first_hundred_are_listed_and_all_are_counted(olive, elm):
    answer = load(olive, written(customers=[{"email": f"nobody{number}"} for number in range(1234)]))
    assert answer.status_code == 400
    assert "1234 faults; nothing was written" in answer.text
    assert answer.text.count("<li>customers[") == 100
    assert "… and 1,134 more" in answer.text
    assert len(answer.content) < 200_000  # with the text itself


def test_a_second_document_waits_a_moment_for_the_first_and_no_longer(olive, elm, monkeypatch):
    monkeypatch.setattr(document_page, "PATIENCE", 0.01)
    with document_page.ONE_AT_A_TIME:
        answer = load(olive, written(name="Too early"))
    assert answer.status_code == 400
    assert "another one is being read at this moment; try again in a minute" in answer.text
    assert name_of(elm) == "North Elm Studio"
    load(olive, written(name="In time"))
    assert name_of(elm) == "In time"


def test_a_check_sends_no_write_to_the_database(olive, elm):
    with CaptureQueriesContext(connection) as asked:
        load(olive, written(name="Just looking", customers=[{"email": "new@example.com"}]), check="1")
    assert not [query["sql"] for query in asked if "businesses_" in query["sql"] and "SELECT" not in query["sql"]]


def test_another_business_is_not_loaded_from_here(olive, elm, karachi):
    for slug in ("karachi", "brand-new"):
        answer = load(olive, written(slug=slug, name="Taken over"))
        assert answer.status_code == 400
        assert "slug: this document is for" in answer.text
    assert set(Business.objects.values_list("name", flat=True)) == {"North Elm Studio", "Karachi Kuts"}


def test_a_document_lets_nobody_in(olive, elm):
    stray = User.objects.create_user("stray")
    for owners in ([{"username": "stray"}], [{"username": "olive"}, {"username": "brand-new"}]):
        answer = load(olive, written(owners=owners))
        assert answer.status_code == 400
        assert "people come by invitation" in answer.text
    assert not stray.memberships.exists()
    assert not User.objects.filter(username="brand-new").exists()
    assert "The document was loaded" in load(olive, written(owners=[{"username": "olive"}])).text


def test_the_platform_may_let_owners_in_by_a_document(platform, elm):
    load(platform, written(owners=[{"username": "brand-new"}]))
    assert list(elm.business.owners.values_list("username", flat=True)) == ["brand-new"]


def test_it_may_so_only_for_some_minutes_after_it_proved_who_it_is(platform, elm):
    session = platform.session
    session["proved"] = 0
    session.save()
    assert "does not work here" in load(platform, written(owners=[{"username": "brand-new"}])).text
    assert not User.objects.filter(username="brand-new").exists()


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"", b"name: [", b"x" * (5 * 1024 * 1024 + 1)])
def test_rubbish_is_a_fault_and_no_failure(olive, elm, raw):
    answer = olive.post(PAGE, {"file": SimpleUploadedFile("x.yaml", raw), "text": ""})
    assert answer.status_code == 400
    assert "nothing was written" in answer.text


def test_a_letter_cut_at_the_limit_is_too_large(olive, elm):
    raw = b"x" * (5 * 1024 * 1024) + "é".encode() * 9
    assert "larger than" in olive.post(PAGE, {"file": SimpleUploadedFile("x.yaml", raw)}).text


@pytest.mark.parametrize("who", ["max_", "maria"])
def test_the_document_is_the_owners_matter(request, who, elm):
    client = request.getfixturevalue(who)
    for answer in (client.get(PAGE), client.get(PAGE + "download/"), client.post(PAGE, {"text": written(name="X")})):
        assert answer.status_code == 403
    assert name_of(elm) == "North Elm Studio"


def test_the_neighbour_downloads_their_own(amna, elm):
    text = amna.get(PAGE + "download/").text
    assert "Karachi Kuts" in text
    assert "North Elm" not in text
