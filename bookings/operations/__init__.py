"""Door 2: everything that may happen to a booking. Each verb owns its transaction and raises only from `errors`."""

from bookings.availability import COUNTER, GUEST, STAFF, Policy
from bookings.operations.amend import amend
from bookings.operations.amend_appointment import amend_appointment
from bookings.operations.answer import answer
from bookings.operations.attend import annotate, arrive
from bookings.operations.begin_import import begin_import, forget_import, forget_imports
from bookings.operations.book import book, join
from bookings.operations.book_held import book_held
from bookings.operations.book_series import book_series
from bookings.operations.book_together import book_together
from bookings.operations.call_off import call_off
from bookings.operations.cancel import cancel
from bookings.operations.cancel_series import cancel_series
from bookings.operations.carry_on_import import carry_on_import, carry_on_imports, start_import
from bookings.operations.change_part import change_part
from bookings.operations.complete import complete, no_show, reopen
from bookings.operations.confirm import confirm, unconfirm
from bookings.operations.correct import correct
from bookings.operations.draft import end_draft, forget_drafts, keep_draft
from bookings.operations.erase import erase
from bookings.operations.erase_customer import erase_customer
from bookings.operations.expire import expire
from bookings.operations.few import few_no_more, few_told, let_be
from bookings.operations.foresee import foresee
from bookings.operations.foresee_near import Foreseen, foresee_near
from bookings.operations.hold import claim, extend, hold, release
from bookings.operations.house_back import house_back
from bookings.operations.look_at_import import choose_columns, look_at_import
from bookings.operations.merge import merge
from bookings.operations.move import move
from bookings.operations.move_ahead import Served, move_ahead
from bookings.operations.move_appointment import move_appointment
from bookings.operations.move_near import move_near
from bookings.operations.move_series import move_series
from bookings.operations.overbook import overbook
from bookings.operations.plan_class import plan_class, plan_classes
from bookings.operations.rearrange import (
    begin_rearranging,
    carry_on_rearrangements,
    carry_on_rearranging,
    forget_rearrangements,
    stop_rearranging,
)
from bookings.operations.rehouse import Rehoused, rehouse
from bookings.operations.releasing import BY_THE_HOUSE
from bookings.operations.revoke_links import revoke_links
from bookings.operations.series_ahead import Ahead, series_changes, series_states
from bookings.operations.wish import After, Cap, Guest, Listed, Order, Part, Start, Taker, Then, Wish, one

__all__ = [
    "BY_THE_HOUSE",
    "COUNTER",
    "GUEST",
    "STAFF",
    "After",
    "Ahead",
    "Cap",
    "Foreseen",
    "Guest",
    "Listed",
    "Order",
    "Part",
    "Policy",
    "Rehoused",
    "Served",
    "Start",
    "Taker",
    "Then",
    "Wish",
    "amend",
    "amend_appointment",
    "annotate",
    "answer",
    "arrive",
    "begin_import",
    "begin_rearranging",
    "book",
    "book_held",
    "book_series",
    "book_together",
    "call_off",
    "cancel",
    "cancel_series",
    "carry_on_import",
    "carry_on_imports",
    "carry_on_rearrangements",
    "carry_on_rearranging",
    "change_part",
    "choose_columns",
    "claim",
    "complete",
    "confirm",
    "correct",
    "end_draft",
    "erase",
    "erase_customer",
    "expire",
    "extend",
    "few_no_more",
    "few_told",
    "foresee",
    "foresee_near",
    "forget_drafts",
    "forget_import",
    "forget_imports",
    "forget_rearrangements",
    "hold",
    "house_back",
    "join",
    "keep_draft",
    "let_be",
    "look_at_import",
    "merge",
    "move",
    "move_ahead",
    "move_appointment",
    "move_near",
    "move_series",
    "no_show",
    "one",
    "overbook",
    "plan_class",
    "plan_classes",
    "rehouse",
    "release",
    "reopen",
    "revoke_links",
    "series_changes",
    "series_states",
    "start_import",
    "stop_rearranging",
    "unconfirm",
]
