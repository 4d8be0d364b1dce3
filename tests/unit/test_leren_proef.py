"""Before a sentence goes on its card, it is told what would be read otherwise, what comes closer, and what would become less urgent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from brievenbus.errors import InputError, KennisError
from brievenbus.kennis import Kennis, read_kennis
from brievenbus.leren.geleerd import Geleerd, Geval
from brievenbus.leren.proef import probe
from brievenbus.leren.verslag import probe_lines, proposal_lines
from brievenbus.leren.voorstel import Voorstel, checked, read_file
from brievenbus.leren.woorden import Woordenschat
from tests.lerenbouw import BOOM, UITHUIS, maak_kennis

VANDAAG = date(2026, 11, 23)


@pytest.fixture(scope="module")
def kennis(tmp_path_factory: pytest.TempPathFactory) -> Kennis:
    return read_kennis(maak_kennis(tmp_path_factory.mktemp("leren")))


def one(soort: str, zin: str, eerder: str = "") -> Voorstel:
    return Voorstel("abcdef0123456789", soort, "mededeling", zin, eerder, VANDAAG)


def test_a_good_sentence_is_learned_and_nothing_else_moves(kennis: Kennis) -> None:
    zin = "Bij het plein wordt een ketting gesmeerd."
    found = probe(kennis, (one("fiets", zin),))
    assert found.zinnen[0].voor[0] != "fiets" and found.zinnen[0].na[0] == "fiets"
    assert (found.anders, found.fouten, found.milder) == ((), (), ()) and found.mag
    lines = "\n".join(probe_lines(found))
    assert zin in lines and "Er is niets veranderd." in lines and "--toch" not in lines


def test_no_proposal_changes_nothing(kennis: Kennis) -> None:
    found = probe(kennis, ())
    assert (found.zinnen, found.anders, found.nader, found.fouten, found.weg) == ((), (), (), (), ())
    assert found.bekeken == 3 * 16 + 3 + 3 + sum(len(group) for group in dict(kennis.algemeen).values())


def test_what_belongs_elsewhere_changes_an_example_and_is_told(kennis: Kennis) -> None:
    """Many sentences of one type under another: its own worked example is read as that one, and the report says so."""
    wrong = tuple(one("fiets", zin, "boom") for zin in BOOM * 3)
    found = probe(kennis, wrong)
    assert any(a.wat == "voorbeeld" and a.goed == "boom" and not a.beter and a.gelezen_na == "fiets" for a in found.anders), found.zinnen
    assert ("fiets", "boom") in {(close.soort, close.bij) for close in found.nader}
    assert "slechter of gelijk: voorbeeld van boom (boom → fiets)" in "\n".join(probe_lines(found))


def test_a_grave_sentence_under_a_milder_type_is_held(kennis: Kennis) -> None:
    found = probe(kennis, (one("boom", UITHUIS[0].replace("direct", "meteen"), "uithuis"),))
    assert found.milder and not found.mag
    assert "minder dringend" in found.milder[0]
    back = probe(kennis, (one("uithuis", "De gemeente haalt de boom bij uw huis weg.", "boom"),))
    assert not back.milder, "the other way is never held"


def test_a_learned_case_that_would_fall_is_an_error(kennis: Kennis) -> None:
    zin = "De tak bij het zadel van uw rijwiel wordt gesnoeid."
    case = Geleerd("boom", Geval(zin=zin, functie="mededeling", niet="fiets", sinds=VANDAAG))
    (fout,) = probe(kennis, tuple(one("fiets", zin) for _ in range(4)), (case,)).fouten
    assert zin in fout.tekst and "herkend als" not in fout.tekst


def test_a_sentence_that_stands_elsewhere_already(kennis: Kennis) -> None:
    found = probe(kennis, (one("fiets", BOOM[0]), one("boom", BOOM[1])))
    assert [b.tekst for b in found.fouten if "lijkt te veel" in b.tekst] and not found.mag
    assert any("valt weinig van te leren" in wenk for wenk in found.wenken)


def test_the_same_probe_says_the_same(kennis: Kennis) -> None:
    voorstel = (one("fiets", "Het zadel van uw rijwiel wordt vervangen."),)
    assert probe(kennis, voorstel) == probe(kennis, voorstel)


def test_a_listed_proposal_shows_its_new_words(kennis: Kennis) -> None:
    lines = "\n".join(proposal_lines(one("fiets", "Het rijwiel krijgt een kwibus.", "boom"), Woordenschat.make(kennis)))
    assert "eerder gelezen als boom" in lines and "kwibus" in lines.split("nieuwe woorden:")[1] and "2026-11-23" in lines


def test_a_file_of_proposals(kennis: Kennis, tmp_path: Path) -> None:
    file = tmp_path / "zinnen.toml"
    file.write_text('[[voorstel]]\nsoort = "fiets"\nfunctie = "eis"\nzin = "Haal de fiets op."\neerder = "boom"\n', "utf-8")
    (read,) = read_file(file, kennis, VANDAAG)
    assert (read.soort, read.functie, read.zin, read.eerder) == ("fiets", "eis", "Haal de fiets op.", "boom")
    file.write_text('[[voorstel]]\nsoort = "fiets"\nfunktie = "eis"\n', "utf-8")
    with pytest.raises(KennisError, match="funktie"):
        read_file(file, kennis, VANDAAG)
    for soort, functie in (("fits", "eis"), ("fiets", "ijs"), ("", "eis")):
        with pytest.raises(InputError, match="keuze_onbekend"):
            checked(kennis, soort, functie)
