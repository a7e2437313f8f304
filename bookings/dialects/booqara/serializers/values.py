"""Single values, as Booqara writes them."""

from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class Price(serializers.FloatField):
    """Money as a JSON number."""

    def to_representation(self, value: Decimal) -> float:
        """This will give whole amounts without a fraction."""
        return int(value) if value == value.to_integral_value() else float(value)


@extend_schema_field({"type": "boolean", "const": True})
class Success(serializers.BooleanField):
    """True, always."""


@extend_schema_field({"type": "string", "const": "cancelled"})
class Ended(serializers.CharField):
    """The only status that a cancelled booking has."""
