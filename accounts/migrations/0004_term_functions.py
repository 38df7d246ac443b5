"""term_start() and term_end(): accounts.rules.current_term once more, for statements over many contracts.

One expression each, without a sub-select, so that PostgreSQL puts them in line. tests/accounts/test_terms_sql.py
holds them equal to the rule.
"""

from django.db import migrations

ARGUMENTS = "starts_on date, ends_on date, term_months integer, billing_frequency text, as_of date"

LENGTH = """CASE WHEN term_months IS NOT NULL THEN term_months WHEN billing_frequency = 'monthly' THEN 1
    WHEN billing_frequency = 'quarterly' THEN 3 WHEN billing_frequency = 'half_yearly' THEN 6
    WHEN billing_frequency = 'annual' THEN 12 END"""

# Calendar months from start to day, one too many where the day of the month is not reached yet.
CALENDAR = """(12 * (date_part('year', as_of) - date_part('year', starts_on))
    + date_part('month', as_of) - date_part('month', starts_on))::integer"""

# Whole months passed, none before the start; the interval is cut to a shorter month's end as the rule cuts it.
PASSED = f"""greatest({CALENDAR} - CASE WHEN as_of < (starts_on + make_interval(months => {CALENDAR}))::date
    THEN 1 ELSE 0 END, 0)"""

START = f"""CASE WHEN ends_on IS NOT NULL THEN starts_on
    ELSE (starts_on + make_interval(months => ({PASSED}) / ({LENGTH}) * ({LENGTH})))::date END"""

# The day before the next term's first, but no later than the last date there is.
END = f"""CASE WHEN ends_on IS NOT NULL THEN ends_on
    ELSE least((starts_on + make_interval(months => (({PASSED}) / ({LENGTH}) + 1) * ({LENGTH})))::date,
               '9999-12-31'::date) - 1 END"""

CREATE = "CREATE FUNCTION {name}({arguments}) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT {body} $$"
DROP = "DROP FUNCTION {name}(date, date, integer, text, date)"


def made(name: str, body: str) -> migrations.RunSQL:
    return migrations.RunSQL(CREATE.format(name=name, arguments=ARGUMENTS, body=body), DROP.format(name=name))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_contract_terms")]
    operations = [made("term_start", START), made("term_end", END)]
