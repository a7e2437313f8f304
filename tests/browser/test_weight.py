"""How much a page weighs, and how often it asks."""

from tests.browser import journeys

MOST_BYTES = 60_000  # script and style together, as they travel
MOST_REQUESTS = 8


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
