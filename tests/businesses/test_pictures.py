"""Pictures come by https and hold no scripts; what stands there from before is not shown."""

import json

import pytest
from django.core.exceptions import ValidationError

from businesses import document, pictures
from businesses.models import Business, Service, StaffMember
from tests import factories
from tests.businesses.cast import NOW, SMALL, load

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
