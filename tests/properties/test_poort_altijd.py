"""For any letter: what is not in its facts or in the knowledge never passes the gate, what is there always passes.

The sentences are the real ones of the knowledge; the facts are two days, two amounts and a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brievenbus.explain.naam import is_heel
from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import bedrag, datum
from brievenbus.kennis import load

MANY = settings(max_examples=2000, deadline=None)
TAAL = load().talen["nl"]
ZIN = TAAL.zinnen
VAST = (*ZIN.values(), *TAAL.gevolgen.values())

DAGEN = st.dates(date(2020, 1, 1), date(2039, 12, 31))
SOMMEN = st.decimals(0, 99_999, places=2)
LETTERS = "abcdefghijklmnopqrstuvwxyzéëïöü"
NAMEN = st.builds(lambda kop, rest: kop + rest, st.sampled_from("ABCDEFGHIJKLMNOPRSTUVWZÉÖŞİ"), st.text(LETTERS, min_size=1, max_size=12))
OVERAL = st.sampled_from(("{} stuurt deze brief.", "U kunt bellen. {} wacht.", "Let op: {} stuurt deze brief.", "Bel {}.", "{}", "{}."))


@dataclass(frozen=True)
class Feiten:
    """What is true of one letter."""

    dagen: tuple[date, ...]
    sommen: tuple[Decimal, ...]
    naam: str

    @cached_property
    def poort(self) -> Poort:
        """The gate of this letter."""
        facts = {"datum": map(datum, self.dagen), "bedrag": map(bedrag, self.sommen), "afzender": (self.naam,)}
        return Poort(facts, VAST)


LANGE = tuple(zin.format(bedrag="€ 9,00", datum="1 mei", afzender="CJIB") for key, zin in ZIN.items() if key.startswith(("doe_", "niets")))
BEWERINGEN = ("U hoeft niets te betalen", "betaal niet", "gratis", "NIET BETALEN", "14 dagen", "€ 20,00", "U mag stoppen")
FEITEN = st.builds(Feiten, st.tuples(DAGEN, DAGEN), st.tuples(SOMMEN, SOMMEN), NAMEN)
VERZONNEN = tuple(
    Feiten(
        (date(2026, 1, 3) + timedelta(days=17 * n), date(2026, 11, 28) + timedelta(days=41 * n)),
        (Decimal(3217 * n + 995) / 100, Decimal(n * n * 1000)),
        f"{naam} Gerechtsdeurwaarders",
    )
    for n, naam in enumerate(("Okkerse", "Baltus", "Vermeij", "Zonneveld", "Quist", "Dijkgraaf", "Émond", "Wolvenkamp") * 5)
)
BRIEVEN = st.sampled_from(VERZONNEN)
"""Letters whose gate is made once: making it costs more than asking it."""


@MANY
@given(FEITEN)
def test_true_sentences_always_pass(feiten: Feiten) -> None:
    assume(is_heel(feiten.naam))  # a name may happen to be a word that says something: "Nooit"
    dag, som = datum(feiten.dagen[0]), bedrag(feiten.sommen[1])
    said = (
        ZIN["doe_betalen"].format(bedrag=som, datum=dag),
        ZIN["van"].format(afzender=feiten.naam),
        ZIN["van_onzeker"].format(afzender=feiten.naam),
        ZIN["voorbij"].format(datum=dag),
        ZIN["te_ontvangen"].format(bedrag=som),
        ZIN["niets"],
    )
    assert feiten.poort.keep(said) == said


@settings(max_examples=300, deadline=None)
@given(FEITEN, NAMEN, st.sampled_from((". ", ": ", ", ", " ", "! ", "\n")), st.sampled_from((*BEWERINGEN, *LANGE)))
def test_printed_name_that_says_something_never_passes(feiten: Feiten, naam: str, teken: str, bewering: str) -> None:
    """What is printed as the sender's name is a fact only where it is a name."""
    printed = f"{naam}{teken}{bewering}"
    poort = Feiten(feiten.dagen, feiten.sommen, printed).poort
    assert poort.keep((ZIN["van"].format(afzender=printed), ZIN["van_onzeker"].format(afzender=printed))) == ()


@MANY
@given(BRIEVEN, st.integers(0, 10**9), SOMMEN)
def test_strange_number_never_passes(feiten: Feiten, getal: int, som: Decimal) -> None:
    assume(som not in feiten.sommen)
    dag = datum(feiten.dagen[0])
    for waarde in (bedrag(som), f"€ {getal}", f"{getal} euro", str(getal)):
        said = (ZIN["te_betalen"].format(bedrag=waarde), ZIN["doe_betalen"].format(bedrag=waarde, datum=dag), f"Bel {waarde}.", waarde)
        assert feiten.poort.keep(said) == ()


@MANY
@given(BRIEVEN, NAMEN, OVERAL)
def test_strange_name_never_passes(feiten: Feiten, naam: str, zin: str) -> None:
    assume(naam != feiten.naam)
    said = (zin.format(naam), ZIN["van"].format(afzender=naam), ZIN["van_onzeker"].format(afzender=f"{feiten.naam} en {naam}"))
    assert feiten.poort.keep(said) == ()


@MANY
@given(BRIEVEN, st.data())
def test_strange_date_never_passes(feiten: Feiten, data: st.DataObject) -> None:
    """Nor does a day put together from the parts of two true ones."""
    own = feiten.dagen[0]
    near = st.builds(lambda maand: own.replace(day=min(own.day, 28), month=maand), st.integers(1, 12))
    dag = data.draw(st.one_of(DAGEN, near))
    assume(dag not in feiten.dagen)
    for waarde in (datum(dag), datum(dag, jaar=False), datum(own, jaar=False), dag.isoformat()):
        said = (ZIN["doe_betalen_zonder"].format(datum=waarde), ZIN["doe_bezwaar"].format(datum=waarde), f"Betaal op {waarde}.")
        assert feiten.poort.keep(said) == ()


@MANY
@given(BRIEVEN, st.sampled_from(VAST), st.data())
def test_changed_fixed_sentence_never_passes(feiten: Feiten, zin: str, data: st.DataObject) -> None:
    """A word more (such as "niet"), a word less: it is no longer a sentence that a person has checked."""
    assume("{" not in zin and len(zin.split()) > 1)
    woorden = zin.split()
    plek = data.draw(st.integers(0, len(woorden) - 1))
    extra = data.draw(st.sampled_from(("niet", "geen", "nooit", "drie")))
    more, less = [*woorden[:plek], extra, *woorden[plek:]], [*woorden[:plek], *woorden[plek + 1 :]]
    for said in (" ".join(more), " ".join(less)):
        assert feiten.poort.passes(said) is (said in VAST)
