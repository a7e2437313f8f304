"""What rows have in common that are done turn by turn, since all of it takes longer than one request may."""

from django.db import models

from businesses.models.tenant import TenantModel


class ByTurns(TenantModel):
    """Something that somebody began, kept for some days. Whoever does a turn has the row for themselves meanwhile."""

    by = models.CharField(max_length=100, help_text="Who began it, as events name people")
    created_at = models.DateTimeField()
    kept_until = models.DateTimeField(db_index=True)
    busy_until = models.DateTimeField(null=True, blank=True, help_text="Somebody carries it on until then at most")

    class Meta(TenantModel.Meta):
        abstract = True
