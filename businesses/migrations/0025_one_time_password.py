from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0024_online'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='password_once',
            field=models.BooleanField(default=False, editable=False, help_text='The password opens the page on which another one is chosen, once'),
        ),
    ]
