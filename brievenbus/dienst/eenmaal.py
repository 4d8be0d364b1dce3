"""What somebody looked at in a session and is on the audit trail already, so that one looking is one row there."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

_REMEMBERED = 5000


class Eenmaal:
    """Which (session, object) were written down. Kept by each process for itself: after a restart there is a row more, never one less."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = Lock()

    def is_new(self, sessie_id: str, object_id: str) -> bool:
        """Tell whether it is not written down yet."""
        with self._lock:
            return (sessie_id, object_id) not in self._seen

    def remember(self, sessie_id: str, object_id: str) -> None:
        """Remember that it is."""
        with self._lock:
            self._seen[sessie_id, object_id] = None
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
