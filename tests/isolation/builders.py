"""What stands for what: one line here for each new number in an address or task, and for each new odd column.

Rows are made by tests.isolation.rows for every tenant model by itself; a line is wanted only where a model
cannot be filled from its fields alone.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps

from tests.support.world import NOW, TODAY
from workspaces.choices import Role

#: Which model's row a name in a staff address, or an argument of a task, means.
ROWS = {
    "account_id": "accounts.Account",
    "account_ids": "accounts.Account",
    "activity_id": "lifecycle.PlanActivity",
    "barrier_id": "lifecycle.PlanBarrier",
    "answer_id": "surveys.Answer",
    "campaign_id": "surveys.Campaign",
    "article_id": "portal.Article",
    "card_id": "health.Scorecard",
    "closing_id": "lifecycle.RenewalClosing",
    "comment_id": "health.ScoreComment",
    "contact_id": "accounts.Contact",
    "contract_id": "accounts.Contract",
    "copy_id": "portal.SharedFileVersion",
    "criterion_id": "lifecycle.Criterion",
    "cta_id": "playbooks.Cta",
    "document_id": "lifecycle.PlanDocument",
    "entry_id": "accounts.TimelineEntry",
    "event_id": "core.StoredEvent",
    "export_id": "integrations.Export",
    "file_id": "accounts.AccountFile",
    "handshake_id": "lifecycle.Handshake",
    "import_id": "integrations.Import",
    "invoice_id": "accounts.Invoice",
    "invitation_id": "workspaces.Invitation",
    "inquiry_file_id": "portal.InquiryFile",
    "inquiry_id": "portal.Inquiry",
    "item_id": "lifecycle.HandshakeItem",
    "kpi_id": "lifecycle.PlanKpi",
    "line_id": "portal.ChatMessage",
    "login_id": "portal.PortalLogin",
    "member_id": "workspaces.Member",
    "member_ids": "workspaces.Member",
    "message_id": "workspaces.OutboxMessage",
    "metric_id": "health.Metric",
    "move_id": "lifecycle.StageMove",
    "note_id": "lifecycle.PlanNote",
    "notice_id": "notifications.Notice",
    "parked_id": "portal.ParkedMail",
    "outcome_id": "lifecycle.PlanOutcome",
    "plan_id": "lifecycle.SuccessPlan",
    "playbook_id": "playbooks.Playbook",
    "product_id": "accounts.Product",
    "promise_id": "lifecycle.Promise",
    "setting_id": "lifecycle.StageSetting",
    "route_id": "portal.InquiryRule",
    "reading_id": "lifecycle.KpiReading",
    "room_id": "portal.ChatRoom",
    "rule_id": "playbooks.Rule",
    "run_id": "playbooks.Run",
    "shared_id": "portal.SharedFile",
    "step_id": "playbooks.PlaybookStep",
    "team_id": "workspaces.Team",
    "snapshot_id": "reports.QbrSnapshot",
    "task_id": "core.FailedTask",
    "text_id": "portal.ArticleVersion",
    "todo_id": "playbooks.Task",
    "version_id": "health.ScorecardVersion",
}


def qbr_facts(shelf: Any) -> dict[str, Any]:
    """Frozen facts whose words carry the shelf's mark."""
    from reports.facts import frozen
    from reports.rules import Quarter
    from reports.selectors.qbr import collect_facts

    account = shelf["accounts.Account"]
    facts = collect_facts(
        account, Quarter(2026, 2), workspace=shelf.company.workspace, edition="customer",
        with_money=True, today=TODAY,
    )  # fmt: skip
    return frozen(facts)


#: Words in an address of the portal that are no numbers, and what stands there for a row of the shelf.
TEXTS: dict[str, Callable[[Any], str]] = {
    "article_slug": lambda shelf: shelf["portal.Article"].slug,
    "link": lambda shelf: "1-" + "x" * 43,
    "token": lambda shelf: "1-" + "x" * 43,
}
#: Parts of the portal that need no sign-in: what is public there, tests/isolation/test_portal.py says.
OPEN_TO_STRANGERS = ("/portal/sign-in/", "/portal/articles/")


