"""The booking page in a frame of another site, whose browser gives it no cookies."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bookings.models import Booking
from tests.browser import journeys


@pytest.fixture
def other_site(live_server):
    """A site under another name that has our script and a place for it."""
    script = f"{live_server.url}/static/embed.js"
    page = f"""<!doctype html><title>A salon's site</title><h1>Welcome</h1>
        <div data-booking="{live_server.url}/book/demo/"></div><script src="{script}"></script>"""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode() if self.path == "/" else b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_booking_in_a_frame_without_cookies(visit, shop, other_site):
    shop.business.embed_origins = [other_site]
    shop.business.save()
    page = visit("/nothing")
    page.context.add_init_script("Object.defineProperty(document, 'cookie', {get: () => '', set: () => {}})")
    page.context.route("**/book/**", lambda route: _without_cookies(route))
    page.goto(other_site)
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name=journeys.SERVICE).click()
    frame.get_by_role("link", name="Anyone available").click()
    frame.locator("button.time").last.click()
    frame.get_by_text("We are holding this time").wait_for()
    frame.get_by_label("Your name").fill("Jordan Smith")
    frame.get_by_role("textbox", name="E-mail").fill("jordan@example.com")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Book now").wait_for()
    page.evaluate("history.back()")
    journeys.soon(page, lambda: frame.get_by_label("Your name").input_value() == "Jordan Smith")
    page.evaluate("history.forward()")
    frame.get_by_role("button", name="Book now").click()
    frame.get_by_text("You are booked").wait_for()
    page.evaluate("history.back()")
    frame.get_by_text("This is booked already").wait_for()
    assert Booking.objects.count() == 1
    assert Booking.objects.get().status == "confirmed"


def test_the_frame_is_as_high_as_its_page(visit, shop, other_site):
    shop.business.embed_origins = [other_site]
    shop.business.save()
    page = visit("/nothing")
    page.goto(other_site)
    page.frame_locator("iframe").get_by_role("link", name=journeys.SERVICE).wait_for()
    journeys.until(page, "document.querySelector('iframe').getBoundingClientRect().height > 900")


def test_a_site_that_is_not_listed_shows_nothing(browser, shop, other_site):
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(other_site)
    journeys.soon(page, lambda: any("frame-ancestors" in text for text in said))
    assert page.frame_locator("iframe").get_by_role("link", name=journeys.SERVICE).count() == 0
    context.close()


def _without_cookies(route):
    """What a browser that blocks third parties' cookies sends and keeps."""
    headers = {name: value for name, value in route.request.headers.items() if name != "cookie"}
    answer = route.fetch(headers=headers, max_redirects=0)
    kept = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
    route.fulfill(response=answer, headers=kept)
