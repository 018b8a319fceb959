"""What people type: bounded, and without control characters, which PostgreSQL can't keep."""

from typing import Annotated

from msgspec import Meta

PLAIN = r"^[^\x00-\x1f\x7f]*$"

Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=PLAIN)]
Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=PLAIN)]
Free = Annotated[str, Meta(max_length=200, pattern=PLAIN)]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=PLAIN)]
