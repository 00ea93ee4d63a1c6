"""What the hub answers in place of what was asked for."""

from typing import Any


class HubError(Exception):
    """The hub answered, and not with what was asked for: `code` is the first error's, such as `LIMIT_EXCEEDED`."""

    def __init__(self, errors: list[dict[str, Any]], status: int, data: Any = None) -> None:
        first = errors[0] if errors else {}
        super().__init__(first.get("message", f"The hub answered with status {status}."))
        self.errors = errors
        self.status = status
        self.data = data
        self.code: str = (first.get("extensions") or {}).get("code", f"HTTP_{status}")


class FiguresChanged(Exception):
    """The figures changed each time while all pages of a list were asked for."""
