"""Pages of Relay connections, and lists with figures of one version."""

from collections.abc import Callable, Iterator
from typing import Any

from .errors import FiguresChanged
from .hub import Hub

Node = dict[str, Any]
Connection = Callable[[dict[str, Any]], "dict[str, Any] | None"]


def pages(
    hub: Hub, document: str, connection: Connection, variables: "dict[str, Any] | None" = None
) -> Iterator[Node]:
    """Turns the pages of a connection, and gives its nodes one by one.

    The document has a variable `$after`; `connection` says where the connection is in an answer. Figures may change
    meanwhile: `whole_list` is of one version.
    """
    after: "str | None" = None
    while True:
        page = connection(hub.query(document, {**(variables or {}), "after": after}))
        if page is None:
            raise TypeError("Expected a connection in the answer, got null: it has no pages to turn.")
        nodes = page.get("nodes")
        yield from nodes if nodes is not None else (edge["node"] for edge in page.get("edges") or [])
        info = page["pageInfo"]
        if not info["hasNextPage"]:
            return
        if info.get("endCursor") in (None, after):
            raise TypeError("Expected pageInfo { hasNextPage endCursor }, with another cursor for each page.")
        after = info["endCursor"]


def figures_version(hub: Hub) -> "str | None":
    """The version of all figures: while it is the same, no figure is another."""
    return hub.query("query FiguresVersion { figuresVersion }")["figuresVersion"]


def whole_list(
    hub: Hub,
    document: str,
    connection: Connection,
    variables: "dict[str, Any] | None" = None,
    attempts: int = 3,
) -> tuple[list[Node], "str | None"]:
    """All nodes of a connection and the version of their figures.

    Where the version changed before the last page was there, it begins again, `attempts` times at most.
    """
    version = figures_version(hub)
    for _ in range(attempts):
        nodes = list(pages(hub, document, connection, variables))
        now = figures_version(hub)
        if now == version:
            return nodes, version
        version = now
    raise FiguresChanged(f"The figures changed while the list was asked for, {attempts} times.")
