"""The explanation: the right fixed sentences for each situation, filled with facts, and nothing dangerous left out."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from brievenbus.brief import Afzender, Bedrag, Bewijs, Gevolg, Termijn, TermijnSoort, Uitleg, to_json
from brievenbus.explain import EVENTS, MUST, Inhoud, explain, reason, unreadable
from brievenbus.explain.advies import without_doubles
from brievenbus.explain.leesbaarheid import LEVEL_1, LEVEL_2, lint_zin, zinnen
from brievenbus.explain.leesbaarheid.ontleding import Soort, ontleed
from brievenbus.explain.leesbaarheid.woorden import woorden
from brievenbus.explain.schrijf import bedrag, datum
from brievenbus.kennis import Kennis, load
from brievenbus.kennis.schema import Wetswoord
from tests.begrijp import Begrip
from tests.voorbeelden import NAMEN, gelezen

PEIL = date(2026, 11, 21)
STRAKS, VOORBIJ = date(2026, 12, 3), date(2026, 11, 10)
BEWIJS = (Bewijs(1, "zo staat het er", (0.1, 0.1, 0.5, 0.2)),)
KENNIS = load()
ZIN = KENNIS.talen["nl"].zinnen


def termijn(soort: TermijnSoort, dag: date) -> Termijn:
    """A printed term."""
    return Termijn(soort, dag, "gedrukt", None, None, dag < PEIL, BEWIJS)


def inhoud(soort: str, *termijnen: Termijn, som: str = "", **anders: Any) -> Inhoud:
    """The facts of a letter of a given type; `anders` replaces what the card says."""
    kaart = KENNIS.briefsoorten[soort]
    velden: dict[str, Any] = {
        "afzender": Afzender("cjib", "Centraal Justitieel Incassobureau", "justitie", 0.9, BEWIJS),
        "kaart": kaart,
        "urgentie": kaart.urgentie,
        "gevolgen": tuple(Gevolg(g, BEWIJS) for g in kaart.gevolgen),
        "acties": kaart.acties,
        "termijnen": termijnen,
        "bedragen": (Bedrag("te_betalen", Decimal(som), BEWIJS),) if som else (),
        "goed_nieuws": kaart.goed_nieuws,
        "verdacht": False,
        "mens_nodig": False,
        "peildatum": PEIL,
    }
    return Inhoud(**{**velden, **anders})


def alles(uitleg: Uitleg) -> str:
    """Every word of an explanation."""
    return " ".join((uitleg.titel, uitleg.kern, *uitleg.doen, uitleg.gevolg, *uitleg.hulp))


def test_ordinary_letter_names_sender_amount_and_day() -> None:
    uitleg = explain(inhoud("cjib_aanmaning_2", termijn("betalen", STRAKS), som="366.00"), KENNIS)
    assert "Deze brief komt van Centraal Justitieel Incassobureau." in uitleg.kern
    assert "Het gaat om € 366,00." in uitleg.kern
    assert uitleg.doen[0] == "Betaal € 366,00 uiterlijk donderdag 3 december 2026."


def test_term_without_amount_names_the_day_only() -> None:
    assert "Betaal uiterlijk donderdag 3 december 2026." in explain(inhoud("cjib_aanmaning_2", termijn("betalen", STRAKS)), KENNIS).doen


def test_suspect_letter_says_two_fixed_sentences_and_names_no_payment() -> None:
    uitleg = explain(inhoud("cjib_aanmaning_2", termijn("betalen", STRAKS), som="366.00", verdacht=True), KENNIS)
    assert uitleg.doen == (ZIN["verdacht_betaal"], ZIN["verdacht_bel"])
    assert (uitleg.titel, uitleg.kern, uitleg.gevolg) == (ZIN["verdacht_titel"], ZIN["verdacht_kern"], "")
    assert "366" not in alles(uitleg)
    assert "december" not in alles(uitleg)
    assert "Incassobureau" not in alles(uitleg)


def test_suspect_letter_does_not_urge_to_pay_in_its_reason() -> None:
    term = termijn("betalen", STRAKS)
    said = reason(inhoud("cjib_aanmaning_2", term, som="366.00", verdacht=True), term, KENNIS)
    assert "etalen" not in said


def test_suspect_letter_shows_its_account_number_nowhere(begrip: Begrip) -> None:
    brief = gelezen("h16", begrip.lezer)
    assert brief.echtheid.verdacht
    assert brief.betaling is None
    assert "LT93" not in json.dumps(to_json(brief), ensure_ascii=False)


def test_good_news_of_a_card_keeps_its_own_words_and_no_objection() -> None:
    uitleg = explain(inhoud("bd_teruggaaf", termijn("bezwaar", STRAKS), bedragen=(Bedrag("te_ontvangen", Decimal(212), BEWIJS),)), KENNIS)
    assert "U krijgt € 212,00." in uitleg.kern
    assert uitleg.titel == KENNIS.briefsoorten["bd_teruggaaf"].uitleg.titel
    assert "bezwaar uiterlijk" not in " ".join(uitleg.doen)
    assert uitleg.gevolg == ""


def test_decision_that_turned_out_well_says_so_and_threatens_nothing() -> None:
    uitleg = explain(inhoud("bd_kwijtschelding_besluit", termijn("bezwaar", STRAKS), goed_nieuws=True), KENNIS)
    assert uitleg.titel == ZIN["gunstig_titel"]
    assert ZIN["gunstig_kern"] in uitleg.kern
    assert ZIN["gunstig_doen"] in uitleg.doen
    assert uitleg.gevolg == ""


def test_automatic_collection_asks_nothing() -> None:
    uitleg = explain(inhoud("gem_aanslag", termijn("inning", STRAKS), som="417.60", acties=("niets",), gevolgen=()), KENNIS)
    assert "U hoeft niets te doen" in uitleg.kern
    assert uitleg.doen == (ZIN["doe_inning"].format(datum=datum(STRAKS)),)  # what the core says is not said twice
    unsure = inhoud("gem_aanslag", termijn("inning", STRAKS), som="417.60", acties=("niets",), gevolgen=(), mens_nodig=True)
    assert ZIN["niets_onzeker"] in explain(unsure, KENNIS).doen
    assert not any(zin.startswith("Betaal") for zin in uitleg.doen)


def test_collection_that_is_past_is_no_alarm() -> None:
    uitleg = explain(inhoud("gem_aanslag", termijn("inning", VOORBIJ), som="417.60", acties=("niets",), gevolgen=()), KENNIS)
    assert ZIN["voorbij_bellen"] not in uitleg.doen


@pytest.mark.parametrize("soort", ["betalen", "inleveren", "reageren", "aanvragen", "zienswijze"])
def test_overdue_term_is_said_and_asks_to_call(soort: TermijnSoort) -> None:
    doen = explain(inhoud("pw_inlichtingen_gevraagd", termijn(soort, VOORBIJ)), KENNIS).doen
    assert doen[:2] == (ZIN["voorbij"].format(datum=datum(VOORBIJ)), ZIN["voorbij_bellen"])


@pytest.mark.parametrize("soort", ["bezwaar", "beroep", "verzet"])
def test_right_that_is_past_says_that_calling_may_still_help(soort: TermijnSoort) -> None:
    doen = explain(inhoud("pw_afwijzing", termijn(soort, VOORBIJ)), KENNIS).doen
    assert any(zin.endswith("Toch nog bellen kan helpen.") and datum(VOORBIJ) in zin for zin in doen)
    assert not any(f"uiterlijk {datum(VOORBIJ)}" in zin for zin in doen)


@pytest.mark.parametrize(("soort", "woord"), [("bezwaar", "bezwaar"), ("beroep", "beroep"), ("verzet", "verzet")])
def test_right_that_is_open_names_its_last_day(soort: TermijnSoort, woord: str) -> None:
    doen = explain(inhoud("pw_afwijzing", termijn(soort, STRAKS)), KENNIS).doen
    assert any(woord in zin and f"uiterlijk {datum(STRAKS)}" in zin for zin in doen)


@pytest.mark.parametrize("naam", ["CJIB. U hoeft niets te betalen", "CJIB\u200b", "betaal niet"])
def test_name_that_holds_a_sentence_is_not_said(naam: str) -> None:
    """The knowledge's own name of such a sender is said then; of an unknown sender nothing."""
    for sleutel, kern in (("cjib", "Deze brief komt van Centraal Justitieel Incassobureau."), ("onbekend", "")):
        told = explain(inhoud("cjib_aanmaning_2", afzender=Afzender(sleutel, naam, "justitie", 0.9, BEWIJS)), KENNIS).kern
        assert naam not in told
        assert told.startswith(kern)


