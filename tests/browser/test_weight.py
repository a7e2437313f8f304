"""How much a page weighs, and how often it asks."""

from tests.browser import journeys

MOST_BYTES = 60_000  # script and style together, as they travel
MOST_REQUESTS = 8
MOST_AT_THE_DOOR = 60_000  # all of the sign-in page, before it is packed for the way


def test_the_date_page_is_light(visit, shop, weight):
    by_kind, requests = weight(visit(journeys.step(shop, "time")))
    assert 0 < by_kind["script"] + by_kind["link"] < MOST_BYTES, by_kind
    assert requests <= MOST_REQUESTS


def test_another_day_is_one_request(visit, shop):
    page = visit(journeys.times(shop))
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "icon" not in request.url else None)
    journeys.choose_day(page, journeys.last_day(page))
    journeys.until(page, "document.activeElement.id === 'times-title'")
    assert len(asked) == 1


def test_the_sign_in_page_is_light(visit, shop, axe):
    for dark in (False, True):
        page = visit("/admin/login/", dark=dark)
        axe(page)
    sent = []
    page.on("response", lambda answer: sent.append(len(answer.body())))
    page.reload(wait_until="networkidle")
    assert len(sent) >= 4
    assert sum(sent) < MOST_AT_THE_DOOR
