"""Verbs of the catalog: goods, their prices, and what was paid for them."""
