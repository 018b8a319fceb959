"""A shop lives through days of trade that goes wrong, and a model that knows no code judges it."""
