"""After what, what: one file per room that speaks."""
