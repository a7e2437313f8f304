"""ReserveKit's own paths, and what a key must be allowed for each."""

from django.urls import path, re_path

from bookings.dialects.reservekit import views
from businesses.models import Scope

READ, BOOK, MANAGE = Scope
ONE, ITS_CUSTOMER = {"GET": MANAGE, "PATCH": MANAGE, "DELETE": MANAGE}, {"GET": MANAGE, "PATCH": MANAGE}

documented = [
    path("v1/services", views.Services.as_view(needs={"GET": READ})),
    path("v1/services/<str:id>", views.Service.as_view(needs={"GET": READ})),
    path("v1/services/<str:id>/time-slots", views.ServiceTimeSlots.as_view(needs={"GET": READ})),
    path("v1/time-slots", views.TimeSlots.as_view(needs={"GET": READ})),
    path("v1/bookings", views.Bookings.as_view(needs={"GET": MANAGE, "POST": BOOK})),
    path("v1/bookings/<str:id>", views.Booking.as_view(needs=ONE)),
    path("v1/bookings/<str:id>/customer", views.Customer.as_view(needs=ITS_CUSTOMER)),
]
urlpatterns = [*documented, re_path("^v1/", views.UnknownPath.as_view())]
