"""What stands on a sheet, as values: sentences, the days and amounts that count, the strip. No letter and no language here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

_RTL = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Zin:
    """A sentence in Dutch and, where the resident reads another language, the same in that language.

    `verbeterd`: a fact in it is not what was read but what a volunteer says it is.
    """

    nl: str
    naast: str = ""
    verbeterd: bool = False


@dataclass(frozen=True, slots=True)
class GroteDag:
    """The day that counts. `kop` says what for; `ook` is the same day in the words of the second language.

    `las` is the day that the computer read where a volunteer says another one.
    """

    kop: Zin
    datum: str
    voorbij: bool
    ook: str = ""
    verbeterd: bool = False
    las: str = ""


@dataclass(frozen=True, slots=True)
class Rij:
    """One line to copy: the account, the name, the number."""

    kop: Zin
    waarde: str
    verbeterd: bool = False


@dataclass(frozen=True, slots=True)
class GrootBedrag:
    """The amount that counts, with what one copies to pay it in the order of a bank's own form."""

    kop: Zin
    bedrag: str
    verbeterd: bool = False
    over: tuple[Rij, ...] = ()


@dataclass(frozen=True, slots=True)
class StrookDag:
    """One day on the strip: "donderdag", "3 december 2026", "betalen"; `ook` is the day in the words of the second language."""

    weekdag: str
    datum: str
    wat: Zin
    ook: str = ""


@dataclass(frozen=True, slots=True)
class Strook:
    """The strip to tear off: up to three days with what must be done, and who wrote. `qr` is what the code holds, '' for no code."""

    dagen: tuple[StrookDag, ...]
    afzender: str
    qr: str


@dataclass(frozen=True, slots=True)
class Regel:
    """What a volunteer changed or added: `las` is what the computer read, '' where it read nothing."""

    kop: Zin | None
    waarde: str
    las: str = ""


@dataclass(frozen=True, slots=True)
class Blad:
    """All that stands on the sheet.

    `rust` says that nothing needs doing; `vast` are the fixed words by their key; `naast_taal` is '' for a sheet in Dutch alone,
    `deels` says that not all of it stands there in the second language, `niet_nagekeken` that nobody whose own language it is has read it.
    """

    klasse: str
    merk: Zin
    titel: Zin
    kern: tuple[Zin, ...]
    dag: GroteDag | None
    bedrag: GrootBedrag | None
    rust: Zin | None
    doen: tuple[Zin, ...]
    gevolg_kop: Zin
    gevolg: tuple[Zin, ...]
    gevolg_teken: str
    zeggen: tuple[Zin, ...]
    mee: Zin | None
    hulp: tuple[Zin, ...]
    strook: Strook | None
    vast: Mapping[str, Zin]
    verbeterd: tuple[Regel, ...] = ()
    narekenen: bool = False
    naast_taal: str = ""
    deels: bool = False
    niet_nagekeken: bool = False

    @property
    def naast_richting(self) -> str:
        """The direction in which the second language is written."""
        return "rtl" if self.naast_taal in _RTL else "ltr"

    @property
    def slot(self) -> tuple[Zin, ...]:
        """The last sentences on the sheet: what it is, and how far the second language can be trusted."""
        said = {"advies": True, "deels": self.deels, "niet_nagekeken": self.niet_nagekeken}
        return tuple(self.vast[key] for key, told in said.items() if told)

    def met_hulp(self, aantal: int) -> Blad:
        """Return the sheet with at most so many help lines: those with a telephone number stay longest."""
        keep = sorted(range(len(self.hulp)), key=lambda at: (not any(c.isdigit() for c in self.hulp[at].nl), at))[:aantal]
        return replace(self, hulp=tuple(self.hulp[at] for at in sorted(keep)))
