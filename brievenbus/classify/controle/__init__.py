"""'Klopt deze brief?': faults in the letter itself that a helper can have looked at. Never advice, always the rule.

One kind of check a module; each sees the letter as a `Zaak` and yields findings with the words on the page that prove them.
"""

from __future__ import annotations

from brievenbus.brief import Controle
from brievenbus.classify.controle import cjib, kosten, rechten, sommen, veertien, vorm
from brievenbus.classify.controle.dubbel import creditors, same_claim
from brievenbus.classify.controle.kosten import fee_ceiling
from brievenbus.classify.controle.zaak import Zaak

__all__ = ["Zaak", "creditors", "fee_ceiling", "find_controle", "same_claim"]

_CHECKS = (veertien.check, kosten.check, cjib.check, sommen.check, rechten.check, vorm.check)


def find_controle(zaak: Zaak) -> tuple[Controle, ...]:
    """Return the faults found in one letter, each with its rule and evidence."""
    return tuple(dict.fromkeys(found for check in _CHECKS for found in check(zaak) if found.bewijs))
