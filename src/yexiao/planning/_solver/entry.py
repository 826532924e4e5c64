"""Read the fields of one entry of an exchange file, or say which field is wrong."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn

from .problem import ProblemError

LARGEST = 10**9  # keeps every sum of values, scaled to thousandths, inside 64 bits


class Entry:
    """One JSON object of the file with the words to name it by."""

    def __init__(self, where: str, data: object) -> None:
        self.where = where
        if not isinstance(data, dict):
            self.refuse("must be an object")
        self.data: dict[str, Any] = data

    def refuse(self, reason: str) -> NoReturn:
        """Raise the error that names this entry."""
        raise ProblemError(self.where, reason)

    def only(self, keys: Collection[str]) -> None:
        """Refuse keys nobody would read: here a misspelt key would change the meaning."""
        unknown = sorted(set(self.data) - set(keys))
        if unknown:
            self.refuse(f'has the unknown key "{unknown[0]}"')

    def get(self, key: str) -> Any:
        """Return a field that must be there."""
        if key not in self.data:
            self.refuse(f"has no {key}")
        return self.data[key]

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        if default is not None and self.data.get(key) is None:
            return default
        value = self.get(key)
        if not isinstance(value, str) or (not value and default is None):
            self.refuse(f"{key} must be a non-empty text")
        return str(value)

    def known(self, key: str, ids: Collection[str], kind: str) -> str:
        """Return a text that is the id of another entry."""
        value = self.text(key)
        if value not in ids:
            self.refuse(f'names the unknown {kind} "{value}"')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of distinct texts; a missing list is empty."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"{key} must be a list of texts")
        if len(set(value)) != len(value):
            twice = next(item for item in value if value.count(item) > 1)
            self.refuse(f'{key} holds "{twice}" twice')
        return tuple(value)

    def all_known(self, key: str, ids: Collection[str], kind: str) -> tuple[str, ...]:
        """Return a list of distinct ids of other entries."""
        self.get(key)
        values = self.texts(key)
        for value in values:
            if value not in ids:
                self.refuse(f'names the unknown {kind} "{value}"')
        return values

    def number(self, key: str, *, low: float = 0.0, high: float = LARGEST, default: float | None = None) -> float:
        """Return a finite number within limits."""
        value = self.data.get(key, default)
        if value is None:
            value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or str(value) == "nan":
            self.refuse(f"{key} must be a finite number")
        if not low <= value <= high:
            self.refuse(f"{key} must lie between {low:g} and {high:g}")
        return float(value)

    def whole(self, key: str, *, high: int = LARGEST, default: int | None = None) -> int:
        """Return a whole number from zero up; 12.0 passes as 12."""
        value = self.number(key, high=high, default=default)
        if value != int(value):
            self.refuse(f"{key} is {value:g} and must be a whole number")
        return int(value)

    def limit(self, key: str) -> int | None:
        """Return a whole number, or None where the file gives null or nothing."""
        return None if self.data.get(key) is None else self.whole(key, high=10**15)
