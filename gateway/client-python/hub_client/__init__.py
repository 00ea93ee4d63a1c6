"""Asks a hub: tokens, purpose, retries, streams, pages and figures of one version."""

from .errors import FiguresChanged, HubError
from .hub import Hub
from .pages import figures_version, pages, whole_list
from .tokens import ClientCredentials

__all__ = ["ClientCredentials", "FiguresChanged", "Hub", "HubError", "figures_version", "pages", "whole_list"]
