"""Forms of single accounts, contacts, contracts and products."""
