from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0022_uploaded_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='questions',
            field=models.JSONField(blank=True, default=list, help_text='What guests are asked: [{"text": "Any allergies?", "kind": "text"}]'),
        ),
    ]
