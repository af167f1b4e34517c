from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CollectionStamp",
            fields=[
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        help_text="Which part this is.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.BigIntegerField(
                        default=0, help_text="How many changes were counted here."
                    ),
                ),
                (
                    "changed_ms",
                    models.BigIntegerField(
                        default=0,
                        help_text="When the last of them was made, in milliseconds since 1970.",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection stamp",
                "verbose_name_plural": "collection stamps",
            },
        ),
    ]
