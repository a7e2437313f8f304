"""Pictures that were uploaded, as they are served."""

from django.db import models

from businesses.models.tenant import TenantModel


class Picture(TenantModel):
    """One picture in one width and format: a file, kept here because every host of a site has the database, and its
    backups have it, too.

    `digest` names the picture, `name` the file; both are made of the content and of the business, so that two
    businesses never share a row. Which row shows it, its `photo_url` or `logo_url` says: see `businesses.pictures`.
    """

    digest = models.CharField(max_length=32)
    name = models.CharField(max_length=50, unique=True)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        indexes = [models.Index(fields=["business", "digest"], name="picture_by_digest")]

    def __str__(self) -> str:
        return self.name
