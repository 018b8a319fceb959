"""Guards taken away one by one, each of which some test must miss."""
