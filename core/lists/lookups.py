"""`name_key__prefixed`: PostgreSQL's `^@`, which an index on a C-collated column serves; LIKE is never one
under row-level security, since it is not leakproof."""

from typing import Any

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Prefixed(Lookup):
    lookup_name = "prefixed"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)
