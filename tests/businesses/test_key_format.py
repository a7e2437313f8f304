"""How a key is written: scanners find it, and a slip of the hand is known without a look into the database."""

import re
import string
import zlib
from pathlib import Path

import pytest
from django.conf import settings

from businesses import key_format
from businesses.models import ApiKey, Dialect
from businesses.models.api_key import KEY_WORDS
from tests import factories
from tests.factories import NOW

TABLE = Path(settings.BASE_DIR, "docs", "api-keys.md")
ROW = re.compile(r"^\| (?P<dialect>[^|]+?) \| `[^`]+` \| `(?P<pattern>[^`]+)` \|$", re.MULTILINE)
WORDS = sorted(KEY_WORDS.values())


def documented():
    """The regular expression that our documentation gives for each dialect, by the dialect's name."""
    return {row["dialect"]: row["pattern"].replace("\\|", "|") for row in ROW.finditer(TABLE.read_text())}


@pytest.mark.parametrize("word", WORDS)
def test_a_key_has_a_word_a_name_190_random_bits_and_a_checksum(word):
    name, key = key_format.compose(word)
    assert re.fullmatch(re.escape(word) + "[0-9a-f]{8}", name)
    random = key.removeprefix(f"{name}_")[:-6]
    assert len(random) == 32
    assert set(random) <= set(string.ascii_letters + string.digits)
    assert len(key) - len(word) == 47


def test_the_checksum_is_the_crc_of_all_before_it_to_the_base_of_62():
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    _, key = key_format.compose("niq_")
    number = 0
    for digit in key[-6:]:
        number = number * 62 + digits.index(digit)
    assert number == zlib.crc32(key[:-6].encode())
    assert key_format.checksum("bxp_1a2b3c4d_" + "0" * 32) == "0hc7NB"


@pytest.mark.parametrize("word", WORDS)
def test_one_wrong_letter_anywhere_is_known_by_the_form(word):
    _, key = key_format.compose(word)
    assert key_format.could_be(word, key)
    for place, letter in enumerate(key):
        other = "y" if letter != "y" else "z"
        assert not key_format.could_be(word, key[:place] + other + key[place + 1 :]), place
    turned = next(at for at in range(len(word) + 9, len(key) - 1) if key[at] != key[at + 1])
    assert not key_format.could_be(word, key[:turned] + key[turned + 1] + key[turned] + key[turned + 2 :])


@pytest.mark.parametrize("word", WORDS)
def test_what_is_no_key_is_no_key(word):
    _, key = key_format.compose(word)
    others = [key_format.compose(other)[1] for other in WORDS if other != word]
    for text in ("", word, key + "x", key[1:], key + "\n", " " + key, key.upper(), key.replace("_", "-"), *others):
        assert not key_format.could_be(word, text), text


def test_no_two_keys_are_alike():
    assert len({key_format.compose("pk_live_") for _ in range(2000)}) == 2000


@pytest.mark.parametrize("wrong", [slice(0, 40), slice(1, None), slice(None, None, -1)])
def test_a_key_that_is_not_written_as_one_costs_no_statement(elm, django_assert_num_queries, wrong):
    secret = factories.key(elm)
    with django_assert_num_queries(0):
        assert ApiKey.objects.opened_by(secret[wrong], dialect="booqara", now=NOW) is None
        assert ApiKey.objects.opened_by(secret[:-1] + "é", dialect="booqara", now=NOW) is None
        assert ApiKey.objects.opened_by(secret, dialect="miketsu", now=NOW) is None


def test_an_unknown_key_costs_what_a_known_one_costs(elm, django_assert_num_queries):
    known, unknown = factories.key(elm), key_format.compose("pk_live_")[1]
    for secret, found in ((known, True), (unknown, False)):
        with django_assert_num_queries(1):
            assert bool(ApiKey.objects.opened_by(secret, dialect="booqara", now=NOW)) is found


def test_a_key_from_before_there_were_checksums_goes_on_working(elm, django_assert_num_queries):
    secret = factories.old_key(elm)
    with django_assert_num_queries(1):
        assert ApiKey.objects.opened_by(secret, dialect="booqara", now=NOW).business == elm.business
    assert ApiKey.objects.opened_by(secret[:-1], dialect="booqara", now=NOW) is None
    assert ApiKey.objects.get().rights.scopes == ("read", "book", "manage")


@pytest.mark.parametrize("dialect", Dialect)
def test_the_documented_expression_finds_every_key_that_is_issued(dialect):
    written = documented()[dialect.label]
    assert written == key_format.pattern(KEY_WORDS[dialect])
    for _ in range(200):
        _, key = key_format.compose(KEY_WORDS[dialect])
        for text in (key, f"x-private-key: {key}\r\n", f'{{"key":"{key}"}}', f"https://a.example/?key={key}&x=1"):
            assert re.findall(written, text) == [key]


def test_the_documented_expressions_find_nothing_else():
    assert set(documented()) == set(Dialect.labels)
    name, key = key_format.compose("niq_")
    for text in (
        name,
        f"{name}…",
        key[:-1],
        f"{key}0",
        f"x{key}",
        "pk_live_51H8abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    ):
        assert not [pattern for pattern in documented().values() if re.search(pattern, text)], text
