"""`issue_api_key` prints a key once, or grants one."""

import pytest
from django.core.management import CommandError, call_command

from businesses.models import ApiKey, ApiKeyGrant, Dialect, Rights
from businesses.models.api_key import DEFAULT_RATE_LIMIT
from tests.businesses.cast import NOW, SMALL, load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elm():
    return load().business


def issue(capsys, *options, business="north-elm", dialect="booqara"):
    call_command("issue_api_key", "--business", business, "--dialect", dialect, *options)
    return capsys.readouterr()


@pytest.mark.parametrize("dialect", Dialect.values)
def test_the_key_and_nothing_else_is_printed_and_opens_its_dialect(dialect, elm, capsys):
    said = issue(capsys, dialect=dialect)
    secret = said.out.removesuffix("\n")
    assert secret.split() == [secret]
    assert said.err == ""
    key = ApiKey.objects.opened_by(secret, dialect=dialect, now=NOW)
    assert (key.business, key.customer, key.rate_limit) == (elm, None, DEFAULT_RATE_LIMIT)


def test_a_rate_limit_may_be_another_or_none(capsys):
    issue(capsys, "--rate-limit", "60")
    issue(capsys, "--rate-limit", "none")
    assert set(ApiKey.objects.values_list("rate_limit", flat=True)) == {60, None}


@pytest.mark.parametrize("limit", ["0", "-5", "many", "1000001", "9" * 50, "١٢", ""])
def test_a_rate_limit_that_is_none_is_refused_in_words(limit, capsys):
    with pytest.raises(CommandError, match=r"--rate-limit takes 1 to 1000000 \(requests a minute\) or none, not "):
        issue(capsys, f"--rate-limit={limit}")
    assert not ApiKey.objects.exists()


def test_a_customers_token_names_the_customer(elm, capsys):
    issue(capsys, "--customer", "JANE@example.com", dialect="miketsu")
    assert ApiKey.objects.get().customer.first_name == "Jane"


@pytest.mark.parametrize("email", ["nobody@example.com", " "])
def test_an_unknown_customer_is_refused_in_words(email, capsys):
    with pytest.raises(
        CommandError, match=r"north-elm has no customer with the e-mail .*; make one with load_business"
    ):
        issue(capsys, "--customer", email, dialect="miketsu")


def test_options_that_do_not_go_together_are_refused_in_words(capsys):
    with pytest.raises(CommandError, match="--customer goes with --dialect miketsu only"):
        issue(capsys, "--customer", "jane@example.com")
    with pytest.raises(CommandError, match="--grant goes with --dialect booxi only"):
        issue(capsys, "--grant", "bxp_12345678")
    with pytest.raises(CommandError, match="--rate-limit goes with a new key"):
        issue(capsys, "--grant", "bxp_12345678", "--rate-limit", "5", dialect="booxi")
    with pytest.raises(CommandError, match=r"invalid choice: 'booqra'"):
        issue(capsys, dialect="booqra")
    with pytest.raises(CommandError, match=r"no business has the slug 'north-elmo'; did you mean north-elm\?"):
        issue(capsys, business="north-elmo")
    assert not ApiKey.objects.exists()


def test_a_partners_key_may_be_granted_a_further_business_any_number_of_times(capsys):
    quiet = load(SMALL).business
    issue(capsys, dialect="booxi")
    prefix = ApiKey.objects.get().prefix
    for _ in range(2):
        said = issue(capsys, "--grant", prefix, business="quiet-house", dialect="booxi")
        assert (said.out, said.err) == ("", f"{prefix} may act for quiet-house.\n")
    assert ApiKeyGrant.objects.get().business == quiet
    assert ApiKey.objects.count() == 1


def test_a_grant_for_the_keys_own_business_changes_nothing(capsys):
    issue(capsys, dialect="booxi")
    said = issue(capsys, "--grant", ApiKey.objects.get().prefix, dialect="booxi")
    assert said.err.endswith("may act for north-elm.\n")
    assert not ApiKeyGrant.objects.exists()


def test_only_a_working_booxi_key_can_be_granted(capsys):
    issue(capsys, dialect="booqara")
    issue(capsys, dialect="booxi")
    ApiKey.objects.filter(dialect="booxi").update(revoked_at=NOW)
    for prefix in [*ApiKey.objects.values_list("prefix", flat=True), "bxp_nothing"]:
        with pytest.raises(CommandError, match=f"no working Booxi key has the prefix '{prefix}'"):
            issue(capsys, "--grant", prefix, dialect="booxi")


def test_a_key_may_do_everything_or_what_is_named(capsys):
    issue(capsys)
    issue(capsys, "--scope", "book", "--scope", "read")
    assert {key.rights.scopes for key in ApiKey.objects.all()} == {("read", "book", "manage"), ("read", "book")}
    with pytest.raises(CommandError, match=r"invalid choice: 'everything'"):
        issue(capsys, "--scope", "everything")


def test_a_key_may_be_bound_to_sites(capsys):
    issue(capsys, "--site", "https://a.example/", "--site", "https://b.example", "--sites-only")
    assert ApiKey.objects.get().rights == Rights(sites=("https://a.example", "https://b.example"), sites_only=True)
    for options, words in (
        (("--site", "a.example"), "“a.example” is no site"),
        (("--sites-only",), "Name the sites first"),
    ):
        with pytest.raises(CommandError, match=words):
            issue(capsys, *options)
    for options in (("--site", "https://a.example"), ("--sites-only",)):
        with pytest.raises(CommandError, match="go with --dialect booqara only"):
            issue(capsys, *options, dialect="nextinque")
    for options in (("--site", "https://a.example"), ("--scope", "read"), ("--sites-only",)):
        with pytest.raises(CommandError, match="goes with a new key"):
            issue(capsys, "--grant", "bxp_12345678", *options, dialect="booxi")
    assert ApiKey.objects.count() == 1
