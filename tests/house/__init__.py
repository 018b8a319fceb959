"""What tests live in: a real PostgreSQL, a clock that stands still, a tenant of their own."""
