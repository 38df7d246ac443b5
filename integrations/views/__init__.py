"""Imports in the browser."""
