"""The partners' APIs, each at its vendor's own paths, and what we add for all of them."""

from django.urls import include, path

DIALECTS = ("booqara", "nextinque", "reservekit", "booxi", "miketsu")
OURS = "partner"
urlpatterns = [path("", include(f"bookings.dialects.{name}.urls")) for name in (*DIALECTS, OURS)]
