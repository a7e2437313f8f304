"""An owner asks for an API, the platform decides, the owner makes keys, rotates them and ends them."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection

from businesses import api_access
from businesses.models import ApiAccessRequest, ApiKey, ApiKeyGrant, User
from tests import factories
from tests.factories import NOW

DAY = dt.timedelta(hours=24)


@pytest.fixture
def olive(db):
    return User.objects.create_user("olive", email="olive@northelm.example")


@pytest.fixture
def paul(db):
    return User.objects.create_superuser("paul")


def ask(shop, by, *, dialect="booqara", use_case="Our own website", now=NOW):
    return api_access.request(business=shop.business, dialect=dialect, use_case=use_case, by=by, now=now)


def issue(shop, by, *, dialect="booqara", now=NOW, **how):
    return api_access.issue(business=shop.business, dialect=dialect, by=by, now=now, **how)


def opens(secret, now=NOW, dialect="booqara"):
    return ApiKey.objects.opened_by(secret, dialect=dialect, now=now)


@pytest.fixture
def approved(elm, olive, paul):
    asked = ask(elm, olive)
    api_access.approve(asked, by=paul, now=NOW)
    return asked


def test_a_request_waits_for_a_decision(elm, olive):
    asked = ask(elm, olive, use_case="  Our own website ")
    asked.refresh_from_db()
    assert (asked.status, asked.use_case, asked.requested_by, asked.created_at) == (
        "pending",
        "Our own website",
        olive,
        NOW,
    )
    assert not api_access.may_issue(elm.business, "booqara")


def test_who_asks_twice_is_told_so(elm, olive, approved):
    with pytest.raises(api_access.Refused, match="Booqara is approved already: you can make a key now"):
        ask(elm, olive)
    ask(elm, olive, dialect="booxi")
    with pytest.raises(api_access.Refused, match="You have asked for Booxi already"):
        ask(elm, olive, dialect="booxi")
    assert ApiAccessRequest.objects.count() == 2


def test_a_request_says_what_for(elm, olive):
    with pytest.raises(api_access.Refused, match="what you want to do with it"):
        ask(elm, olive, use_case="  \n")


def test_a_neighbours_request_stands_in_nobodys_way(elm, karachi, olive, paul):
    api_access.approve(ask(karachi, olive), by=paul, now=NOW)
    ask(elm, olive)
    assert not api_access.may_issue(elm.business, "booqara")


def test_an_approval_names_who_and_when(elm, approved, paul):
    assert (approved.status, approved.decided_by, approved.decided_at) == ("approved", paul, NOW)
    assert api_access.may_issue(elm.business, "booqara")
    assert not api_access.may_issue(elm.business, "booxi")


def test_a_refusal_has_a_reason(elm, olive, paul):
    asked = ask(elm, olive)
    with pytest.raises(api_access.Refused, match="give a reason"):
        api_access.refuse(asked, reason=" ", by=paul, now=NOW)
    api_access.refuse(asked, reason=" Please tell us more. ", by=paul, now=NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == ("refused", "Please tell us more.")


def test_who_was_refused_may_ask_again(elm, olive, paul):
    api_access.refuse(ask(elm, olive), reason="Tell us more.", by=paul, now=NOW)
    assert ask(elm, olive, use_case="A page for our partner").status == "pending"


def test_the_same_decision_is_made_once(approved, paul):
    with pytest.raises(api_access.Refused, match="This request is approved already"):
        api_access.approve(approved, by=paul, now=NOW)


def test_an_approval_can_be_taken_back_and_keys_that_are_out_stay(elm, olive, approved, paul):
    _, secret = issue(elm, olive)
    api_access.refuse(approved, reason="Too many calls.", by=paul, now=NOW)
    assert opens(secret)
    with pytest.raises(api_access.Refused, match="Booqara is not approved for North Elm Studio yet"):
        issue(elm, olive)


def test_without_an_approval_there_is_no_key(elm, olive):
    ask(elm, olive)
    with pytest.raises(api_access.Refused, match="not approved"):
        issue(elm, olive)
    assert not ApiKey.objects.exists()


def test_a_key_opens_its_dialect_and_is_kept_as_a_hash(elm, olive, approved):
    key, secret = issue(elm, olive)
    assert opens(secret) == key
    assert opens(secret, dialect="booxi") is None
    assert key.rate_limit == 1200
    assert secret not in str(ApiKey.objects.values().get())


def test_one_ticket_makes_one_key(elm, olive, approved):
    ticket = uuid.uuid4()
    issue(elm, olive, ticket=ticket)
    with pytest.raises(api_access.Refused, match="shown already; rotate it if you lost it"):
        issue(elm, olive, ticket=ticket)
    with pytest.raises(api_access.Refused, match="shown already"):
        api_access.rotate(ApiKey.objects.get(), now=NOW, ticket=ticket)
    assert ApiKey.objects.count() == 1


def test_after_a_rotation_both_keys_work_for_a_day(elm, olive, approved):
    old, secret = issue(elm, olive, rate_limit=7)
    new, newer = api_access.rotate(old, now=NOW)
    assert old.expires_at == NOW + DAY
    assert new.rate_limit == 7
    just_before = NOW + DAY - dt.timedelta(seconds=1)
    assert (opens(secret, just_before), opens(newer, just_before)) == (old, new)
    assert (opens(secret, NOW + DAY), opens(newer, NOW + DAY)) == (None, new)


def test_a_rotation_gives_no_longer_life_than_the_key_had(elm, olive, approved):
    key, _ = issue(elm, olive)
    ApiKey.objects.update(expires_at=NOW + 10 * DAY)
    new, _ = api_access.rotate(key, now=NOW)
    assert new.expires_at == NOW + 10 * DAY


def test_a_rotated_partners_key_keeps_its_grants(elm, karachi):
    key, _ = ApiKey.issue(business=elm.business, dialect="booxi")
    api_access.grant(key.prefix, business=karachi.business, now=NOW)
    new, _ = api_access.rotate(key, now=NOW)
    assert [each.business for each in new.grants.all()] == [karachi.business]


def test_a_key_that_has_ended_or_is_about_to_is_not_rotated(elm, olive, approved):
    key, _ = issue(elm, olive)
    new, _ = api_access.rotate(key, now=NOW)
    api_access.revoke(new, now=NOW)
    for each in (key, new):
        with pytest.raises(api_access.Refused, match="Make a new key instead"):
            api_access.rotate(each, now=NOW)
    assert ApiKey.objects.count() == 2


def test_a_revoked_key_opens_nothing_from_that_moment(elm, olive, approved):
    key, secret = issue(elm, olive)
    api_access.revoke(key, now=NOW)
    assert opens(secret) is None
    api_access.revoke(key, now=NOW + DAY)
    assert key.revoked_at == NOW


def test_a_business_lets_a_partners_key_act_for_it_and_takes_it_back(elm, karachi):
    key, _ = ApiKey.issue(business=karachi.business, dialect="booxi")
    given = api_access.grant(f" {key.prefix} ", business=elm.business, now=NOW)
    assert api_access.grant(key.prefix, business=elm.business, now=NOW) == given
    assert list(key.granted.all()) == [elm.business]
    api_access.withdraw(given)
    assert not ApiKeyGrant.objects.exists()


def test_consent_to_ones_own_key_changes_nothing(elm):
    key, _ = ApiKey.issue(business=elm.business, dialect="booxi")
    assert api_access.grant(key.prefix, business=elm.business, now=NOW) is None
    assert not ApiKeyGrant.objects.exists()


def test_only_a_working_booxi_key_can_be_let_in(elm, karachi):
    other, _ = ApiKey.issue(business=karachi.business, dialect="booqara")
    ended, _ = ApiKey.issue(business=karachi.business, dialect="booxi")
    api_access.revoke(ended, now=NOW)
    for prefix in (other.prefix, ended.prefix, "bxp_nothing", "", "bxp_"):
        with pytest.raises(api_access.Refused, match="No working Booxi key begins like that"):
            api_access.grant(prefix, business=elm.business, now=NOW)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_are_one_request_and_one_key():
    shop = factories.load(factories.ELM)
    olive = User.objects.create_user("olive")
    asked = []

    def tries(verb):
        made, start = [], threading.Barrier(6)

        def run():
            try:
                start.wait(timeout=20)
                made.append(verb())
            except api_access.Refused:
                made.append(None)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(made) == 6
        return [each for each in made if each]

    asked = tries(lambda: ask(shop, olive))
    assert len(asked) == ApiAccessRequest.objects.count() == 1
    api_access.approve(asked[0], by=olive, now=NOW)
    ticket = uuid.uuid4()
    assert len(tries(lambda: issue(shop, olive, ticket=ticket))) == 1
    assert ApiKey.objects.count() == 1
