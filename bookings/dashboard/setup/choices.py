"""What a business chooses from: countries and currencies, by their English names."""

from functools import cache
from typing import Any

import phonenumbers
from babel import Locale
from babel.numbers import get_territory_currencies

Choices = list[tuple[str, str]]
ENGLISH = Locale("en")


@cache
def countries() -> Choices:
    """This will give the countries of which phone numbers are known."""
    named = [(code, str(ENGLISH.territories.get(code, code))) for code in phonenumbers.SUPPORTED_REGIONS]
    return sorted(named, key=lambda each: each[1])


@cache
def currencies() -> Choices:
    """This will give the currencies that some country pays with today."""
    used = {code for country, _ in countries() for code in get_territory_currencies(country)}
    return sorted(((code, f"{ENGLISH.currencies.get(code, code)} ({code})") for code in used), key=lambda each: each[1])


def with_present(choices: list[Any], present: str) -> list[Any]:
    """This will add what is set now where the list lacks it, so that saving a form never changes it."""
    known = {key for value, words in choices for key, _ in (words if isinstance(words, list) else [(value, words)])}
    return choices if not present or present in known else [(present, present), *choices]
