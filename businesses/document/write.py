"""Writing a document that was read: planned without a lock, written in one short transaction, and only what differs.

Reading, comparing and reckoning take seconds for a large business; meanwhile nobody waits. Under the locks of
`businesses.diary` nothing is done but to see that the set-up is still the one that the plan was made of, and to send
statements that are ready. If somebody changed it meanwhile, the plan is made again: under the locks when that is quick,
so that somebody who changes things all the time does not keep a small document out, else without them as before.
"""

import datetime as dt

from django.db import DatabaseError, transaction

from businesses import diary, kept_pictures, outage
from businesses.document import write_people
from businesses.document.errors import DocumentError
from businesses.document.loaded import Loaded
from businesses.document.plan import Plan
from businesses.document.shape import Document

ATTEMPTS = 5
SHORT = 0.5  # seconds for which a plan may be made while others wait
OVERTAKEN = "document: nothing was written: somebody else was changing the same business; try again"


class Overtaken(Exception):
    """What was planned is not so any more: somebody else has changed the business."""


def write(document: Document, *, now: dt.datetime) -> Loaded:
    """This will make the database say what the document says, all or nothing; raises DocumentError when it cannot.

    Somebody else may make the same business, customer or owner at the same moment: then the whole is planned again on
    what they left. Of a database that cannot serve its own error is raised.
    """
    refused, failure = "", None
    for _ in range(ATTEMPTS):
        plan = Plan(document, now)
        try:
            if plan.there.has_no_version:
                with transaction.atomic():
                    diary.lock_everyone(plan.there.business.pk)
                continue
            return _carry_out(plan, now)
        except Overtaken:
            refused = OVERTAKEN
        except DatabaseError as refusal:
            failure = refusal
            reason = " ".join(str(refusal).split())
            also = "if somebody else is changing the same business, try again"
            refused = f"document: nothing was written, the database refused it ({reason}); {also}"
    if failure is not None and outage.is_outage(failure):
        raise failure
    raise DocumentError([refused])


def check(document: Document, *, now: dt.datetime) -> None:
    """This will find the faults that only the database shows, and write nothing: no lock is taken. Raises
    DocumentError."""
    Plan(document, now)


def _carry_out(plan: Plan, now: dt.datetime) -> Loaded:
    """This will write what a plan found: customers before any other lock, as a guest's booking does.

    Whoever waited for a customer with the diaries already locked would wait for ever. Without a difference there is
    nothing to write, and nobody to wait for.
    """
    there, document = plan.there, plan.document
    differs = plan.setup or plan.people or write_people.lacks_owners(there.business, document)
    if not differs and there.is_still():
        return plan.loaded
    with transaction.atomic():
        if there.is_new:
            plan.setup.write()
            plan.people.write()
            diary.lock_everyone(there.business.pk)
            diary.raise_everyone(there.business.pk)
        else:
            _prove(write_people.are_still(plan.found_people))
            plan.people.write()
            plan = _written_setup(plan, now)
        write_people.owners(there.business, document)
    return plan.loaded


def _written_setup(plan: Plan, now: dt.datetime) -> Plan:
    """This will write what differs in the set-up, and give the plan that was carried out."""
    if not plan.setup and plan.there.is_still():
        return plan
    with diary.changing(plan.there.business.pk):
        if not plan.there.is_still():
            _prove(plan.seconds < SHORT)
            plan = Plan(plan.document, now)
            _prove(not plan.people)
        plan.setup.write()
        kept_pictures.drop_unused(plan.there.business.pk)
    return plan


def _prove(holds: bool) -> None:
    if not holds:
        raise Overtaken
