"""The partners' APIs, each at its vendor's own paths."""

from django.urls import include, path

urlpatterns = [path("", include("bookings.dialects.booqara.urls"))]
