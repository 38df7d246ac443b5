"""A file through the pages: upload, match, preview, run, report; and who may."""

from collections import Counter

import pytest

from accounts.models import Account, Contact
from health.models import Reading
from health.services.designer import MetricFields, archive_metric, create_metric
from integrations.models import Import, ImportProblem
from tests.integrations.flow import ACCOUNTS, Flow, told
from tests.support.ravenstack import needs_ravenstack, ravenstack_file
from tests.support.world import NOW

pytestmark = pytest.mark.django_db


def test_the_start_page_has_the_nine_kinds_and_no_imports_yet(flow):
    page = flow.client.get(flow.base)
    assert [str(kind["label"]) for kind in page.context["kinds"]] == [
        "Accounts", "Contacts", "Contracts", "Product usage", "Support tickets", "Invoices", "Payments",
        "Readings", "Churn",
    ]  # fmt: skip
    assert "No imports yet" in page.content.decode()


def test_a_file_goes_from_upload_to_report(world, flow):
    pk = flow.uploaded(ACCOUNTS, name="clients.csv")
    assert told(flow.row(pk))[0] == "uploaded"
    matching = flow.client.get(flow.url(pk, "columns/"))
    rows = [(row.name, row.field.value(), row.examples) for row in matching.context["rows"]]
    assert rows == [
        ("account_id", "external_id", ("X-1", "X-2")),
        ("account_name", "name", ("Alpha", "Beta", "Nobody")),
        ("industry", "industry", ("Food", "Care")),
        ("country", "country", ("FI", "US")),
    ]
    assert "3 rows · UTF-8, commas" in matching.content.decode()

    flow.match(pk)
    assert flow.row(pk).state == "checking"
    assert "Waiting for a worker" in flow.client.get(flow.url(pk)).content.decode()
    flow.work(pk)
    assert told(flow.row(pk)) == ("checked", 2, 0, 0, 1, 0)
    with world.acme.scope():
        assert not Account.objects.filter(external_id="X-1").exists()
    preview = flow.client.get(flow.url(pk)).content.decode()
    assert "Import 2 rows" in preview
    assert "Account&#x27;s id is empty. Fill it in." in preview

    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    assert told(flow.row(pk)) == ("done", 2, 0, 0, 1, 0)
    with world.acme.scope():
        made = Account.objects.get(external_id="X-1")
        assert (made.name, made.origin_batch_id, made.origin_row) == ("Alpha", flow.row(pk).batch_id, 2)
        problem = ImportProblem.objects.get()
        assert (problem.row, problem.field, problem.code) == (4, "external_id", "required")
    report = flow.client.get(flow.url(pk))
    assert report.context["came_in"]["label"] == "Look at the accounts"
    assert flow.client.get(report.context["came_in"]["url"]).status_code == 200


def test_the_same_file_again_changes_nothing(flow):
    flow.imported(ACCOUNTS)
    assert told(flow.row(flow.imported(ACCOUNTS))) == ("done", 0, 0, 2, 1, 0)


def test_the_matching_of_the_last_file_with_these_columns_is_taken_over(flow):
    first = flow.uploaded(ACCOUNTS)
    flow.match(first, field_2="")
    flow.work(first)
    flow.client.post(flow.url(first, "run/"))
    flow.work(first)
    again = flow.client.get(flow.url(flow.uploaded(ACCOUNTS), "columns/"))
    assert [row.field.value() for row in again.context["rows"]] == ["external_id", "name", "", "country"]


