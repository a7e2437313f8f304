"""Pictures are uploaded, or come by https and hold no scripts; what stands there from before is not shown."""

import json

import pytest
from django.core.exceptions import ValidationError

from bookings import queries
from businesses import document, drawing, kept_pictures, pictures
from businesses.models import Business, Picture, Service, StaffMember
from tests import factories
from tests.businesses import uploads
from tests.businesses.cast import NOW, SMALL, load

SITE = "http://127.0.0.1:8000"

BAD = [
    ("http://example.com/a.png", "must begin with https://"),
    ("HTTP://example.com/a.png", "must begin with https://"),
    ("https://example.com/a.svg", "is an SVG"),
    ("https://example.com/a.SVG", "is an SVG"),
    ("https://example.com/a.svgz?x=.png", "is an SVG"),
    ("https://example.com/a%2Esvg#.png", "is an SVG"),
    ("https://example.com/a.svg/", "is an SVG"),
]


@pytest.mark.parametrize(
    "address", ["https://example.com/a.png", "HTTPS://example.com/svg", "https://e.example/?a.svg"]
)
def test_what_comes_encrypted_and_is_no_svg_is_shown(address):
    assert (pictures.fault(address), pictures.shown(address)) == ("", address)


@pytest.mark.parametrize(("address", "rule"), BAD)
def test_everything_else_is_refused_in_words(address, rule):
    assert rule in pictures.fault(address)
    assert pictures.shown(address) == ""
    for model, column in ((Business, "logo_url"), (Service, "photo_url"), (StaffMember, "photo_url")):
        with pytest.raises(ValidationError, match=rule):
            model._meta.get_field(column).clean(address, None)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/png;base64,AAAA", "//example.com/a.png", "https://["]
)
def test_what_is_no_web_address_is_not_shown(address):
    assert pictures.shown(address) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "rule"), BAD)
def test_a_document_names_it_as_a_fault(address, rule):
    with pytest.raises(document.DocumentError, match=f"logo_url: .*{rule}"):
        document.load(json.dumps(SMALL | {"logo_url": address}), now=NOW)


def test_the_dashboard_names_it_at_its_field(elm, olive):
    service = elm.services["Fade"]
    answer = olive.post(f"/admin/businesses/service/{service.pk}/change/", {"photo_url": "https://example.com/a.svg"})
    assert "is an SVG, which can hold a script; use a PNG, JPEG or WebP" in answer.text


def test_what_stands_there_from_before_is_neither_shown_nor_exported_nor_allowed_by_the_policy(client, elm):
    Business.objects.update(logo_url="http://pictures.example/logo.png")
    Service.objects.update(photo_url="https://pictures.example/cut.svg")
    StaffMember.objects.update(photo_url="http://pictures.example/mia.png")
    for path in (
        "/book/elm/",
        f"/book/elm/{elm.services['Fade'].pk}/staff/",
        factories.link(factories.book(elm, "Fade")),
    ):
        answer = client.get(path)
        assert "pictures.example" not in answer.text + answer["Content-Security-Policy"], path
    text = document.export(Business.objects.get())
    assert "pictures.example" not in text
    document.load(text, now=factories.NOW)


@pytest.mark.django_db
def test_a_good_one_is_shown_and_allowed(client):
    load(SMALL | {"logo_url": "https://pictures.example/logo.png"})
    answer = client.get("/book/quiet-house/")
    assert '<img src="https://pictures.example/logo.png"' in answer.text
    assert "https://pictures.example" in answer["Content-Security-Policy"]


def uploaded(business):
    """The path of a picture that a business has uploaded."""
    drawn = drawing.drawn_here(uploads.photo((60, 60)), of=business.uuid)
    return kept_pictures.keep(business, drawn, now=factories.NOW)


@pytest.fixture
def hung(elm):
    """North Elm with an uploaded picture of each kind; its path."""
    path = uploaded(elm.business)
    Business.objects.filter(pk=elm.business.pk).update(logo_url=path)
    Service.objects.filter(name="Fade").update(photo_url=path, photo_alt="A fade, from the side")
    StaffMember.objects.filter(name="Maria Gomez").update(photo_url=path, photo_alt="Maria, laughing")
    elm.business.refresh_from_db()
    return path


def test_partners_read_whole_addresses(elm, booqara, hung):
    assert booqara.get("/business").json()["logoUrl"] == SITE + hung
    services = booqara.get("/services").json()["categories"][0]["services"]
    assert {each["name"]: each["photoUrl"] for each in services}["Fade"] == SITE + hung
    staff = booqara.get("/staff").json()["staff"]
    assert {each["fullName"]: each["photoUrl"] for each in staff}["Maria Gomez"] == SITE + hung


def test_a_document_says_where_they_are_and_loading_it_again_changes_nothing(elm, hung):
    text = document.export(elm.business)
    assert text.count(f"{SITE}{hung}") == 3
    assert "photo_alt: A fade, from the side" in text
    document.load(text, now=factories.NOW)
    assert document.export(elm.business) == text
    assert Service.objects.get(name="Fade").photo_url == hung


def test_what_a_document_no_longer_names_is_deleted(elm, hung):
    loaded = factories.load(factories.ELM)
    assert loaded.services["Fade"].photo_url == ""
    assert not Picture.objects.exists()


def test_a_document_names_no_picture_of_the_neighbours_and_none_that_is_not_there(elm, karachi):
    theirs, nowhere = uploaded(karachi.business), f"/pictures/{'0' * 32}-60.jpg"
    for address in (theirs, SITE + theirs, nowhere):
        for faulty, where in (
            (factories.ELM | {"logo_url": address}, "logo_url"),
            (factories.ELM | {"staff": [{"name": "Ana Ruiz", "photo_url": address}]}, r"staff\[0\].photo_url"),
        ):
            with pytest.raises(
                document.DocumentError, match=f"{where}: this business has no such picture; leave it out"
            ):
                factories.load(faulty)


def test_under_another_name_of_the_site_it_is_still_found(elm, hung, settings):
    settings.PUBLIC_URL = "https://book.example"
    elm.services["Fade"].refresh_from_db()
    assert elm.services["Fade"].photo == f"https://book.example{hung}"


def test_the_audit_names_who_shows_a_picture_that_is_not_theirs(elm, karachi, hung):
    assert list(queries.broken_invariants()) == []
    ours, theirs = elm.services["Trim"], next(iter(karachi.services.values()))
    Service.objects.filter(pk=theirs.pk).update(photo_url=hung)
    Service.objects.filter(pk=ours.pk).update(photo_url=f"/pictures/{'0' * 32}-60.jpg")
    said = "its business has no such picture as it shows"
    assert list(queries.broken_invariants()) == [f"service {ours.pk}: {said}", f"service {theirs.pk}: {said}"]
