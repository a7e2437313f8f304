"""The page from which the booking link is put where guests look: links, QR code, poster, code for a site."""

import io

import pytest
import segno
from django.test import Client
from django.urls import reverse
from PIL import Image

from businesses.models import Business

PAGE, POSTER = reverse("admin:links"), reverse("admin:links_poster")
SVG, PNG = reverse("admin:links_svg"), reverse("admin:links_png")


@pytest.mark.parametrize("place", ["google", "instagram", "facebook", "whatsapp", "site"])
def test_each_place_has_a_link_that_says_where_it_stood(elm, max_, place):
    link = f"/book/elm/?from={place}"
    assert f"{link}</code>" in max_.get(PAGE).text
    assert Client().get(link).status_code == 200


def test_the_code_for_a_site_is_whole_and_says_where_it_works(elm, olive, settings):
    page = olive.get(PAGE).text
    assert f"&lt;div data-booking=&quot;{settings.PUBLIC_URL}/book/elm/?from=site&quot;&gt;&lt;/div&gt;" in page
    assert f"&lt;script src=&quot;{settings.PUBLIC_URL}/static/embed.js&quot; async&gt;" in page
    assert "No site may show your booking page yet" in page
    Business.objects.update(embed_origins=["https://northelm.example"])
    assert "It works on <strong>https://northelm.example</strong>" in olive.get(PAGE).text


def test_the_preview_is_the_booking_page_and_may_be_framed_here_and_nowhere_else(elm, olive):
    answer = olive.get(PAGE)
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-src" not in olive.get("/admin/")["Content-Security-Policy"]
    preview = Client().get(answer.context["preview"])
    assert "Fade" in preview.text
    assert "frame-ancestors 'self';" in preview["Content-Security-Policy"] + ";"
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_qr_code_is_a_file_that_leads_to_the_booking_page(elm, olive, settings, kind):
    answer = olive.get({"svg": SVG, "png": PNG}[kind])
    assert answer["Content-Disposition"] == f'attachment; filename="elm-qr.{kind}"'
    code = segno.make(f"{settings.PUBLIC_URL}/book/elm/?from=qr", error="q", micro=False)
    if kind == "png":
        drawn = Image.open(io.BytesIO(answer.content)).convert("1")
        side = code.symbol_size(border=4)[0]
        dots = [[0 if drawn.getpixel((x * 20 + 10, y * 20 + 10)) else 1 for x in range(side)] for y in range(side)]
        assert dots == [[int(dot) for dot in row] for row in code.matrix_iter(border=4)]
    else:
        assert answer.content == saved(code)


def saved(code):
    file = io.BytesIO()
    code.save(file, kind="svg", border=4, light="white", xmldecl=False, omitsize=True)
    return file.getvalue()


def test_the_poster_speaks_the_language_of_its_guests_until_somebody_types_other_words(elm, olive):
    assert "Scan and book" in olive.get(POSTER).text
    Business.objects.update(language="fr")
    assert "Scannez et réservez" in olive.get(POSTER).text
    page = olive.get(POSTER, {"words": "<Come> & see"}).text
    assert '<p class="poster-words" dir="auto">&lt;Come&gt; &amp; see</p>' in page


def test_a_closed_booking_page_says_that_its_links_lead_nowhere(elm, olive):
    Business.objects.update(active=False)
    page = olive.get(PAGE).text
    assert "these links lead nowhere" in page
    assert "<iframe" not in page


@pytest.mark.parametrize("page", [PAGE, POSTER, SVG, PNG])
def test_staff_members_have_no_business_with_them(elm, maria, page):
    assert maria.get(page).status_code == 403
