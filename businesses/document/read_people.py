"""Reading customers and owners."""

import unicodedata
from dataclasses import replace

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from businesses import normal
from businesses import phone as phones
from businesses.document import values
from businesses.document.node import Node, shown
from businesses.document.shape import Customer, Owner

MOST_CUSTOMERS, MOST_OWNERS = 50_000, 100


def customers(node: Node, *, country: str) -> list[Customer]:
    """This will read the people whom the business knows; each needs an e-mail, or a phone number, to be known again."""
    emails: set[object] = set()
    numbers: set[object] = set()
    found = []
    for item in node.items(MOST_CUSTOMERS):
        fields = item.mapping("first_name", "last_name", "email", "phone", "address", "blocked")
        email, phone = values.email(fields["email"]), values.phone(fields["phone"])
        customer = Customer(
            first_name=fields["first_name"].name(200),
            last_name=fields["last_name"].name(100),
            email=email,
            phone=phone,
            phone_e164=phones.to_e164(phone, country),
            address=fields["address"].line(300),
            blocked=fields["blocked"].flag(default=False),
        )
        if email:
            fields["email"].unique(normal.email_key(email), emails, where="among the customers, letter case ignored")
        elif customer.phone_e164:
            fields["phone"].unique(customer.phone_e164, numbers, where="among the customers without an e-mail")
        elif phone:
            fields["phone"].fail(f"{shown(phone)} is no phone number of {country}; without an e-mail it must be one")
        elif not fields["email"].given and isinstance(item.value, dict):
            item.fail("needs an e-mail or a phone number, by which to know the customer again")
        found.append(customer)
    return found


def owners(node: Node) -> list[Owner]:
    """This will read who may manage the business."""
    seen: set[object] = set()
    found = []
    for item in node.items(MOST_OWNERS):
        fields = item.mapping("username", "email")
        username = _normal(fields["username"].required()).line(150)
        try:
            if username:
                UnicodeUsernameValidator()(username)
        except ValidationError:
            fields["username"].fail(f"{shown(username)} must have only letters, digits and @ . + - _")
        fields["username"].unique(username, seen, where="among the owners")
        found.append(Owner(username, values.email(fields["email"])))
    return found


def _normal(node: Node) -> Node:
    """This will give a name as user names are kept: two ways to write one letter are one name."""
    return (
        replace(node, value=unicodedata.normalize("NFKC", normal.visible(node.value)))
        if isinstance(node.value, str)
        else node
    )
