import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import yexiao.enrolment._fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0002_public_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("seat_id", models.BigIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("capacity", "Capacity"),
                            ("claim", "Claim"),
                            ("draw", "Draw"),
                            ("release", "Release"),
                            ("join", "Join"),
                            ("leave", "Leave"),
                            ("offer", "Offer"),
                            ("accept", "Accept"),
                            ("decline", "Decline"),
                            ("lapse", "Lapse"),
                            ("complete", "Complete"),
                        ],
                        max_length=12,
                    ),
                ),
                ("capacity_change", models.IntegerField(default=0)),
                ("taken_change", models.SmallIntegerField(default=0)),
                ("offered_change", models.SmallIntegerField(default=0)),
                ("waiting_change", models.SmallIntegerField(default=0)),
                ("by_account_id", models.BigIntegerField(null=True)),
                ("why", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["section_id", "id"], name="enrolment_ledger_of_section")],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=80)),
                (
                    "policy",
                    models.CharField(
                        choices=[("draw", "Draw"), ("first_come", "First Come"), ("invitation", "Invitation")],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("announced", "Announced"), ("decided", "Decided")], default="announced", max_length=10
                    ),
                ),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("seats_per_person", models.PositiveSmallIntegerField(default=1)),
                ("seed_sealed", models.BinaryField()),
                ("seed_hash", models.CharField(max_length=64)),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("key_sealed", models.BinaryField()),
                ("key_hash", models.CharField(max_length=64)),
                ("beacon", models.CharField(blank=True, max_length=200)),
                ("beacon_source", models.CharField(blank=True, max_length=200)),
                ("entries_digest", models.CharField(blank=True, max_length=64)),
                ("result_digest", models.CharField(blank=True, max_length=64)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.season"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choices", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("pseudonym", models.CharField(blank=True, max_length=64)),
                ("losses", models.PositiveSmallIntegerField(default=0)),
                ("is_seated", models.BooleanField(null=True)),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("entered_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="enrolment.opening"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DrawFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=6)),
                ("content", models.TextField()),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="enrolment.opening"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                (
                    "section",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalogue.section",
                    ),
                ),
                ("capacity", models.PositiveIntegerField()),
                ("taken", models.PositiveIntegerField(default=0)),
                ("offered", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("meetings", yexiao.enrolment._fields.MultiRangeField()),
                ("fee_fen", models.PositiveIntegerField(default=0)),
                ("is_cancelled", models.BooleanField(default=False)),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pools", to="enrolment.opening"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("body_hash", models.BinaryField(max_length=32)),
                ("outcome", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reserve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("group", models.CharField(max_length=40)),
                ("seats", models.PositiveIntegerField()),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reserves", to="enrolment.pool"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "Taken"),
                            ("offered", "Offered"),
                            ("released", "Released"),
                            ("completed", "Completed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("meetings", yexiao.enrolment._fields.MultiRangeField()),
                ("is_flagged", models.BooleanField(default=False)),
                ("offer_until", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.section"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("amount_fen", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="enrolment.seat"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WaitingPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("offered", "Offered"),
                            ("seated", "Seated"),
                            ("left", "Left"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("rank_key", models.FloatField()),
                ("joined_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.section"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at__lt", models.F("closes_at"))), name="enrolment_opens_before_it_closes"
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats_per_person__gte", 1)), name="enrolment_a_person_may_have_a_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("opening", "account"), name="enrolment_one_entry_each"),
        ),
        migrations.AddConstraint(
            model_name="drawfile",
            constraint=models.UniqueConstraint(fields=("opening", "name"), name="enrolment_one_file_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "taken__lte",
                        django.db.models.expressions.CombinedExpression(models.F("capacity"), "-", models.F("offered")),
                    )
                ),
                name="enrolment_never_oversold",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["at"], name="enrolment_old_answers"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("account", "key"), name="enrolment_one_answer_per_key"),
        ),
        migrations.AddConstraint(
            model_name="reserve",
            constraint=models.UniqueConstraint(fields=("pool", "group"), name="enrolment_one_reserve_a_group"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["account", "state"], name="enrolment_seat_of_person"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("taken", "offered"))),
                fields=("section", "account"),
                name="enrolment_one_active_seat_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "offered"), ("offer_until__isnull", False)),
                    models.Q(models.Q(("state", "offered"), _negated=True), ("offer_until__isnull", True)),
                    _connector="OR",
                ),
                name="enrolment_offers_have_a_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_flagged", False), ("state__in", ("taken", "offered"))),
                expressions=[
                    (
                        models.Func(
                            models.F("account_id"), models.F("account_id"), models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    ("meetings", "&&"),
                ],
                name="enrolment_no_two_seats_at_one_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="feeline",
            constraint=models.UniqueConstraint(fields=("seat", "kind"), name="enrolment_each_fee_line_once"),
        ),
        migrations.AddConstraint(
            model_name="feeline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_fen__gt", 0), ("kind", "charge")),
                    models.Q(("amount_fen", 0), ("kind", "waiver")),
                    models.Q(("amount_fen__lt", 0), ("kind", "reversal")),
                    _connector="OR",
                ),
                name="enrolment_fee_lines_point_the_right_way",
            ),
        ),
        migrations.AddIndex(
            model_name="waitingplace",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["section", "rank_key", "id"],
                name="enrolment_waiting_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="waitingplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "offered"))),
                fields=("section", "account"),
                name="enrolment_one_waiting_place_each",
            ),
        ),
    ]
