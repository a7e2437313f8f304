"""A picture is sent by a phone and by a desk without scripts, and a guest's browser shows it as small as it needs."""

import re

import pytest

from businesses import pictures
from businesses.models import Service
from tests.browser import journeys
from tests.browser.conftest import DESK
from tests.browser.test_dashboard import PHONE, go, people, sign_in  # noqa: F401 - fixtures
from tests.businesses import uploads

PICTURE = {"name": "cut.jpg", "mimeType": "image/jpeg", "buffer": uploads.photo((900, 600))}


@pytest.mark.parametrize("scripts", [True, False])
def test_an_owner_sends_a_picture_and_guests_see_it(shop, sign_in, visit, scripts):  # noqa: F811
    service = shop.services[journeys.SERVICE]
    page = sign_in("olive", size=PHONE if scripts else DESK, scripts=scripts)
    go(page, f"/admin/businesses/service/{service.pk}/change/")
    page.get_by_label("Photo", exact=True).set_input_files(PICTURE)
    if scripts:
        page.get_by_alt_text("As it will be").wait_for()
    page.get_by_role("button", name=re.compile("^Save$")).click()
    page.wait_for_url("**/businesses/service/")
    own = pictures.uploaded(Service.objects.get(pk=service.pk).photo_url)
    guest = visit("/book/demo/", size=PHONE)
    image = guest.locator(f'img[src="{own.path}"]')
    image.scroll_into_view_if_needed()
    guest.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    assert image.evaluate("image => image.currentSrc").endswith(".webp")
