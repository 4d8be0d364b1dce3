"""A pile: which files are one letter, in which order, what is written, and that a second run reads nothing again.

The letters here are read by a stand-in, so that these tests are about the pile alone. All names are invented.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brievenbus import rapport, rapport_stijl
from brievenbus.brief import ERNST, to_json
from brievenbus.cli import sentence
from brievenbus.errors import InputError
from brievenbus.explain import unreadable
from brievenbus.kennis import load
from brievenbus.stapel import Taak, Uitslag, cores, find_letters, run
from brievenbus.stapel_scherm import _Lines
from brievenbus.stapel_werk import Brieven, Lezen, Werk

DAY = date(2026, 11, 21)
PAYLOAD = "<script>alert(1)</script>\"'><img src=x>"


def make_brief(naam: str, urgentie: str = "hoog", **anders: Any) -> dict[str, Any]:
    """Return the smallest Brief that a report can show."""
    return {
        "id": naam, "peildatum": DAY.isoformat(), "datum": None, "urgentie": urgentie, "goed_nieuws": False,
        "bron": {"bestanden": [naam], "bladzijden": 1, "oordeel": "goed", "aanwijzingen": []},
        "afzender": {"sleutel": "x", "naam": f"Afzender {naam}", "bewijs": []},
        "briefsoort": {"sleutel": "x", "naam": "Soort", "bewijs": []}, "termijnen": [], "bedragen": [], "gevolgen": [],
        "betaling": None, "controle": [], "mens_nodig": False, "twijfels": [],
        "route": {"naar": "vrijwilliger", "spoed": False, "redenen": [], "vraag": None},
        "uitleg": {"taal": "nl", "titel": f"Titel {naam}", "kern": "", "doen": [], "gevolg": "", "hulp": []},
        **anders,
    }  # fmt: skip


def term(datum: str, *, verlopen: bool = False) -> dict[str, Any]:
    """Return a term to pay before."""
    rest = {"rekenregel": None, "juridisch_einde": None, "bewijs": []}
    return {"soort": "betalen", "datum": datum, "verlopen": verlopen, **rest}


def make_standin(werk: Werk) -> Lezen:
    """A reader that notes in `cache/gelezen` what it reads, and does what the file itself says."""

    def read(paths: Sequence[Path]) -> Brieven:
        with (werk.cache / "gelezen").open("a") as file:
            file.write(ascii(paths[0].name)[1:-1] + "\n")
        order = paths[0].read_text()
        if order == "kapot":
            raise InputError("bestand_kapot", bestand=paths[0].name)
        if order == "bug":
            raise ValueError("geheim: BSN 123456782")
        if order == "sterf" or (order == "sterf eerst" and not (werk.cache / "dood").exists()):
            (werk.cache / "dood").touch()
            os.kill(os.getpid(), 9)
        many = int(order.removeprefix("brieven ")) if order.startswith("brieven ") else 1
        names = [ascii(paths[0].name) + (f"-{i}" if i else "") for i in range(many)]
        return [{"brief": make_brief(naam), "bladzijden": [2 * i + 1, 2 * i + 2]} for i, naam in enumerate(names)]

    return read


class Stapel:
    """A pile in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.map, self.uit, self.cache = root / "in", root / "uit", root / "cache"
        for folder in (self.map, self.cache):
            folder.mkdir()

    def put(self, *namen: str, inhoud: str = "brief") -> None:
        for naam in namen:
            (self.map / naam).parent.mkdir(parents=True, exist_ok=True)
            (self.map / naam).write_text(inhoud)

    def run(self, werkers: int = 1, peildatum: date = DAY) -> Uitslag:
        taak = Taak(self.map, self.uit, Werk(self.cache, peildatum), werkers)
        return run(taak, load(), zin=sentence, melden=lambda *_: None, maker=make_standin)

    @property
    def gelezen(self) -> list[str]:
        return (self.cache / "gelezen").read_text().split() if (self.cache / "gelezen").exists() else []

    def lines(self, naam: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.uit / naam).read_text("utf-8").splitlines()]

    @property
    def bestanden(self) -> list[list[str]]:
        return [brief["bron"]["bestanden"] for brief in self.lines("brieven.jsonl")]


@pytest.fixture
def stapel(tmp_path: Path) -> Stapel:
    return Stapel(tmp_path)


def test_folders_pages_and_files_are_letters_in_natural_order(stapel: Stapel) -> None:
    stapel.put("brief10.pdf", "brief2.pdf", "a.p10.jpg", "a.p2.jpg", "a.p1.jpg")
    stapel.put("Huur/2.jpg", "Huur/10.jpg", "Huur/oud/x.jpg")
    assert find_letters(stapel.map) == (
        ("a.p1.jpg", "a.p2.jpg", "a.p10.jpg"), ("brief2.pdf",), ("brief10.pdf",),
        ("Huur/2.jpg", "Huur/10.jpg"), ("Huur/oud/x.jpg",),
    )  # fmt: skip


