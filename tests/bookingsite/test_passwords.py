"""Which passwords are taken: long ones of any characters, exactly as typed; none that anybody would guess first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from businesses.models import User
from tests import dashboard

PASSWORD = "chestnuts in the courtyard"
CHANGE, LOGIN = "/admin/password_change/", "/admin/login/?next=/admin/"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


def chosen(user, password):
    answer = dashboard.signed_in(user).post(CHANGE, {"new_password1": password, "new_password2": password})
    return answer.status_code == 302


def opens(password):
    return Client().post(LOGIN, {"username": "nina", "password": password}).status_code == 302


@pytest.mark.parametrize(
    "password",
    [
        "abcdefgh-abc" + "x" * 188,
        "only small letters here",
        "  blanks at both ends  ",
        "北京的栗子树很高大漂亮得很啊",
        "\"'<&;--$(x)%s{0}",
        "CaPiTaLs CoUnT hErE",
    ],
)
def test_any_characters_and_any_length_are_taken_and_nothing_of_it_is_changed(nina, password):
    assert chosen(nina, password)
    assert opens(password)
    assert not opens(password.swapcase() + " ")
    assert not opens(password.strip() + "x")
    assert not opens(password[:-1])


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "qwertyuiop123",  # among the most common
        "293847561029384756",  # digits alone
        "nina@northelm",
        "NorthElmStudio!",
        "north elm studio",
        "Bookings-admin-2026",
        "passwordpassword",
    ],
)
def test_what_anybody_would_guess_first_is_refused(nina, password):
    assert not chosen(nina, password)


def test_a_word_of_the_business_among_others_is_no_harm(nina):
    assert chosen(nina, "the studio of my grandmother")


def test_somebody_who_has_no_row_yet_is_looked_at_too():
    with pytest.raises(ValidationError):
        validate_password("dashboard-admin", User(username="new"))


@pytest.mark.parametrize("path", [LOGIN, CHANGE])
def test_what_is_typed_is_hidden_and_may_be_pasted_and_filled_in(nina, path):
    client = Client() if path == LOGIN else dashboard.signed_in(nina)
    page = client.get(path).text
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page or 'autocomplete="new-password"' in page
    assert "onpaste" not in page
