"""A security key made of software: answers what a page asks of keys, as a browser would hand it on."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

Flag = AuthenticatorData.FLAG
ORIGIN = "http://localhost"


@dataclass
class SoftKey:
    """counts: whether it says how often it has signed. Some don't."""

    identity: bytes = field(default_factory=lambda: token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counts: bool = True
    count: int = 0

    def made(self, options: dict, *, origin: str = ORIGIN, flags: Flag = Flag.UP) -> str:
        """What it answers who asks to add it."""
        asked = options["publicKey"]
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.identity, public)
        data = AuthenticatorData.create(_hash(asked["rp"]["id"]), flags | Flag.AT, self.count, credential)
        client = CollectedClientData.create("webauthn.create", asked["challenge"], origin)
        return self._answer(client, attestationObject=AttestationObject.create("none", data, {}))

    def signed(self, options: dict, *, origin: str = ORIGIN, site: str = "", flags: Flag = Flag.UP) -> str:
        """What it answers who asks whether it is there. site: of another site than the one that asks."""
        asked = options["publicKey"]
        self.count += self.counts
        data = AuthenticatorData.create(_hash(site or asked["rpId"]), flags, self.count)
        client = CollectedClientData.create("webauthn.get", asked["challenge"], origin)
        signature = self.secret.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer(client, authenticatorData=data, signature=signature)

    def _answer(self, client: CollectedClientData, **parts: bytes) -> str:
        identity = websafe_encode(self.identity)
        response = {"clientDataJSON": client} | parts
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        kind = {"type": "public-key", "clientExtensionResults": {}}
        return json.dumps({"id": identity, "rawId": identity, "response": encoded} | kind)


def _hash(site: str) -> bytes:
    return sha256(site.encode()).digest()


def asked_on(page) -> dict:
    """What a page asks of keys."""
    text = page.content.decode().split('<script id="asked-of-key" type="application/json">')[1]
    return json.loads(text.split("</script>")[0])
