"""Windows that join rooms and only look."""
