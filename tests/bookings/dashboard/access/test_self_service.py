"""New businesses: by the platform, and by anybody through a link in a mail where that is allowed."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from businesses import limits, people
from businesses.models import Business, Membership, User

ADD, START = "/admin/businesses/business/add/", "/admin/start/"
TYPED = {"name": "Chez Nous", "zone": "Europe/Paris", "email": "nina@nous.example"}
PASSWORD = "chestnuts in the courtyard"

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_door(settings, now):
    settings.SELF_SERVICE = True


def path_in_mail():
    return re.search(r"http://[^/]+(/admin/start/\S+)", mail.outbox[-1].body)[1]


def ask(**changes):
    return Client().post(START, {**TYPED, **changes})


def test_whether_the_address_has_an_account_changes_nothing_of_the_work(open_door):
    User.objects.create_user("known", "known@nous.example")
    done = []
    for email in ("known@nous.example", "nobody@nous.example"):
        with CaptureQueriesContext(connection) as queries:
            assert ask(email=email).status_code == 200
        done.append([re.sub(r"'[^']*'|\d+", "…", each["sql"]) for each in queries])
    assert done[0] == done[1]
    assert len(mail.outbox) == 2


def test_the_mail_to_a_stranger_repeats_nothing_that_was_typed(open_door):
    assert ask(name="You have won, see evil.example/win or call 0301234567").status_code == 200
    said = mail.outbox[-1].subject + mail.outbox[-1].body.replace(path_in_mail(), "")
    assert "won" not in said
    assert "evil" not in said


def test_the_platform_founds_a_business_and_sees_the_link_once(platform, now):
    answer = platform.post(ADD, TYPED)
    business = Business.objects.get()
    assert (business.slug, business.timezone) == ("chez-nous", "Europe/Paris")
    assert list(business.owners.values_list("email", flat=True)) == ["nina@nous.example"]
    link = answer.context["invited"].link
    assert link in answer.text
    assert "/admin/welcome/" in mail.outbox[0].body
    assert link not in mail.outbox[0].body  # using the mailed one proves whose address it is
    assert "no-store" in answer["Cache-Control"]
    assert link not in platform.get(ADD).text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"zone": "Mars/Base"}, {"email": "nina"}])
def test_nothing_is_founded_of_what_is_wrong(platform, open_door, wrong):
    assert platform.post(ADD, {**TYPED, **wrong}).status_code == 400
    assert ask(**wrong).status_code == 400
    assert not Business.objects.exists()
    assert mail.outbox == []


def test_a_look_alike_of_an_address_leads_into_nobodys_account(elm, open_door):
    """Databases that know capitals take a dotless i for an i, but its mail goes to somebody else."""
    people.invite(elm.business, "mia@girls.example", "manager")
    ask(email="mia@g\u0131rls.example")
    answer = Client().post(path_in_mail(), follow=True)
    assert User.objects.get(email="mia@girls.example").businesses.get() == elm.business
    assert "new_password1" not in answer.text or answer.context["form"].user.email != "mia@girls.example"


@pytest.mark.parametrize("who", ["olive", "max_", "maria", "amna"])
def test_only_the_platform_founds(request, who):
    client, before = request.getfixturevalue(who), Business.objects.count()
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, TYPED).status_code == 403
    assert Business.objects.count() == before


def test_without_the_setting_there_is_no_such_page(client, settings):
    assert client.get(START).status_code == 404
    assert ask().status_code == 404
    assert START not in client.get("/admin/login/").text
    settings.SELF_SERVICE = True
    assert START in client.get("/admin/login/").text


def test_a_link_of_before_is_worth_nothing_once_it_is_switched_off(open_door, settings):
    ask()
    settings.SELF_SERVICE = False
    assert Client().post(path_in_mail()).status_code == 404
    assert not Business.objects.exists()


def test_asking_makes_nothing_but_a_mail_and_is_answered_alike(open_door):
    User.objects.create_user("known", "known@nous.example", PASSWORD)
    first, second = ask(), ask(email="known@nous.example")
    assert first.status_code == second.status_code == 200
    assert "Look into your mail" in first.text
    assert re.sub(r'csrf\S+|value="\w+"', "", first.text) == re.sub(r'csrf\S+|value="\w+"', "", second.text)
    assert [letter.to for letter in mail.outbox] == [["nina@nous.example"], ["known@nous.example"]]
    assert not Business.objects.exists()
    assert User.objects.count() == 1


def test_the_link_opens_the_business_and_leads_to_the_password(open_door):
    ask()
    link, nina = path_in_mail(), Client()
    assert "Open Chez Nous" in nina.get(link).text
    assert not Business.objects.exists()
    form = nina.post(link, follow=True)
    assert form.context["validlink"]
    assert Business.objects.get().slug == "chez-nous"
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert nina.post(form.request["PATH_INFO"], typed, follow=True).status_code == 200
    assert nina.get("/admin/").status_code == 200
    assert Membership.objects.get().user.check_password(PASSWORD)


def test_the_link_works_once(open_door):
    ask()
    Client().post(path_in_mail())
    assert Client().post(path_in_mail()).status_code == 404
    assert Business.objects.count() == 1


def test_after_a_day_the_link_is_too_old(open_door, now):
    ask()
    with time_machine.travel(now + dt.timedelta(hours=24, seconds=1), tick=False):
        assert Client().post(path_in_mail()).status_code == 404
    assert not Business.objects.exists()


def test_a_link_of_ones_own_making_opens_nothing(open_door):
    ask()
    assert Client().post(path_in_mail()[:-3] + "xx/").status_code == 404
    assert Client().post(START + "rubbish/").status_code == 404
    assert not Business.objects.exists()


def test_whoever_has_a_password_signs_in_with_it(open_door):
    User.objects.create_user("nina", TYPED["email"], PASSWORD)
    ask()
    answer = Client().post(path_in_mail(), follow=True)
    assert "Chez Nous is open" in answer.text
    assert answer.request["PATH_INFO"] == "/admin/login/"
    assert Membership.objects.get().user.username == "nina"


def test_what_is_refused_uses_up_no_link(open_door):
    user = User.objects.create_user("nina", TYPED["email"], PASSWORD, is_active=False)
    ask()
    assert Client().post(path_in_mail()).status_code == 409
    User.objects.filter(pk=user.pk).update(is_active=True)
    Client().post(path_in_mail())
    assert Business.objects.count() == 1


def test_nobody_is_sent_mails_without_end(open_door):
    for _ in range(limits.STARTS.count):
        assert ask().status_code == 200
    answer = ask(email="Nina@Nous.example")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert len(mail.outbox) == limits.STARTS.count


def test_no_address_asks_for_many(open_door):
    codes = [ask(email=f"n{number}@nous.example").status_code for number in range(limits.STARTS_FROM.count + 1)]
    assert codes == [200] * limits.STARTS_FROM.count + [429]
