"""The toy's paths, and what a key must be allowed for each."""

from bookings.dialects.toy import views
from django.urls import path, re_path

from businesses.models import Scope

documented = [
    path("toy/services", views.Services.as_view(needs={"GET": Scope.READ})),
    path("toy/bookings", views.Bookings.as_view(needs={"POST": Scope.BOOK})),
    path("toy/bookings/<str:id>", views.Booking.as_view(needs={"DELETE": Scope.MANAGE})),
]
urlpatterns = [*documented, re_path("^toy/", views.UnknownPath.as_view())]