def mark_address(shelf: Any, number: int) -> str:
    """An address in lower case that carries the shelf's mark."""
    word = "".join(sign for sign in shelf.mark.lower() if sign.isalnum())
    return f"{number or ''}{word}@mark.example"


def plan_paper(shelf: Any) -> dict[str, Any]:
    """A plan frozen for print, whose words carry the shelf's mark."""
    from core.frozen import plain
    from lifecycle.plans_document import PlanPaper
    from lifecycle.selectors.plans import plan_shown

    shown = plan_shown(shelf["lifecycle.SuccessPlan"], today=TODAY)
    return plain(PlanPaper(shelf.company.workspace.name, "UTC", TODAY, shown))


def item_keys() -> list[str]:
    from lifecycle.choices import ItemKey

    return list(ItemKey.values)


def one_of_a_kind(label: str) -> Callable[[Any, int], Any]:
    """The rows that came with the workspace, of which there can be no more."""

    def found(shelf: Any, number: int) -> Any:
        rows = list(apps.get_model(label).objects.order_by("pk"))
        return rows[min(number, len(rows) - 1)]

    return found


def live_book(shelf: Any) -> Any:
    """The published version of the shelf's playbook: what runs came of it."""
    return shelf["playbooks.Playbook"].versions.get(status="published")


MINOR = 98_765_432  # 987,654.32: the sum that is looked for in tests.isolation.sums

