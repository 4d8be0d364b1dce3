"""The reader of sentences: what it sees, that it cannot be tampered with, and that it only adds."""

from __future__ import annotations

import hashlib
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from brievenbus.classify.context import Lezing
from brievenbus.classify.gevolgen import find_gevolgen
from brievenbus.classify.lezers import MODELLEN
from brievenbus.classify.modelbestand import check_model
from brievenbus.classify.teneur import Teneur, drift
from brievenbus.classify.zinlezer import LABELS, LEEG, MERKEN, Stuk, Zinbeeld, Zinlezer, pieces
from brievenbus.errors import ToolError
from brievenbus.extract import extract
from brievenbus.match import Zin
from brievenbus.page import Span
from tests.begrijp import Begrip, brief

MAP = MODELLEN / "zinlezer"


@pytest.fixture(scope="module")
def zinlezer() -> Zinlezer:
    return Zinlezer.open(MAP)


def zie(begrip: Begrip, zinlezer: Zinlezer, zin: str) -> tuple[str, Zinbeeld]:
    """The letter and what the reader sees in this sentence of it."""
    lezing = begrip.lezing(brief(zin))
    return lezing.tekst.plat, zinlezer.read(lezing.zinnen)[_plaats(lezing, zin).nummer]


def _plaats(lezing: Lezing, zin: str) -> Zin:
    return next(other for other in lezing.zinnen if zin.startswith(other.tekst))


@pytest.mark.parametrize(
    ("zin", "merk", "stuk"),
    [
        ("U moet het bedrag betalen vóór 3 maart 2027.", "MOET", "betalen"),
        ("U moet het bedrag betalen vóór 3 maart 2027.", "WANNEER", "3 maart 2027"),
        ("Betaalt u niet op tijd, dan leggen wij beslag op uw loon.", "ANDERS", "beslag op uw loon"),
        ("U kunt binnen zes weken bezwaar maken.", "MAG", "bezwaar maken"),
        ("U hoeft niets te betalen.", "NIET", "hoeft niets te betalen"),
    ],
)
def test_marks_stand_in_the_letter(begrip: Begrip, zinlezer: Zinlezer, zin: str, merk: str, stuk: str) -> None:
    plat, beeld = zie(begrip, zinlezer, zin)
    assert any(stuk in plat[span.start : span.eind] for span in beeld.marked(merk)), beeld


def test_a_sentence_gets_every_label_with_a_share(begrip: Begrip, zinlezer: Zinlezer) -> None:
    _, beeld = zie(begrip, zinlezer, "Betaalt u niet, dan wordt uw woning ontruimd.")
    assert set(beeld.labels) == set(LABELS)
    assert all(0 <= share <= 1 for share in beeld.labels.values())
    assert {stuk.label for stuk in beeld.stukken} <= set(MERKEN)
    assert max(beeld.labels, key=beeld.share) == "dreiging"


def test_a_denial_and_its_opposite_are_told_apart(begrip: Begrip, zinlezer: Zinlezer) -> None:
    _, wel = zie(begrip, zinlezer, "Als u niet betaalt, leggen wij beslag op uw loon.")
    _, niet = zie(begrip, zinlezer, "Wij leggen geen beslag op uw loon.")
    assert wel.share("dreiging") > 0.5 > niet.share("dreiging")
    assert niet.share("ontkenning") > 0.5 > wel.share("ontkenning")


def test_numbers_months_and_days_are_hidden_from_it(begrip: Begrip, zinlezer: Zinlezer) -> None:
    _, een = zie(begrip, zinlezer, "U moet € 812,00 betalen vóór maandag 4 juni 2026.")
    _, ander = zie(begrip, zinlezer, "U moet € 305,17 betalen vóór vrijdag 9 mei 2027.")
    assert dict(een.labels) == pytest.approx(dict(ander.labels), abs=1e-5)


def test_words_of_a_letter_are_not_kept(begrip: Begrip, zinlezer: Zinlezer) -> None:
    zie(begrip, zinlezer, "Mevrouw Zwartgoudjesveld moet betalen.")
    assert "Zwartgoudjesveld" not in zinlezer.nlp.vocab.strings


def test_an_empty_letter_gives_nothing(zinlezer: Zinlezer) -> None:
    assert zinlezer.read(()) == {}


@pytest.mark.parametrize("text", ["", "  ", "\t", "€ 1.203,50\tvóór 3 mei", "Ünïcødé ½ ² 42 ٣", "a" * 4000])
def test_pieces_follow_the_text(text: str) -> None:
    found = pieces(text)
    assert all(a < b <= c for (a, b, _), (c, _, _) in pairwise(found))
    assert "".join(text[a:b] for a, b, _ in found).replace("\t", "") == "".join(text.split())


# ---------------------------------------------------------------- the folder
@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MAP, tmp_path / "zinlezer"))


def test_a_changed_file_is_not_loaded(kopie: Path) -> None:
    bestand = kopie / "ner" / "model"
    bestand.write_bytes(bestand.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ToolError, match="model_stuk"):
        Zinlezer.open(kopie)


