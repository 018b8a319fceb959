"""Alibaba Cloud's RPC signature, version 1.0.

Source: help.aliyun.com, "请求签名" (document 56189): sorted and percent-encoded parameters,
HMAC-SHA1 under the secret followed by `&`, Base64.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote


def signature(method: str, parameters: Mapping[str, str], secret: str) -> str:
    """The value of `Signature` for a request with these parameters (`Signature` left out)."""
    signed = sorted((k, v) for k, v in parameters.items() if k != "Signature")
    query = "&".join(f"{_encoded(k)}={_encoded(v)}" for k, v in signed)
    text = f"{method}&{_encoded('/')}&{_encoded(query)}"
    digest = hmac.digest(f"{secret}&".encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
