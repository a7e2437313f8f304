"""The guests' pages."""

from django.urls import include, path

from bookings.wizard.views import (
    booking,
    choosing,
    cities,
    classes,
    finding,
    holds,
    mails,
    mislaid,
    moving,
    not_done,
    own,
    refused,
    repeating,
    shops,
)

steps = [
    path("", choosing.start, name="start"),
    path("more/", choosing.more, name="more"),
    path("location/", choosing.location, name="location"),
    path("staff/", choosing.staff, name="staff"),
    path("time/", choosing.time, name="time"),
    path("time/city/", cities.of_service, name="time_city"),
    path("hold/", holds.hold, name="hold"),
    path("extend/", holds.extend, name="extend"),
    path("repeat/", repeating.repeat, name="repeat"),
    path("details/", booking.details, name="details"),
    path("check/", booking.check, name="check"),
    path("confirm/", booking.confirm, name="confirm"),
    path("refused/", refused.refused, name="refused"),
    path("moment/", refused.moment, name="moment"),
]

urlpatterns = [
    path("", shops.businesses, name="businesses"),
    path("book/<slug:slug>/", shops.business, name="business"),
    path("book/<slug:slug>/look.css", shops.look, name="look"),
    path("book/<slug:slug>/classes/", classes.classes, name="classes"),
    path("book/<slug:slug>/classes/city/", cities.of_classes, name="classes_city"),
    path("book/<slug:slug>/find", finding.find, name="find"),
    path("book/<slug:slug>/find/mail", mislaid.mail, name="find_by_mail"),
    path("book/<slug:slug>/<int:service>/", include(steps)),
    path("b/<str:token>/", own.booking, name="own_booking"),
    path("b/<str:token>/calendar.ics", own.calendar_file, name="own_calendar"),
    path("b/<str:token>/move/", moving.move, name="own_move"),
    path("b/<str:token>/refused/", not_done.not_done, name="own_not_done"),
    path("b/<str:token>/move/city/", cities.of_move, name="own_move_city"),
    path("b/<str:token>/cancel/", own.cancel, name="own_cancel"),
    path("b/<str:token>/attend/", mails.attend, name="own_attend"),
    path("b/<str:token>/again/", mails.book_again, name="own_again"),
    path("b/<str:token>/unsubscribe/", mails.unsubscribe, name="own_unsubscribe"),
]
