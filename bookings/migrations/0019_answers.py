from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0018_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='answers',
            field=models.JSONField(blank=True, default=list, help_text="To the services' questions, with their words; of a tick, when it was set"),
        ),
    ]
