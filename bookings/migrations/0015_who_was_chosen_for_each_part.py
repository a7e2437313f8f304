"""Each part of a booking knows by itself whether its guest chose the person: until now all were as the booking says."""

from django.db import migrations, models


def as_the_booking_says(apps, schema_editor):
    Place = apps.get_model("bookings", "Place")
    Place.objects.filter(booking__any_staff=True).update(any_staff=True)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0014_planned_classes")]

    operations = [
        migrations.AddField(
            model_name="place",
            name="any_staff",
            field=models.BooleanField(default=False, help_text="The guest left the choice of person to the house"),
        ),
        migrations.AlterField(
            model_name="booking",
            name="any_staff",
            field=models.BooleanField(
                default=False, help_text="What the first part's any_staff was when it was booked"
            ),
        ),
        migrations.RunPython(as_the_booking_says, migrations.RunPython.noop),
    ]
