"""Where somebody calls from, and whom they are counted with."""

import pytest

from businesses import addresses


@pytest.mark.parametrize(
    ("written", "near", "wide"),
    [
        ("203.0.113.9", "203.0.113.9", ""),
        (" 203.0.113.9:5123", "203.0.113.9", ""),
        ("::ffff:203.0.113.9", "203.0.113.9", ""),
        ("::FFFF:cb00:7109", "203.0.113.9", ""),
        ("64:ff9b::203.0.113.9", "203.0.113.9", ""),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("fe80::2%25anything", "fe80::/64", "fe80::/48"),
        ("::1", "::/64", "::/48"),
    ],
)
def test_one_person_is_one_network_however_their_address_is_written(written, near, wide):
    assert addresses.networks(written) == (near, wide)


@pytest.mark.parametrize(
    "written",
    ["", "unix", "unix:/run/x", "@", "10.0.0.300", "010.0.0.1", "1.2.3.4:x", "[::1", "::1:[", "a" * 9000, "1.2.3.4, 5"],
)
def test_whatever_is_no_address_is_one_and_the_same_caller(written):
    assert addresses.networks(written) == ("unknown", "")
