"""The embedded default: PostgreSQL, Valkey, web, worker and beat, started by one command."""
