"""No page of the dashboard is wider than the narrowest phone: every address of the crawl, with a row of each kind."""

from businesses.models import User
from tests import dashboard
from tests.bookings.dashboard import test_crawl as crawl
from tests.browser.test_dashboard import go, people, sign_in  # noqa: F401 - fixtures

NARROWEST = (320, 568)
APART = ".scroll, .diary, .visually-hidden, svg, [data-simplebar]"  # what has a way of its own to be wide
# What sticks out on the right and can be seen: a page that hides it is cut off, which is no better.
OUTSIDE = """(apart) => [...document.querySelectorAll('main *')]
    .filter((each) => each.checkVisibility() && !each.closest(apart)
        && each.getBoundingClientRect().width > 1 && each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 90))"""


def test_no_page_is_wider_than_the_narrowest_phone(shop, sign_in):  # noqa: F811
    page = sign_in("olive", size=NARROWEST)
    client, rows = dashboard.signed_in(User.objects.get(username="olive")), crawl.rows_of(shop.business)
    client.raise_request_exception = False  # whether a page opens is for the crawl to say
    wide, seen = {}, 0
    for text, name in crawl.addresses():
        for address in crawl.filled(text, name, rows):
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            go(page, address)
            seen += 1
            if page.evaluate("document.documentElement.scrollWidth > innerWidth") or page.evaluate(OUTSIDE, APART):
                wide[address] = page.evaluate(OUTSIDE, APART)[:3]
            break
    assert seen > 40
    assert wide == {}
