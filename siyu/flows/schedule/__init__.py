"""When, what: one file per room that is told the time."""
