from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0020_online_parts'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='came_from',
            field=models.CharField(blank=True, help_text='Where the link stood that led its guest to the booking page', max_length=20),
        ),
    ]
