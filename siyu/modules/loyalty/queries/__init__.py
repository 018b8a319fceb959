"""Every SELECT of loyalty."""
