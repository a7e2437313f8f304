"""People of a business: invited, given another role, removed; and businesses founded with their owner."""

import re

import pytest
from django.core import mail

from businesses import cities, money, people
from businesses.models import Business, Location, Membership, User

KIM = "kim@northelm.example"


def invite(shop, email=KIM, role="manager", staff=None, **more):
    return people.invite(shop.business, email, role, staff, **more)


def membership(shop, user):
    return Membership.objects.get(business=shop.business, user=user)


def opens(client, link):
    """Whether a link lets somebody choose a password."""
    answer = client.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    return bool(answer.context["validlink"])


def mailed():
    """The link in the latest mail."""
    return re.search(r"http\S+/admin/welcome/\S+", mail.outbox[-1].body)[0]


def test_somebody_new_gets_a_user_without_password_and_a_link_by_mail(elm, client):
    invited = invite(elm)
    people.tell(elm.business, invited)
    assert (invited.user.username, invited.user.has_usable_password()) == (KIM, False)
    assert membership(elm, invited.user).role == "manager"
    assert mail.outbox[0].to == [KIM]
    assert invited.link not in mail.outbox[0].body
    assert opens(client, invited.link)
    assert opens(client, mailed())


def test_somebody_with_a_password_is_told_without_any_link(elm):
    user = User.objects.create_user("kim", KIM, "a long enough one")
    invited = invite(elm, "Kim@NorthElm.example")
    people.tell(elm.business, invited)
    assert invited == (user, None)
    assert mail.outbox[0].subject == "You may now also work in North Elm Studio"
    assert "/admin/welcome/" not in mail.outbox[0].body
    user.refresh_from_db()
    assert user.check_password("a long enough one")


def test_a_business_whose_name_leads_elsewhere_is_not_named(elm):
    elm.business.name = "You have won! evil.de/prize"
    said = people.letter(elm.business, invite(elm))
    assert "evil" not in said.subject + said.body
    assert "run the day at a business at" in said.body


def test_a_link_to_an_account_of_two_businesses_goes_to_the_person_alone_and_ends_those_before(elm, karachi, client):
    first = invite(elm)
    second = invite(karachi)
    people.tell(karachi.business, second)
    assert second.user == first.user
    assert second.link is None
    assert not opens(client, first.link)
    assert opens(client, mailed())


def test_a_password_that_an_inviting_person_may_have_set_opens_no_other_business(elm, karachi):
    first = people.invite(elm.business, "victim@example.com", "manager")
    first.user.set_password("set by whoever saw the link")
    first.user.save()
    second = people.invite(karachi.business, "victim@example.com", "owner")
    assert second.link is None
    assert not User.objects.get(pk=first.user.pk).has_usable_password()
    assert "/admin/welcome/" in people.letter(karachi.business, second).body


def test_so_does_it_when_they_left_the_first_one_before(elm, karachi):
    first = people.invite(elm.business, "victim@example.com", "manager")
    first.user.set_password("set by whoever saw the link")
    first.user.save()
    people.remove(first.user.memberships.get())
    people.invite(karachi.business, "victim@example.com", "owner")
    assert not User.objects.get(pk=first.user.pk).has_usable_password()


def test_nobody_sees_a_link_to_the_account_of_the_platform(elm):
    User.objects.create_superuser("root", "root@site.example", password=None)
    assert invite(elm, "root@site.example").link is None


def test_inviting_again_gives_a_new_link_and_ends_the_old_one(elm, client):
    first = invite(elm)
    second = invite(elm)
    assert not opens(client, first.link)
    assert opens(client, second.link)
    assert elm.business.members.count() == 1


def test_inviting_somebody_as_something_else_changes_nothing(elm):
    invited = invite(elm)
    with pytest.raises(people.Refused, match="works here already, as manager"):
        invite(elm, role="owner")
    assert membership(elm, invited.user).role == "manager"


def test_a_staff_member_has_a_diary_of_the_same_business(elm, karachi):
    for diary in (None, karachi.staff["Amna Khan"]):
        with pytest.raises(people.Refused, match="whose diary"):
            invite(elm, role="staff", staff=diary)
    assert not User.objects.exists()
    invited = invite(elm, role="staff", staff=elm.staff["Maria Gomez"])
    assert membership(elm, invited.user).staff == elm.staff["Maria Gomez"]


