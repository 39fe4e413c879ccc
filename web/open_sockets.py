"""How many sockets each session has open in this process, so that nobody has all we can hold."""

from collections import Counter
from collections.abc import Collection

SOCKETS_PER_SESSION = 50
"""A person has some tabs, and for half a minute those that a bad line has left behind."""


class OpenSockets:
    def __init__(self) -> None:
        self._by_token: Counter[str] = Counter()

    def let_in(self, tokens: Collection[str]) -> bool:
        """One more, which is to be let go. With two sessions on a socket it is one of each."""
        if any(self._by_token[token] >= SOCKETS_PER_SESSION for token in tokens):
            return False
        self._by_token.update(tokens)
        return True

    def let_go(self, tokens: Collection[str]) -> None:
        self._by_token.subtract(tokens)
        for token in tokens:
            if self._by_token[token] <= 0:
                del self._by_token[token]
