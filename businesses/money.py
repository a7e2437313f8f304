"""Amounts of money with the decimals that their currency has (ISO 4217)."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from copy import copy
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import get_currency_symbol, get_territory_currencies

MOST_DECIMALS = 3
HIGHEST = 99_999_999  # and the decimals of the currency
# CLDR shows some currencies with fewer decimals than they have, so this is ISO's own list; all others have two.
NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS = {**dict.fromkeys(NONE.split(), 0), **dict.fromkeys(THREE.split(), 3)}
LEFT_TO_RIGHT_MARK = "\u200e"
SINCE = dt.date(2020, 1, 1), dt.date(2100, 1, 1)  # a currency that ended lately is still in somebody's books


@cache
def currencies() -> frozenset[str]:
    """This will give the codes of the currencies that people pay with somewhere, or did until lately."""
    countries = [str(code) for code in Locale("en").territories if len(str(code)) == 2]
    return frozenset(code for country in countries for code in get_territory_currencies(country, *SINCE))


def of_country(country: str) -> str:
    """This will give the currency that people pay with in a country today; "" where there is none of its own."""
    return next(iter(get_territory_currencies(country)), "")


def decimals(currency: str) -> int:
    """This will say how many decimals a currency has."""
    return DECIMALS.get(currency, 2)


def highest(currency: str) -> Decimal:
    """This will give the highest amount that a price may have."""
    return HIGHEST + 1 - _smallest(currency)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """This will give an amount with the currency's decimals; what it has beyond them is rounded, half to even."""
    return amount.quantize(_smallest(currency))


def fits(amount: Decimal | None, currency: str) -> bool:
    """This will say whether an amount has no more decimals than the currency."""
    return amount is None or amount == rounded(amount, currency)


def written(amount: Decimal, currency: str) -> str:
    """This will give an amount as digits: "35.00" of dollars, "3500" of yen, "12.505" of dinars."""
    return f"{rounded(amount, currency):f}"


def priced(amount: Decimal, currency: str, locale: Locale) -> str:
    """This will give an amount with its currency as a locale writes them: "€34.00", "34,00 €"."""
    code = currency.upper()
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (decimals(code),) * 2
    text = str(pattern.apply(amount, locale, currency=code, currency_digits=False))
    symbol = get_currency_symbol(code, locale)
    is_rtl = locale.text_direction == "rtl"
    return _spaced(text, symbol).replace(symbol, _in_order(symbol) if is_rtl else symbol)


def rule(currency: str) -> str:
    """This will say in words how many decimals an amount may have."""
    many = {0: "no decimals", 2: "at most two decimal places", 3: "at most three decimal places"}[decimals(currency)]
    return f"{many} in {currency}"


def misfits(priced: Iterable[tuple[str, Decimal | None]], currency: str) -> list[str]:
    """This will give, in words, the prices (what it is, and the amount) that have decimals which a currency lacks."""
    return [
        f"{what}: {price.normalize():f}" for what, price in priced if price is not None and not fits(price, currency)
    ]


def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-decimals(currency))


def _spaced(price: str, symbol: str) -> str:
    """A no-break space between a currency written in letters and the digits beside it, as CLDR asks: PKR 900.00."""
    before, _, after = price.partition(symbol)
    if after[:1].isdigit() and unicodedata.category(symbol[-1])[0] not in "SZ":
        return f"{before}{symbol}\xa0{after}"
    if before[-1:].isdigit() and unicodedata.category(symbol[0])[0] not in "SZ":
        return f"{before}\xa0{symbol}{after}"
    return price


def _in_order(symbol: str) -> str:
    """A currency's Latin letters and its sign, which would else fall to their other side among words in Arabic: US$."""
    mixed = not symbol[-1].isalpha() and any(sign.isascii() and sign.isalpha() for sign in symbol)
    return f"{symbol}{LEFT_TO_RIGHT_MARK}" if mixed else symbol