def test_notes_are_passed_over_and_unknown_files_are_not(stapel: Stapel) -> None:
    stapel.put(".verborgen.pdf", "x.goud.json", "x.txt", "lees.md", "Thumbs.db", ".DS_Store", "leeg/x.txt")
    stapel.put("brief.docx")
    assert find_letters(stapel.map) == (("brief.docx",),)


def test_our_own_output_in_the_same_folder_is_no_letter(stapel: Stapel) -> None:
    stapel.put("brief.pdf")
    stapel.uit = stapel.map
    stapel.run()
    assert stapel.run().vooraf == 1


def test_a_link_that_points_back_up_ends(stapel: Stapel) -> None:
    stapel.put("map/brief.pdf")
    (stapel.map / "map" / "terug").symlink_to(stapel.map)
    assert find_letters(stapel.map) == (("map/brief.pdf",),)


def test_output_is_in_input_order_with_names_relative_to_the_folder(stapel: Stapel) -> None:
    stapel.put(*(f"brief{n}.pdf" for n in range(1, 13)), "x/1.jpg", "x/2.jpg")
    assert stapel.run(werkers=3).brieven == 13
    assert stapel.bestanden == [[f"brief{n}.pdf"] for n in range(1, 13)] + [["x/1.jpg", "x/2.jpg"]]


def test_a_file_with_many_letters_is_read_once_and_named_for_each(stapel: Stapel) -> None:
    stapel.put("a.pdf", "c.pdf")
    stapel.put("b.pdf", inhoud="brieven 3")
    assert stapel.run().brieven == 5
    assert stapel.bestanden == [["a.pdf"], ["b.pdf"], ["b.pdf"], ["b.pdf"], ["c.pdf"]]
    page = (stapel.uit / "rapport.html").read_text()
    assert "Bestand: b.pdf, bladzijde 3 tot en met 4" in page and "Bestand: a.pdf<" in page
    assert (stapel.run().vooraf, stapel.run().brieven) == (5, 5)
    assert stapel.gelezen == ["a.pdf", "b.pdf", "c.pdf"]


def test_second_run_reads_and_writes_nothing(stapel: Stapel) -> None:
    stapel.put("a.pdf", "b.pdf")
    stapel.put("c.pdf", inhoud="kapot")
    stapel.run()
    before = {path: path.stat().st_mtime_ns for path in stapel.uit.iterdir()}
    uitslag = stapel.run()
    assert (uitslag.vooraf, uitslag.brieven, uitslag.fouten) == (3, 2, 1)
    assert stapel.gelezen == ["a.pdf", "b.pdf", "c.pdf"]
    assert {path: path.stat().st_mtime_ns for path in stapel.uit.iterdir()} == before


def test_changed_file_is_read_again_and_a_removed_one_is_forgotten(stapel: Stapel) -> None:
    stapel.put("a.pdf", "b.pdf", "c.pdf")
    stapel.run()
    stapel.put("b.pdf", inhoud="een andere brief")
    (stapel.map / "c.pdf").unlink()
    stapel.run()
    assert stapel.gelezen == ["a.pdf", "b.pdf", "c.pdf", "b.pdf"]
    assert stapel.bestanden == [["a.pdf"], ["b.pdf"]]
    assert len(stapel.lines(".voortgang.jsonl")) == 2


def test_another_day_is_another_reading(stapel: Stapel) -> None:
    stapel.put("a.pdf")
    stapel.run()
    assert stapel.run(peildatum=date(2026, 11, 22)).vooraf == 0


def test_a_failed_letter_costs_only_itself(stapel: Stapel) -> None:
    stapel.put("a.pdf", "map/c.pdf")
    stapel.put("map2/b.pdf", inhoud="kapot")
    assert stapel.run().brieven == 2
    assert stapel.lines("fouten.jsonl") == [
        {
            "bestand": "map2/b.pdf", "bestanden": ["map2/b.pdf"], "code": "bestand_kapot",
            "zin": "Het bestand map2/b.pdf is kapot. Maak de foto of scan opnieuw.",
        }
    ]  # fmt: skip
    assert "map2/b.pdf is kapot" in (stapel.uit / "rapport.html").read_text()


def test_a_bug_is_reported_without_a_word_of_the_letter(stapel: Stapel) -> None:
    stapel.put("a.pdf", inhoud="bug")
    stapel.put("b.pdf")
    assert (stapel.run().brieven, stapel.lines("fouten.jsonl")[0]["code"]) == (1, "onverwacht")
    assert not any("geheim" in path.read_text() for path in stapel.uit.iterdir())