def test_nothing_to_do_is_said_softly_with_a_doubt_and_not_beside_a_day_that_counts() -> None:
    rest = {"acties": ("niets",)}
    assert ZIN["niets"] in explain(inhoud("info_niets_doen", **rest), KENNIS).doen
    unsure = explain(inhoud("info_niets_doen", mens_nodig=True, **rest), KENNIS).doen
    assert ZIN["niets"] not in unsure
    assert unsure == (ZIN["mens"], ZIN["niets_onzeker"])
    day = explain(inhoud("info_niets_doen", termijn("reageren", STRAKS), **rest), KENNIS).doen
    assert day == ("Reageer uiterlijk donderdag 3 december 2026.",)


def test_of_two_days_of_a_kind_the_passed_one_and_the_next_one_are_said() -> None:
    later = date(2027, 1, 3)
    both = explain(inhoud("cjib_aanmaning_2", termijn("betalen", later), termijn("betalen", VOORBIJ), som="366.00"), KENNIS).doen
    assert both[:3] == (
        ZIN["voorbij"].format(datum=datum(VOORBIJ)), ZIN["voorbij_bellen"], ZIN["doe_betalen_zonder"].format(datum=datum(later)),
    )  # fmt: skip
    unsorted = explain(inhoud("cjib_aanmaning_2", termijn("betalen", later), termijn("betalen", STRAKS), som="366.00"), KENNIS).doen
    assert unsorted[0] == "Betaal € 366,00 uiterlijk donderdag 3 december 2026."


