"""Sessions: they end by themselves and by what changes, and everybody sees and ends their own."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.dashboard.frame import sitting
from businesses import account_mail, people, sessions
from businesses.models import Membership, Session, User
from tests import dashboard

PASSWORD, NEW = "chestnuts in the courtyard", "acorns under the terrace"
PAGE, END = "/admin/account/", "/admin/account/sessions/end/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    Membership.objects.create(business=elm.business, user=user, role="manager")
    return user


def signs_in(name="nina", **how):
    client = Client(**how)
    client.post("/admin/login/?next=/admin/", {"username": name, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/admin/diary/").status_code == 200


def names_on(page):
    return re.findall(r'name="session" value="([0-9a-f]{32})"', page.text)


def after(now, **time):
    return time_machine.travel(now + dt.timedelta(**time), tick=False)


def test_a_session_ends_twelve_hours_after_the_last_page(nina, now):
    client = signs_in()
    with after(now, hours=11):
        assert is_in(client)
    with after(now, hours=22):
        assert is_in(client)
    with after(now, hours=34, seconds=1):
        assert not is_in(client)


def test_a_session_ends_after_fourteen_days_however_busy(nina, now):
    client = signs_in()
    for hours in range(11, 14 * 24, 11):
        with after(now, hours=hours):
            assert is_in(client)
    with after(now, days=14, seconds=1):
        assert client.get("/admin/diary/")["Location"] == "/admin/login/?next=/admin/diary/"
        assert not is_in(client)


def test_a_superusers_session_ends_after_an_hour(db, now):
    root = User.objects.create_superuser("root", "root@site.example", PASSWORD)
    dashboard.give_app(root)
    client = signs_in("root")
    client.post("/admin/login/code/", {"code": dashboard.code()})
    with after(now, minutes=59):
        assert client.get("/admin/").status_code == 200
    with after(now, minutes=119, seconds=1):
        assert client.get("/admin/").status_code == 302


def test_that_a_session_goes_on_is_written_every_few_minutes_only(nina, now):
    client = signs_in()

    def writes():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert is_in(client)
        return [each for each in asked.captured_queries if not each["sql"].startswith(("SELECT", "BEGIN", "COMMIT"))]

    assert writes() == []
    with after(now, minutes=4, seconds=59):
        assert writes() == []
    with after(now, minutes=5):
        assert any("UPDATE" in each["sql"] for each in writes())
        assert writes() == []


def test_guests_have_no_session(elm, client):
    client.get("/book/elm/")
    client.get("/admin/login/")
    assert Session.objects.count() == 0


def test_a_new_password_ends_all_others_and_tells(nina, now, mailoutbox):
    here, there = signs_in(), signs_in()
    done = here.post("/admin/password_change/", {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Your password is changed" in done.text
    assert is_in(here)
    assert not is_in(there)
    account_mail.send_due(clock=timezone.now)
    assert [letter.to for letter in mailoutbox if "password was changed" in letter.body] == [[nina.email]]
    assert names_on(here.get(PAGE)) == []


def test_a_password_by_the_platform_ends_all(nina, platform, now):
    client = signs_in()
    new = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert platform.post(f"/admin/businesses/user/{nina.pk}/password/", new).status_code == 302
    assert not is_in(client)


def test_another_role_ends_all(nina, now):
    client = signs_in()
    people.change_role(nina.memberships.get(), "owner")
    assert not is_in(client)


def test_being_removed_ends_all(nina, elm, karachi, now):
    people.admit(karachi.business, nina)
    client = signs_in()
    people.remove(nina.memberships.get(business=elm.business))
    assert not is_in(client)
    assert is_in(signs_in())


def test_becoming_a_superuser_ends_all(nina, platform, now):
    client = signs_in()
    form = platform.get(f"/admin/businesses/user/{nina.pk}/change/").context["adminform"].form
    typed = {name: form.get_initial_for_field(form.fields[name], name) for name in ("username", "email")}
    joined = {"date_joined_0": "2026-11-20", "date_joined_1": "09:00:00"}
    flags = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
    answer = platform.post(f"/admin/businesses/user/{nina.pk}/change/", {**typed, **flags, **joined})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert not is_in(client)


def test_a_second_factor_ends_all_others(nina, now):
    here, there = signs_in(), signs_in()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', here.get(f"{PAGE}app/").text)[1].replace(" ", "")
    key = here.session.session_key
    here.post(f"{PAGE}app/", {"code": dashboard.code(secret)})
    assert is_in(here)
    assert here.session.session_key != key
    assert not is_in(there)


def test_whoever_changes_their_own_role_stays_signed_in(nina, elm, now):
    other = User.objects.create_user("olga", password=PASSWORD, is_staff=True)
    for user in (nina, other):
        people.admit(elm.business, user)
        Membership.objects.filter(user=user).update(role="owner", staff=None)
    client = signs_in()
    member = nina.memberships.get()
    client.post(f"/admin/businesses/membership/{member.pk}/change/", {"role": "manager", "staff": ""})
    assert nina.memberships.get().role == "manager"
    assert is_in(client)


def test_everybody_sees_by_what_and_from_where_they_are_signed_in(nina, now):
    here = signs_in(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.7")
    signs_in(HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="198.51.100.9")
    page = html.unescape(here.get(PAGE).text)
    for words in ("Firefox on Linux", "192.0.2.7", "Safari on an iPhone", "198.51.100.9", "this one"):
        assert words in page, words


def test_one_session_is_ended_from_another(nina, now):
    here, lost, kept = signs_in(), signs_in(), signs_in()
    name = sessions.name(lost.session.session_key)
    assert name in names_on(here.get(PAGE))
    here.post(END, {"session": name})
    assert [is_in(each) for each in (here, lost, kept)] == [True, False, True]


def test_all_others_are_ended_at_once(nina, now):
    here, *others = signs_in(), signs_in(), signs_in()
    here.post(END, {"session": "others"})
    assert [is_in(each) for each in (here, *others)] == [True, False, False]


def test_nobody_sees_or_ends_the_sessions_of_others(nina, olive, now):
    theirs = signs_in(HTTP_USER_AGENT=IPHONE)
    name = sessions.name(theirs.session.session_key)
    page = olive.get(PAGE).text
    assert "iPhone" not in page
    assert names_on(olive.get(PAGE)) == []
    for sent in (name, theirs.session.session_key, "others", "", "x" * 999):
        olive.post(END, {"session": sent})
    assert is_in(theirs)


def test_no_page_shows_what_opens_a_session(nina, now):
    here, other = signs_in(), signs_in()
    page = here.get(PAGE).text
    assert here.session.session_key not in page
    assert other.session.session_key not in page


def test_a_session_that_was_ended_during_a_request_does_not_come_back(nina, now):
    client = signs_in()
    store = client.session
    store["x"] = 1
    sessions.end(nina)
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.filter(user=nina).exists()


def test_sessions_that_are_over_are_dropped(nina, now):
    signs_in()
    assert sessions.purge(now) == 0
    assert sessions.purge(now + dt.timedelta(hours=13)) == 1


def test_a_session_from_before_sittings_goes_on(nina, now):
    client = Client()
    client.force_login(nina)
    assert is_in(client)
    assert client.session[sitting.SINCE] == now.timestamp()
