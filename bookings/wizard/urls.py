"""The guests' pages."""

from django.urls import path

from bookings.wizard import views

urlpatterns = [
    path("", views.businesses, name="businesses"),
    path("book/<slug:slug>/", views.business, name="business"),
]
