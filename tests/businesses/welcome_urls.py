"""The address that an invitation names, by itself."""

from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import path

from businesses import links

urlpatterns = [
    path(
        "admin/welcome/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(success_url="/admin/", token_generator=links.any_tokens),
        name="owner_welcome",
    ),
    path("admin/", admin.site.urls),
]
