"""What an owner chooses for a key, and what the pages tell of it."""

import datetime as dt
import html
import re
import uuid

import pytest

from businesses import api_access
from businesses.models import ApiAccessRequest, ApiKey, Rights, Scope, TrailEntry
from tests import partners
from tests.factories import NOW, key, old_key

PAGE = "/admin/businesses/apikey/"
SITE = "https://www.salon.example"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _approved(elm):
    for dialect in ("booqara", "nextinque"):
        ApiAccessRequest.objects.create(business=elm.business, dialect=dialect, use_case="x", status="approved")


def make(client, **choices):
    return client.post(PAGE + "make/", {"dialect": "booqara", "ticket": uuid.uuid4(), **choices})


def sites(client, row, **choices):
    return client.post(f"{PAGE}{row.pk}/sites/", choices)


def made(shop, **rights):
    return ApiKey.issue(business=shop.business, dialect="booqara", rights=Rights(**rights))[0]


def used(row, at, address="203.0.113.7"):
    ApiKey.objects.filter(pk=row.pk).update(last_used_at=at, last_used_from=address)


def test_a_new_key_has_everything_ticked_until_something_is_taken_away(olive):
    page = olive.get(PAGE + "make/?dialect=booqara").text
    assert re.findall(r'name="scopes" value="(\w+)"[^>]*checked', page) == Scope.values
    assert "any site it likes" in page


def test_a_key_may_do_what_was_ticked_and_works_where_was_written(olive):
    answer = make(
        olive, scopes=["book", "read"], sites=f"{SITE}/\n\n HTTPS://Shop.example:443 \n{SITE}", sites_only="on"
    )
    assert answer.status_code == 200
    row = ApiKey.objects.get()
    assert row.rights == Rights(("read", "book"), (SITE, "https://shop.example"), True)
    assert "Who has it can read your times and book for you, so" in answer.text
    assert TrailEntry.objects.get().said == "Made a key that may read and book."
    page = olive.get(PAGE).text
    for words in ('badge">read<', 'badge">book<', f"{SITE}, https://shop.example (not on servers)"):
        assert words in page
    assert 'badge">manage<' not in page


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"scopes": []}, "Choose at least one thing that the key may do."),
        ({"scopes": ["read", "everything"]}, "“everything” cannot be chosen"),
        ({"scopes": ["read"], "sites": "www.salon.example"}, "“www.salon.example” is no site. Write https://"),
        ({"scopes": ["read"], "sites": f"{SITE}/book"}, "is no site"),
        ({"scopes": ["read"], "sites": "http://www.salon.example"}, "is no site"),
        ({"scopes": ["read"], "sites": "https://*.salon.example"}, "is no site"),
        ({"scopes": ["read"], "sites": "\n".join(f"https://a{n}.example" for n in range(21))}, "20 sites at most"),
        ({"scopes": ["read"], "sites_only": "on"}, "Name the sites first"),
    ],
)
def test_what_makes_no_sense_is_sent_back_with_what_was_typed(olive, choices, words):
    answer = make(olive, **choices)
    assert answer.status_code == 400
    page = html.unescape(answer.text)
    assert words in page
    assert "Nothing was made yet." in page
    assert choices.get("sites", "").partition("\n")[0] in page
    assert not ApiKey.objects.exists()


def test_a_developers_own_machine_may_be_a_site(olive):
    make(olive, scopes=["read"], sites="http://localhost:3000\nhttps://münchen.example")
    assert ApiKey.objects.get().rights.sites == ("http://localhost:3000", "https://xn--mnchen-3ya.example")


def test_an_api_that_answers_no_browser_is_not_asked_for_sites(olive, elm, monkeypatch):
    monkeypatch.setattr("bookings.dashboard.access.partner_apis.PartnerApi.is_available", True)
    assert 'name="sites"' not in olive.get(PAGE + "make/?dialect=nextinque").text
    make(olive, dialect="nextinque", scopes=["read"], sites=SITE)
    row = ApiKey.objects.get()
    assert (row.rights.scopes, row.rights.sites) == (("read",), ())
    assert olive.get(f"{PAGE}{row.pk}/sites/").status_code == 404


