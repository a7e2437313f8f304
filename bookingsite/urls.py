"""The whole map."""

from django.contrib import admin
from django.urls import include, path

from bookings.dashboard.access import doors, entrance, founding
from bookingsite import health, pictures
from bookingsite.api_docs import views as api_docs

handler403 = "bookingsite.answers.denied"
handler404 = "bookings.wizard.views.missing.not_found"
handler500 = "bookingsite.outages.failed"
urlpatterns = [
    path("", include("bookings.wizard.urls")),
    path("admin/welcome/<uidb64>/<token>/", doors.welcome, name="owner_welcome"),
    path("admin/password_reset/", doors.forgotten, name="admin_password_reset"),
    path("admin/password_reset/done/", doors.sent, name="password_reset_done"),
    path("admin/password_reset/<uidb64>/<token>/", doors.choose, name="password_reset_confirm"),
    path("admin/password_reset/complete/", doors.chosen, name="password_reset_complete"),
    path("admin/login/code/", entrance.second_step, name="second_step"),
    path("admin/login/passkey/", entrance.by_passkey, name="by_passkey"),
    path("admin/login/passkey/question/", entrance.passkey_question, name="passkey_question"),
    path("admin/start/", founding.start, name="start_business"),
    path("admin/start/<str:signed>/", founding.start_now, name="open_business"),
    path("admin/", admin.site.urls),
    path("api/docs/", api_docs.index, name="api_docs"),
    path("api/docs/<slug:name>/", api_docs.page, name="api_docs_page"),
    path("api/docs/<slug:name>/openapi.json", api_docs.openapi, name="api_docs_openapi"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path(health.PATH, health.healthz, name="healthz"),
    path("", include("bookings.dialects.urls")),  # the vendors' own paths
]
