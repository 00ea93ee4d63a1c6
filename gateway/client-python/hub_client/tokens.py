"""Tokens by client credentials (OAuth 2), renewed before they end."""

import base64
import json
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

# The share of a token's life after which it is renewed.
_USED = 0.8


@dataclass(frozen=True)
class ClientCredentials:
    """Where an app gets its tokens: the issuer that the hub trusts, the app's id and secret, and what it wants opened."""

    issuer: str
    id: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()


class Tokens:
    """Gives a token that is good, and another after one that was refused. Threads may share it."""

    def __init__(self, given: "str | ClientCredentials | None", timeout: float) -> None:
        self._given = given
        self._timeout = timeout
        self._endpoint: str | None = None
        self._held: str | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    def current(self) -> "str | None":
        """The token of now; None where the caller is anonymous."""
        if self._given is None or isinstance(self._given, str):
            return self._given
        with self._lock:
            if self._held is None or time.monotonic() >= self._until:
                self._fetch(self._given)
            return self._held

    def renew(self, refused: str) -> None:
        """Does not give this token again."""
        with self._lock:
            if self._held == refused:
                self._held = None

    def _fetch(self, credentials: ClientCredentials) -> None:
        issuer = credentials.issuer.rstrip("/")
        if self._endpoint is None:
            self._endpoint = self._json(f"{issuer}/.well-known/openid-configuration")["token_endpoint"]
        pair = ":".join(urllib.parse.quote_plus(part) for part in (credentials.id, credentials.secret))
        form = {"grant_type": "client_credentials"}
        if credentials.scopes:
            form["scope"] = " ".join(credentials.scopes)
        asked = time.monotonic()
        given = self._json(
            urllib.request.Request(
                self._endpoint,
                data=urllib.parse.urlencode(form).encode("ascii"),
                headers={"authorization": "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")},
            )
        )
        self._held = given["access_token"]
        self._until = asked + given.get("expires_in", 0) * _USED

    def _json(self, request: "str | urllib.request.Request") -> dict:
        with urllib.request.urlopen(request, timeout=self._timeout) as response:
            return json.load(response)
