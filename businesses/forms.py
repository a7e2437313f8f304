"""Form fields that give what was typed in its normal form, or say in words what would work."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator

from businesses import money, names, normal


class Email(forms.EmailField):
    """An e-mail address to which mails can be sent."""

    default_validators = []  # `normal.email` has looked
    default_error_messages = {
        "invalid": "Write an e-mail address such as name@example.com.",
        "before_at": "Before the @, use only the letters a to z, digits and . _ + -",
        "domain": "What follows the @ is no domain such as example.com.",
        "long": f"An e-mail address has at most {normal.LONGEST_EMAIL} characters.",
    }

    def to_python(self, value: Any) -> str:
        """This will give the address in its normal form."""
        typed = super().to_python(value) or ""
        try:
            return normal.email(typed) if normal.visible(typed).strip() else ""
        except normal.Unsendable as fault:
            raise ValidationError(self.error_messages[fault.code], code=fault.code) from None


class Name(forms.CharField):
    """A name, on one line."""

    def to_python(self, value: Any) -> Any:
        """This will give the name in its normal form; nothing is nothing."""
        typed = super().to_python(value)
        return normal.name(typed) or self.empty_value if isinstance(typed, str) else typed


class PersonName(Name):
    """A person's name as the house writes it: short notes and numbers in it are its own affair."""

    def validate(self, value: Any) -> None:
        """This will refuse what rules a text instead of standing in it."""
        super().validate(value)
        if value and names.fault(value) == "signs":
            raise ValidationError(f"This {names.FAULTS['signs']}.", code="signs")


class Amount(forms.DecimalField):
    """An amount of money; `in_currency` says of which."""

    currency = ""

    def in_currency(self, currency: str) -> None:
        """This will take as many decimals as the currency has, and show as many."""
        self.currency, self.decimal_places = currency, money.decimals(currency)
        self.max_digits = len(str(money.HIGHEST)) + self.decimal_places
        others = [each for each in self.validators if not isinstance(each, DecimalValidator)]
        self.validators = [*others, self._check]
        self.widget.attrs["step"] = str(Decimal(1).scaleb(-self.decimal_places))

    def prepare_value(self, value: Any) -> Any:
        """An amount is shown with its currency's decimals."""
        return money.written(value, self.currency) if isinstance(value, Decimal) and self.currency else value

    def _check(self, amount: Decimal) -> None:
        if abs(amount) > money.highest(self.currency):
            raise ValidationError(f"Write at most {money.highest(self.currency)}.", code="max_value")
        if not money.fits(amount, self.currency):
            raise ValidationError(f"Write {money.rule(self.currency)}.", code="max_decimal_places")
