"""What the hub answers in place of what was asked for."""

from typing import Any


class HubError(Exception):
    """The hub answered, and not with what was asked for: `code` is the first error's, such as `LIMIT_EXCEEDED`.

    `executed` is True where a mutation was executed and its answer could not be recorded: it is not to be sent again.
    """

    def __init__(self, errors: list[dict[str, Any]], status: int, data: Any = None) -> None:
        first = errors[0] if errors else {}
        super().__init__(first.get("message", f"The hub answered with status {status}."))
        self.errors = errors
        self.status = status
        self.data = data
        told = [(error.get("extensions") or {}).get("executed") for error in errors]
        self.executed: "bool | None" = next((one for one in told if one is not None), None)
        self.code: str = (first.get("extensions") or {}).get("code", f"HTTP_{status}")


class FiguresChanged(Exception):
    """The figures changed each time while all pages of a list were asked for."""
