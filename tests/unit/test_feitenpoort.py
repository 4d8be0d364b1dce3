"""The gate for other words: what provably says the same passes, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from brievenbus.errors import KennisError
from brievenbus.explain import feitenpoort
from brievenbus.explain.feitenpoort import zegt_hetzelfde
from brievenbus.kennis.gelijk import BESTAND, Gelijk, load_gelijk, read_gelijk

DAG = "donderdag 3 december 2026"
EERLIJK = (
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal uiterlijk {DAG} € 366,00."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal € 366 uiterlijk op {DAG}."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal op zijn laatst {DAG} 366 euro."),
    (f"Betaal € 1.250,00 uiterlijk {DAG}.", "Betaal uiterlijk donderdag 03-12-2026 € 1250,-."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Zorg dat u uiterlijk {DAG} € 366,00 hebt betaald."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"U moet uiterlijk {DAG} € 366,00 betalen."),
    (f"Reageer uiterlijk {DAG}.", f"Reageer op zijn laatst op {DAG}."),
    (f"Reageer uiterlijk {DAG}.", f"Geef uiterlijk {DAG} een reactie."),
    (f"Regel dit uiterlijk {DAG}.", f"Regel dit op zijn laatst op {DAG}."),
    (f"Regel dit uiterlijk {DAG}.", f"Zorg dat dit uiterlijk {DAG} geregeld is."),
    ("Het gaat om € 366,00.", "Het bedrag is € 366,00."),
    ("Het gaat om € 366,00.", "Het gaat om een bedrag van 366 euro."),
    ("U krijgt € 212,00.", "U ontvangt € 212,00."),
    ("U krijgt € 212,00.", "Er komt € 212,00 op uw rekening."),
    ("Deze brief komt van Zeedijk Energie.", "Deze brief is van Zeedijk Energie."),
    ("Deze brief komt van Zeedijk Energie.", "Zeedijk Energie heeft u deze brief gestuurd."),
    ("Deze brief komt waarschijnlijk van Zeedijk Energie.", "Deze brief is vermoedelijk van Zeedijk Energie."),
    (f"De zitting bij de rechter is op {DAG}.", f"Op {DAG} is de zitting bij de rechter."),
    (f"De zitting bij de rechter is op {DAG}.", f"U moet op {DAG} naar de rechter."),
    (f"Uw afspraak is op {DAG}.", f"U hebt een afspraak op {DAG}."),
    (f"Uw afspraak is op {DAG}.", f"Op {DAG} is uw afspraak."),
    (f"De afsluiting is op {DAG}.", f"Op {DAG} is de afsluiting."),
    (f"De afsluiting is op {DAG}.", f"Op {DAG} wordt u afgesloten."),
    (f"Het geld gaat vanzelf van uw rekening op {DAG}.", f"Op {DAG} gaat het geld automatisch van uw rekening."),
    (f"De papieren moeten er uiterlijk {DAG} zijn. Stuur ze dus eerder op.",
     f"De papieren moeten uiterlijk {DAG} binnen zijn. Stuur ze daarom eerder op."),
    (f"Wilt u stoppen? Zeg op uiterlijk {DAG}.", f"Als u wilt stoppen, zeg dan op uiterlijk {DAG}."),
    (f"Niet mee eens? Maak bezwaar uiterlijk {DAG}.", f"Bent u het er niet mee eens? Maak dan uiterlijk {DAG} bezwaar."),
    (f"Niet mee eens? Maak bezwaar uiterlijk {DAG}.", f"Niet mee eens? Maak uiterlijk {DAG} bezwaar."),
    (f"Let op: de datum was {DAG}. Die is voorbij.", f"Let op: de datum was {DAG}. Die is verstreken."),
    ("Bel vandaag nog. Vraag wat nu kan.", "Bel vandaag nog en vraag wat nu kan."),
    ("Laat iemand met u meekijken. Wij zijn niet zeker van alles.", "Laat iemand met u meekijken. Wij weten niet alles zeker."),
    ("Laat iemand met u meekijken. Wij zijn niet zeker van alles.", "Vraag iemand om met u mee te kijken. Wij zijn niet zeker van alles."),
    ("Doet u niets? Dan krijgt u een boete.", "Als u niets doet, krijgt u een boete."),
    ("Doet u niets? Dan krijgt u een boete.", "U krijgt een boete als u niets doet."),
    ("Doet u niets? Dan krijgt u een boete.", "Als u niets doet, dan ontvangt u een boete."),
    ("Doet u niets? Dan komen er kosten bij.", "Als u niets doet, komen er kosten bij."),
    ("Doet u niets? Dan komen er kosten bij.", "Doet u niets? Dan wordt het duurder."),
    ("Doet u niets? Dan kan uw uitkering stoppen.", "Als u niets doet, kan uw uitkering stoppen."),
    ("Doet u niets? Dan kan uw uitkering stoppen.", "Uw uitkering kan stoppen als u niets doet."),
    ("Klopt het niet? Maak bezwaar.", "Als het niet klopt, maak dan bezwaar."),
    ("Klopt het niet? Maak bezwaar.", "Maak bezwaar als het niet klopt."),
    ("Kunt u niet betalen? Vraag een regeling.", "Als u niet kunt betalen, vraag dan om een regeling."),
    ("Kunt u niet betalen? Vraag een regeling.", "Lukt betalen niet? Vraag dan een regeling."),
    ("Lukt het niet? Vraag hulp bij het wijkteam.", "Als het niet lukt, vraag dan om hulp bij het wijkteam."),
    ("Vraag hulp als het niet lukt.", "Lukt het niet? Vraag om hulp."),
    ("Bel vandaag de gemeente.", "Bel de gemeente vandaag."),
    ("Bel vandaag de gemeente.", "Neem vandaag contact op met de gemeente."),
    ("Bel en vraag meer tijd.", "Bel en vraag om meer tijd."),
    ("Bel meteen uw bank.", "Bel direct met uw bank."),
    ("Bel de verhuurder en vertel uw kant.", "Bel met de verhuurder en vertel uw kant van het verhaal."),
    ("Stuur de papieren op tijd op.", "Stuur op tijd de documenten op."),
    ("Bewaar deze brief goed.", "Gooi deze brief niet weg."),
    ("Vraag om in delen te betalen.", "Vraag om in termijnen te betalen."),
    ("Dan kunt u een boete krijgen.", "U kunt dan een boete krijgen."),
    ("U heeft twee maanden geen zorgpremie betaald.", "U hebt 2 maanden geen zorgpremie betaald."),
    ("U heeft twee maanden geen zorgpremie betaald.", "U heeft al twee maanden uw zorgpremie niet betaald."),
    ("Zorg dat er genoeg geld op uw rekening staat.", "Zorg ervoor dat er genoeg geld op uw rekening staat."),
    ("Kijk of het bedrag klopt.", "Controleer of het bedrag klopt."),
    ("De deurwaarder komt uw huis leegmaken.", "De deurwaarder komt uw woning leegmaken."),
    ("Dan moet u uw huis uit.", "U moet dan uw woning uit."),
    ("Dan hoeft u niets te doen.", "U hoeft dan niets te doen."),
    ("Straks gaat er geld van uw inkomen af.", "Er gaat straks geld van uw inkomen af."),
)  # fmt: skip
"""What somebody who means well may write. All are true; the gate may refuse some, for it cannot prove them."""

SCHEEF = (
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal € 366,00 op {DAG}."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal € 366,00 vanaf {DAG}."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal niet € 366,00 uiterlijk {DAG}."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", "Betaal € 366,00 uiterlijk vrijdag 3 december 2026."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", "Betaal € 366,00 uiterlijk 3 december 2026."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal € 366,00 uiterlijk {DAG}. Dat is {DAG}."),
    (f"Betaal € 366,00 uiterlijk {DAG}.", f"Betaal uiterlijk {DAG}."),
    ("Betaal en teken nog niets.", "Betaal. Teken nog niets."),
    ("Bel vandaag nog niet.", "Bel nog niet vandaag."),
    ("U hoeft niet te betalen, maar te schrijven.", "U hoeft te betalen, maar niet te schrijven."),
    ("De gemeente betaalt u dan geld.", "Dan betaalt u de gemeente geld."),
    ("U betaalt dan de gemeente.", "Dan betaalt de gemeente u."),
    ("Dat geld moet u nu terugbetalen.", "Nu moet dat geld u terugbetalen."),
    ("Het geld moet u nu terugbetalen.", "Nu moet het geld u terugbetalen."),
    ("Zeg dat u vandaag betaalt.", "Zeg vandaag dat u betaalt."),
    ("Vraag om later te betalen.", "Vraag later om te betalen."),
    ("Vraag de rechter om uitstel.", "Vraag om de rechter uitstel."),
    ("Doet u niets? Dan krijgt u een boete.", "U krijgt een boete."),
    ("Doet u niets? Dan krijgt u een boete.", "Als u niets doet, krijgt u geen boete."),
    ("Doet u niets? Dan krijgt u een boete.", "Als u iets doet, krijgt u een boete."),
    ("Lukt het niet? Bel en vraag hulp.", "Bel als het niet lukt. Vraag hulp."),
    ("Bel of schrijf.", "Bel en schrijf."),
    ("U mag bezwaar maken.", "U moet bezwaar maken."),
    ("U kunt een boete krijgen.", "U krijgt een boete."),
    ("Betaal de boete.", "U betaalt de boete."),
    ("U heeft één keer niet betaald.", "U heeft een keer niet betaald."),
    ("Betaal twee rekeningen.", "Betaal 20 rekeningen."),
    ("Het bedrag is € 1.250,00.", "Het bedrag is € 1.25."),
    ("Het bedrag is € 1.250,00.", "Het bedrag is €."),
    ("Bel 088-123 65 55.", "Bel 088-123 65 56."),
    ("Uw kenmerk is AB12.345.", "Uw kenmerk is AB12.354."),
    ("Bewaar de brief.", "Bewaar de\u00a0brief."),
    ("Bewaar de brief.", "Bewaar de bri\u00adef."),
    ("Bewaar de brief.", "Bewaar de br\u0456ef."),
    ("Bewaar de brief.", "Bewaar de brief.\n"),
    ("Bewaar de brief.", ""),
    ("Bewaar de brief.", "."),
    ("", "Bewaar de brief."),
    ("Bewaar de brief", "Bewaar de brief!"),
    ("Bewaar de brief.", "Bewaar de brief?"),
    ("Bewaar de brief.", "Bewaar. De brief."),
    ("Uw geld (loon) stopt.", "Uw geld stopt."),
    ("Betaal op tijd.", "Betaal op 31 februari 2026."),
    ("Het gaat om € 366,00.", "Het gaat om € 366,00.?"),
    ("Het gaat om € 366,00.", "Het gaat om € 366,00.?."),
    ("Het gaat om € 366,00.", "? Het gaat om € 366,00."),
    ("Het gaat om € 366,00.", "Het gaat om € 366,00.."),
    ("Deze brief komt van Zeedijk Energie.", "?Deze brief komt van Zeedijk Energie."),
    ("Deze brief komt van Zeedijk Energie.", "?Deze brief komt van Zeedijk Energie.?!"),
    ("Doet u niets? Dan kan er een melding bij BKR komen.", "Doet u niets? Kan er een melding bij BKR komen."),
    ("Doet u niets? Dan krijgt u een boete.", "Doet u niets? Krijgt u een boete."),
    ("Nu komen er kosten bij.", "Komen er nu kosten bij."),
    ("U kunt dan een boete krijgen.", "Kunt u dan een boete krijgen."),
    ("Neem uw kaart en teken mee.", "Neem uw kaart. Teken mee."),
    ("Bel over huur en zorg.", "Bel over huur. Zorg."),
    ("Bel over huur. Zorg.", "Bel over huur en zorg."),
    ("Bel over huur en zorg voor uw kind.", "Bel over huur. Zorg voor uw kind."),
    ("Stuur de papieren en zeg uw huur op.", "Stuur de papieren. Zeg uw huur op."),
    ("Bel en vraag meer tijd.", "Bel. Vraag meer tijd."),
    ("Betaal zelfs vandaag de boete.", "Betaal vandaag zelfs de boete."),
    ("Betaal slechts vandaag de boete.", "Betaal vandaag slechts de boete."),
    ("Betaal minstens vandaag de boete.", "Betaal vandaag minstens de boete."),
    ("De brief gaat over vandaag.", "De brief gaat vandaag over."),
    ("U betaalt later dan de gemeente.", "U betaalt later de gemeente dan."),
    ("U krijgt meer dan de gemeente.", "Dan krijgt u meer de gemeente."),
)


@pytest.mark.parametrize(("vast", "nieuw"), SCHEEF)
def test_what_says_something_else_is_refused(vast: str, nieuw: str) -> None:
    assert not zegt_hetzelfde(vast, nieuw)


def test_three_of_five_honest_sentences_pass() -> None:
    """A share below this means that the model is of no use; a refusal does no harm."""
    passed = [pair for pair in EERLIJK if zegt_hetzelfde(*pair)]
    assert len(EERLIJK) >= 60
    assert len(passed) >= 0.6 * len(EERLIJK)


@pytest.mark.parametrize("vast", sorted({vast for vast, _ in EERLIJK}))
def test_a_sentence_says_the_same_as_itself(vast: str) -> None:
    assert zegt_hetzelfde(vast, vast)


@pytest.mark.parametrize(("fout", "vast", "nieuw"), [
    (("mag", "moet"), "U mag betalen.", "U moet betalen."),
    (("iets", "niets"), "U krijgt iets.", "U krijgt niets."),
    (("uiterlijk", "vanaf"), f"Betaal uiterlijk {DAG}.", f"Betaal vanaf {DAG}."),
    (("betaalt", "krijgt"), "U betaalt geld.", "U krijgt geld."),
])  # fmt: skip
def test_words_that_bear_a_fact_count_where_the_list_is_wrong(
    monkeypatch: pytest.MonkeyPatch, fout: tuple[str, str], vast: str, nieuw: str
) -> None:
    right = load_gelijk()
    wrong = Gelijk.model_construct(gelijk=(fout,), bewaakt=right.bewaakt, bouw=right.bouw)
    monkeypatch.setattr(feitenpoort, "load_gelijk", lambda: wrong)
    assert not zegt_hetzelfde(vast, nieuw)


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        ('["meteen", "direct",', '["meteen", "niet direct",'),
        ('["krijgt", "ontvangt"]', '["krijgt", "moet krijgen"]'),
        ('["huis", "woning"]', '["huis", "woning", "loon"]'),
        ('["snel", "vlug"]', '["snel", "uw snel"]'),
        ("[bouw]", "[bouwen]"),
        ("los = [", "los = "),
    ],
)
def test_list_that_would_let_a_fact_change_stops_the_start(tmp_path: Path, oud: str, nieuw: str) -> None:
    text = BESTAND.read_text("utf-8")
    assert oud in text
    broken = tmp_path / "gelijk.toml"
    broken.write_text(text.replace(oud, nieuw, 1), "utf-8")
    with pytest.raises(KennisError, match=r"gelijk\.toml"):
        read_gelijk(broken)
