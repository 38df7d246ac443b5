"""The lists of this app, declared on core.lists."""
