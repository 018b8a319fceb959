"""Every SELECT of fulfilment."""