def test_a_missing_file_or_list_is_not_loaded(kopie: Path) -> None:
    (kopie / "vocab" / "strings.json").unlink()
    with pytest.raises(ToolError, match="model_stuk"):
        Zinlezer.open(kopie)
    with pytest.raises(ToolError, match="model_stuk"):
        Zinlezer.open(kopie / "ner")


def test_a_list_without_the_files_that_are_loaded_is_refused(kopie: Path) -> None:
    sums = kopie / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text("utf-8").splitlines(True) if "ner/model" not in line), "utf-8")
    with pytest.raises(ToolError, match="model_stuk"):
        Zinlezer.open(kopie)


def test_a_list_cannot_point_outside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "buiten").write_bytes(b"x")
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(b'x').hexdigest()}  ../buiten\n", "utf-8")
    with pytest.raises(ToolError, match="model_stuk"):
        check_model(folder)


# ---------------------------------------------------------------- what it adds
BESLAG = "Loonbeslag is een middel dat ons ter beschikking staat."


@pytest.mark.parametrize(
    ("beeld", "gevonden"),
    [
        (("ANDERS", {"dreiging": 0.9}), ["beslag"]),
        (("ANDERS", {"dreiging": 0.2}), []),
        (("NIET", {"ontkenning": 0.9}), []),
    ],
)
def test_a_threat_seen_makes_a_word_count(begrip: Begrip, beeld: tuple[str, dict[str, float]], gevonden: list[str]) -> None:
    lezing = begrip.lezing(brief(BESLAG))
    plaats = _plaats(lezing, BESLAG)
    beelden = {plaats.nummer: Zinbeeld(beeld[1], (Stuk(beeld[0], plaats.span),))}
    kaart = begrip.kaart("en_herinnering")
    assert [g.soort for g in find_gevolgen(lezing, kaart, (), gunstig=False, beelden=beelden)] == gevonden
    assert find_gevolgen(lezing, kaart, (), gunstig=False) == ()


def test_a_denial_seen_takes_no_consequence_away(begrip: Begrip) -> None:
    zin = "Van loonbeslag bij u zal voorlopig worden afgezien."
    tekst = brief(zin)
    lezing = begrip.lezing(tekst)
    kaart, plaats = begrip.kaart("cjib_aanmaning_2"), _plaats(lezing, zin)
    ontkend = {plaats.nummer: Zinbeeld({"ontkenning": 0.99}, (Stuk("NIET", plaats.span),))}
    assert [g.soort for g in find_gevolgen(lezing, kaart, (), gunstig=False, beelden=ontkend)] == ["beslag"]
    assert drift(lezing, extract(tekst), (), ontkend).ernst == drift(lezing, extract(tekst), ()).ernst == 1


@pytest.mark.parametrize(
    ("zin", "merk", "labels", "eis", "gezien"),
    [
        ("Uw spullen staan voor 3 maart 2027 op het erf.", "MOET", {"eis": 0.95}, 1, 1),
        ("Uw spullen staan voor 3 maart 2027 op het erf.", "MOET", {"eis": 0.6}, 0, 0),
        ("Uw spullen staan voor 3 maart 2027 op het erf.", "MOET", {"eis": 0.95, "ontkenning": 0.9}, 0, 0),
        ("Uw spullen staan spoedig op het erf.", "MOET", {"eis": 0.95}, 0, 0),
        ("Dan komen wij naar uw huis toe.", "ANDERS", {"dreiging": 0.95}, 0, 1),
    ],
)
def test_an_order_counts_with_a_fact_and_a_threat_is_seen(
    begrip: Begrip, zin: str, merk: str, labels: dict[str, float], eis: int, gezien: int
) -> None:
    tekst = brief(zin)
    lezing = begrip.lezing(tekst)
    plaats = _plaats(lezing, zin)
    beelden = {plaats.nummer: Zinbeeld(labels, (Stuk(merk, plaats.span),))}
    teneur = drift(lezing, extract(tekst), (), beelden)
    assert (teneur.eis, teneur.gezien) == (eis, gezien)
    assert drift(lezing, extract(tekst), ()).gezien == 0


def test_good_news_seen_makes_no_letter_good(begrip: Begrip) -> None:
    zin = "Fijn dat het zo is gelopen met uw dossier."
    tekst = brief(zin)
    lezing = begrip.lezing(tekst)
    plaats = _plaats(lezing, zin)
    assert drift(lezing, extract(tekst), (), {plaats.nummer: Zinbeeld({"goed_nieuws": 0.99}, (Stuk("GOED", plaats.span),))}).goed == 0


def test_as_soon_as_possible_is_still_an_order_and_perhaps_is_no_good_news(begrip: Begrip) -> None:
    def of(zin: str) -> Teneur:
        tekst = brief(zin)
        return drift(begrip.lezing(tekst), extract(tekst), ())

    assert of("U moet zo spoedig mogelijk € 80,00 betalen.").eis == 1
    assert of("Het is niet mogelijk uw aanvraag toe te kennen, wij wijzen haar af.").slecht == 1
    assert of("U krijgt € 80,00 terug.").goed == 1
    assert of("Misschien krijgt u € 80,00 terug.").goed == 0


def test_a_sentence_that_was_not_read_says_nothing() -> None:
    assert not LEEG.threatens() and not LEEG.threatens(Span(0, 9)) and not LEEG.orders()
