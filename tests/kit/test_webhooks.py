"""A delivery is genuine or it is not: held against the specification's vector and another implementation."""

import time
from base64 import b64decode

import pytest
import standardwebhooks
from nacl.signing import SigningKey

from moot.kit.webhooks import NotGenuine, by_key, by_secret, checked, public, shared, signed

SECRET, KEY = bytes(range(32)), SigningKey(bytes(range(1, 33)))
BODY, NOW = b'{"id":"7"}', 1_800_000_000


def test_the_published_vector_is_signed_alike():
    content = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    found = "tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag=="
    seed = b64decode("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=")
    assert by_key(SigningKey(seed), content) == f"v1a,{found}"


def delivery(at=NOW, named="7", body=BODY):
    content = signed(named, at, body)
    signatures = f"{by_key(KEY, content)} {by_secret(SECRET, content)}"
    return {"Webhook-Id": named, "Webhook-Timestamp": str(at), "Webhook-Signature": signatures}


@pytest.mark.parametrize("key", [shared(SECRET), public(KEY)])
def test_what_its_sender_signed_is_genuine_with_either_key(key):
    assert checked(delivery(), BODY, key, now=NOW) == {"id": "7"}


@pytest.mark.parametrize("key", [shared(SECRET), public(KEY)])
@pytest.mark.parametrize(
    ("changes", "body", "now", "why"),
    [
        ({}, b'{"id":"8"}', NOW, "no signature of it is right"),
        ({"Webhook-Id": "8"}, BODY, NOW, "no signature of it is right"),
        ({"Webhook-Timestamp": str(NOW + 1)}, BODY, NOW, "no signature of it is right"),
        ({"Webhook-Signature": "v1,AAAA v1a,AAAA v9,AAAA nonsense"}, BODY, NOW, "no signature of it is right"),
        ({"Webhook-Signature": "v1,é v1a,é"}, BODY, NOW, "no signature of it is right"),
        ({"Webhook-Signature": ""}, BODY, NOW, "no id, time or signature"),
        ({"Webhook-Timestamp": "soon"}, BODY, NOW, "no id, time or signature"),
        ({}, BODY, NOW + 301, "more than five minutes from now"),
        ({}, BODY, NOW - 301, "more than five minutes from now"),
    ],
)
def test_whatever_was_changed_or_kept_back_is_not_genuine(key, changes, body, now, why):
    with pytest.raises(NotGenuine, match=why):
        checked(delivery() | changes, body, key, now=now)


def test_another_key_makes_nothing_genuine():
    for key in (shared(bytes(32)), public(SigningKey(bytes(32))), "whpk_AAAA", "whsec_", "whpk_é"):
        with pytest.raises(NotGenuine):
            checked(delivery(), BODY, key, now=NOW)


def test_five_minutes_are_near_enough():
    assert all(checked(delivery(), BODY, public(KEY), now=NOW + late) for late in (-300, 300))
    assert checked(delivery(int(time.time())), BODY, shared(SECRET)) == {"id": "7"}


def test_another_implementation_finds_the_same():
    oracle = standardwebhooks.Webhook(shared(SECRET))
    assert oracle.verify(BODY, delivery(int(time.time()))) == {"id": "7"}
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        oracle.verify(b"{}", delivery(int(time.time())))