#: Columns that want another value than the one guessed from their type: a value, or (shelf, number) -> value.
COLUMNS: dict[str, dict[str, Any | Callable[[Any, int], Any]]] = {
    "accounts.Account": {
        "country": "FI",
        "customer_since_on": TODAY - timedelta(days=400),
        "parent": lambda shelf, number: shelf.company.account,
    },
    "accounts.AccountEvent": {
        "pgh_label": "update",
        "pgh_context": None,
        "country": "FI",
    },
    "accounts.AccountOwner": {"team": None},
    "accounts.Contact": {"language": "en"},
    "accounts.ContactEvent": {
        "pgh_label": "update",
        "pgh_context": None,
        "account": lambda shelf, number: shelf["accounts.Account"].pk,
    },
    "accounts.ContractEvent": {
        "pgh_label": "update",
        "pgh_context": None,
        "account": lambda shelf, number: shelf["accounts.Account"].pk,
        "currency": "EUR",
        "mrr_amount": lambda shelf, number: 0 if number else MINOR,
        "arr_amount": lambda shelf, number: 0 if number else MINOR,
    },
    "accounts.Contract": {
        "currency": "EUR",
        "starts_on": TODAY - timedelta(days=200),
        "ends_on": TODAY + timedelta(days=100),
    },
    "accounts.Invoice": {
        "currency": "EUR",
        "issued_on": TODAY - timedelta(days=40),
        "due_on": TODAY - timedelta(days=10),
        "contract": lambda shelf, number: shelf.rows["accounts.Contract"][0],
    },
    "accounts.InvoiceEvent": {
        "pgh_label": "update",
        "pgh_context": None,
        "account": lambda shelf, number: shelf["accounts.Account"].pk,
        "currency": "EUR",
        "amount": lambda shelf, number: 0 if number else MINOR,
        "tax_amount": lambda shelf, number: 0 if number else MINOR,
    },
    "accounts.Payment": {"is_summary": False},
    "accounts.PaymentEvent": {
        "pgh_label": "insert",
        "pgh_context": None,
        "invoice": lambda shelf, number: shelf["accounts.Invoice"].pk,
        "amount": lambda shelf, number: 1 if number else MINOR,
        "kind": "payment",
    },
    "accounts.Ticket": {"opened_at": NOW - timedelta(days=3)},
    "core.FailedTask": {"attempts": 5, "parked_at": NOW},
    "core.StoredEvent": {"parked_at": NOW, "delivered_at": None},
    "health.CurrentScore": {"ratings": [2], "score": 2000, "score_100": 50_000, "coverage_bp": 10_000},
    "health.Metric": {"is_automatic": False, "cutoffs": [], "position": lambda shelf, number: 60 + number},
    "health.Reading": {"measure": "hand", "source": "manual", "rating": 2},
    "health.Score": {"ratings": [2], "score": 2000, "score_100": 50_000, "coverage_bp": 10_000},
    "health.ScorecardMetric": {
        "weight_bp": 10_000,
        "version": lambda shelf, number: shelf.rows["health.ScorecardVersion"][number],
    },
    "health.ScorecardVersion": {
        "status": "published",
        "published_at": NOW,
        "scorecard": lambda shelf, number: shelf.rows["health.Scorecard"][number],
    },
    "integrations.Export": {
        "created_by": lambda shelf, number: shelf.company.admin,
        "state": "done",
    },
    "integrations.Import": {"kind": "accounts", "state": "done"},
    "health.VoiceAnswer": {"kind": "nps", "score": 3},
    "health.ScoreComment": {
        "author": lambda shelf, number: shelf.company.admin,
        "scored_on": TODAY,
        "removed_at": None,
    },
    "lifecycle.ChurnRecord": {"churned_on": TODAY - timedelta(days=900), "refund_currency": "EUR"},
    "lifecycle.AccountStage": {"stage": "land"},
    "lifecycle.Handshake": {
        "kind": 1,
        "state": "delivered",
        "giver": lambda shelf, number: shelf.company.members.get(Role.RM, shelf.company.admin),
        "receiver": lambda shelf, number: shelf.company.members.get(Role.DM, shelf.company.admin),
        "form": lambda shelf, number: {"contact_name": shelf.mark, "conditions": shelf.mark},
    },
    "lifecycle.HandshakeItem": {
        "key": lambda shelf, number: item_keys()[number % len(item_keys())],
        "side": "give",
        "state": "look",
    },
    "lifecycle.HandshakeStep": {"kind": "given", "item": "proposal"},
    "lifecycle.KpiReading": {"measured_on": lambda shelf, number: TODAY - timedelta(days=number)},
    "lifecycle.PlanActivity": {"due_on": TODAY, "by_customer": True, "done_by": None},
    "lifecycle.PlanDocument": {
        "data": lambda shelf, number: plan_paper(shelf),
        "has_money": False,
        "state": "done",
        "fingerprint": lambda shelf, number: f"{number}-{shelf.mark}"[:64],
    },
    "lifecycle.PlanKpi": {"due_on": TODAY, "latest": 1, "reached_on": TODAY},
    "lifecycle.PlanStep": {"kind": "shared"},
    "lifecycle.SuccessPlan": {
        "status": "shared",
        "owner": lambda shelf, number: shelf.company.members.get(Role.RM, shelf.company.admin),
        "goals": 1,
        "progress": 50,
        "shared_at": NOW,
    },
    "lifecycle.Promise": {"made_on": TODAY, "due_on": TODAY, "decided_by": None},
    "lifecycle.StageMove": {
        "from_stage": "land",
        "to_stage": "adopt",
        "unmet": lambda shelf, number: [shelf.mark],
    },
    "lifecycle.MilestoneDecision": {"milestone": 120, "days_left": 100},
    # a postponement to the end that the contract has: that end can be closed, and the postponement taken back
    "lifecycle.RenewalClosing": {
        "outcome": "postponed",
        "term_starts_on": TODAY - timedelta(days=200),
        "term_ends_on": lambda shelf, number: TODAY + timedelta(days=10 + number),
        "postponed_to": TODAY + timedelta(days=100),
        "ends_on_before": TODAY + timedelta(days=10),
        "currency": "EUR",
        "next_contract": None,
        "churn_record": None,
        "reopened_by": None,
    },
    "notifications.Notice": {"path": "accounts/", "member": lambda shelf, number: shelf.company.admin},
    "playbooks.Act": {"kind": "changed", "detail": {}},
    "playbooks.Cta": {
        "kind": "risk",
        "team": None,
        "owner": lambda shelf, number: shelf.company.admin,
        "due_on": TODAY,
        "closed_at": None,
        "closed_by": None,
        "outcome": "",
    },
    "playbooks.PlaybookStep": {
        "checklist": lambda shelf, number: [shelf.mark],
        "visible_to_customer": True,
        "version": lambda shelf, number: shelf.rows["playbooks.PlaybookVersion"][0],
        "position": lambda shelf, number: number,
    },
    "playbooks.Rule": {"trigger": "no_executive_touch", "parameters": {"days": 90, "segments": []}},
    "playbooks.Run": {"ended_at": None, "ended_by": None, "version": lambda shelf, number: live_book(shelf)},
    "playbooks.Task": {
        "team": None,
        "owner": lambda shelf, number: shelf.company.admin,
        "due_on": TODAY,
        "checklist": lambda shelf, number: [{"text": shelf.mark, "done": False}],
        "visible_to_customer": True,
        "done_at": None,
        "done_by": None,
        "done_by_contact": "",
        "step": lambda shelf, number: None if number else live_book(shelf).steps.get(),
    },
    "portal.Inquiry": {
        "assignee": lambda shelf, number: shelf.company.admin,
        "team": None,
        "number": lambda shelf, number: 500 + number,
        "status": "open",
        "response_due_at": NOW + timedelta(days=1),
        "manager_due_at": NOW + timedelta(days=2),
    },
    "portal.InquiryMessage": {"author": None},
    "portal.InquiryRule": {"member": lambda shelf, number: shelf.company.admin, "team": None},
    "portal.InquiryStep": {"kind": "escalated"},
    "portal.ParkedMail": {"settled_by": None},
    "portal.Article": {
        "audience": "account",
        "segment": "",
        "status": "published",
        "slug": lambda shelf, number: f"words-{number}-of-{shelf.company.workspace.slug}",
        "published_at": NOW,
        "place": lambda shelf, number: number + 1,
    },
    "portal.ArticleVersion": {"audience": "account", "segment": ""},
    "portal.SharedFile": {"taken_back_by": None},
    "portal.SharedFileVersion": {
        "number": 1,
        "shared_file": lambda shelf, number: shelf.rows["portal.SharedFile"][number],
        "account_file": lambda shelf, number: shelf.rows["accounts.AccountFile"][number],
    },
    "portal.ChatMessage": {"event": "", "side": "customer", "note": lambda shelf, number: shelf.mark},
    "portal.ChatRoom": {
        "state": "waiting",
        "agent": None,
        "team": None,
        "closed_at": lambda shelf, number: NOW if number else None,
        "closed_by": None,
        "waits_since": NOW,
        "last_number": 1,
    },
    "portal.PortalLogin": {"email": lambda shelf, number: mark_address(shelf, number), "closed_by": None},
    "reports.QbrSnapshot": {
        "period": "2026Q2",
        "data": lambda shelf, number: qbr_facts(shelf),
        "sections": ["value", "health", "usage", "support", "people", "renewal", "actions"],
        "sentences": lambda shelf, number: [shelf.mark],
        "actions": lambda shelf, number: [f"{shelf.mark} | {shelf.mark} | 30 Oct"],
        "edition": "customer",
        "superseded_by": None,
        "fingerprint": lambda shelf, number: f"{number}-{shelf.mark}"[:64],
    },
    "surveys.Answer": {
        "kind": "nps",
        "score": 3,
        "group": "detractor",
        "answered_on": TODAY,
        "language": "en",
        "recipient": lambda shelf, number: shelf.rows["surveys.Recipient"][number],
        "csm": lambda shelf, number: shelf.company.admin,
    },
    "surveys.Campaign": {
        "state": "draft",
        "segments": [],
        "audience": "",
        "starts_on": TODAY,
        "sender": lambda shelf, number: shelf.company.admin,
        "created_by": lambda shelf, number: shelf.company.admin,
        "started_at": None,
        "ended_at": None,
    },
    "surveys.Listing": {"listed": 15, "listed_c_level": 3, "csm": lambda shelf, number: shelf.company.admin},
    "surveys.Recipient": {
        "language": "en",
        "csm": lambda shelf, number: shelf.company.admin,
        "expires_at": NOW + timedelta(days=900),
        "invited_at": NOW,
    },
    "surveys.Wave": {"key": lambda shelf, number: f"202{number}Q3", "left_out": {}},
    "workspaces.Invitation": {"expires_at": NOW + timedelta(days=900)},
    "workspaces.RoleSetting": {
        "role": lambda shelf, number: list(Role)[-1 - number],
        "visibility": "all",
        "sees_money": True,
    },
}