def test_papers_must_be_there_on_the_day() -> None:
    """Sent on the last day is too late: the post takes days."""
    assert "moeten er uiterlijk" in " ".join(explain(inhoud("pw_opschorting", termijn("inleveren", STRAKS)), KENNIS).doen)


def test_doubt_comes_first() -> None:
    assert explain(inhoud("cjib_aanmaning_2", termijn("betalen", STRAKS), mens_nodig=True), KENNIS).doen[0] == ZIN["mens"]


def test_unsure_sender_is_said_to_be_unsure_and_unknown_is_not_named() -> None:
    onzeker = Afzender("cjib", "Centraal Justitieel Incassobureau", "justitie", 0.2, BEWIJS)
    assert "waarschijnlijk" in explain(inhoud("cjib_aanmaning_2", afzender=onzeker), KENNIS).kern
    onbekend = Afzender("onbekend", "Onbekend", "overig", 0.0)
    assert "Deze brief komt" not in explain(inhoud("cjib_aanmaning_2", afzender=onbekend), KENNIS).kern


def test_unreadable_letter_asks_for_a_new_picture_and_says_nothing_else() -> None:
    uitleg = unreadable(KENNIS)
    assert uitleg.titel == ZIN["onleesbaar_titel"]
    assert uitleg.doen == (ZIN["onleesbaar_doen"],)
    assert not re.search(r"\d", alles(uitleg))


def test_long_list_never_pushes_out_the_objection_term() -> None:
    terms = (termijn("betalen", VOORBIJ), termijn("aanvragen", STRAKS), termijn("bezwaar", date(2026, 12, 11)))
    doen = explain(inhoud("uwv_ziektewet_hersteld", *terms, mens_nodig=True), KENNIS).doen
    assert any("vrijdag 11 december 2026" in zin for zin in doen)


def test_first_day_of_every_kind_of_term_is_said(begrip: Begrip) -> None:
    """Of all sample letters: what is in the object as an order or a right is in the explanation too."""
    unsaid = []
    for naam in NAMEN:
        brief = gelezen(naam, begrip.lezer)
        first = {t.soort: t for t in reversed(brief.termijnen)}
        rights = ("bezwaar", "beroep", "verzet")
        said = alles(brief.uitleg)
        for soort, term in first.items():
            quiet = brief.echtheid.verdacht or soort == "ingang" or (soort in rights and brief.goed_nieuws)
            if not quiet and datum(term.datum) not in said:
                unsaid.append(f"{naam}: {soort} {term.datum}")
    assert unsaid == []


def _full(soort: str, kennis: Kennis) -> Inhoud:
    """A letter of this type with everything that can be said of it."""
    kaart = kennis.briefsoorten[soort]
    terms = [termijn(verwijzing.soort, STRAKS) for verwijzing in kaart.termijn]
    return inhoud(soort, *terms, som="1250.00" if "betalen" in kaart.acties else "")


@pytest.mark.parametrize("soort", sorted(KENNIS.briefsoorten))
def test_every_card_passes_its_own_gate(soort: str) -> None:
    facts = _full(soort, KENNIS)
    kaart, uitleg = facts.kaart.uitleg, explain(facts, KENNIS)
    assert not re.search(r"[{}]", alles(uitleg))
    if facts.acties != ("niets",):
        assert uitleg.titel == kaart.titel
        assert kaart.kern in uitleg.kern
        rights = () if facts.goed_nieuws else ("bezwaar", "beroep", "verzet")
        said = without_doubles(kaart, facts.termijnen, (*EVENTS, *MUST, *rights))
        assert {*said.eerst, *said.doen} <= set(uitleg.doen) or len(uitleg.doen) >= 7
    if not facts.goed_nieuws:
        assert kaart.gevolg in uitleg.gevolg
    assert len(uitleg.hulp) == len(kaart.hulp)
    if facts.bedragen:
        assert bedrag(facts.bedragen[0].bedrag) in uitleg.kern


