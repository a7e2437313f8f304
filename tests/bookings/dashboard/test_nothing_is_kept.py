"""No browser and no proxy keeps a page of the dashboard."""

from tests.bookings.dashboard.test_crawl import PLACE, addresses

KEPT_ON_PURPOSE = {"jsi18n"}  # words for scripts, the same for everybody


def test_every_page_says_that_nobody_keeps_it(olive):
    seen = 0
    for text, name in addresses():
        if PLACE.search(text) or name in KEPT_ON_PURPOSE or "(" in text:
            continue
        answer = olive.get(text.replace("\\", ""))
        assert answer.status_code != 500, text
        if answer.status_code == 200:
            seen += 1
            assert "no-store" in answer.get("Cache-Control", ""), text
    assert seen > 20