#: What else must be set where a row can have but one of two parents.
ALONG = {
    "accounts.AccountOwner.team": ", member_id = NULL",
    "playbooks.Cta.team": ", owner_id = NULL",
    "portal.Inquiry.team": ", assignee_id = NULL",
    "portal.InquiryMessage.author": ", contact_id = NULL",
    "portal.InquiryRule.team": ", member_id = NULL",
    "playbooks.Task.team": ", owner_id = NULL",
    "playbooks.Task.done_by": ", done_at = now()",
}


def version_and_draft(shelf: Any, number: int) -> Any:
    """The first version is published on the default card, which has a draft beside it."""
    from health.models import ScorecardMetric, ScorecardVersion

    if number:
        return None
    card = shelf["health.Scorecard"]
    both = [
        ScorecardVersion.objects.create(
            scorecard=card, number=place, status=status, created_at=NOW, published_at=published,
            published_by=shelf.company.admin,
        )
        for place, status, published in ((1, "published", NOW), (100, "draft", None))
    ]  # fmt: skip
    ScorecardMetric.objects.create(
        version=both[1], metric=shelf["health.Metric"], position=0, weight_bp=10_000
    )
    return both[0]


def book_and_draft(shelf: Any, number: int) -> Any:
    """The first version is the draft of the shelf's playbook, with a published one and its step beside it."""
    from playbooks.models import PlaybookStep, PlaybookVersion

    if number:
        return None
    book = shelf["playbooks.Playbook"]
    live = PlaybookVersion.objects.create(
        playbook=book, number=1, status="published", created_at=NOW, published_at=NOW
    )
    PlaybookStep.objects.create(version=live, position=0, title=shelf.mark[:160])
    return PlaybookVersion.objects.create(
        playbook=book, number=2, created_at=NOW, created_by=shelf.company.admin
    )


