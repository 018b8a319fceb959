"""The room of tills: receipts of every till, read, recorded once, and taken back by returns."""
