"""The door of interop: the addresses of calendar feeds.

The rest of this room is for the outside world: calendar files and the read
API at `/api/v1/`, described in README.md.
"""

from yexiao.interop._feeds import address_of, renew_feed

__all__ = ["address_of", "renew_feed"]
