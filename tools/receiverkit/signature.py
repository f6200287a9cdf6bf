"""Who may hand in a message: `Redress-Signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`. No state."""

import hashlib
import hmac
import re

HEADER = "Redress-Signature"
AGE_MAX_S = 300
_FORM = re.compile(r"t=(\d{1,15}),v1=([0-9a-f]{64})")


def sign(secret, body, now_s):
    """The header's value for a body that is sent now. `secret` and `body` are bytes."""
    return f"t={int(now_s)},v1={_mac(secret, int(now_s), body)}"


def fault(secret, value, body, now_s):
    """None if the signature is right and fresh, else what is wrong with it in a few words."""
    match = _FORM.fullmatch(value or "")
    if not match:
        return f"{HEADER} has the form t=<unix seconds>,v1=<64 hex digits>"
    if not hmac.compare_digest(match[2], _mac(secret, int(match[1]), body)):
        return "the signature is not that of this body"
    if abs(now_s - int(match[1])) > AGE_MAX_S:
        return f"the signature is more than {AGE_MAX_S} s old, or of the future"
    return None


def _mac(secret, sent_s, body):
    return hmac.new(secret, b"%d." % sent_s + body, hashlib.sha256).hexdigest()
