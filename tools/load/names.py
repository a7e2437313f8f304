"""What the cases are called, in the order in which the table shows them."""

FLOOR = "floor: a view with one query"
SLOTS = "times of a date, 10 people"
SLOTS_PHASED = "times of a date, a service with phases, 10 people"
SLOTS_AFTER = "times of a date, 10 people, after a booking"
SLOTS_50 = "times of a date, 50 people"
DATES = "60 dates, 10 people"
DATES_AFTER = "60 dates, 10 people, after a booking"
DATES_50 = "60 dates, 50 people"
PAGE = "wizard: dates and times, 10 people"
BOOK = "book a named person"
BOOK_ANY = "book anyone of 10"
VISIT = "times of a date for a visit of three services, 10 people"
JOIN = "book a place in a class"
SLOTS_GROUP = "times of a date, classes"
SELL_OUT = "sell out a class of 200"
NEXTINQUE = "NextInQue: availability of a date, 10 people"
RESERVEKIT = "ReserveKit: time slots of a service, 10 people"
BOOK_NEXTINQUE = "NextInQue: make a reservation"
BOOK_RESERVEKIT = "ReserveKit: book a time slot"
BOOK_BOOXI = "Booxi: book a named person"
BOOK_MIKETSU = "Miketsu: enter a booking"
CANCEL = "cancel"

ALL = (
    *(FLOOR, SLOTS, SLOTS_AFTER, SLOTS_50, SLOTS_GROUP, SLOTS_PHASED, VISIT, DATES, DATES_AFTER, DATES_50, PAGE),
    *(BOOK, BOOK_ANY, JOIN, SELL_OUT, CANCEL),
    *(NEXTINQUE, BOOK_NEXTINQUE, RESERVEKIT, BOOK_RESERVEKIT, BOOK_BOOXI, BOOK_MIKETSU),
)
