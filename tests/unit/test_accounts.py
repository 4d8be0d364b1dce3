"""Account numbers: spaces, line ends, cells, slips, holders."""

from __future__ import annotations

import pytest

from brievenbus.extract.accounts import accounts, broken_accounts
from tests.teksten import maak_tekst

IBAN = "NL91ABNA0417164300"


@pytest.mark.parametrize(
    "plat",
    [
        "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "NL 91 ABNA 0417 1643 00", "NL91.ABNA.0417.1643.00",
        "NL91\tABNA 0417\t1643 00", "Maak over op NL91 ABNA 0417\n 1643 00.", "IBAN:NL91ABNA0417164300,",
        "NL91-ABNA-0417-1643-00",
    ],
)  # fmt: skip
def test_clean_forms(plat: str) -> None:
    (rekening,) = accounts(maak_tekst(plat))
    assert (rekening.iban, rekening.hersteld) == (IBAN, False)


@pytest.mark.parametrize(
    "plat",
    [
        "NL91ABNAO417164300",
        "NL9IABNA04I7164300",
        "NL91 A8NA 0417 1643 OO",
        "N191 ABNA 0417 1643 00",
        "NL91ABNA041716430o",
    ],
)
def test_one_repair_makes_it_right(plat: str) -> None:
    (rekening,) = accounts(maak_tekst(f"Rekening {plat} gebruiken"))
    assert (rekening.iban, rekening.hersteld) == (IBAN, True)


def test_wrong_check_digits_are_kept_apart() -> None:
    tekst = maak_tekst("Betaal op NL91 ABNA 0417 1643 01")
    assert accounts(tekst) == ()
    assert broken_accounts(tekst)[0].iban == "NL91ABNA0417164301"


@pytest.mark.parametrize("plat", ["DE89 3704 0044 0532 0130 00", "BE68 5390 0754 7034", "FR14 2004 1010 0505 0001 3M02 606"])
def test_foreign(plat: str) -> None:
    assert accounts(maak_tekst(f"naar {plat} t.n.v. X"))[0].iban == plat.replace(" ", "")


@pytest.mark.parametrize(
    ("plat", "tnv"),
    [
        (f"Betaal op {IBAN} t.n.v. CJIB te Leeuwarden.", "CJIB"),
        (f"Betaal op {IBAN} ten name van Woonstichting De Kei. Doe dat snel.", "Woonstichting De Kei"),
        (f"IBAN\t{IBAN}\nTen name van\tGemeente St. Ives\nKenmerk\t12", "Gemeente St. Ives"),
        (f"op {IBAN} op naam van Bos Incasso B.V. onder vermelding van 1234", "Bos Incasso B.V."),
        (f"t.n.v. Waterschap Noord, {IBAN}", "Waterschap Noord"),
        (f"Betaal op {IBAN} t.‚n.v. CJIB.", "CJIB"),
        (f"IBAN {IBAN} Op naam van\nKenmerk\n4739 6401", None),
        (f"IBAN {IBAN} Op naam van\nUw betalingskenmerk Bedrag\n4739 6401", None),
        (f"op {IBAN} t.n.v. Kenmerk Techniek B.V.", "Kenmerk Techniek B.V."),
        (f"op {IBAN}.", None),
        (f"{IBAN} t.n.v. Stg. Beheer Cliëntengelden Noord. Vermeld 12", "Stg. Beheer Cliëntengelden Noord"),
        (f"{IBAN} t.n.v. Afd. Invordering Gemeente Bos, o.v.v. 12", "Afd. Invordering Gemeente Bos"),
        (f"{IBAN} t.n.v. Stichting Rust en Ruimte en vermeld 12", "Stichting Rust en Ruimte"),
        (f"{IBAN} t.n.v. Vereniging Zon voor Iedereen met kenmerk 12", "Vereniging Zon voor Iedereen"),
        (f"op {IBAN} van Volkstuin West, met je tuinnummer", "Volkstuin West"),
        (f"op {IBAN} (Volkstuin West)", "Volkstuin West"),
        (f"op {IBAN} (RABONL2U)", None),
    ],
)
def test_holder(plat: str, tnv: str | None) -> None:
    assert accounts(maak_tekst(plat))[0].tnv == tnv


@pytest.mark.parametrize("plat", ["NL IS EEN LAND MET 17 MILJOEN MENSEN", "DE 10 STAPPEN NAAR GELUK EN MEER", "kenmerk NL2026", ""])
def test_no_account(plat: str) -> None:
    assert accounts(maak_tekst(plat)) == ()
    assert broken_accounts(maak_tekst(plat)) == ()