def test_a_letter_that_kills_its_process_is_tried_twice(stapel: Stapel) -> None:
    stapel.put("b.pdf", "c.pdf", "d.pdf")
    stapel.put("a.pdf", inhoud="sterf")
    assert stapel.run(werkers=2).brieven == 3
    assert sorted(stapel.gelezen) == ["a.pdf", "a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert "het leesproces stopte" in stapel.lines("fouten.jsonl")[0]["zin"]
    stapel.put("a.pdf", inhoud="brief")
    assert (stapel.run().vooraf, stapel.bestanden[0]) == (3, ["a.pdf"])


def test_a_letter_whose_process_died_by_accident_is_read_after_all(stapel: Stapel) -> None:
    stapel.put("a.pdf", inhoud="sterf eerst")
    stapel.put("b.pdf")
    assert stapel.run().fouten == 0
    assert stapel.bestanden == [["a.pdf"], ["b.pdf"]]


def test_names_outside_unicode_do_not_stop_the_pile(stapel: Stapel) -> None:
    name = os.fsdecode(b"brief\xe9.pdf")
    stapel.put(name, "zo\u0308n.pdf", "met\nregel.pdf")
    assert stapel.run().brieven == 3
    assert ["brief\ufffd.pdf"] in stapel.bestanden


def test_files_of_people_are_for_the_owner_alone(stapel: Stapel) -> None:
    stapel.put("a.pdf")
    stapel.run()
    assert {path.stat().st_mode & 0o077 for path in stapel.uit.iterdir()} == {0}


def render(*briefs: dict[str, Any], fouten: Sequence[dict[str, Any]] = ()) -> str:
    return rapport.render([(brief, ()) for brief in briefs], fouten, DAY, load().talen["nl"])


def test_report_puts_the_most_urgent_first_and_the_overdue_before_all_of_its_kind() -> None:
    page = render(
        make_brief("geen", "geen"), make_brief("straks", termijnen=[term("2026-11-28")]),
        make_brief("onleesbaar", "onbekend"), make_brief("voorbij", termijnen=[term("2026-11-10", verlopen=True)]),
        make_brief("kritiek", "kritiek"), make_brief("eerder", termijnen=[term("2026-11-23")]),
    )  # fmt: skip
    order = re.findall(r'<h2 id="titel-\d+">Titel (\w+)', page)
    assert order == ["kritiek", "onleesbaar", "voorbij", "eerder", "straks", "geen"]
    assert "<b>3</b> haast" in page and "<b>1</b> nu doen" in page


def _poison(value: Any, key: str = "") -> Any:
    """Put markup in every free text of a Brief; labels come from closed lists and stay."""
    if isinstance(value, dict):
        return {k: _poison(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_poison(item, key) for item in value]
    closed = ("datum", "peildatum", "urgentie", "soort", "naar", "oordeel", "aanwijzingen", "juridisch_einde", "bedrag")
    return PAYLOAD if isinstance(value, str) and key not in closed else value


def test_report_escapes_every_word_of_letters_and_file_names() -> None:
    proof = [{"bladzijde": 1, "tekst": "woorden"}]
    brief = make_brief("a", twijfels=["x"], mens_nodig=True)
    brief["termijnen"] = [{**term("2026-11-28"), "rekenregel": "x", "juridisch_einde": "2026-11-30", "bewijs": proof}]
    brief["bedragen"] = [{"soort": "te_betalen", "bedrag": "12.50", "bewijs": proof}]
    brief["gevolgen"] = [{"soort": "beslag", "bewijs": proof}]
    brief["betaling"] = {"iban": "x", "tnv": "x", "kenmerk": "x", "bewijs": proof}
    brief["controle"] = [{"melding": "x", "regel": "x", "bewijs": proof}]
    brief["route"] = {"naar": "wijkteam", "spoed": True, "redenen": ["x"], "vraag": "x"}
    brief["uitleg"].update(doen=["x"], hulp=["x"], gevolg="x", kern="x")
    brief["afzender"]["bewijs"] = brief["briefsoort"]["bewijs"] = proof
    page = render(_poison(brief), fouten=[_poison({"bestanden": ["x"], "zin": "x"})])
    assert page.count("&lt;script&gt;") >= 20
    assert "<script" not in page and "<img" not in page and PAYLOAD not in page


def test_report_needs_nothing_from_outside_and_forbids_it() -> None:
    page = render(make_brief("a"))
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|@import|\ssrc=|\sstyle=|\son\w+=", page)


def test_report_names_the_same_letter_twice() -> None:
    assert render(make_brief("a"), make_brief("a")).count("2 keer in de stapel") == 2


def test_every_urgency_has_its_own_place_icon_and_colours_of_enough_contrast() -> None:
    assert set(rapport.ORDER) == set(ERNST) == set(rapport_stijl.ICONS)
    for back, front in rapport_stijl.COLOURS.values():
        light, dark = sorted((_luminance(back), _luminance(front)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_report_can_be_made_of_a_letter_that_could_not_be_read() -> None:
    uitleg = to_json(unreadable(load()))
    assert "Maak een nieuwe foto" in render(make_brief("a", "onbekend", uitleg=uitleg))


def test_plain_progress_is_a_line_every_tenth_part() -> None:
    class Paper:
        lines: list[str] = []  # noqa: RUF012

        def print(self, text: str, **_: object) -> None:
            self.lines.append(text)

    meter = _Lines(Paper())  # type: ignore[arg-type]
    for done in range(50, 201):
        meter(done, 200)
    assert Paper.lines[0] == "200 brieven gevonden, 50 al gelezen."
    assert [line.split(" (")[0] for line in Paper.lines[1:]] == [f"{n} van 200" for n in range(60, 201, 20)]


def test_as_many_processes_as_cores() -> None:
    assert cores() == len(os.sched_getaffinity(0))
