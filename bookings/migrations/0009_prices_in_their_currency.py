from itertools import islice

from django.db import migrations, models
from django.db.models import F

from businesses import money

BATCH = 500


def forward(apps, schema_editor):
    """An amount that its currency cannot have becomes the one that its guest was shown."""
    Place = apps.get_model('bookings', 'Place')
    places = Place.objects.filter(price__isnull=False, booking__currency__in=[*money.DECIMALS])
    odd = (place for place in places.annotate(of=F('booking__currency')) if not money.fits(place.price, place.of))
    while batch := list(islice(odd, BATCH)):
        for place in batch:
            place.price = money.rounded(place.price, place.of)
        Place.objects.bulk_update(batch, ['price'])


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0008_no_empty_appointments'),
    ]

    operations = [
        migrations.AlterField(
            model_name='place',
            name='price',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True),
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
    ]
