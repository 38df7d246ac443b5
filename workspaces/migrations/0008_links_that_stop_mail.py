from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspaces", "0007_country_of_working_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="stop_url",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
    ]