def test_rejected_rows_come_as_a_file_with_the_reason_and_no_formulas(flow):
    pk = flow.imported(b"account_id,account_name,delta\nX-1,A,-5\n,\"=cmd|' /C calc'!A0\",7\n,@sum,-3\n")
    answer = flow.client.get(flow.url(pk, "rejected.csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="file rejected.csv"'
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "account_id,account_name,delta,Line in the file,Why it was rejected",
        ",'=cmd|' /C calc'!A0,7,3,Account's id is empty. Fill it in.",
        ",'@sum,-3,4,Account's id is empty. Fill it in.",
    ]


def test_two_columns_for_one_field_and_a_needed_field_without_one_are_refused(flow):
    pk = flow.uploaded(ACCOUNTS)
    twice = flow.match(pk, field_2="name")
    assert twice.status_code == 422
    assert "“account_name” feeds Account name already." in twice.content.decode()
    missing = flow.match(pk, field_1="")
    assert missing.status_code == 422
    assert "No column is matched to Account name. Choose one below." in missing.content.decode()
    assert flow.row(pk).state == "uploaded"


def test_ambiguous_dates_say_so_and_are_read_as_chosen(world, flow):
    pk = flow.uploaded(b"account_id,account_name,signup_date\nX-1,Alpha,03/04/2024\nX-2,Beta,05/06/2024\n")
    page = flow.client.get(flow.url(pk, "columns/")).content.decode()
    assert "Every date reads both ways: is “03/04/2024” day-month or month-day? Choose." in page
    flow.match(pk, order_2="mdy")
    flow.work(pk)
    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    with world.acme.scope():
        found = Account.objects.get(external_id="X-1")
        assert found.customer_since_on.isoformat() == "2024-03-04"


def test_a_file_can_be_read_by_another_encoding_and_delimiter(flow):
    pk = flow.uploaded("account_id;account_name\nX-1;Läkerol å\n".encode("cp1252"))
    assert flow.row(pk).profile["encoding"] == "cp1252"
    answer = flow.client.post(flow.url(pk, "reading/"), {"encoding": "utf-8", "delimiter": ";"})
    assert answer.status_code == 422
    assert flow.row(pk).state == "uploaded"
    answer = flow.client.post(flow.url(pk, "reading/"), {"encoding": "cp1251", "delimiter": ","})
    assert answer.status_code == 303
    assert flow.row(pk).profile["headers"] == ["account_id;account_name"]


def test_problems_are_paged_and_narrowed(flow):
    rows = "".join(f",Nobody {number}\n" for number in range(120))
    pk = flow.imported(f"account_id,account_name\nX-1,Alpha\n{rows}".encode())
    first = flow.client.get(flow.url(pk, "problems/"))
    assert [problem.row for problem in first.context["problems"]] == list(range(3, 53))
    second = flow.client.get(flow.url(pk, "problems/") + first.context["next_url"])
    assert [problem.row for problem in second.context["problems"]] == list(range(53, 103))
    warnings = flow.client.get(flow.url(pk, "problems/?show=warnings"))
    assert warnings.context["problems"] == []


def test_a_rare_warning_is_told_by_row_among_thousands_of_another(world, flow):
    """Usage before its contract two thousand times over, and two facts under one id at the very end."""
    early = "".join(f"E-{number},K-1,2025-05-04,search\n" for number in range(2_000))
    doubles = "U-1,K-1,2026-05-04,search\nU-1,K-1,2026-05-05,export\n"
    pk = flow.imported(
        f"usage_id,subscription_id,usage_date,feature_name\n{early}{doubles}".encode(), kind="usage"
    )
    assert told(flow.row(pk)) == ("done", 2_002, 0, 0, 0, 2_002)
    report = flow.client.get(flow.url(pk))
    assert [(group.count, group.row) for group in report.context["groups"]] == [("2,000", 2), ("2", 2_002)]
    rare = flow.client.get(report.context["groups"][1].url)
    assert [(problem.row, problem.value) for problem in rare.context["problems"]] == [
        (2_002, "U-1"),
        (2_003, "U-1"),
    ]
    with world.acme.scope():
        assert ImportProblem.objects.count() == 1_000


@needs_ravenstack
def test_the_double_ids_of_a_real_book_are_kept_and_told_row_by_row(world, flow):
    for kind in ("accounts", "contracts"):
        flow.imported(ravenstack_file(kind).read_bytes(), kind=kind)
    content = ravenstack_file("usage").read_bytes()
    ids = [line.split(",")[0] for line in content.decode().splitlines()]
    times = Counter(ids)
    doubles = {number for number, said in enumerate(ids, 1) if times[said] > 1}
    pk = flow.imported(content, kind="usage")
    assert told(flow.row(pk))[:5] == ("done", 25_000, 0, 0, 0)
    with world.acme.scope():
        rows = ImportProblem.objects.filter(batch_import=pk, code="second_fact").values_list("row", flat=True)
        assert (len(rows), set(rows)) == (42, doubles)


@pytest.mark.parametrize(
    ("kind", "content", "foreseen"),
    [
        (
            "contacts",
            "contact_id;account_id;name;email;role\nP-1;A-1;Äiti Ö;aiti@c.example;champion\nP-2;A-9;No One;;\n",
            ("done", 1, 0, 0, 1, 0),
        ),
        (
            "readings",
            "account_id;metric;rating;date\nA-1;sponsor_coverage;3;31-08-2026\nA-1;sponsor_coverage;7;31-08-2026\n",
            ("done", 1, 0, 0, 1, 0),
        ),
    ],
)
def test_contacts_and_readings_go_in_and_the_same_file_again_changes_nothing(
    world, flow, kind, content, foreseen
):
    file = content.encode()
    assert told(flow.row(flow.imported(file, kind=kind))) == foreseen
    assert told(flow.row(flow.imported(file, kind=kind))) == ("done", 0, 0, 1, 1, 0)
    with world.acme.scope():
        if kind == "contacts":
            made = Contact.objects.get(external_id="P-1")
            assert (made.name, made.stakeholder_role, made.account_id) == (
                "Äiti Ö",
                "champion",
                world.acme.account.pk,
            )
        else:
            reading = Reading.objects.get(measure="hand")
            assert (reading.rating, reading.measured_on.isoformat()) == (3, "2026-08-31")


def test_a_file_of_one_metric_is_matched_to_one_of_the_workspace_by_name(world, flow):
    with world.acme.scope():
        own = create_metric(MetricFields("Executive mood", "voice", 60), by=world.acme.admin, now=NOW)
        archived = create_metric(MetricFields("Old survey", "voice", 60), by=world.acme.admin, now=NOW)
        archive_metric(archived, now=NOW)
    pk = flow.uploaded(b"account_id,rating,date\nA-1,2,2026-08-31\n", kind="readings")
    form = flow.client.get(flow.url(pk, "columns/")).context["form"]
    offered = [label for _key, label in form.fields["metric"].choices]
    assert offered[0] == "As a column says"
    assert offered[-1] == "Executive mood"
    assert "Customer growth" in offered
    assert flow.match(pk).status_code == 422
    assert flow.match(pk, metric=archived.key).status_code == 422
    assert flow.match(pk, metric=own.key).status_code == 303
    flow.work(pk)
    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    with world.acme.scope():
        assert list(Reading.objects.values_list("metric_id", "rating")) == [(own.pk, 2)]
    again = flow.uploaded(b"account_id,rating,date\nA-1,3,2026-09-02\n", kind="readings")
    assert flow.client.get(flow.url(again, "columns/")).context["form"]["metric"].value() == own.key


def test_an_own_metric_goes_before_a_common_spelling_of_a_default_one(world, flow):
    file = b"account_id,metric,rating,date\nA-1,nps,3,2026-08-31\nA-1,CSAT,2,2026-08-31\n"
    with world.acme.scope():
        own = create_metric(MetricFields("NPS", "voice", 60), by=world.acme.admin, now=NOW)
    flow.imported(file, kind="readings")
    with world.acme.scope():
        found = Reading.objects.order_by("-rating").values_list("metric__key", "rating")
        assert list(found) == [(own.key, 3), ("sentiment", 2)]


def test_words_that_name_no_metric_are_said_to_mean_one_and_the_next_file_remembers(world, flow):
    file = b"account_id,metric,rating,date\nA-1,Stimmung,3,2026-08-31\nA-1,growth,1,2026-08-31\nA-1,Laune,2,2026-08-31\n"
    with world.acme.scope():
        own = create_metric(MetricFields("Executive mood", "voice", 60), by=world.acme.admin, now=NOW)
    pk = flow.uploaded(file, kind="readings")
    form = flow.client.get(flow.url(pk, "columns/")).context["form"]
    assert [field.label for field in form.words_asked()] == ["“Laune” is", "“Stimmung” is"]
    assert flow.match(pk, word_1=own.key).status_code == 303
    flow.work(pk)
    flow.client.post(flow.url(pk, "run/"))
    flow.work(pk)
    assert told(flow.row(pk)) == ("done", 2, 0, 0, 1, 0)
    with world.acme.scope():
        found = Reading.objects.order_by("-rating").values_list("metric__key", "rating")
        assert list(found) == [(own.key, 3), ("growth", 1)]
    again = flow.uploaded(file, kind="readings")
    asked = flow.client.get(flow.url(again, "columns/")).context["form"].words_asked()
    assert [field.value() for field in asked] == ["", own.key]


def test_the_report_leads_to_the_rows_of_its_file(flow):
    tickets = b"ticket_id,account_id,subject,opened_at\nQ-1,A-1,Printer on fire,2026-09-01\n"
    report = flow.client.get(flow.url(flow.imported(tickets, kind="tickets")))
    more = b"ticket_id,account_id,subject,opened_at\nQ-2,A-1,Printer is wet,2026-09-02\n"
    flow.imported(more, kind="tickets")
    page = flow.client.get(report.context["came_in"]["url"]).content.decode()
    assert "Printer on fire" in page
    assert "Printer is wet" not in page


def test_past_imports_stand_newest_first_in_pages(world, flow):
    ids = [flow.uploaded(ACCOUNTS, name=f"{number}.csv") for number in range(27)]
    first = flow.client.get(flow.base)
    assert [found.pk for found, _state in first.context["rows"]] == ids[:1:-1]
    second = flow.client.get(flow.base + first.context["older_url"])
    assert [found.pk for found, _state in second.context["rows"]] == ids[1::-1]


def test_a_form_sent_twice_makes_one_import(world, flow):
    key = flow.client.get(f"{flow.base}new/").context["form"]["key"].value()
    first, second = flow.upload(ACCOUNTS, key=key), flow.upload(ACCOUNTS, key=key)
    assert first["Location"] == second["Location"]
    with world.acme.scope():
        assert Import.objects.count() == 1


def test_an_empty_list_and_a_fresh_workspace_lead_to_the_import(world, flow):
    page = flow.client.get(f"{world.acme.url}/tickets/?book=all").content.decode()
    assert f"{flow.base}new/?kind=tickets" in page
    with world.acme.scope():
        Account.objects.all().delete()
    assert f'href="{flow.base}"' in flow.client.get(f"{world.acme.url}/portfolio/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["", "new/?kind=accounts", "template.csv?kind=churn", "{pk}/", "{pk}/columns/", "{pk}/progress/", "{pk}/problems/",
     "{pk}/rejected.csv"],
)  # fmt: skip
def test_who_may_not_import_gets_403_and_the_outsider_404(world, flow, path):
    pk = flow.imported(ACCOUNTS)
    address = flow.base + path.format(pk=pk)
    assert world.client(world.acme.csm).get(address).status_code == 403
    missing = world.client(world.outsider).get(f"{world.other.url}/imports/{10**9}/").content
    hidden = world.client(world.outsider).get(address)
    assert (hidden.status_code, hidden.content) == (404, missing)
    across = world.client(world.outsider).get(f"{world.other.url}/imports/" + path.format(pk=pk))
    assert across.status_code == (404 if "{pk}" in path else 200)


@pytest.mark.parametrize("path", ["columns/", "reading/", "run/", "cancellation/"])
def test_another_workspace_starts_and_stops_nothing(world, flow, path):
    pk = flow.checked(ACCOUNTS)
    outsider = Flow(world.other, world.client(world.outsider))
    assert outsider.client.post(outsider.url(pk, path)).status_code == 404
    assert world.client(world.acme.csm).post(flow.url(pk, path)).status_code == 403
    assert flow.row(pk).state == "checked"
