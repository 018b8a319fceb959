"""The one stream of facts: told by rooms, read by reactions, columns, webhooks and screens."""
