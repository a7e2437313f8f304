from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_no_versions_in_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='folded',
            field=models.CharField(blank=True, default='', editable=False, max_length=600),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='customer',
            name='identity',
            field=models.CharField(default='', editable=False, max_length=254, null=True),
        ),
        migrations.AlterField(
            model_name='service',
            name='price',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='Empty: ask', max_digits=11, null=True),
        ),
        migrations.AlterField(
            model_name='skill',
            name='price',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True),
        ),
    ]
