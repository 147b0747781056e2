"""A virtual MFA device as an authenticator app has it: RFC 6238, SHA-1, 6 digits, 30 seconds (R4.44)."""

import base64
import hashlib
import hmac
import struct
import time

STEP_SECONDS = 30


def step() -> int:
    return int(time.time()) // STEP_SECONDS


def code(seed: bytes, steps_from_now: int = 0) -> str:
    """The code of the current step, or of one some steps away. `seed` is the base32 text of CreateVirtualMFADevice."""
    return code_of_step(seed, step() + steps_from_now)


def code_of_step(seed: bytes, counter: int) -> str:
    key = base64.b32decode(seed + b"=" * (-len(seed) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def wrong(seed: bytes) -> str:
    """Six digits that no step near now produces."""
    near = {code(seed, steps) for steps in range(-3, 4)}
    return next(text for text in (f"{digit}" * 6 for digit in range(8)) if text not in near)


def enable(root, user_name: str) -> tuple[str, bytes]:
    """Creates a device and enables it for the user with two consecutive codes (R4.41): serial number and seed.

    The codes of the step before and of this one are spent; `code(seed, 1)` is the next one that is accepted once.
    """
    device = root.iam.create_virtual_mfa_device(VirtualMFADeviceName=user_name)["VirtualMFADevice"]
    serial, seed = device["SerialNumber"], device["Base32StringSeed"]
    now = step()
    root.iam.enable_mfa_device(
        UserName=user_name,
        SerialNumber=serial,
        AuthenticationCode1=code_of_step(seed, now - 1),
        AuthenticationCode2=code_of_step(seed, now),
    )
    return serial, seed
