"""Pure decisions of messaging."""
