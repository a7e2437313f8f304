"""The partners' APIs, each at its vendor's own paths."""

from django.urls import include, path

DIALECTS = ("booqara", "nextinque", "reservekit")
urlpatterns = [path("", include(f"bookings.dialects.{name}.urls")) for name in DIALECTS]
