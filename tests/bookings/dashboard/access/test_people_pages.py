"""The people page: an owner invites, changes and removes; a link is shown once; nobody else comes near."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses import limits
from businesses.models import Membership, TrailEntry, User
from tests import dashboard

LIST = "/admin/businesses/membership/"
KIM = "kim@northelm.example"


def page(member, action="change"):
    return reverse(f"admin:businesses_membership_{action}", args=[member.pk])


def member(shop, name):
    return Membership.objects.get(business=shop.business, user__username=name)


def invite(client, **typed):
    return client.post(LIST, {"email": KIM, "role": "manager", "staff": "", **typed})


def test_the_list_says_who_may_do_what(olive, maria, elm):
    invite(olive)
    text = olive.get(LIST).text
    assert "olive" in text
    assert "Staff member</td>" in text
    assert "Maria Gomez" in text
    assert "No password yet" in text


def test_an_invitation_shows_its_link_once_and_mails_it(olive, elm):
    answer = invite(olive)
    link = answer.context["invited"].link
    assert link in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert "/admin/welcome/" in mail.outbox[0].body
    assert link not in mail.outbox[0].body  # using the mailed one proves whose address it is
    assert member(elm, KIM).role == "manager"
    assert link not in olive.get(LIST).text
    assert link not in str(dict(olive.session))
    assert link not in olive.get(page(member(elm, KIM), "history")).text


def test_a_staff_member_is_invited_with_a_diary_of_the_house(olive, elm, karachi):
    for staff in ("", karachi.staff["Amna Khan"].pk, "x"):
        assert invite(olive, role="staff", staff=staff).status_code == 400
    assert mail.outbox == []
    invite(olive, role="staff", staff=elm.staff["Ana Ruiz"].pk)
    assert member(elm, KIM).staff == elm.staff["Ana Ruiz"]


def test_somebody_with_an_account_gets_no_link_on_the_page(olive, elm):
    User.objects.create_user("kim", KIM, "a long enough one")
    text = invite(olive).text
    assert "They have an account here already" in text
    assert "/admin/welcome/" not in text + mail.outbox[0].body


@pytest.mark.parametrize(
    "typed", [{"email": "kim"}, {"email": ""}, {"role": "platform"}, {"email": "olive@northelm.example"}]
)
def test_a_wrong_invitation_is_sent_to_nobody(olive, elm, typed):
    before = Membership.objects.count()
    answer = invite(olive, **typed)
    assert answer.status_code == 400
    assert "Nobody was invited" in answer.text
    assert Membership.objects.count() == before
    assert mail.outbox == []


def test_the_link_is_shown_though_the_mail_cannot_be_sent(olive, elm, monkeypatch):
    def refuse(*args):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    answer = invite(olive)
    assert "could not be sent" in answer.text
    assert answer.context["invited"].link in answer.text


def test_a_new_link_is_sent_to_whoever_has_no_password_yet(olive, elm):
    first = invite(olive).context["invited"].link
    assert "Send a new link" in olive.get(page(member(elm, KIM))).text
    assert invite(olive).context["invited"].link != first
    assert "Send a new link" in olive.get(page(member(elm, KIM))).text
    User.objects.filter(username=KIM).update(password="argon2$set")
    assert "Send a new link" not in olive.get(page(member(elm, KIM))).text


def test_a_house_cannot_send_mails_without_end(olive, elm):
    for number in range(limits.INVITATIONS.count):
        assert invite(olive, email=f"kim{number}@northelm.example").status_code == 200
    assert invite(olive).status_code == 400
    assert len(mail.outbox) == limits.INVITATIONS.count


def test_a_role_is_changed_on_somebodys_page(olive, maria, elm):
    row = member(elm, "maria")
    assert "selected>Maria Gomez" in olive.get(page(row)).text
    answer = olive.post(page(row), {"role": "manager", "staff": ""}, follow=True)
    assert "maria is now manager" in answer.text
    assert (member(elm, "maria").role, member(elm, "maria").staff) == ("manager", None)
    assert dashboard.again(maria).get("/admin/businesses/customer/").status_code == 200


def test_somebody_is_removed_and_is_out_at_once(olive, max_, elm):
    answer = olive.post(page(member(elm, "max"), "remove"), follow=True)
    assert "max does not work here any more" in answer.text
    assert max_.get("/admin/").status_code == 302


def test_the_only_owner_stays(olive, max_, elm):
    row = member(elm, "olive")
    assert "only owner" in olive.post(page(row, "remove"), follow=True).text
    assert not TrailEntry.objects.filter(deed="deleted").exists()
    answer = olive.post(page(row), {"role": "manager", "staff": ""})
    assert answer.status_code == 400
    assert "only owner" in answer.text
    assert member(elm, "olive").role == "owner"


def test_removing_is_no_matter_of_a_link(olive, max_, elm):
    assert olive.get(page(member(elm, "max"), "remove")).status_code == 405
    assert member(elm, "max")


@pytest.mark.parametrize("who", ["max_", "maria"])
def test_people_are_the_owners_matter(request, who, olive, elm):
    client, row = request.getfixturevalue(who), member(elm, "olive")
    before = list(Membership.objects.values())
    for answer in (
        client.get(LIST),
        invite(client),
        client.get(page(row)),
        client.post(page(row), {"role": "manager"}),
        client.post(page(row, "remove")),
        client.get(page(row, "history")),
    ):
        assert answer.status_code == 403
    assert list(Membership.objects.values()) == before
    assert mail.outbox == []


def test_the_neighbours_people_are_not_there(olive, max_, amna, elm):
    row = member(elm, "max")
    for answer in (
        amna.get(page(row)),
        amna.post(page(row), {"role": "owner", "staff": ""}),
        amna.post(page(row, "remove")),
    ):
        assert answer.status_code == 404
    assert "olive" not in amna.get(LIST).text
    assert member(elm, "max").role == "manager"


@pytest.mark.parametrize("pk", ["999999", "x", "_5F"])
def test_nobody_is_there_without_a_row(olive, pk):
    for answer in (olive.get(f"{LIST}{pk}/change/"), olive.post(f"{LIST}{pk}/remove/")):
        assert answer.status_code == 404


def test_the_platform_invites_where_it_works(platform, elm):
    invite(platform)
    assert member(elm, KIM).role == "manager"


def test_the_list_takes_as_many_questions_for_many_as_for_few(olive, elm):
    def asked():
        with CaptureQueriesContext(connection) as found:
            olive.get(LIST)
        return len(found)

    few = asked()
    for number in range(20):
        user = User.objects.create_user(f"more{number}")
        Membership.objects.create(business=elm.business, user=user, role="staff", staff=elm.staff["Ana Ruiz"])
    assert asked() == few
