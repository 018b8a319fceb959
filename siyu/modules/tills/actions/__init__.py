"""What the room does: one verb, one function."""