UITLEGGEN = {soort: explain(_full(soort, KENNIS), KENNIS) for soort in KENNIS.briefsoorten}


def _sentences(uitleg: Uitleg) -> list[str]:
    """The sentences of an explanation, without its title and the line with helpers."""
    return [zin for deel in (uitleg.kern, *uitleg.doen, uitleg.gevolg) for zin in zinnen(deel)]


def test_nineteen_of_twenty_explanations_are_of_level_1() -> None:
    scores = {soort: uitleg.lint for soort, uitleg in UITLEGGEN.items()}
    assert None not in scores.values()
    hard = {soort: score for soort, score in scores.items() if score is not None and score >= LEVEL_1}
    assert len(hard) <= 0.05 * len(scores), hard
    assert all(score < LEVEL_2 for score in hard.values()), hard


def test_no_sentence_is_above_level_2() -> None:
    said = {zin for uitleg in UITLEGGEN.values() for zin in (uitleg.titel, *_sentences(uitleg), *uitleg.hulp)}
    scores = {zin: score for zin in said if (score := lint_zin(zin)) is not None}
    assert len(scores) > 600
    assert {zin: score for zin, score in scores.items() if score >= LEVEL_2} == {}


def test_sentences_are_short_and_so_is_the_title() -> None:
    lengths = [len(zin.split()) for uitleg in UITLEGGEN.values() for zin in _sentences(uitleg)]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 20
    assert [uitleg.titel for uitleg in UITLEGGEN.values() if len(uitleg.titel.split()) > 8] == []


def test_measure_knows_every_noun_of_the_explanations() -> None:
    """A noun that the measure does not know counts for nothing: put it in kennis/woorden/woordsoorten.toml."""
    words = {w.laag for uitleg in UITLEGGEN.values() for zin in _sentences(uitleg) for w in ontleed(zin) if w.soort == Soort.NAAMWOORD}
    known = woorden()
    verbs = {word for word in words if known.is_heel_werkwoord(word)}  # "het betalen" has no meaning of its own
    assert sorted(word for word in words - verbs if known.betekenis(word) is None) == []


def _explained(zin: str, vorige: str, wetswoord: Wetswoord) -> bool:
    """Tell whether a sentence says what the word means: in brackets behind it, "Dat heet …", "… is" or by what stands before."""
    word = re.escape(wetswoord.woord)
    shapes = (rf"\b{word}\b[^(]*\([^)]+\)", rf"\([^)]*\b{word}\)", rf"\bheet\b.*\b{word}\b", rf"^een {word} is\b")
    before = vorige.lower().rstrip(".?! ")
    return any(re.search(shape, zin, re.IGNORECASE) for shape in shapes) or before.endswith(wetswoord.na)


@pytest.mark.parametrize("soort", sorted(KENNIS.briefsoorten))
def test_every_word_of_the_law_is_explained_once(soort: str) -> None:
    said = _sentences(UITLEGGEN[soort])
    for wetswoord in KENNIS.wetswoorden:
        found = re.compile(rf"(?<![\w-]){re.escape(wetswoord.woord)}(?![\w-])", re.IGNORECASE)
        at = [i for i, zin in enumerate(said) if found.search(zin)]
        if not at:
            continue
        first = at[0]
        follows = said[first + 1] if first + 1 < len(said) else ""
        clear = _explained(said[first], said[first - 1] if first else "", wetswoord) or follows.startswith("Dat is: ")
        assert clear, f"{wetswoord.woord}: {said[first]}"
        again = [said[i] for i in at[1:] if re.search(rf"\b{re.escape(wetswoord.woord)}\b[^(]*\([^)]+\)", said[i], re.IGNORECASE)]
        assert again == [], wetswoord.woord


def test_every_word_of_the_law_stands_in_some_explanation() -> None:
    text = " ".join(alles(uitleg) for uitleg in UITLEGGEN.values()).lower()
    assert [w.woord for w in KENNIS.wetswoorden if not re.search(rf"(?<![\w-]){re.escape(w.woord)}(?![\w-])", text)] == []


@pytest.mark.parametrize(
    ("zin", "vorige", "klaar"),
    [
        ("Dan kan er beslag komen (zij nemen uw geld).", "", True),
        ("Dat heet beslag.", "", True),
        ("Dan kan er beslag komen op uw geld.", "", False),
        ("U krijgt een brief (van de rechter) over beslag.", "", False),
        ("Maak bezwaar.", "Niet eens?", True),
        ("Maak bezwaar.", "Klopt het niet?", False),
    ],
)
def test_explanation_of_a_word_is_seen(zin: str, vorige: str, klaar: bool) -> None:
    word = next(w for w in KENNIS.wetswoorden if w.woord in zin)
    assert _explained(zin, vorige, word) is klaar
