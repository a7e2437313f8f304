"""The whole map."""

from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import include, path

from bookingsite import api_docs, health

welcome = PasswordResetConfirmView.as_view(success_url="/admin/")

urlpatterns = [
    path("", include("bookings.wizard.urls")),
    path("admin/welcome/<uidb64>/<token>/", welcome, name="owner_welcome"),
    path("admin/", admin.site.urls),
    path("api/docs/", api_docs.index, name="api_docs"),
    path("api/docs/<slug:name>/", api_docs.page, name="api_docs_page"),
    path("api/docs/<slug:name>/openapi.json", api_docs.openapi, name="api_docs_openapi"),
    path("healthz", health.healthz, name="healthz"),
    path("", include("bookings.dialects.urls")),  # the vendors' own paths
]
