"""The people who perform services: what they can do, when they work."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from businesses import online, pictures
from businesses.models.catalog import Service
from businesses.models.fields import Email, Name, PictureAddress, Price
from businesses.models.hours import WeeklyPeriod
from businesses.models.tenant import TenantModel


class StaffQuerySet(models.QuerySet["StaffMember"]):
    """People, narrowed by adjectives."""

    def bookable(self) -> "StaffQuerySet":
        """This will keep those who take appointments."""
        return self.filter(active=True)

    def performing(self, service: Service) -> "StaffQuerySet":
        """This will keep those who perform a service."""
        return self.filter(skills__service=service)


class StaffMember(TenantModel):
    """Somebody with a diary (see `businesses.diary`)."""

    name = Name(max_length=100)
    job_title = models.CharField(max_length=100, blank=True)
    about = models.TextField(blank=True)
    photo_url = PictureAddress(max_length=500, blank=True)
    photo_alt = models.CharField(max_length=200, blank=True, help_text="What it shows, for who cannot see it")
    color = models.CharField(max_length=20, blank=True)
    email = Email(blank=True)
    mailed = models.BooleanField(
        default=True, help_text="Is told by mail of what is booked, moved and cancelled for them by others"
    )
    location = models.ForeignKey("businesses.Location", on_delete=models.PROTECT, related_name="staff")
    services = models.ManyToManyField(Service, through="businesses.Skill", related_name="staff")
    online = models.CharField(
        max_length=online.LONGEST,
        blank=True,
        help_text="Where they meet guests of online services; empty: the service's",
    )
    own_hours = models.BooleanField(default=False, help_text="Off: works whenever the business is open")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = StaffQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "name"], name="staffmember_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def photo(self) -> str:
        """The address of the photo as pages show it; "" of one that they must not."""
        return pictures.shown(self.photo_url)


class Skill(TenantModel):
    """That a person performs a service, with a length and a price of their own if need be."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="skills")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="skills")
    duration_minutes = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    price = Price()

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "staff", "service"], name="skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} · {self.service}"


class WorkingHours(WeeklyPeriod):
    """A weekly period in which a person with hours of their own works."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="working_hours")

    class Meta(WeeklyPeriod.Meta):
        verbose_name_plural = "working hours"
        constraints = [
            *WeeklyPeriod.Meta.constraints,
            models.UniqueConstraint(fields=["business", "staff", "weekday", "opens"], name="workinghours_once"),
        ]
