"""What the log `security` tells: who came in, who was refused, what was done; and no secret, and nothing typed."""

import logging

import pytest
from django.test import Client

from businesses.models import ApiKey, User
from tests import dashboard, partners

PASSWORD, NEW = "chestnuts in the courtyard", "acorns under the terrace"
LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


@pytest.fixture
def told(caplog):
    """`told()`: the lines so far, which are then forgotten."""
    caplog.set_level(logging.INFO, "security")

    def lines():
        found = [record.getMessage() for record in caplog.records if record.name == "security"]
        caplog.clear()
        return found

    return lines


def sign_in(password=PASSWORD, name="nina"):
    client = Client(REMOTE_ADDR="2001:db8:1:2::7")
    client.post(LOGIN, {"username": name, "password": password})
    return client


def test_who_comes_in_by_what_and_goes(nina, told):
    client = sign_in()
    assert told() == [f"signed in user={nina.pk} from=2001:db8:1:2::/64 by=password"]
    client.post("/admin/logout/")
    assert told() == [f"signed out user={nina.pk} from=2001:db8:1:2::/64"]


def test_a_wrong_password_and_nothing_of_what_was_typed(nina, told):
    sign_in("acorns of somebody", name="typed into the wrong field")
    (line,) = told()
    assert line.startswith("password wrong user=- from=2001:db8:1:2::/64 name=")
    assert not {"acorns", "typed"} & {*line.replace("_", " ").split()}


def test_the_same_name_is_the_same_word(nina, told):
    for name in ("nina", "NINA", "olga"):
        sign_in("wrong", name=name)
    one, same, other = (line.rpartition("=")[2] for line in told())
    assert one == same != other


def test_a_limit_that_was_reached(nina, told):
    for _ in range(11):
        sign_in("wrong")
    assert told()[-1].startswith("limit reached limit=logins who=")


def test_the_second_factor(nina, told):
    dashboard.give_app(nina)
    client = sign_in()
    client.post("/admin/login/code/", {"code": "000000"})
    client.post("/admin/login/code/", {"code": dashboard.code()})
    assert [line.partition(" user=")[0] for line in told()] == ["code refused", "signed in"]


def test_a_new_password(nina, told):
    client = sign_in()
    told()
    client.post("/admin/password_change/", {"new_password1": NEW, "new_password2": NEW})
    assert [line.partition(" user=")[0] for line in told()] == ["password changed"]


def test_a_page_that_is_not_open(elm, max_, told):
    max_.get("/admin/businesses/apikey/")
    (line,) = told()
    assert line.startswith("page refused user=")
    assert line.endswith("route=admin/businesses/apikey/")


def test_a_key_that_is_revoked_is_told_by_its_row(elm, olive, told):
    key, _ = ApiKey.issue(business=elm.business, dialect="booqara")
    olive.post(f"/admin/businesses/apikey/{key.pk}/revoke/")
    (line,) = told()
    assert line.endswith(f"row=apikey:{key.pk} done=Revoked.")


def test_a_partner_who_is_refused(elm, told):
    partners.booqara(elm).get("/services")
    assert told() == []
    stranger = partners.Partner("/booking", {"x-private-key": "pk_live_00000000_nothing", "X-Request-Id": "r-1"})
    stranger.get("/services")
    assert told() == ["partner refused user=- from=127.0.0.1 key=- why=Unauthenticated id=r-1"]
