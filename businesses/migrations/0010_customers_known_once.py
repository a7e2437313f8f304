from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0009_rows_in_normal_form'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='customer',
            name='customer_email',
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['business', 'folded'], name='customer_by_words'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(fields=('business', 'identity'), name='customer_identity'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('identity__isnull', True), _connector='OR'), name='customer_erased_is_unknown'),
        ),
    ]
