"""Whoever is reached only by a link that somebody else saw has proven nothing: no second business opens by it."""

import ast
import importlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core import mail, signing
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.access import founding
from businesses import account_mail, factors, links, people
from businesses.models import Membership, User
from tests import dashboard, factories

VICTIM, PASSWORD, OTHER = "victim@example.com", "chestnuts in the courtyard", "a very long word of my own"


def by_document(shop):
    return factories.load({**factories.KARACHI, "owners": [{"username": VICTIM, "email": VICTIM}]}).business


def by_page(shop):
    people.invite(shop.business, VICTIM, "owner")
    return shop.business


def by_command(shop):
    call_command("invite_owner", "--business", shop.business.slug, VICTIM)
    return shop.business


def by_founding(shop):
    return people.found("Karachi Kuts Two", "Asia/Karachi", VICTIM)[0]


def by_oneself(shop):
    return people.found("Karachi Kuts Two", "Asia/Karachi", VICTIM, has_answered=True)[0]


WAYS = [by_document, by_page, by_command, by_founding, by_oneself]


def choose(client, link, password=PASSWORD):
    """This will follow a link as a browser does and choose a password; whether it was set."""
    path = re.sub(r"^https?://[^/]+", "", link)
    form = client.get(path, follow=True)
    if not form.context["validlink"]:
        return False
    filled = {"new_password1": password, "new_password2": password}
    return client.post(form.request["PATH_INFO"], filled).status_code == 302


def in_mail():
    return re.search(r"https?://\S+/(?:welcome|password_reset)/\S+/\S+/", mail.outbox[-1].body)[0]


def forgotten(client):
    client.post(reverse("admin_password_reset"), {"email": VICTIM})
    account_mail.send_due(clock=timezone.now)
    return in_mail()


def is_in(client):
    """Whether a browser is signed in to the dashboard."""
    return client.get(reverse("admin:index")).status_code == 200


@pytest.fixture
def shown(elm):
    """The link that North Elm's owner saw."""
    return people.invite(elm.business, VICTIM, "manager").link


@pytest.fixture
def mallory(shown):
    """The browser of whoever used it."""
    client = Client()
    assert choose(client, shown)
    assert is_in(client)
    return client


@pytest.mark.parametrize("way", WAYS)
def test_what_others_may_have_set_ends_with_its_sessions(karachi, mallory, way):
    second = way(karachi)
    assert not is_in(mallory)
    assert not Client().login(username=VICTIM, password=PASSWORD)
    assert second.owners.filter(username=VICTIM).exists()


@pytest.mark.parametrize("way", WAYS)
def test_so_does_a_link_that_was_shown_and_not_used_yet(karachi, shown, way):
    way(karachi)
    assert not choose(Client(), shown)
    assert not User.objects.get(username=VICTIM).has_usable_password()


@pytest.mark.parametrize("way", WAYS)
def test_the_mail_leads_into_both_businesses_and_nothing_ends_again(elm, karachi, mallory, way):
    way(karachi)
    client = Client()
    assert choose(client, forgotten(client), OTHER)
    people.found("A third", "Asia/Tokyo", VICTIM)
    assert Client().login(username=VICTIM, password=OTHER)
    assert User.objects.get(username=VICTIM).memberships.count() == 3


@pytest.mark.parametrize("way", WAYS)
def test_whoever_answered_a_mail_stays_as_they_are(elm, karachi, way):
    invited = people.invite(elm.business, VICTIM, "manager")
    people.tell(elm.business, invited)
    client = Client()
    assert choose(client, in_mail())
    way(karachi)
    assert is_in(client)
    assert Client().login(username=VICTIM, password=PASSWORD)
    assert not choose(Client(), invited.link)


@pytest.mark.parametrize("way", WAYS)
def test_an_account_that_nobody_was_shown_a_link_to_stays_as_it_is(elm, karachi, way):
    user = User.objects.create_user(VICTIM, VICTIM, PASSWORD, is_staff=True)
    people.admit(elm.business, user)
    way(karachi)
    assert Client().login(username=VICTIM, password=PASSWORD)


def test_a_shown_link_proves_nothing_by_the_other_address_either(karachi, shown):
    token = shown.rstrip("/").rpartition("/")[2]
    uidb64 = shown.rstrip("/").split("/")[-2]
    assert choose(Client(), reverse("password_reset_confirm", args=[uidb64, token]))
    assert User.objects.get(username=VICTIM).link_shown


def test_a_password_changed_by_whoever_is_in_proves_nothing(karachi, mallory):
    filled = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER}
    mallory.post(reverse("admin:password_change"), filled)
    assert Client().login(username=VICTIM, password=OTHER)
    by_document(karachi)
    assert not Client().login(username=VICTIM, password=OTHER)


def test_forgetting_the_password_throws_out_whoever_set_it(elm, mallory):
    client = Client()
    assert choose(client, forgotten(client), OTHER)
    assert not is_in(mallory)
    assert not User.objects.get(username=VICTIM).link_shown


def test_removed_and_invited_again_nothing_is_shown_of_what_is_proven(elm, karachi, mallory):
    by_document(karachi)
    again = people.invite(elm.business, VICTIM, "manager")
    assert again.link is None
    client = Client()
    assert choose(client, forgotten(client), OTHER)
    people.remove(Membership.objects.get(business=elm.business, user__username=VICTIM))
    assert people.invite(elm.business, VICTIM, "manager").link is None
    assert is_in(Client()) is False
    assert Client().login(username=VICTIM, password=OTHER)