#: How a whole row is made where columns are not enough.
MADE: dict[str, Callable[[Any, int], Any]] = {
    "health.Scorecard": lambda shelf, number: shelf.default_card() if number == 0 else None,
    "health.ScorecardVersion": version_and_draft,
    "lifecycle.HandshakeSetting": one_of_a_kind("lifecycle.HandshakeSetting"),
    "lifecycle.StageSetting": one_of_a_kind("lifecycle.StageSetting"),
    "playbooks.PlaybookVersion": book_and_draft,
    "portal.InquirySetting": lambda shelf, number: shelf.rows["portal.InquirySetting"][0] if number else None,
    "surveys.SurveySetting": lambda shelf, number: shelf.rows["surveys.SurveySetting"][0] if number else None,
    "workspaces.Brand": lambda shelf, number: shelf.rows["workspaces.Brand"][0] if number else None,
    "workspaces.Member": lambda shelf, number: shelf.member(number),
}

#: The name in the address of a stream of each kind, for the rows of a shelf; kinds without one have none.
STREAMS: dict[str, Callable[[Any], str]] = {
    "notices": lambda shelf: "",
    "desk-chat": lambda shelf: str(shelf["portal.ChatRoom"].pk),
    "chat": lambda shelf: str(shelf["portal.ChatRoom"].pk),
    "desk-inquiry": lambda shelf: str(shelf["portal.Inquiry"].pk),
    "inquiry": lambda shelf: str(shelf["portal.Inquiry"].pk),
}
#: Of these, those that customers hear; the others are staff's.
CUSTOMER_STREAMS = {"chat", "inquiry"}

