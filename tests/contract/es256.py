"""Keys and tokens (ES256) for tests, made with the openssl program: independent of the suite's own code."""

import base64
import json
import pathlib
import subprocess
import time


def _b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_key(path):
    """Writes a new P-256 private key (PEM) and gives its JWK."""
    subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(path)], check=True, capture_output=True)
    der = subprocess.run(
        ["openssl", "ec", "-in", str(path), "-pubout", "-outform", "DER"], check=True, capture_output=True
    ).stdout
    point = der[-64:]  # the uncompressed point ends the structure: x, y
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "kid": pathlib.Path(path).stem,
        "x": _b64(point[:32]),
        "y": _b64(point[32:]),
    }


def token(key, claims, lifetime_s=600):
    """A signed token with the suite's issuer and audience unless `claims` says otherwise."""
    now = int(time.time())
    body = {"iss": "redress", "aud": "redress", "iat": now, "exp": now + lifetime_s, **claims}
    header = {"alg": "ES256", "typ": "JWT", "kid": pathlib.Path(key).stem}
    signed = _b64(json.dumps(header).encode()) + "." + _b64(json.dumps(body).encode())
    der = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", str(key)], input=signed.encode(), check=True, capture_output=True
    ).stdout
    return signed + "." + _b64(_raw_signature(der))


def _raw_signature(der):
    """SEQUENCE{INTEGER r, INTEGER s} → r ‖ s, 32 bytes each."""
    at, parts = 2, []
    for _ in range(2):
        length = der[at + 1]
        parts.append(der[at + 2 : at + 2 + length].lstrip(b"\0").rjust(32, b"\0"))
        at += 2 + length
    return b"".join(parts)
