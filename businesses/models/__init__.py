"""Who can be booked, when and for what."""

from businesses.models.api_key import ApiAccessRequest, ApiCalls, ApiKey, ApiKeyGrant, Dialect
from businesses.models.business import Business
from businesses.models.catalog import Category, Service, Timetable
from businesses.models.customer import Customer
from businesses.models.diary import Diary
from businesses.models.hours import OpeningHours, SpecialDay, Weekday
from businesses.models.location import Location, Resource
from businesses.models.membership import Membership
from businesses.models.message import MailRefusal, MessageText, ReminderRule
from businesses.models.once import Once
from businesses.models.session import Session
from businesses.models.staff import Skill, StaffMember, TimeOff, WorkingHours
from businesses.models.tally import Tally
from businesses.models.user import User

__all__ = [
    "ApiAccessRequest",
    "ApiCalls",
    "ApiKey",
    "ApiKeyGrant",
    "Business",
    "Category",
    "Customer",
    "Dialect",
    "Diary",
    "Location",
    "MailRefusal",
    "Membership",
    "MessageText",
    "Once",
    "OpeningHours",
    "ReminderRule",
    "Resource",
    "Service",
    "Session",
    "Skill",
    "SpecialDay",
    "StaffMember",
    "Tally",
    "TimeOff",
    "Timetable",
    "User",
    "Weekday",
    "WorkingHours",
]
