"""`invite_owner` lets somebody into the dashboard by a link that works once."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from businesses.models import User
from tests.businesses.cast import SMALL, load, rows

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.businesses.welcome_urls")]

PASSWORD = "chestnuts in the courtyard"
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def quiet():
    return load(SMALL).business


def invite(capsys, email="hana@quiet.example", business="quiet-house"):
    call_command("invite_owner", "--business", business, email)
    return capsys.readouterr().out.removesuffix("\n")


def set_password(client, settings, link):
    """Follows the link as a browser does, and gives the answer to the new password."""
    path = link.removeprefix(settings.PUBLIC_URL)
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})


def test_a_new_owner_gets_a_link_in_print_and_by_mail(quiet, capsys, settings):
    settings.PUBLIC_URL = "https://book.example"
    link = invite(capsys)
    assert re.fullmatch(r"https://book\.example/admin/welcome/[^/]+/[^/]+/", link)
    hana = quiet.owners.get()
    assert (hana.username, hana.email, hana.is_staff, hana.is_superuser) == (
        "hana@quiet.example",
        "hana@quiet.example",
        True,
        False,
    )
    assert not hana.has_usable_password()
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["hana@quiet.example"], "Your dashboard for Quiet House")
    assert link in letter.body
    assert "within 3 days" in letter.body
    assert "https://book.example/admin/ as hana@quiet.example" in letter.body


def test_the_link_sets_a_password_once(client, capsys, settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": PLAIN_FILES}
    link = invite(capsys)
    assert set_password(client, settings, link).status_code == 302
    assert User.objects.get().check_password(PASSWORD)
    again = client.get(link.removeprefix(settings.PUBLIC_URL))
    assert again.status_code == 200
    assert again.context["validlink"] is False


def test_who_is_known_by_that_e_mail_is_made_an_owner_and_stays_as_they_are(quiet, capsys):
    hana = User.objects.create_user("hana", "Hana@quiet.example", "a long secret of hers")
    before = rows()["User"]
    invite(capsys)
    assert quiet.owners.get() == hana
    before[0]["is_staff"] = True
    assert rows()["User"] == before
    assert mail.outbox[0].to == ["Hana@quiet.example"]


def test_inviting_twice_makes_no_second_user(quiet, capsys):
    invite(capsys)
    invite(capsys)
    assert quiet.owners.count() == User.objects.count() == 1


def test_an_account_that_is_called_like_the_e_mail_but_has_another_is_not_handed_over(capsys):
    User.objects.create_user("HANA@quiet.example", "mallory@example.com")
    with pytest.raises(CommandError, match=r"there is a user called hana@quiet\.example with another e-mail"):
        invite(capsys)
    assert mail.outbox == []


def test_of_several_users_with_one_e_mail_the_owner_is_meant_else_nobody(quiet, capsys):
    for name in ("hana", "hana2"):
        User.objects.create_user(name, "hana@quiet.example")
    with pytest.raises(CommandError, match=r"several users have the e-mail hana@quiet\.example: hana, hana2;"):
        invite(capsys)
    quiet.members.add(User.objects.get(username="hana2"))
    invite(capsys)
    assert quiet.owners.get().username == "hana2"


def test_somebody_who_is_switched_off_is_not_let_in_again(quiet, capsys):
    User.objects.create_user("hana", "hana@quiet.example", is_active=False)
    with pytest.raises(CommandError, match="the user hana is switched off"):
        invite(capsys)
    assert not quiet.owners.exists()


@pytest.mark.parametrize("email", ["hana", "", "hana@", f"{'h' * 60}@{'quiet.' * 20}example"])
def test_what_is_no_e_mail_or_too_long_for_a_user_name_is_refused(email, capsys):
    with pytest.raises(CommandError, match=r"is no e-mail address|cannot be a user name"):
        invite(capsys, email)
    assert not User.objects.exists()


def test_an_unknown_business_is_refused_with_near_ones(capsys):
    with pytest.raises(CommandError, match=r"no business has the slug 'quiet'; did you mean quiet-house\?"):
        invite(capsys, business="quiet")


def test_the_link_is_printed_though_the_mail_cannot_be_sent(quiet, capsys, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with pytest.raises(CommandError, match=r"could not be sent .*; the link above works, pass it on yourself"):
        invite(capsys)
    assert "/admin/welcome/" in capsys.readouterr().out
    assert quiet.owners.exists()


def test_the_address_is_where_the_site_mounts_it():
    assert reverse("owner_welcome", kwargs={"uidb64": "a", "token": "b-c"}) == "/admin/welcome/a/b-c/"
