"""A real browser before a served product: nothing may fail to load, nothing may come from elsewhere."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bookings import operations
from businesses import document
from businesses.models import SpecialDay, TimeOff
from tests import dashboard
from tests.browser import journeys

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver runs an event loop; nothing here is asynchronous
expect.set_options(timeout=journeys.PATIENCE * 1000)
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (320, 700), (1280, 900)
TOO = {"rules": {rule: {"enabled": True} for rule in ("label-content-name-mismatch", "target-size")}}  # off by default
MAY_BE_REFUSED = ("document", "xhr", "fetch")  # pages and forms are answered 404, 409 or 422; styles and scripts never
NO_FAULT = (
    *("the server responded with a status of 4", "Response Status Error Code 4"),
    *("htmx:afterRequest,", "htmx:sendAbort,"),
)
WEIGHT = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
    .map((entry) => [entry.initiatorType, entry.encodedBodySize])"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser that `tools/browser.py` found or brought; the driver starts it without a sandbox, as root must."""
    path = os.environ.get("BROWSER")
    if not path:
        pytest.fail("BROWSER names no browser: run these tests by `make test-browser`", pytrace=False)
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The product on a free port, with its static files collected, packed and served by WhiteNoise as in production.

    The database of the tests comes first: before that DATABASE_URL may say `:memory:`, and the server would take the
    tests' own connection for its threads, which SQLite does not survive.
    """
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServer("localhost", start=False)
        assert not server.thread.connections_override
        server.thread.static_handler = lambda _: WSGIHandler()  # nothing of Django's own for tests in front of it
        server.start()
        yield server
        server.stop()


@pytest.fixture
def shop(transactional_db: None) -> document.Loaded:
    """The demo business, without any booking."""
    return document.load(Path(settings.BASE_DIR, "businesses/demo.yaml").read_text("utf-8"), now=timezone.now())


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`visit("/book/demo/", size=PHONE, scripts=False, dark=True, lang="ar-EG", zone="Asia/Tokyo")` opens a page.

    Each visit is a guest of their own. At the end no page may have complained (of the content policy neither), failed
    to load something, or asked another host for anything.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "requestfailed", lambda request: complaints.append(f"failed: {request.url}") if _failed(request) else None
        )

    def refused(answer: Any) -> None:
        if answer.status >= 400 and answer.request.resource_type not in MAY_BE_REFUSED:
            complaints.append(f"{answer.status}: {answer.url}")

    def elsewhere(request: Any) -> None:
        if urlsplit(request.url).hostname not in ("localhost", "127.0.0.1", None, ""):
            complaints.append(f"asked another host: {request.url}")

    def open_page(
        path: str,
        *,
        size: tuple[int, int] = DESK,
        scripts: bool = True,
        dark: bool = False,
        reduced: bool = False,
        lang: str = "en-GB",
        zone: str = "Europe/Berlin",
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if reduced else "no-preference",
            locale=lang,
            timezone_id=zone,
            **options,
        )
        context.set_default_timeout(journeys.PATIENCE * 1000)
        contexts.append(context)
        context.on("request", elsewhere)
        context.on("response", refused)
        context.on("page", watch)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        for routed in (*context.pages, context):
            routed.unroute_all(behavior="ignoreErrors")  # an answer under way would fail the next test
        context.close()
    assert not complaints, "\n".join(complaints)


def _failed(request: Any) -> bool:
    """What a guest leaves before it has come is broken off, and no fault of the page."""
    return request.failure != "net::ERR_ABORTED"


def _is_complaint(said: Any) -> bool:
    """What the console says of a no of ours (409, 422 …), or of what the guest's next press broke off, is no fault."""
    return said.type in ("error", "warning") and not any(words in said.text for words in NO_FAULT)


@pytest.fixture
def thursday(shop: document.Loaded) -> dt.date:
    """A date of usual hours on which nobody is booked or away, whatever today is."""
    SpecialDay.objects.all().delete()
    TimeOff.objects.all().delete()
    today = timezone.now().astimezone(shop.business.zone).date()
    return today + dt.timedelta(days=(3 - today.weekday()) % 7 + 7)


@pytest.fixture
def day(shop: document.Loaded, thursday: dt.date) -> dt.date:
    """That Thursday: Amir has a short cut at 15:00, Lena one at 10:00."""
    for name, hour in (("Amir Rahimi", 15), ("Lena Hoffmann", 10)):
        operations.book(
            wish=operations.one(
                shop.business,
                shop.services["Short cut"],
                dt.datetime.combine(thursday, dt.time(hour), shop.business.zone),
                staff=shop.staff[name],
                policy=operations.STAFF,
            ),
            order=operations.Order(
                operations.Guest(name="Jordan Smith"), operations.Taker("dashboard", "dashboard:olive")
            ),
            now=timezone.now(),
        )
    return thursday


@pytest.fixture
def as_owner(shop: document.Loaded, visit: Callable[..., Page]) -> Callable[..., Page]:
    """`as_owner("/admin/diary/", size=PHONE)` opens a page, signed in as the owner."""
    client = dashboard.member(shop, "olive", "owner")

    def opened(path: str, **how: Any) -> Page:
        page = visit("/healthz", **how)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}
        page.context.add_cookies([cookie])
        page.goto(f"{page.url.removesuffix('/healthz')}{path}")
        return page

    return opened


@pytest.fixture
def diary(day: dt.date, as_owner: Callable[..., Page]) -> Callable[..., Page]:
    """`diary(size=PHONE)` opens the diary of that day."""

    def opened(query: str = "", **how: Any) -> Page:
        return as_owner(f"/admin/diary/?day={day}{query}", **how)

    return opened


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)` asserts that nothing on a page hinders who cannot see, point or hear; `without`: rules left out."""

    def check(page: Page, without: Sequence[str] = ()) -> None:
        rules = {**TOO["rules"], **{name: {"enabled": False} for name in without}}
        violations = Axe().run(page, options={**TOO, "rules": rules}).response["violations"]
        found = [
            f"{page.url} {violation['id']}: {violation['help']}: {node['html'][:160]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def weight() -> Callable[[Page], tuple[Counter[str], int]]:
    """`weight(page)` gives the bytes of a page as they travelled, by what asked for them, and how often it asked.

    By "navigation" (the page), "link" (styles), "script", "img", "css" (what a style asks for), "xmlhttprequest",
    "fetch" and "other" (the tab's icon); headers are not counted.
    """

    def weigh(page: Page) -> tuple[Counter[str], int]:
        page.wait_for_load_state("networkidle")
        asked = page.evaluate(WEIGHT)
        total: Counter[str] = Counter()
        for kind, size in asked:
            total[kind] += size
        return total, len(asked)

    return weigh
