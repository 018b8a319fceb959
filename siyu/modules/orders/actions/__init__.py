"""Verbs of orders, by what they change; each takes a list."""
