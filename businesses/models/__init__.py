"""Who can be booked, when and for what."""

from businesses.models.account_mail import AccountMail
from businesses.models.api_access_request import ApiAccessRequest
from businesses.models.api_key import ApiCalls, ApiKey, ApiKeyGrant, Dialect
from businesses.models.business import Business, OwnTimeOff
from businesses.models.catalog import Category, Service, Timetable
from businesses.models.customer import Customer
from businesses.models.diary import Diary
from businesses.models.hours import OpeningHours, SpecialDay, Weekday
from businesses.models.location import Location, Resource
from businesses.models.membership import Membership
from businesses.models.message import MailRefusal, MessageText, ReminderRule
from businesses.models.once import Once
from businesses.models.permit import CallWindow
from businesses.models.picture import Picture
from businesses.models.recent_call import RecentCall
from businesses.models.rights import Rights, Scope
from businesses.models.rota import Rota
from businesses.models.session import Session
from businesses.models.staff import Skill, StaffMember, WorkingHours
from businesses.models.tally import Tally
from businesses.models.time_off import TimeOff, TimeOffRequest
from businesses.models.trail import TrailEntry
from businesses.models.unknown_proxy import UnknownProxy
from businesses.models.user import User

__all__ = [
    "AccountMail",
    "ApiAccessRequest",
    "ApiCalls",
    "ApiKey",
    "ApiKeyGrant",
    "Business",
    "CallWindow",
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
    "OwnTimeOff",
    "Picture",
    "RecentCall",
    "ReminderRule",
    "Resource",
    "Rights",
    "Rota",
    "Scope",
    "Service",
    "Session",
    "Skill",
    "SpecialDay",
    "StaffMember",
    "Tally",
    "TimeOff",
    "TimeOffRequest",
    "Timetable",
    "TrailEntry",
    "UnknownProxy",
    "User",
    "Weekday",
    "WorkingHours",
]
