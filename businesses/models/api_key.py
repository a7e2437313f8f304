"""How a partner gets in: a request, its approval, and the key, of which only prefix and hash are kept."""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from functools import cache

from django.conf import settings
from django.db import connections, models
from django.db.models import Q

from businesses.models.business import Business
from businesses.models.customer import Customer
from businesses.models.tenant import TenantModel


class Dialect(models.TextChoices):
    """The APIs that a key can open; one key opens one of them."""

    BOOQARA = "booqara", "Booqara"
    NEXTINQUE = "nextinque", "NextInQue"
    RESERVEKIT = "reservekit", "ReserveKit"
    BOOXI = "booxi", "Booxi"
    MIKETSU = "miketsu", "Miketsu reservations"


KEY_WORDS = {
    Dialect.BOOQARA: "pk_live_",
    Dialect.NEXTINQUE: "niq_",
    Dialect.RESERVEKIT: "sk_rsv_",
    Dialect.BOOXI: "bxp_",
    Dialect.MIKETSU: "mkt_",
}
OPENED = ("id", "business_id", "dialect", "prefix", "secret_hash", "customer_id", "rate_limit", "last_used_at")
DEFAULT_RATE_LIMIT = 1200  # requests a minute


class ApiAccessRequest(TenantModel):
    """An owner asks for a dialect with a use case; the platform approves or refuses with a reason."""

    class Status(models.TextChoices):
        """What became of the request."""

        PENDING = "pending", "awaits a decision"
        APPROVED = "approved", "approved"
        REFUSED = "refused", "refused"

    dialect = models.CharField(max_length=20, choices=Dialect)
    use_case = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = "API access request"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_dialect_display()} for {self.business}"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys, narrowed by adjectives; and the one that a secret opens."""

    def live(self, now: dt.datetime) -> "ApiKeyQuerySet":
        """This will keep the keys that open something at that instant."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)

    def opened_by(self, secret: str, *, dialect: str, now: dt.datetime) -> "ApiKey | None":
        """This will give the key that a secret opens, by few columns; None: it opens nothing.

        The comparison takes the same time for every wrong secret.
        """
        digest = hash_secret(secret)
        prefix = secret[: len(KEY_WORDS[Dialect(dialect)]) + ApiKey.PUBLIC_LENGTH]
        instant = connections[self.db].ops.adapt_datetimefield_value(now)
        found = next(iter(self.raw(opening(), [dialect, prefix, instant])), None)
        matches = hmac.compare_digest(found.secret_hash if found else "0" * 64, digest)
        if found is None or not matches:
            return None
        found.business = Business.from_db(found._state.db, ["id", "timezone"], [found.business_id, found.timezone])  # type: ignore[attr-defined]
        return found

    def revoked_of(self, secret: str, *, dialect: str) -> "ApiKeyQuerySet":
        """This will keep the key that a secret opened until it was revoked."""
        return self.filter(dialect=dialect, secret_hash=hash_secret(secret), revoked_at__isnull=False)


@cache
def opening() -> str:
    """This will give the statement that every request of a partner begins with, as SQL: it is to cost little.

    With the key comes the zone of its business, in which its calls are counted.
    """
    columns = ", ".join(f"k.{name}" for name in OPENED)
    keys, businesses = ApiKey._meta.db_table, Business._meta.db_table
    return (
        f"SELECT {columns}, b.timezone FROM {keys} k JOIN {businesses} b ON b.id = k.business_id "  # noqa: S608
        "WHERE b.active AND k.dialect = %s AND k.prefix = %s "
        "AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > %s)"
    )


def hash_secret(secret: str) -> str:
    """This will give the SHA-256 of a secret as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class ApiKey(TenantModel):
    """A partner's key for one dialect. The secret has 192 random bits and is shown once; its hash is kept."""

    PUBLIC_LENGTH = 8  # characters after the dialect's word that name the key and are no secret

    dialect = models.CharField(max_length=20, choices=Dialect)
    prefix = models.CharField(max_length=24, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, help_text="Miketsu only: a customer's token"
    )
    granted = models.ManyToManyField(Business, through="businesses.ApiKeyGrant", related_name="granted_keys")
    rate_limit = models.PositiveIntegerField(
        null=True, blank=True, default=DEFAULT_RATE_LIMIT, help_text="Requests a minute; empty: no limit"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        verbose_name = "API key"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @classmethod
    def issue(
        cls,
        *,
        business: Business,
        dialect: str,
        customer: Customer | None = None,
        rate_limit: int | None = DEFAULT_RATE_LIMIT,
        expires_at: dt.datetime | None = None,
        ticket: uuid.UUID | None = None,
    ) -> "tuple[ApiKey, str]":
        """This will make a key and give it with its secret, which nobody can ask for again.

        A `ticket` becomes the key's UUID, so that the same form cannot make two.
        """
        prefix = KEY_WORDS[Dialect(dialect)] + secrets.token_hex(cls.PUBLIC_LENGTH // 2)
        secret = prefix + secrets.token_urlsafe(24)
        key = cls.objects.create(
            business=business,
            dialect=dialect,
            prefix=prefix,
            secret_hash=hash_secret(secret),
            customer=customer,
            rate_limit=rate_limit,
            expires_at=expires_at,
            uuid=ticket or uuid.uuid4(),
        )
        return key, secret


class ApiKeyGrant(TenantModel):
    """That a partner's key may act for a further business (Booxi), by that business's consent."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "key"], name="apikeygrant_once"),
        ]


class ApiCalls(TenantModel):
    """How many requests a key made on one date of its business."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="calls")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "API calls"
        ordering = ["day"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "key", "day"], name="apicalls_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
