"""The site's map with the toy in it, as a line in `dialects/urls.py` would have it."""

from django.urls import include, path

from bookingsite import urls

urlpatterns = [path("", include("bookings.dialects.toy.urls")), *urls.urlpatterns]
