"""Columns that keep their values in normal form, whoever writes them. To a migration they are Django's own."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from businesses import forms, normal, pictures

if TYPE_CHECKING:  # what is set and what is read, for those who check types; at run time the classes have no brackets
    from django.db.models.expressions import Combinable

    CharField = models.CharField[str | Combinable, str]
    EmailField = models.EmailField[str | Combinable, str]
    URLField = models.URLField[str | Combinable, str]
    DecimalField = models.DecimalField[Decimal | int | str | Combinable | None, Decimal | None]
    MadeField = models.CharField[str | None, str | None]
else:
    CharField, EmailField, URLField, DecimalField, MadeField = (
        models.CharField,
        models.EmailField,
        models.URLField,
        models.DecimalField,
        models.CharField,
    )


class Name(CharField):
    """A name: two ways to write one letter are one name, in every write and every comparison."""

    def to_python(self, value: Any) -> Any:
        """This will give the normal form."""
        return normal.name(value) if isinstance(value, str) else super().to_python(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """This will give the row the name that is written."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """A form shows the same."""
        return super().formfield(**{"form_class": forms.Name, **kwargs})

    def deconstruct(self) -> Any:
        """A migration need not know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Email(EmailField):
    """An address to which mails can be sent; one that is none stays as it is until a form refuses it."""

    def to_python(self, value: Any) -> Any:
        """This will give the normal form."""
        return normal.sendable(value) or value if isinstance(value, str) else super().to_python(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        """This will raise `ValidationError` for what no mail can be sent to."""
        super().validate(value, model_instance)
        try:
            if value:
                normal.email(value)
        except normal.Unsendable as fault:
            raise ValidationError(f"This {fault}.", code="invalid") from None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """This will give the row the address that is written."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """A form shows the same."""
        return super().formfield(**{"form_class": forms.Email, **kwargs})

    def deconstruct(self) -> Any:
        """A migration need not know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class PictureAddress(URLField):
    """The address of a picture on the web, or the path of an uploaded one; one that pages never show is refused."""

    default_validators = [pictures.validate_web_address, pictures.validate]

    def deconstruct(self) -> Any:
        """A migration need not know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class Price(DecimalField):
    """An amount of money, or nothing; how many decimals it has, its currency says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 11, "decimal_places": 3, "null": True, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        """A form asks for an amount of money."""
        return super().formfield(**{"form_class": forms.Amount, **kwargs})

    def deconstruct(self) -> Any:
        """A migration need not know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class Derived(MadeField):
    """A column that is made from others whenever its row is saved, and by `businesses.document.statements`.

    Whoever writes with `update` writes this one, too.
    """

    def made_from(self, row: Any) -> str | None:
        """This will give the value that goes with the row's other columns."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """This will make the value."""
        value = self.made_from(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """A migration need not know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
