"""Asks a hub, with its caller's token and purpose."""

import email.utils
import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from .errors import HubError
from .tokens import ClientCredentials, Tokens

_ACCEPTED = "application/graphql-response+json, application/json;q=0.9"

# The codes of a last event after which the same is subscribed to again: docs/apps.md.
_AGAIN = {
    *("SUBSCRIPTION_LOST", "SUBSCRIPTION_TOO_SLOW", "SUBSCRIPTION_OVERFLOW", "SUBSCRIPTION_EXPIRED"),
    *("SUBSCRIPTION_OUTDATED", "LIMIT_EXCEEDED", "PLANNER_BUSY", "HUB_UNREACHABLE", "TOKEN_EXPIRED"),
}

_Opened = http.client.HTTPResponse


class Hub:
    """A hub at an address. `token` is a token, a key or ClientCredentials; without one the caller is anonymous."""

    def __init__(
        self,
        url: str,
        *,
        token: "str | ClientCredentials | None" = None,
        purpose: "str | None" = None,
        name: str = "hub-client (Python)",
        attempts: int = 5,
        longest_wait: float = 60.0,
        timeout: float = 30.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`attempts` is how often a request is sent at most, `longest_wait` how many seconds it waits for the next."""
        self._url = url.rstrip("/")
        self._purpose = purpose
        self._name = name
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._timeout = timeout
        self._pause = pause
        self._tokens = Tokens(token, timeout)

    def ask(self, document: str, variables: "dict[str, Any] | None" = None) -> dict[str, Any]:
        """Asks an operation; gives `data`, `errors` and `extensions`. Null is "not known", and `errors` says what is missing."""
        with self._post(document, variables, _ACCEPTED) as response:
            answer = json.load(response)
        if answer.get("data") is None:
            raise HubError(answer.get("errors") or [], response.status)
        return answer

    def query(self, document: str, variables: "dict[str, Any] | None" = None) -> dict[str, Any]:
        """Asks an operation whose answer must be whole; raises HubError on any error."""
        answer = self.ask(document, variables)
        if answer.get("errors"):
            raise HubError(answer["errors"], 200, answer["data"])
        return answer["data"]

    def get(self, path: str) -> _Opened:
        """Opens a path of the hub, such as `/export/league-table.jsonl?goal=ADULTS_BASIC`; close it, or use `with`."""
        return self._open(path, None, {})

    def subscribe(self, document: str, variables: "dict[str, Any] | None" = None) -> Iterator[dict[str, Any]]:
        """Follows a subscription, and subscribes again where its stream ends before its time.

        Each stream begins with what is so at present, so that nothing is missed. A stream that is silent for longer than
        `timeout` counts as broken off: the hub gives signs of life more often.
        """
        failures = 0
        while True:
            end: "str | HubError" = "again"
            try:
                with self._post(document, variables, "text/event-stream") as response:
                    for name, data in _events(response):
                        if name == "complete":
                            end = "complete" if end == "again" else end
                            break
                        answer = json.loads(data)
                        errors = answer.get("errors") or [{}]
                        code = (errors[0].get("extensions") or {}).get("code")
                        if answer.get("data") is not None or code is None:
                            failures = 0
                            yield answer
                            continue
                        if code not in _AGAIN:
                            end = HubError(errors, response.status)
                            continue
                        if code.endswith("EXPIRED"):
                            self._tokens.renew(self._tokens.current() or "")
                        break
            except HubError as error:
                if error.status != 429 and error.status < 500 and error.code not in _AGAIN:
                    raise
            except (OSError, http.client.HTTPException):
                pass  # It broke off, or nobody is there.
            if isinstance(end, HubError):
                raise end
            if end == "complete":
                return
            self._pause(_backoff(failures, 30.0))
            failures += 1

    def _post(self, document: str, variables: "dict[str, Any] | None", accept: str) -> _Opened:
        body: dict[str, Any] = {"query": document}
        if variables is not None:
            body["variables"] = variables
        headers = {"accept": accept, "content-type": "application/json"}
        return self._open("/graphql", json.dumps(body).encode("utf-8"), headers)

    def _open(self, path: str, body: "bytes | None", headers: dict[str, str]) -> _Opened:
        """Sends a request: again at 429 and 503, and once with another token where this one has ended."""
        is_renewed = False
        attempt = 0
        while True:
            token = self._tokens.current()
            own = {**headers, "apollographql-client-name": self._name}
            if self._purpose is not None:
                own["x-hub-purpose"] = self._purpose
            if token is not None:
                own["authorization"] = f"Bearer {token}"
            try:
                return urllib.request.urlopen(
                    urllib.request.Request(self._url + path, data=body, headers=own), timeout=self._timeout
                )
            except urllib.error.HTTPError as error:
                if error.code == 401 and token is not None and not is_renewed:
                    is_renewed = True
                    self._tokens.renew(token)
                    if self._tokens.current() != token:
                        continue
                attempt += 1
                seconds = _retry_after(error.headers.get("retry-after"))
                if seconds is None:
                    seconds = _backoff(attempt - 1, self._longest_wait)
                again = error.code in (429, 503) and attempt < self._attempts and seconds <= self._longest_wait
                if not again:
                    raise _refusal(error) from None
            self._pause(seconds)


def _retry_after(header: "str | None") -> "float | None":
    """What `Retry-After` says, in seconds from now: seconds, or a date of HTTP."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _backoff(attempt: int, longest: float) -> float:
    """A wait that doubles from half a second on, of which a random half is left out: not all come at once."""
    return min(longest, 0.5 * 2 ** min(attempt, 20)) * (0.5 + random.random() / 2)


def _refusal(error: urllib.error.HTTPError) -> HubError:
    try:
        told = json.load(error)
    except ValueError:
        told = {}
    if isinstance(told, dict) and isinstance(told.get("errors"), list):
        return HubError(told["errors"], error.code)
    if not isinstance(told, dict):
        told = {}
    message = told.get("detail") or told.get("title") or f"The hub answered with status {error.code}."
    extensions = {"code": told.get("code", f"HTTP_{error.code}"), "executed": told.get("executed")}
    return HubError([{"message": message, "extensions": extensions}], error.code)


def _events(response: _Opened) -> Iterator[tuple[str, str]]:
    """The events of a stream (`text/event-stream`), by name and data."""
    name, data = "message", []
    for line in response:
        text = line.decode("utf-8").rstrip("\r\n")
        if text == "":
            if data or name != "message":
                yield name, "\n".join(data)
            name, data = "message", []
            continue
        field, _, value = text.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