@pytest.mark.parametrize("role", ["", "king", "platform"])
def test_an_unknown_role_is_refused(elm, role):
    with pytest.raises(people.Refused, match="what the person may do"):
        invite(elm, role=role)


def test_who_else_has_an_e_mail_is_not_told_to_an_owner(elm):
    for name in ("secret_one", "secret_two"):
        User.objects.create_user(name, KIM)
    with pytest.raises(people.Refused) as refusal:
        invite(elm)
    assert "secret" not in str(refusal.value)


def test_a_role_is_changed_and_takes_the_diary_with_it(elm):
    kim = membership(elm, invite(elm, role="staff", staff=elm.staff["Maria Gomez"]).user)
    people.change_role(kim, "owner")
    kim.refresh_from_db()
    assert (kim.role, kim.staff) == ("owner", None)


def test_the_last_owner_stays_one(elm):
    kim = membership(elm, invite(elm, role="owner").user)
    invite(elm, "max@northelm.example", "manager")
    for attempt in (lambda: people.remove(kim), lambda: people.change_role(kim, "manager")):
        with pytest.raises(people.Refused, match="only owner"):
            attempt()
    assert membership(elm, kim.user).role == "owner"


def test_an_owner_who_is_switched_off_does_not_count(elm):
    kim = membership(elm, invite(elm, role="owner").user)
    off = invite(elm, "off@northelm.example", "owner").user
    User.objects.filter(pk=off.pk).update(is_active=False)
    with pytest.raises(people.Refused, match="only owner"):
        people.remove(kim)
    people.remove(membership(elm, off))


def test_one_of_two_owners_may_go_and_their_link_with_them(elm, client):
    invite(elm, role="owner")
    other = invite(elm, "ana@northelm.example", "owner")
    people.remove(membership(elm, other.user))
    assert not elm.business.members.filter(pk=other.user.pk).exists()
    assert not opens(client, other.link)


def test_a_business_is_founded_with_a_location_and_its_owner(db, client):
    business, invited = people.found("  Été  & Fils ", "Europe/Paris", "owner@ete.example")
    assert (business.name, business.slug, business.timezone) == ("Été & Fils", "ete-fils", "Europe/Paris")
    assert Location.objects.get(business=business).name == "Main"
    assert list(business.owners) == [invited.user]
    assert opens(client, invited.link)


@pytest.mark.parametrize(
    ("zone", "country", "currency"),
    [
        ("Europe/Paris", "FR", "EUR"),
        ("Asia/Tokyo", "JP", "JPY"),
        ("Asia/Calcutta", "IN", "INR"),  # the older name of a zone
        ("America/Chicago", "US", "USD"),
        ("UTC", "US", "USD"),
    ],
)
def test_a_founded_business_has_the_country_and_currency_of_its_zone_and_two_months_ahead(db, zone, country, currency):
    business, _ = people.found("Elm", zone, KIM)
    assert (business.country, business.currency, business.window_days) == (country, currency, 60)


def test_every_city_has_a_currency_that_is_known(db):
    for _, zones in cities.for_owners():
        for zone, _ in zones:
            currency = money.of_country(cities.country(zone))
            assert not currency or currency in money.currencies()


def test_every_founded_business_has_an_address_of_its_own(elm):
    names = ["Elm", "Elm", "elm!", "理髪店", "x" * 200, "x" * 200]
    slugs = [people.found(name, "Asia/Tokyo", f"o{number}@x.example")[0].slug for number, name in enumerate(names)]
    assert slugs[:4] == ["elm-2", "elm-3", "elm-4", "business"]
    assert len(set(slugs)) == len(slugs)
    assert max(map(len, slugs)) <= 100


@pytest.mark.parametrize(
    ("name", "zone", "email"),
    [("", "Asia/Tokyo", KIM), ("Elm", "Mars/Base", KIM), ("Elm", "Asia/Tokyo", "kim"), ("n" * 201, "Asia/Tokyo", KIM)],
)
def test_nothing_is_founded_of_what_is_wrong(db, name, zone, email):
    with pytest.raises(people.Refused):
        people.found(name, zone, email)
    assert not Business.objects.exists()
    assert not User.objects.exists()
