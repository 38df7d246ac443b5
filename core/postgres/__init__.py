"""Django's PostgreSQL backend, which waits a moment for a server that is full or on its way up."""