def test_a_link_that_ended_while_its_user_typed_sets_nothing(karachi, shown):
    client = Client()
    form = client.get(re.sub(r"^https?://[^/]+", "", shown), follow=True)
    by_document(karachi)
    filled = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    answer = client.post(form.request["PATH_INFO"], filled)
    assert answer.context["validlink"] is False
    assert not User.objects.get(username=VICTIM).has_usable_password()


def test_a_link_that_ends_at_the_very_moment_sets_nothing(karachi, shown, monkeypatch):
    client = Client()
    form = client.get(re.sub(r"^https?://[^/]+", "", shown), follow=True)
    use = links.use

    def late(user, token):
        by_document(karachi)
        return use(user, token)

    monkeypatch.setattr(links, "use", late)
    answer = client.post(form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert "does not work any more" in answer.text
    assert not User.objects.get(username=VICTIM).has_usable_password()


def test_a_business_founded_by_the_printed_link_works(elm, capsys):
    by_command(elm)
    printed = capsys.readouterr().out.strip()
    assert printed in mail.outbox[-1].body
    client = Client()
    assert choose(client, printed)
    assert client.get(reverse("admin:businesses_membership_changelist")).status_code == 200


def test_whoever_opens_a_business_by_themselves_has_proven_their_address(db, settings):
    settings.SELF_SERVICE = True
    wanted = {"name": "Girls", "zone": "Asia/Tokyo", "email": VICTIM, "at": "2026-11-20T15:00:00+00:00"}
    client = Client()
    answer = client.post(reverse("open_business", args=[signing.dumps(wanted, salt=founding.SALT, compress=True)]))
    assert choose(client, answer["Location"])
    people.found("Another", "Asia/Tokyo", VICTIM)
    assert is_in(client)


def test_accounts_that_were_taken_into_a_second_business_so_are_ended(elm, karachi, mallory):
    user = User.objects.get(username=VICTIM)
    only_here = User.objects.create_user("only", "only@example.com", PASSWORD, is_staff=True, link_shown=True)
    people.admit(elm.business, only_here)
    User.objects.filter(pk=only_here.pk).update(link_shown=True)
    only_here.refresh_from_db()
    Membership.objects.create(business=karachi.business, user=user, role="owner")
    before = User.objects.get(pk=only_here.pk).password
    ending = importlib.import_module("businesses.migrations.0011_shown_links_end")
    ending.end(apps, SimpleNamespace(connection=connection))
    assert not is_in(mallory)
    assert not User.objects.get(username=VICTIM).has_usable_password()
    assert User.objects.get(pk=only_here.pk).password == before


def test_there_is_one_way_in():
    """Nobody makes a membership but `people.admit`."""
    found = []
    for room in ("bookings", "businesses"):
        for path in sorted((Path(site.BASE_DIR) / room).rglob("*.py")):
            if "migrations" not in path.parts and _makes_members(ast.parse(path.read_text("utf-8"))):
                found.append(path.name)
    assert found == ["people.py"]


def _makes_members(tree):
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        re.search(
            r"\bMembership(\.objects\.\w*create\w*)?$|\.(members|businesses|memberships)\.(add|set|\w*create\w*)$", call
        )
        for call in calls
    )


def test_the_page_of_people_still_shows_the_new_one_a_link(elm, olive):
    page = olive.post(
        reverse("admin:businesses_membership_changelist"), {"email": VICTIM, "role": "manager", "staff": ""}
    )
    assert "/admin/welcome/" in page.text


def change(platform, user, **changes):
    """The platform changes something on the page of a user."""
    page = reverse("admin:businesses_user_change", args=[user.pk])
    form = platform.get(page).context["adminform"].form
    filled = {name: form[name].value() for name in form.fields if name != "password"}
    sent = {name: value for name, value in {**filled, **changes}.items() if value not in (None, False, "")}
    for name in ("last_login", "date_joined"):
        moment = sent.pop(name, None)
        sent |= {f"{name}_0": f"{moment:%Y-%m-%d}", f"{name}_1": f"{moment:%H:%M:%S}"} if moment else {}
    assert platform.post(page, sent).status_code == 302
    user.refresh_from_db()


def test_whoever_comes_to_run_the_installation_loses_what_others_may_have_set(elm, platform, mallory):
    user = User.objects.get(username=VICTIM)
    change(platform, user, is_superuser="on")
    assert user.is_superuser
    assert not user.has_usable_password()
    assert not is_in(mallory)


def test_whoever_has_proven_their_address_keeps_the_password_that_runs_the_installation(elm, platform):
    user = User.objects.create_user(VICTIM, VICTIM, PASSWORD, is_staff=True)
    change(platform, user, is_superuser="on")
    assert Client().login(username=VICTIM, password=PASSWORD)


def test_an_account_that_is_given_another_e_mail_has_not_proven_that_one(elm, karachi, platform):
    user = User.objects.create_user("mallory", "mallory@example.com", PASSWORD, is_staff=True)
    people.admit(elm.business, user)
    change(platform, user, email=VICTIM)
    assert Client().login(username="mallory", password=PASSWORD)
    by_page(karachi)
    assert not Client().login(username="mallory", password=PASSWORD)


def test_a_second_factor_that_came_by_a_link_that_was_shown_ends_with_it(client, elm, karachi, shown):
    assert choose(client, shown)
    user = User.objects.get(username=VICTIM)
    dashboard.give_app(user)
    people.admit(karachi.business, user)
    assert not factors.has_any(user)
    assert not is_in(client)
