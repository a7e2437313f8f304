"""Miketsu's own paths, with and without /api/v1 before them, and what a token must be allowed for each."""

from django.urls import path, re_path

from bookings.dialects.miketsu import views
from businesses.models import Scope

READ, BOOK, MANAGE = Scope
OWN, ANY = {"GET": MANAGE, "DELETE": MANAGE}, {"PATCH": MANAGE, "DELETE": MANAGE}


def below(base: str) -> list[object]:
    """This will give the paths of the API below a base."""
    return [
        path(f"{base}bookings/customer", views.CustomerBookings.as_view(needs={"POST": BOOK})),
        path(f"{base}bookings/customer/<str:id>", views.CustomerBooking.as_view(needs=OWN)),
        path(f"{base}bookings/merchant", views.MerchantBookings.as_view(needs={"POST": BOOK})),
        path(f"{base}bookings/merchant/<str:id>", views.MerchantBooking.as_view(needs=ANY)),
    ]


AGAIN = "api/v1/"
documented = below("")
urlpatterns = [
    *documented,
    *below(AGAIN),
    re_path(f"^({AGAIN})?bookings/", views.UnknownPath.as_view()),
]
