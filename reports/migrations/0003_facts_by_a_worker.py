"""Rows whose facts a worker takes: one more state, watched by the same sweep."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_mailings")]

    operations = [
        migrations.RemoveIndex(model_name="qbrsnapshot", name="qbr_waiting"),
        migrations.AddIndex(
            model_name="qbrsnapshot",
            index=models.Index(
                condition=models.Q(("state__in", ["taking", "waiting", "rendering"])),
                fields=["workspace", "queued_at"],
                name="qbr_waiting",
            ),
        ),
        migrations.AlterField(
            model_name="qbrsnapshot",
            name="state",
            field=models.CharField(
                choices=[
                    ("taking", "Facts being taken"),
                    ("none", "Not made yet"),
                    ("waiting", "Waiting for a worker"),
                    ("rendering", "Being made"),
                    ("done", "Made"),
                    ("failed", "Failed"),
                ],
                default="none",
                max_length=10,
            ),
        ),
    ]
