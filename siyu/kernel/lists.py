"""How far lists go."""

MAX_ROWS = 10_000
"""Counting and paging stop here; beyond it one narrows the search instead."""