#: Whose words customers are shown of their own account, and on which page; everything else stays inside.
CUSTOMER_SEES = {
    "accounts.Account": "the top bar: the own name",
    "accounts.Contact": "the top bar, the home: the own name",
    "lifecycle.KpiReading": "the plan: its KPIs",
    "lifecycle.PlanActivity": "the plan: who does what",
    "lifecycle.PlanBarrier": "the plan: those that are not ours alone; tests/portal/test_plans.py",
    "lifecycle.PlanKpi": "the plan: its KPIs",
    "lifecycle.PlanNote": "the plan: those that are not ours alone; tests/portal/test_plans.py",
    "lifecycle.PlanOutcome": "the plan: its outcomes",
    "lifecycle.SuccessPlan": "the plan, once shared",
    "playbooks.Task": "tasks and home: those that customers see",
    "portal.Inquiry": "inquiries: those of the own account",
    "portal.InquiryMessage": "an inquiry: what is no note",
    "portal.InquiryStep": "an inquiry's history: who did it, and what the customer said",
    "portal.Article": "articles, search: those for the own account",
    "portal.SharedFile": "files, search: what is shared with the own account",
    "portal.ChatMessage": "the own chat",
    "portal.PortalLogin": "the own menu, colleagues: the address",
    "workspaces.StoredFile": "the names of files of messages, and of shared ones",
}

#: Public addresses that the crawl leaves out, and why.
PUBLIC = {
    "account_logout": "ends the session; tests/workspaces/test_sign_in.py",
    "theme": "POST only",
}

#: What is written into the empty fields of a form, so that it is taken as it stands.
FILLED = {
    "answer": "Without motor claims",
    "amount": "12",
    "baseline": "1",
    "body": "Words of a call",
    "contact": lambda offered: offered[0],
    "churned_on": "2026-09-01",
    "currency": "EUR",
    "due_on": "2027-12-31",
    "email": "new@acme.example",
    "external_id": "NEW-1",
    "label": "New name",
    "metric": lambda offered: offered[0],
    "name": "New name",
    "rating": lambda offered: offered[0] if offered else "4.5",
    "reading": "12.5",
    "results": "Half the time",
    "question": "With or without motor claims?",
    "reason": lambda offered: offered[-1] if offered else "Because it is so",
    "starts_on": "2026-09-01",
    "subject": "New subject",
    "target": "2",
    "text": "Two leads on the team",
    "value": "What is handed over",
    "to": lambda offered: next((one for one in offered if one), ""),
    "title": "New title",
}
#: Forms that are refused however they are filled, and why.
REFUSED = {
    "accounts:product_deletion": "a contract line names the product",
    "accounts:files": "wants a file",
    "desk:inquiry_status": "the status is that of the button that was pressed",
    "desk:account_files": "wants a file",
    "desk:shared_file": "wants a file",
    "integrations:upload": "wants a file",
    "lifecycle:handover_form": "the shelf's handshake has no line for the form",
    "lifecycle:handshake_acceptance": "the shelf's item waits for a check",
    "lifecycle:handshake_item": "the shelf's handshake is delivered, and the item is there",
    "lifecycle:item_answer": "no question is open on the shelf's item",
    "lifecycle:plan_start": "the shelf's plan waits for a sign-off",
    "lifecycle:stage_move_undoing": "the shelf's move led to a stage where the account does not stand",
    "lifecycle:churn": "the account of the shelf left already",
    "workspaces:mail_sending": "the shelf's mail waits already",
}
#: Numbers in forms that are but hints, so that a wrong one is passed over and not refused, and why.
HINTS = {"lines-N-id": "tells which amount of the own contract nobody touched"}
#: Which model's row a list's filter names; the owner filters all name members.
FILTERS = {
    "account": "accounts.Account",
    "campaign": "surveys.Campaign",
    "author": "workspaces.Member",
    "by": "workspaces.Member",
    "origin": "workspaces.Batch",
    "owner": "workspaces.Member",
    "giver": "workspaces.Member",
    "holder": "workspaces.Member",
    "maker": "workspaces.Member",
    "parent": "accounts.Account",
    "receiver": "workspaces.Member",
    "step": "lifecycle.SubStage",
    "playbook": "playbooks.Playbook",
    "rule": "playbooks.Rule",
    "team": "workspaces.Team",
}
