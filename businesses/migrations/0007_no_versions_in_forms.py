from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0006_diaries'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='business',
            name='diary_version',
        ),
        migrations.RemoveField(
            model_name='resource',
            name='diary_version',
        ),
        migrations.RemoveField(
            model_name='staffmember',
            name='diary_version',
        ),
        migrations.RemoveField(
            model_name='staffmember',
            name='last_booked_at',
        ),
    ]
