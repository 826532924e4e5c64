"""Encrypted columns with a blind index: readable only with the key beside the data, findable by equality."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def seal(text: str, *, column: str) -> bytes:
    """Return the text encrypted by AES-256-GCM under the data key; the column's name is bound to it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_subkey("seal")).encrypt(nonce, text.encode(), column.encode())


def unseal(sealed: bytes, *, column: str) -> str:
    """Return the text again.

    Raises:
        cryptography.exceptions.InvalidTag: Another key, another column, or altered bytes.
    """
    raw = bytes(sealed)
    plain = AESGCM(_subkey("seal")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], column.encode())
    return plain.decode()


def blind_index(text: str, *, column: str) -> bytes:
    """Return the 32 bytes by which an encrypted value is found: HMAC-SHA256 under a key of its own."""
    return hmac.digest(_subkey("index:" + column), text.encode(), "sha256")


def sign(text: str, *, purpose: str) -> str:
    """Return a 32-digit hexadecimal signature of the text for one purpose."""
    return hmac.digest(_subkey("sign:" + purpose), text.encode(), "sha256").hex()[:32]


def is_signed(text: str, signature: str, *, purpose: str) -> bool:
    """Tell, in constant time, whether the signature is ours."""
    return hmac.compare_digest(sign(text, purpose=purpose).encode(), signature.encode("utf-8", "replace"))


def _subkey(label: str) -> bytes:
    return hashlib.sha256(b"yexiao/" + label.encode() + b"/" + settings.DATA_KEY).digest()
