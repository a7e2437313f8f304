"""A document names people by user names, which anybody may have had first: only their e-mail says who is meant."""

import re

import pytest

from businesses import document, people
from businesses.models import Business, Membership, User
from tests import factories

VICTIM, MALLORY = "victim@example.com", "mallory@example.com"
PASSWORD = "chestnuts in the courtyard"


def load(owners, shop=factories.KARACHI):
    return factories.load({**shop, "owners": owners}).business


def refused(owners):
    with pytest.raises(document.DocumentError) as refusal:
        load(owners)
    assert not Membership.objects.filter(business__slug="karachi").exists()
    return " ".join(refusal.value.errors)


@pytest.fixture
def elms(elm):
    """North Elm's own document names owners as it likes."""
    return lambda *owners: load(list(owners), factories.ELM)


def test_nobody_makes_an_account_that_is_called_like_anothers_e_mail(elms):
    with pytest.raises(document.DocumentError, match=r"owners\[1\]\.email: must be 'victim@example\.com'"):
        elms({"username": "ana"}, {"username": VICTIM, "email": MALLORY})
    assert not User.objects.exists()


@pytest.mark.parametrize("written", [{"email": "ana@karachi.example"}, {}])
def test_a_user_name_that_somebody_else_had_first_lets_nobody_in(elms, written):
    elms({"username": "ana", "email": MALLORY})
    assert "owners[0].username: 'ana' is a user with another e-mail" in refused([{"username": "ana", **written}])


@pytest.mark.parametrize("email", [VICTIM, "", MALLORY])
def test_nor_does_an_account_that_has_the_address_only_as_its_name(elm, email):
    User.objects.create_user(VICTIM, MALLORY, PASSWORD)
    wanted = {"username": VICTIM, **({"email": email} if email else {})}
    assert refused([wanted])


@pytest.mark.parametrize("name", ["VICTIM@example.com", "Victim@Example.com"])
def test_no_account_is_made_that_differs_from_another_in_capitals_only(elm, name):
    User.objects.create_user(VICTIM, VICTIM, PASSWORD)
    assert "in capitals only" in refused([{"username": name, "email": name}])
    assert User.objects.count() == 1


def test_name_and_e_mail_together_say_who_is_meant(elms):
    elms({"username": "ana", "email": "ana@northelm.example"})
    assert load([{"username": "ana", "email": "Ana@northelm.example"}]).owners.get().username == "ana"


def test_a_user_name_that_is_an_e_mail_needs_no_second_one(elm):
    load([{"username": VICTIM}])
    load([{"username": VICTIM}])
    assert Business.objects.get(slug="karachi").owners.get().email == VICTIM


def test_the_platforms_account_is_named_by_its_e_mail_too(elm):
    User.objects.create_superuser("root", "root@site.example", PASSWORD)
    assert refused([{"username": "root"}])


@pytest.mark.parametrize("role", ["manager", "staff"])
def test_nobody_rises_by_a_document(elm, role):
    diary = elm.staff["Maria Gomez"] if role == "staff" else None
    maria = people.invite(elm.business, "maria@northelm.example", role, diary).user
    load([{"username": maria.username, "email": maria.email}], factories.ELM)
    assert Membership.objects.get(user=maria).role == role


def test_an_owner_who_was_removed_does_not_come_back_by_the_dashboards_import(olive, elm):
    kim = people.invite(elm.business, "kim@northelm.example", "owner").user
    saved = olive.get("/admin/document/download/").content.decode()
    people.remove(Membership.objects.get(user=kim))
    answer = olive.post("/admin/document/", {"text": saved})
    assert answer.status_code == 400
    assert not Membership.objects.filter(user=kim).exists()


def test_the_dashboards_import_does_not_tell_who_has_an_account(olive, elm, karachi):
    User.objects.create_superuser("root", "root@site.example", PASSWORD)
    told = []
    for name in ("root", "none"):
        text = olive.get("/admin/document/download/").content.decode()
        owners = f"owners:\n- username: {name}\n  email: root@site.example\n"
        page = olive.post("/admin/document/", {"text": text[: text.index("owners:")] + owners}).text
        told.append(re.search(r"<li>(owners.*?)</li>", page)[1].replace(name, "somebody"))
    assert "does not work here" in told[0]
    assert told[0] == told[1]
