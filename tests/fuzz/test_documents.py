"""Every audience's document, thrown at the running program: whatever is sent, no 500.

Bounded here; `make deep` goes on for longer.
"""

from collections.abc import Iterator

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from tests.house.depth import times
from tests.house.installed import Lived

EXAMPLES = times(4, 200)
# Ends the session that the fuzzer knocks with, or locks its account.
LEFT_OUT = {"DELETE /api/console/session", "DELETE /api/guide/session"}

DOCUMENTS = {
    "console": "/api/console",
    "guide": "/api/guide",
    "storefront": "/api/storefront",
    "open": "/open/v1",
}


def headers(lived: Lived, audience: str) -> dict[str, str]:
    if audience == "open":
        return {"authorization": f"Bearer {lived.key}", "idempotency-key": "fuzz"}
    account = {"console": "zhou", "guide": "anan"}.get(audience)
    if account is None:
        return {}
    body = {"account": account, "password": lived.password}
    answer = httpx.post(f"{lived.url}/api/{audience}/session", json=body, timeout=30)
    session = answer.json()
    if audience == "guide":
        return {"authorization": f"Bearer {session.get('token', '')}"}
    cookie = "; ".join(f"{k}={v}" for k, v in answer.cookies.items())
    return {"cookie": cookie, "x-csrf-token": session.get("csrf", "")}


def operations(lived: Lived, audience: str) -> Iterator[schemathesis.APIOperation]:
    url = f"{lived.url}{DOCUMENTS[audience]}/openapi/openapi.json"
    schema = schemathesis.openapi.from_url(url)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if f"{operation.method.upper()} {operation.path}" not in LEFT_OUT:
            yield operation


@pytest.mark.parametrize("audience", DOCUMENTS)
async def test_nothing_sent_to_a_door_breaks_it(lived: Lived, audience: str) -> None:
    known = headers(lived, audience)
    broken: list[str] = []
    count = 0
    with requests.Session() as session:
        for operation in operations(lived, audience):
            count += 1
            broken += hammered(session, operation, lived.url, known)
    assert count > 4
    assert not broken, "\n".join(broken)


def hammered(
    session: requests.Session, operation: schemathesis.APIOperation, url: str, known: dict[str, str]
) -> list[str]:
    """What answered 500 among generated requests, and the request that did it."""
    broken: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def throw(case: schemathesis.Case) -> None:
        request = case.as_transport_kwargs(base_url=url, headers=known)
        answer = case.call(base_url=url, headers=known, session=session)
        # 503 says that columns or database are away, which nobody's input may cause.
        if answer.status_code >= 500:
            shown = {k: request.get(k) for k in ("params", "json")}
            broken.append(f"{answer.status_code} {operation.label} {shown} {answer.text}")

    throw()
    return broken
