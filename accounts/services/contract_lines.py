"""The lines of a contract: written as a whole, added up into the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from accounts.choices import LineKind
from accounts.models import Contract, ContractLine, Product
from accounts.rules import arr_of, mrr_of
from core.errors import DomainError

MOST_LINES = 100
MOST_SEATS = 2**31 - 1
MOST_AMOUNT = 10**15  # minor units; a hundred lines of it, a year's worth, still fit a bigint


@dataclass(frozen=True, kw_only=True)
class LineFields:
    """One line. `amount` in minor units: of a recurring line per month or per year, else once. `id` names the
    line it was, so that an amount that nobody touched keeps the MRR and ARR it came with."""

    kind: str
    amount: int = 0
    per: Literal["month", "year"] = "year"
    product_id: int | None = None
    label: str = ""
    seats: int = 0
    id: int | None = None


@dataclass(frozen=True)
class LineSums:
    """Sums of the recurring lines, in minor units."""

    seats: int
    mrr_amount: int
    arr_amount: int


def check_lines(lines: Sequence[LineFields]) -> list[DomainError]:
    """What is wrong with lines, each fault at `lines-N-FIELD`."""
    if len(lines) > MOST_LINES:
        return [DomainError(_("A contract has at most 100 lines."))]
    products = {line.product_id for line in lines if line.product_id is not None}
    known = set(Product.objects.filter(pk__in=products).values_list("pk", flat=True)) if products else set()
    errors = []
    for number, line in enumerate(lines):
        faults = [
            ("kind", line.kind not in LineKind.values, _("Choose one of the list.")),
            ("seats", not 0 <= line.seats <= MOST_SEATS, _("Seats are a number from 0.")),
            ("amount", not 0 <= line.amount <= MOST_AMOUNT, _("An amount is 0 or more, and not that large.")),
            ("product", line.product_id is not None and line.product_id not in known, _("Choose a product of the list.")),
        ]  # fmt: skip
        errors += [
            DomainError(message, field=f"lines-{number}-{field}") for field, wrong, message in faults if wrong
        ]
    return errors


def carry_lines(contract: Contract, lines: Sequence[LineFields], of: Contract) -> None:
    """Give a new contract these lines, which name those of the contract that it carries on."""
    held = {line.pk: line for line in of.lines.all()}
    ContractLine.objects.bulk_create(
        _line(contract, line, position, held) for position, line in enumerate(lines, start=1)
    )


def carried_lines(contract: Contract) -> list[LineFields]:
    """The lines of a contract that go on when it is renewed: the recurring ones, as they are."""
    recurring = contract.lines.filter(kind=LineKind.RECURRING).order_by("position")
    return [
        LineFields(
            kind=line.kind, amount=line.arr_amount, product_id=line.product_id, label=line.label, seats=line.seats,
            id=line.pk,
        )
        for line in recurring
    ]  # fmt: skip


def carries_same(contract: Contract, lines: Sequence[LineFields]) -> bool:
    """Whether these are the lines that go on anyway."""
    held = {line.pk: line for line in contract.lines.order_by("position")}
    kept = [line for line in held.values() if line.kind == LineKind.RECURRING]
    wanted = [_line(contract, line, position, held) for position, line in enumerate(lines, start=1)]
    return [_facts(line)[1:] for line in kept] == [_facts(line)[1:] for line in wanted]


def sums_of_lines(lines: Sequence[LineFields], of: Contract) -> "LineSums":
    """Seats, MRR and ARR that these lines would come to on the contract that carries this one on."""
    held = {line.pk: line for line in of.lines.all()}
    rows = [_line(of, line, position, held) for position, line in enumerate(lines, start=1)]
    recurring = [row for row in rows if row.kind == LineKind.RECURRING]
    return LineSums(
        sum(row.seats for row in recurring),
        sum(row.mrr_amount for row in recurring),
        sum(row.arr_amount for row in recurring),
    )


def write_lines(contract: Contract, lines: Sequence[LineFields]) -> bool:
    """Make the contract's lines these, in this order; whether anything changed."""
    held, wanted = _held_and_wanted(contract, lines)
    if [_facts(line) for line in held] == [_facts(line) for line in wanted]:
        return False
    contract.lines.all().delete()
    ContractLine.objects.bulk_create(wanted)
    return True


def lines_differ(contract: Contract, lines: Sequence[LineFields]) -> bool:
    """Whether write_lines would change anything."""
    held, wanted = _held_and_wanted(contract, lines)
    return [_facts(line) for line in held] != [_facts(line) for line in wanted]


def _held_and_wanted(
    contract: Contract, lines: Sequence[LineFields]
) -> tuple[list[ContractLine], list[ContractLine]]:
    held = {line.pk: line for line in contract.lines.order_by("position")}
    wanted = [_line(contract, line, position, held) for position, line in enumerate(lines, start=1)]
    return list(held.values()), wanted


def sums_of(contract: Contract) -> LineSums:
    """Seats, MRR and ARR of the recurring lines."""
    recurring = list(contract.lines.filter(kind=LineKind.RECURRING))
    return LineSums(
        sum(line.seats for line in recurring),
        sum(line.mrr_amount for line in recurring),
        sum(line.arr_amount for line in recurring),
    )


def _line(
    contract: Contract, fields: LineFields, position: int, held: dict[int, ContractLine]
) -> ContractLine:
    mrr, arr, once = _amounts(fields, held.get(fields.id or 0))
    return ContractLine(
        contract=contract,
        position=position,
        kind=fields.kind,
        product_id=fields.product_id,
        label=" ".join(fields.label.split()),
        seats=fields.seats,
        mrr_amount=mrr,
        arr_amount=arr,
        one_off_amount=once,
    )


def _amounts(fields: LineFields, was: ContractLine | None) -> tuple[int, int, int]:
    if fields.kind != LineKind.RECURRING:
        return 0, 0, fields.amount
    if was is not None and was.kind == LineKind.RECURRING:
        untouched = was.arr_amount if fields.per == "year" else was.mrr_amount
        if untouched == fields.amount:
            return was.mrr_amount, was.arr_amount, 0
    if fields.per == "month":
        return fields.amount, arr_of(fields.amount), 0
    return mrr_of(fields.amount), fields.amount, 0


def _facts(line: ContractLine) -> tuple[object, ...]:
    return (
        line.position, line.kind, line.product_id, line.label, line.seats, line.mrr_amount, line.arr_amount,
        line.one_off_amount,
    )  # fmt: skip
