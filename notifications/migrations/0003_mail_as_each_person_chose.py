import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.tenancy.constraints
import core.tenancy.fields
import notifications.models

MAIL = [("at_once", "At once"), ("daily", "In the daily digest"), ("off", "Never")]
OPTIONS = {"abstract": False, "base_manager_name": "objects"}


def workspace():
    return models.ForeignKey(
        db_index=False,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="workspaces.workspace",
    )


def member():
    return core.tenancy.fields.WorkspaceForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.member"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_initial"),
        ("workspaces", "0008_links_that_stop_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mail",
            field=models.CharField(choices=MAIL, default="off", max_length=10),
        ),
        migrations.AddField(
            model_name="notice",
            name="mailed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mailed_at", None), models.Q(("mail", "off"), _negated=True)),
                fields=["workspace", "mail", "member"],
                name="notice_to_mail",
            ),
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("mail", models.CharField(choices=MAIL, max_length=10)),
                ("member", member()),
                ("workspace", workspace()),
            ],
            options=OPTIONS,
        ),
        migrations.CreateModel(
            name="MailTimes",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0), null=True)),
                ("quiet_until", models.TimeField(default=datetime.time(7, 0), null=True)),
                (
                    "workdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=notifications.models.usual_workdays,
                        size=None,
                    ),
                ),
                ("has_digest", models.BooleanField(default=True)),
                ("digest_at", models.TimeField(default=datetime.time(8, 0))),
                ("digested_on", models.DateField(null=True)),
                ("member", member()),
                ("workspace", workspace()),
            ],
            options=OPTIONS,
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.UniqueConstraint(
                fields=("workspace", "member", "kind"), name="notice_choice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=core.tenancy.constraints.RowSecurity(name="notifications_noticechoice_row_security"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=core.tenancy.constraints.SameWorkspace(
                field="member", name="notifications_noticechoice_member_same_workspace"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtimes",
            constraint=models.UniqueConstraint(fields=("workspace", "member"), name="mail_times_once"),
        ),
        migrations.AddConstraint(
            model_name="mailtimes",
            constraint=core.tenancy.constraints.RowSecurity(name="notifications_mailtimes_row_security"),
        ),
        migrations.AddConstraint(
            model_name="mailtimes",
            constraint=core.tenancy.constraints.SameWorkspace(
                field="member", name="notifications_mailtimes_member_same_workspace"
            ),
        ),
    ]
