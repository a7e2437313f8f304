"""The key that lets a partner in: what it may do, where, and how it is used; only its name and a hash are kept."""

import datetime as dt
import hashlib
import hmac
import uuid
from functools import cache

from django.db import connections, models
from django.db.models import Q
from django.db.models.functions import Coalesce

from businesses import key_format
from businesses.models.business import Business
from businesses.models.customer import Customer
from businesses.models.rights import EVERYTHING, Rights
from businesses.models.tenant import TenantModel


class Dialect(models.TextChoices):
    """The APIs that a key can open; one key opens one of them."""

    BOOQARA = "booqara", "Booqara"
    NEXTINQUE = "nextinque", "NextInQue"
    RESERVEKIT = "reservekit", "ReserveKit"
    BOOXI = "booxi", "Booxi"
    MIKETSU = "miketsu", "Miketsu reservations"


KEY_WORDS: dict[str, str] = {
    Dialect.BOOQARA: "pk_live_",
    Dialect.NEXTINQUE: "niq_",
    Dialect.RESERVEKIT: "sk_rsv_",
    Dialect.BOOXI: "bxp_",
    Dialect.MIKETSU: "mkt_",
}
OPENED = (
    *("id", "business_id", "dialect", "prefix", "secret_hash", "customer_id", "rate_limit", "last_used_at"),
    *("scopes", "origins", "sites_only"),
)
DEFAULT_RATE_LIMIT = 1200  # requests a minute
IDLE_AFTER = dt.timedelta(days=90)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys, narrowed by adjectives; and the one that a secret opens."""

    def live(self, now: dt.datetime) -> "ApiKeyQuerySet":
        """This will keep the keys that open something at that instant."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)

    def idle(self, now: dt.datetime) -> "ApiKeyQuerySet":
        """This will keep the keys that nobody has used for 90 days, and that are as old."""
        seen = self.alias(seen_at=Coalesce("last_used_at", "created_at"))
        return seen.filter(seen_at__lte=now - IDLE_AFTER)

    def opened_by(self, secret: str, *, dialect: str, now: dt.datetime) -> "ApiKey | None":
        """This will give the key that a secret opens, by few columns; None: it opens nothing.

        The comparison takes the same time for every wrong secret. What is not even written as a key asks nothing of
        the database.
        """
        word, digest = KEY_WORDS[dialect], hash_secret(secret)
        if not key_format.could_be(word, secret):
            return None
        prefix = key_format.name_of(word, secret)
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
    """A partner's key for one dialect. It is shown once (`key_format` has its form); its hash is kept."""

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
    scopes = models.CharField(max_length=60, default=" ".join(EVERYTHING.scopes))  # apart by spaces
    origins = models.TextField("sites", blank=True, default="")  # apart by spaces
    sites_only = models.BooleanField(default=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replaced_by"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_from = models.CharField(max_length=45, blank=True, default="")  # an address, of IPv6 its network
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        verbose_name = "API key"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def rights(self) -> Rights:
        """What the key may do, and where."""
        return Rights(tuple(self.scopes.split()), tuple(self.origins.split()), self.sites_only)

    def allows(self, scope: str) -> bool:
        """This will tell whether the key has a scope."""
        return scope in self.scopes.split()

    def is_for_site(self, origin: str | None) -> bool:
        """This will tell whether the key may be used on a site, by the header with which a browser names it.

        None: no site was named. What is no browser names what it likes, so this protects from other sites' pages only.
        """
        if not self.origins:
            return True
        return not self.sites_only if origin is None else origin.lower() in self.origins.split()

    @classmethod
    def issue(
        cls,
        *,
        business: Business,
        dialect: str,
        customer: Customer | None = None,
        rate_limit: int | None = DEFAULT_RATE_LIMIT,
        rights: Rights = EVERYTHING,
        expires_at: dt.datetime | None = None,
        ticket: uuid.UUID | None = None,
        replaces: "ApiKey | None" = None,
    ) -> "tuple[ApiKey, str]":
        """This will make a key and give it with its secret, which nobody can ask for again.

        A `ticket` becomes the key's UUID, so that the same form cannot make two.
        """
        prefix, secret = key_format.compose(KEY_WORDS[dialect])
        key = cls.objects.create(
            business=business,
            dialect=dialect,
            prefix=prefix,
            secret_hash=hash_secret(secret),
            customer=customer,
            rate_limit=rate_limit,
            scopes=" ".join(rights.scopes),
            origins=" ".join(rights.sites),
            sites_only=rights.sites_only,
            expires_at=expires_at,
            uuid=ticket or uuid.uuid4(),
            replaces=replaces,
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
