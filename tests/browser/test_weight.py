"""How much a page weighs, and how often it asks."""

import gzip

from tests.browser import journeys

MOST_BYTES = 60_000  # script and style together, as they travel
MOST_REQUESTS = 8


def test_the_date_page_is_light(visit, shop, live_server):
    page = visit("/nothing")
    asked = []
    page.on("response", lambda answer: asked.append(answer))
    page.goto(live_server.url + journeys.step(shop, "time"))
    page.wait_for_load_state("networkidle")
    code = [answer for answer in asked if answer.request.resource_type in ("script", "stylesheet")]
    weight = sum(len(gzip.compress(answer.body())) for answer in code)
    assert len(code) == 4
    assert weight < MOST_BYTES, weight
    assert len(asked) <= MOST_REQUESTS, [answer.url for answer in asked]


def test_another_day_is_one_request(visit, shop):
    page = visit(journeys.step(shop, "time"))
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "icon" not in request.url else None)
    page.locator("a.day").last.click()
    page.wait_for_url("**date=*")
    journeys.until(page, "document.activeElement.id === 'times-title'")
    assert len(asked) == 1