def test_the_sites_of_a_key_can_be_changed_at_any_time(olive, elm):
    partner = partners.booqara(elm)
    row = ApiKey.objects.get()
    answer = sites(olive, row, sites=SITE)
    assert answer["Location"] == PAGE
    assert f"{row} works on {SITE} from now on." in olive.get(PAGE).text
    assert partner("GET", "/business", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert SITE in olive.get(f"{PAGE}{row.pk}/sites/").text
    sites(olive, row, sites="")
    assert partner("GET", "/business", headers={"Origin": "https://elsewhere.example"}).status_code == 200
    assert sites(olive, row, sites="x").status_code == 400
    row.refresh_from_db()
    assert row.rights == Rights()


def test_the_neighbours_keys_have_no_page_of_sites(amna, elm):
    row = made(elm)
    for pk in (row.pk, 10**9):
        assert amna.get(f"{PAGE}{pk}/sites/").status_code == 404
        assert amna.post(f"{PAGE}{pk}/sites/", {"sites": SITE}).status_code == 404
    row.refresh_from_db()
    assert row.origins == ""


def test_managers_and_staff_choose_nothing_for_keys(max_, maria, elm):
    row = made(elm)
    for client in (max_, maria):
        assert sites(client, row, sites=SITE).status_code == 403
        assert client.get(PAGE + "make/?dialect=booqara").status_code == 403


@pytest.mark.parametrize(("days", "lives"), [("1", 1), ("7", 7), ("30", 30)])
def test_the_owner_says_how_long_the_old_key_works_beside_the_new_one(olive, elm, days, lives):
    row = made(elm, scopes=("read",), sites=(SITE,), sites_only=True)
    answer = olive.post(f"{PAGE}{row.pk}/rotate/", {"ticket": uuid.uuid4(), "days": days})
    assert f"The old key <code>{row}</code> works until" in answer.text
    row.refresh_from_db()
    newer = row.replaced_by.get()
    assert row.expires_at == NOW + lives * DAY
    assert newer.rights == row.rights
    assert f"{newer} takes its place" in olive.get(PAGE).text


@pytest.mark.parametrize("days", ["0", "365", "-1", "x", ""])
def test_no_other_time_is_taken(olive, elm, days):
    row = made(elm)
    assert olive.post(f"{PAGE}{row.pk}/rotate/", {"ticket": uuid.uuid4(), "days": days}).status_code == 400
    assert ApiKey.objects.get().expires_at is None


def test_a_key_that_was_rotated_is_not_rotated_again(olive, elm):
    row = made(elm)
    newer, _ = api_access.rotate(row, now=NOW, overlap=7 * DAY)
    assert f"/{row.pk}/rotate/" not in olive.get(PAGE).text
    answer = olive.post(f"{PAGE}{row.pk}/rotate/", {"ticket": uuid.uuid4(), "days": "7"})
    assert f"{newer} takes its place" in answer.text
    assert ApiKey.objects.count() == 2


def test_the_page_says_when_and_from_where_a_key_was_used(olive, elm):
    row = made(elm)
    assert "never" in olive.get(PAGE).text
    used(row, NOW - DAY, "2001:db8:1:2::/64")
    assert "Thu, Nov 19, 2026, 9:00\u202fAM, from 2001:db8:1:2::/64" in olive.get(PAGE).text


def test_a_key_that_nobody_uses_is_on_the_front_page_with_one_press_to_revoke_it(olive, max_, amna, elm, karachi):
    rows = [made(elm) for _ in range(4)]
    ApiKey.objects.update(created_at=NOW - 200 * DAY)
    idle, busy, ended, fresh = rows
    used(idle, NOW - 90 * DAY)
    used(busy, NOW - 89 * DAY)
    api_access.revoke(ended, now=NOW)
    ApiKey.objects.filter(pk=fresh.pk).update(created_at=NOW - DAY)
    page = olive.get("/admin/").text
    assert "1 API key that nobody uses" in page
    assert "Last used Sat, Aug 22, 2026 from 203.0.113.7" in page
    assert [str(each) in page for each in rows] == [True, False, False, False]
    assert "not used for 90 days" in olive.get(PAGE).text
    for other in (max_, amna):
        assert str(idle) not in other.get("/admin/").text
    (address,) = re.findall(rf'action="({PAGE}{idle.pk}/revoke/)"', page)
    assert olive.post(address, follow=True).status_code == 200
    assert ApiKey.objects.get(pk=idle.pk).revoked_at == NOW
    assert "nobody uses" not in olive.get("/admin/").text


def test_a_key_that_was_never_used_counts_from_when_it_was_made(olive, elm):
    made(elm)
    ApiKey.objects.update(created_at=NOW - 90 * DAY)
    assert "Made Sat, Aug 22, 2026, never used" in olive.get("/admin/").text


def test_nobody_not_even_the_platform_reads_a_secret_or_its_hash(platform, olive, elm):
    secrets = [key(elm), old_key(elm)]
    hashes = list(ApiKey.objects.values_list("secret_hash", flat=True))
    assert len(hashes) == 2
    for client in (platform, olive):
        for row in ApiKey.objects.all():
            for page in ("", f"{row.pk}/change/", f"{row.pk}/history/", f"{row.pk}/rotate/", f"{row.pk}/revoke/"):
                answer = client.get(PAGE + page, follow=True)
                assert answer.status_code in (200, 403)
                assert not [each for each in (*secrets, *hashes) if each in answer.text], page


def test_the_platform_changes_how_much_a_key_may_be_used_and_nothing_else(platform, elm):
    row = made(elm, scopes=("read",), sites=(SITE,))
    platform.post(
        f"{PAGE}{row.pk}/change/", {"rate_limit": "5", "scopes": "read book manage", "origins": "", "sites_only": "on"}
    )
    row.refresh_from_db()
    assert (row.rate_limit, row.rights) == (5, Rights(("read",), (SITE,), False))


def of_miketsu(client, shop, **choices):
    ApiAccessRequest.objects.get_or_create(business=shop.business, dialect="miketsu", status="approved")
    return make(client, dialect="miketsu", **choices)


def test_a_key_is_for_one_customer_where_the_api_has_such_keys(olive, elm):
    asked = of_miketsu(olive, elm)
    assert "The e-mail of the customer whose key it is" in asked.text
    assert 'name="customer"' not in olive.get(PAGE + "make/?dialect=booqara").text
    answer = of_miketsu(olive, elm, scopes=["book", "manage"], customer="JANE@example.com")
    assert answer.status_code == 200
    row = ApiKey.objects.get()
    assert row.customer.email == "jane@example.com"
    assert "Who has it can book for Jane Doe and read and cancel what Jane Doe has booked, so" in answer.text
    assert TrailEntry.objects.get().said == "Made a key for one customer that may book and manage."
    assert 'badge">for Jane Doe<' in olive.get(PAGE).text


def test_without_a_customer_it_is_the_businesss_own(olive, elm):
    answer = of_miketsu(olive, elm, scopes=["read", "book"], customer="")
    assert ApiKey.objects.get().customer is None
    assert "/bookings/merchant/1" in answer.text


def test_a_customers_line_for_a_terminal_is_the_customers(olive, elm):
    answer = of_miketsu(olive, elm, scopes=Scope.values, customer="jane@example.com")
    assert "/bookings/customer/1" in answer.text
    assert "/bookings/merchant" not in answer.text


@pytest.mark.parametrize("email", ["nobody@example.com", "not an address", "hello@karachi.example"])
def test_nobody_who_is_not_a_customer_of_the_business_gets_one(olive, elm, karachi, email):
    key(karachi, "miketsu", customer="hello@karachi.example")
    answer = of_miketsu(olive, elm, scopes=["book"], customer=email)
    assert answer.status_code == 400
    assert not ApiKey.objects.filter(business=elm.business).exists()


def test_the_numbers_that_programs_need_are_shown_to_who_has_such_a_key(olive, elm):
    assert "Numbers that a program needs" not in olive.get(PAGE).text
    answer = of_miketsu(olive, elm, scopes=["book"])
    for page in (answer.text, olive.get(PAGE).text):
        for kind, rows in (("Service", elm.services), ("Location", elm.locations)):
            for name, row in rows.items():
                line = f"<td>{kind}</td><td>{name}</td><td><code>{row.pk}</code></td>"
                assert (line in page) == getattr(row, "active", True)
        assert "<code>elm</code>" in page


def test_rotated_a_customers_key_stays_theirs(olive, elm):
    of_miketsu(olive, elm, scopes=["book"], customer="jane@example.com")
    answer = olive.post(f"{PAGE}{ApiKey.objects.get().pk}/rotate/", {"ticket": uuid.uuid4(), "days": "1"})
    assert "book for Jane Doe" in answer.text
    assert set(ApiKey.objects.values_list("customer__email", flat=True)) == {"jane@example.com"}
