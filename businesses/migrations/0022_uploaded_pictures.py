import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0021_people_told_by_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='photo_alt',
            field=models.CharField(blank=True, help_text='What it shows, for who cannot see it', max_length=200),
        ),
        migrations.AddField(
            model_name='staffmember',
            name='photo_alt',
            field=models.CharField(blank=True, help_text='What it shows, for who cannot see it', max_length=200),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('digest', models.CharField(max_length=32)),
                ('name', models.CharField(max_length=50, unique=True)),
                ('data', models.BinaryField()),
                ('uploaded_at', models.DateTimeField()),
                ('business', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='businesses.business')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'indexes': [models.Index(fields=['business', 'digest'], name='picture_by_digest')],
                'constraints': [models.UniqueConstraint(fields=('business', 'uuid'), name='picture_uuid')],
            },
        ),
    ]
