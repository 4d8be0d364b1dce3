"""For any letter: what is not in its facts or in the knowledge never passes the gate, what is there always passes.

The knowledge is the real one, as `explain` gives it to the gate; the facts are two days, two amounts and a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import bedrag, datum
from brievenbus.kennis import load
from brievenbus.match import fold

MANY = settings(max_examples=2000, deadline=None)
KENNIS = load()
TAAL = KENNIS.talen["nl"]
BEKEND = (*TAAL.zinnen.values(), *TAAL.gevolgen.values(), *(f"{h.naam} {h.nummer}" for h in KENNIS.hulp.values()))
CIJFERS = {re.sub(r"\D", "", getal) for tekst in BEKEND for getal in re.findall(r"\d[\d.,:]*\d|\d", tekst)}
WOORDEN = set(re.findall(r"\w+", fold(" ".join(BEKEND))))

DAGEN = st.dates(date(2020, 1, 1), date(2039, 12, 31))
SOMMEN = st.decimals(0, 99_999, places=2)
LETTERS = "abcdefghijklmnopqrstuvwxyzéëïöü"
NAMEN = st.builds(lambda kop, rest: kop + rest, st.sampled_from("ABCDEFGHIJKLMNOPRSTUVWZÉÖ"), st.text(LETTERS, min_size=3, max_size=12))
MIDDEN = st.sampled_from(("Deze brief komt van {}.", "U kunt bellen met {}.", "Hulp krijgt u van het {} en anderen."))
VOORAAN = st.sampled_from(("{} stuurt deze brief.", "U kunt bellen. {} wacht.", "Let op: {} stuurt deze brief.", "{}"))


@dataclass(frozen=True)
class Feiten:
    """What is true of one letter."""

    dagen: tuple[date, ...]
    sommen: tuple[Decimal, ...]
    naam: str

    @cached_property
    def poort(self) -> Poort:
        """The gate of this letter."""
        return Poort((*map(datum, self.dagen), *map(bedrag, self.sommen), self.naam), BEKEND)

    @property
    def cijfers(self) -> set[str]:
        """Every number that may be said, without separators."""
        own = {deel for dag in self.dagen for deel in (str(dag.day), str(dag.year))}
        return CIJFERS | own | {re.sub(r"\D", "", bedrag(som)) for som in self.sommen}


FEITEN = st.builds(Feiten, st.tuples(DAGEN, DAGEN), st.tuples(SOMMEN, SOMMEN), NAMEN)
VERZONNEN = tuple(
    Feiten(
        (date(2026, 1, 3) + timedelta(days=17 * n), date(2026, 11, 28) + timedelta(days=41 * n)),
        (Decimal(3217 * n + 995) / 100, Decimal(n * n * 1000)),
        f"Deurwaarderskantoor {naam}",
    )
    for n, naam in enumerate(("Okkerse", "Baltus", "Vermeij", "Zonneveld", "Quist", "Dijkgraaf", "Émond", "Wolvenkamp") * 5)
)
BRIEVEN = st.sampled_from(VERZONNEN)
"""Letters whose gate is made once: making it costs more than asking it."""


@MANY
@given(FEITEN)
def test_true_sentences_always_pass(feiten: Feiten) -> None:
    zin = TAAL.zinnen
    dag, som = datum(feiten.dagen[0]), bedrag(feiten.sommen[1])
    said = (
        zin["doe_betalen"].format(bedrag=som, datum=dag),
        zin["van"].format(afzender=feiten.naam),
        zin["voorbij"].format(datum=dag),
        zin["te_ontvangen"].format(bedrag=som),
    )
    assert feiten.poort.keep(said) == tuple(dict.fromkeys(said))


@MANY
@given(BRIEVEN, st.integers(0, 10**9), SOMMEN)
def test_strange_number_never_passes(feiten: Feiten, getal: int, som: Decimal) -> None:
    assume(str(getal) not in feiten.cijfers and re.sub(r"\D", "", bedrag(som)) not in feiten.cijfers)
    assert not feiten.poort.passes(f"Betaal {getal} euro.")
    assert not feiten.poort.passes(f"Het gaat om {bedrag(som)}.")
    assert not feiten.poort.passes(f"Bel {getal}, uiterlijk {datum(feiten.dagen[0])}.")


@MANY
@given(BRIEVEN, NAMEN, MIDDEN)
def test_strange_name_in_a_sentence_never_passes(feiten: Feiten, naam: str, zin: str) -> None:
    assume(fold(naam) not in WOORDEN and fold(naam) not in fold(feiten.naam))
    assert not feiten.poort.passes(zin.format(naam))


@MANY
@given(BRIEVEN, NAMEN, VOORAAN)
def test_strange_name_at_the_start_of_a_sentence_never_passes(feiten: Feiten, naam: str, zin: str) -> None:
    assume(fold(naam) not in WOORDEN and fold(naam) not in fold(feiten.naam))
    assert not feiten.poort.passes(zin.format(naam))


@MANY
@given(BRIEVEN, st.data())
def test_strange_date_never_passes(feiten: Feiten, data: st.DataObject) -> None:
    own = feiten.dagen[0]
    near = st.builds(lambda maand: own.replace(day=min(own.day, 28), month=maand), st.integers(1, 12))
    dag = data.draw(st.one_of(DAGEN, near))
    assume(dag not in feiten.dagen)
    assert not feiten.poort.passes(f"Betaal uiterlijk {datum(dag)}.")
