"""Signing in by more than a password, in a real browser: an app by its code, a passkey by a virtual authenticator."""

import re

import pytest
from playwright.sync_api import expect

from bookings.dashboard.frame import sitting
from businesses import factors
from businesses.models import Membership, Session, User
from businesses.sessions import SessionStore
from tests import dashboard
from tests.browser.conftest import DESK, PHONE

DIARY = re.compile(r"://[^/]+/admin/diary/$")
PASSWORD = "chestnuts in the courtyard"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def olive(shop):
    user = User.objects.create_user("olive", "olive@kastanie.example", PASSWORD, is_staff=True)
    Membership.objects.create(business=shop.business, user=user)
    return user


def authenticator(page):
    """This will give a page's browser something that makes and keeps passkeys, unlocked by its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return devices, made["authenticatorId"]


def with_password(page, name="olive"):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.context.clear_cookies()
    go(page, "/admin/login/")


def go(page, path):
    page.goto("/".join(page.url.split("/", 3)[:3]) + path)


def make_passkey(page):
    go(page, "/admin/account/passkey/")
    page.get_by_label("What you call it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_alone_and_after_the_password(visit, axe, olive):
    page = visit("/admin/login/?next=/admin/diary/")
    authenticator(page)
    with_password(page)
    page.wait_for_url(DIARY)
    make_passkey(page)
    assert [each.name for each in factors.of(olive)] == ["My phone"]

    sign_out(page)
    go(page, "/admin/login/?next=/admin/diary/")
    axe(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(DIARY)

    sign_out(page)
    with_password(page)
    page.wait_for_url("**/admin/login/code/")
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/")


def test_a_passkey_that_its_owner_does_not_unlock_opens_nothing(visit, olive):
    page = visit("/admin/login/")
    devices, key = authenticator(page)
    with_password(page)
    page.wait_for_url("**/admin/")
    make_passkey(page)
    sign_out(page)
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("form.door-more [data-passkey-said]")).to_contain_text("It was not done")
    go(page, "/admin/diary/")
    expect(page).to_have_url(re.compile("/admin/login/"))


def test_a_passkey_that_was_removed_opens_nothing(visit, olive):
    page = visit("/admin/login/")
    authenticator(page)
    with_password(page)
    page.wait_for_url("**/admin/")
    make_passkey(page)
    factors.remove(olive, factors.of(olive)[0].pk)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey opens nothing here")).to_be_visible()


def test_a_passkey_proves_again_who_it_is(visit, axe, olive):
    page = visit("/admin/login/")
    authenticator(page)
    with_password(page)
    page.wait_for_url("**/admin/")
    make_passkey(page)
    _forget_the_proof(olive)
    go(page, "/admin/account/codes/")
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Make new codes")).to_be_visible()


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE, "scripts": False}], ids=str)
def test_an_app_is_set_up_and_signs_in_by_keyboard_alone(visit, olive, how):
    page = visit("/admin/login/", **how)
    with_password(page)
    page.wait_for_url("**/admin/")
    go(page, "/admin/account/app/")
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("The six digits").focus()
    page.keyboard.type(dashboard.code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    code = page.locator(".codes code").first.inner_text()
    with page.expect_download() as file:
        page.get_by_role("link", name="Download them").click()
    assert code in file.value.path().read_text("utf-8")

    sign_out(page)
    with_password(page)
    page.wait_for_url("**/admin/login/code/")
    page.get_by_label("Code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE}, {"size": DESK, "dark": True}], ids=str)
def test_everybody_can_read_the_pages(visit, axe, olive, how):
    page = visit("/admin/login/", **how)
    authenticator(page)
    with_password(page)
    page.wait_for_url("**/admin/")
    make_passkey(page)
    axe(page)
    pk = factors.of(olive)[0].pk
    for path in ("", "app/", "passkey/", "codes/", f"factors/{pk}/remove/"):
        go(page, f"/admin/account/{path}")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
    go(page, "/admin/password_change/")
    axe(page)
    _forget_the_proof(olive)
    go(page, "/admin/document/download/")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    axe(page)


def _forget_the_proof(user):
    for row in Session.objects.filter(user=user):
        store = SessionStore(row.session_key)
        store[sitting.PROVED] = 0
        store.save()
