"""What is offered: categories, services, and the timetable of classes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from businesses import online, phases, pictures
from businesses.models.fields import Name, PictureAddress, Price
from businesses.models.hours import Weekday
from businesses.models.tenant import TenantModel


class Category(TenantModel):
    """A heading in the catalogue."""

    name = Name(max_length=100)
    position = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "categories"
        ordering = ["position", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "name"], name="category_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services, narrowed by adjectives."""

    def active(self) -> "ServiceQuerySet":
        """This will keep what can be booked."""
        return self.filter(active=True)


class Service(TenantModel):
    """Something that can be booked. All lengths are minutes; `capacity` > 1 makes a group service."""

    class Starts(models.TextChoices):
        """Where the starts of a service come from."""

        GRID = "grid", "every slot interval"
        TIMETABLE = "timetable", "only the timetable's"

    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="services")
    name = Name(max_length=200)
    description = models.TextField(blank=True)
    duration_minutes = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(1440)])
    price = Price(help_text="Empty: ask")
    buffer_before_minutes = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(1440)])
    buffer_after_minutes = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(1440)])
    capacity = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(10000)])
    min_participants = models.PositiveIntegerField(default=1)
    min_participants_by_minutes = models.PositiveIntegerField(
        default=0, help_text="How long before the start the owner is told that too few have come"
    )
    resource_kind = Name(max_length=50, blank=True, help_text="Needs one free resource of that kind")
    starts = models.CharField(max_length=10, choices=Starts, default=Starts.GRID)
    phases = models.JSONField(
        default=list, blank=True, help_text='Work and waits by turns: [{"work": 40}, {"wait": 30}, {"work": 20}]'
    )
    photo_url = PictureAddress(max_length=500, blank=True)
    photo_alt = models.CharField(max_length=200, blank=True, help_text="What it shows, for who cannot see it")
    questions = models.JSONField(
        default=list, blank=True, help_text='What guests are asked: [{"text": "Any allergies?", "kind": "text"}]'
    )
    online = models.CharField(
        max_length=online.LONGEST,
        blank=True,
        help_text="Held by video at this address; {random} becomes a random part; empty: at the location",
    )
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "name"], name="service_name"),
            models.CheckConstraint(condition=Q(duration_minutes__gte=1, capacity__gte=1), name="service_sizes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        """Whether several guests share its appointments."""
        return self.capacity > 1

    @property
    def waits(self) -> list[tuple[int, int]]:
        """The minutes, counted from the start, in which its person is free for others."""
        return phases.waits(self.phases, self.duration_minutes)

    @property
    def waiting_minutes(self) -> int:
        """How many minutes these are together."""
        return sum(end - begin for begin, end in self.waits)

    @property
    def photo(self) -> str:
        """The address of the photo as pages show it; "" of one that they must not."""
        return pictures.shown(self.photo_url)


class Timetable(TenantModel):
    """A class: a start of every week of a service whose starts are the timetable's, or of one date of any service.

    `time` is local wall time. With a `date` there is no weekday, and no first, last or excepted dates.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="timetable")
    staff = models.ForeignKey("businesses.StaffMember", on_delete=models.CASCADE, related_name="timetable")
    weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)
    date = models.DateField(null=True, blank=True, help_text="The one date on which it is, in place of a weekday")
    time = models.TimeField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="The last date, itself included")
    excepted_dates = models.JSONField(default=list, blank=True, help_text='Dates without it: ["2026-12-28"]')

    class Meta(TenantModel.Meta):
        verbose_name = "timetable entry"
        verbose_name_plural = "timetable"
        ordering = [F("weekday").asc(nulls_last=True), "date", "time", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="timetable_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, date__isnull=True) | Q(weekday__isnull=True, date__isnull=False),
                name="timetable_weekday_or_date",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True) | Q(valid_from__isnull=True, valid_until__isnull=True),
                name="timetable_one_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.time:%H:%M}"

    @property
    def day(self) -> str:
        """The weekday or the one date, as the dashboard writes it."""
        return str(self.date) if self.date else str(self.get_weekday_display())
