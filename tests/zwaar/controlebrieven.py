"""Letters with one fault, and the same letters without it. All persons, firms and numbers are invented."""

# ruff: noqa: E501  (sentences of a letter stay on one line, as they are read)

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from brievenbus.classify.controle import fee_ceiling

MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
NAMEN = ("mevrouw Van Dorp", "de heer Bilal", "mevrouw Okafor", "de heer Terpstra", "mevrouw Yılmaz", "de heer De Groot")
FIRMA = (
    ("Sportschool De Halter", "Contributie"), ("Webwinkel Lindeboom B.V.", "Factuur 2026-118"), ("Tandartspraktijk Molenzicht", "Nota 88213"),
    ("Schildersbedrijf Kwast V.O.F.", "Factuur 2026-0417"), ("Rijschool Rechtdoor", "Factuur 7719"), ("Boekhandel Het Ezelsoor", "Factuur B-2026-55"),
)  # fmt: skip
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Soort:
    """One kind of fault: how its letter is made (with the fault, or without) and words that stand in its finding."""

    naam: str
    teken: str
    maak: Callable[[random.Random, bool], str]


def eur(bedrag: Decimal) -> str:
    """'€ 1.250,00'."""
    return "€ " + f"{bedrag:,.2f}".translate(str.maketrans(",.", ".,"))


def dag(day: date) -> str:
    """'3 december 2026'."""
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def _day(r: random.Random) -> date:
    return date(2026, 11, 2) + timedelta(days=r.randrange(18))


def _sum(r: random.Random, low: int = 40, high: int = 2200) -> Decimal:
    return Decimal(r.randrange(low * 100, high * 100)) * CENT


def iban(r: random.Random) -> str:
    """An invented account with right check digits."""
    bank = r.choice(("BNKA", "VRBD", "OEFN"))
    number = f"{r.randrange(10**9):010d}"
    digits = "".join(str(int(sign, 36)) for sign in bank + number) + "2321" + "00"
    check = f"{98 - int(digits) % 97:02d}"
    return f"NL{check} {bank} {number[:4]} {number[4:8]} {number[8:]}"


def brief(r: random.Random, hoofd: str, datum: date, onderwerp: str, inhoud: str, strook: str = "") -> str:
    """A letter in the markup of the samples."""
    naam = r.choice(NAMEN)
    aan = naam.replace("mevrouw", "Mevrouw").replace("de heer", "De heer")
    delen = [
        f"@layout: {r.choice(('classic', 'rijk', 'modern'))}", f"@letterhead\n{hoofd}", f"@address\n{aan}\nKlaverlaan {r.randrange(1, 90)}\n3811 AB Waterrijk",
        f"@refs\nDatum: {dag(datum)}\nOns kenmerk: {r.randrange(10**6, 10**7)}", f"@subject\n{onderwerp}",
        f"@body\nGeachte {naam.removeprefix('de ')},\n\n{inhoud}", "@sign\nMet vriendelijke groet,\n\nA. de Vries",
    ]  # fmt: skip
    if strook:
        delen.append(f"@slip\n{strook}")
    return "\n".join(delen) + "\n"


def _slip(r: random.Random, bedrag: Decimal, naam: str) -> str:
    kop = r.choice(("Betaalgegevens", "Betaalstrook", "Strook voor uw betaling"))
    woord = r.choice(("Te betalen", "Bedrag", "Totaal te voldoen"))
    return f"{kop}\n{woord}: {eur(bedrag)}\nIBAN: {iban(r)}\nOp naam van: {naam.split(',')[0]}\nBetalingskenmerk: {r.randrange(10**15, 10**16)}"


# ---------------------------------------------------------------- the 14-day letter
_GOED = (
    "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd", "binnen 14 dagen, te rekenen vanaf de dag na die waarop deze brief bij u is bezorgd",
    "binnen vijftien dagen nadat deze brief bij u is bezorgd", "binnen 14 dagen na de dag waarop u deze brief hebt ontvangen",
    "binnen 14 dagen na ontvangst van deze brief",
)  # fmt: skip
_VROEG = (
    "binnen 14 dagen na heden", "binnen veertien dagen na dagtekening van deze brief", "binnen 14 dagen na de datum van deze brief",
    "binnen veertien dagen, gerekend vanaf vandaag", "binnen 14 dagen na de briefdatum", "binnen twee weken na verzending van deze brief",
)  # fmt: skip
_KORT = (
    "binnen 7 dagen",
    "binnen acht dagen na ontvangst van deze brief",
    "binnen een week",
    "binnen 10 dagen na vandaag",
    "binnen vijf werkdagen",
)


def _wik(r: random.Random, termijn: str, claim: Decimal, kosten: str, extra: str = "", datum: date | None = None) -> str:
    firma, waarvoor = r.choice(FIRMA)
    body = r.choice(
        (
            f"Uw rekening van {eur(claim)} staat nog open. Het gaat om: {waarvoor}.\n\nU kunt dit bedrag nog zonder extra kosten betalen {termijn}. "
            f"Betaalt u dan niet, dan bent u {kosten} verschuldigd. {extra}",
            f"Wij hebben {eur(claim)} nog niet van u ontvangen ({waarvoor}).\n\nWij verzoeken u het bedrag {termijn} te voldoen. "
            f"Blijft betaling uit, dan brengen wij {kosten} in rekening. {extra}\n\nLukt betalen niet? Bel ons dan over een regeling.",
            f"Volgens onze administratie moet u nog {eur(claim)} betalen voor {waarvoor.lower()}.\n\nWij stellen u in de gelegenheid om {termijn} "
            f"alsnog te betalen, zonder bijkomende kosten. Doet u dat niet, dan rekenen wij {kosten}. {extra}",
        )
    )
    return brief(
        r,
        f"{firma}\nMarktplein 3\n3811 AC Waterrijk",
        datum or _day(r),
        r.choice(("Aanmaning", "Laatste kans om zonder kosten te betalen", "Openstaand bedrag")),
        body,
    )


def _fee(claim: Decimal) -> str:
    return f"{eur(fee_ceiling(claim))} aan buitengerechtelijke incassokosten"


def vroeg(r: random.Random, fout: bool) -> str:
    """The 14 days run from the letter."""
    claim = _sum(r)
    return _wik(r, r.choice(_VROEG if fout else _GOED), claim, _fee(claim))


def kort(r: random.Random, fout: bool) -> str:
    """Less than 14 days."""
    claim = _sum(r)
    return _wik(r, r.choice(_KORT if fout else _GOED), claim, _fee(claim))


def laatste_dag(r: random.Random, fout: bool) -> str:
    """A printed last day before the 14 days are over."""
    claim, day = _sum(r), _day(r)
    last = day + timedelta(days=r.randrange(7, 15) if fout else r.randrange(17, 24))
    term = r.choice((f"uiterlijk {dag(last)}", f"uiterlijk op {dag(last)}", f"vóór {dag(last)}"))
    return _wik(r, term, claim, _fee(claim), datum=day)


def kosten_niet_genoemd(r: random.Random, fout: bool) -> str:
    """The costs that follow are not named."""
    claim = _sum(r)
    unnamed = r.choice(("incassokosten", "buitengerechtelijke incassokosten", "de wettelijke incassokosten"))
    return _wik(r, r.choice(_GOED), claim, unnamed if fout else _fee(claim))


def te_hoog(r: random.Random, fout: bool) -> str:
    """Costs above the ceiling with VAT."""
    claim = _sum(r, 40, 6000)
    fee = fee_ceiling(claim)
    if fout:
        fee = (fee * Decimal(r.choice(("1.30", "1.5", "2", "3")))).quantize(CENT)
    elif r.random() < 0.4:
        fee = (fee * Decimal("1.21")).quantize(CENT)
    if r.random() < 0.5:
        return _wik(r, r.choice(_GOED), claim, f"{eur(fee)} incassokosten")
    firma = r.choice(FIRMA)
    rente = _sum(r, 1, 9)
    body = (
        f"Ondanks onze aanmaning van 1 oktober hebt u niet betaald aan {firma[0]}.\n\n| {firma[1]} | {eur(claim)} |\n| Incassokosten | {eur(fee)} |\n"
        f"| Rente | {eur(rente)} |\n| Totaal te betalen | {eur(claim + fee + rente)} |\n\nBetaal het totaal van {eur(claim + fee + rente)} nu. Anders vragen wij de rechter om een vonnis."
    )
    return brief(
        r,
        "Incassobureau Zuiderzee B.V.\nPostbus 12\n3800 AA Waterrijk",
        _day(r),
        "Sommatie",
        body,
        _slip(r, claim + fee + rente, "Zuiderzee"),
    )


def te_vaak(r: random.Random, fout: bool) -> str:
    """Collection costs for each of several terms."""
    term, n = _sum(r, 40, 95), r.choice((3, 4))
    names = r.sample(MAANDEN[5:10], n)
    rows = "".join(f"| Premie {naam} | {eur(term)} |\n" for naam in names)
    claim = term * n
    if fout:
        rows += "".join(f"| Incassokosten {naam} | {eur(Decimal(40))} |\n" for naam in names)
        total = claim + 40 * n
    else:
        rows += f"| Incassokosten | {eur(fee_ceiling(claim))} |\n"
        total = claim + fee_ceiling(claim)
    body = (
        f"U hebt uw premie niet betaald, ook niet na onze aanmaning van 5 oktober.\n\n{rows}| Totaal te betalen | {eur(total)} |\n\n"
        f"Wij sommeren u om {eur(total)} te betalen. Anders leggen wij de zaak voor aan de kantonrechter."
    )
    return brief(
        r, "Vesting Incasso B.V.\nPostbus 90\n3800 AB Waterrijk", _day(r), "Laatste sommatie", body, _slip(r, total, "Vesting Incasso")
    )


def te_vroeg_kosten(r: random.Random, fout: bool) -> str:
    """Costs in the amount of a first letter."""
    claim, fee, naam = (
        _sum(r, 50, 260),
        Decimal(r.choice((40, 40, 15, 25))),
        r.choice(("Incassokosten", "Herinneringskosten", "Aanmaningskosten")),
    )
    firma, waarvoor = r.choice(FIRMA)
    total = claim + (fee if fout else 0)
    lines = f"| {waarvoor} | {eur(claim)} |\n" + (f"| {naam} | {eur(fee)} |\n" if fout else "| Ontvangen | € 0,00 |\n")
    body = (
        f"Op {r.randrange(1, 28)} oktober stuurden wij u onze factuur. Misschien bent u het vergeten: de factuur voor uw bestelling is nog niet betaald.\n\n{lines}| Te betalen | {eur(total)} |\n\n"
        + r.choice((f"Wilt u {eur(total)} binnen 21 dagen overmaken?", f"Maak {eur(total)} uiterlijk over drie weken over.", "Betaal dit bedrag binnen drie weken."))
    )  # fmt: skip
    return brief(
        r,
        f"{firma}\nMarktplein 3\n3811 AC Waterrijk",
        _day(r),
        r.choice(("Herinnering", "Betalingsherinnering")),
        body,
        _slip(r, total, firma),
    )


# ---------------------------------------------------------------- fines
_CJIB = "Centraal Justitieel Incassobureau\nPostbus 1794\n8901 CB Leeuwarden"


def _boete(r: random.Random, tweede: bool, fout: bool, procent: str = "") -> str:
    fine = Decimal(r.randrange(40, 400))
    first = fine / 2
    second = fine + first
    if fout and not procent:
        wrong = Decimal(r.choice((7, 12, 25, 40)))
        if tweede and r.random() < 0.7:
            second += wrong
        else:
            first += wrong
    rows = r.choice(("Boete", "Sanctiebedrag", "Oorspronkelijke boete"))
    body = f"| {rows} | {eur(fine)} |\n| Administratiekosten | € 9,00 |\n| {r.choice(('Eerste verhoging', 'Verhoging van 2 september'))} | {eur(first)} |\n"
    total = fine + 9 + first
    if tweede:
        body += f"| {r.choice(('Tweede verhoging', 'Verhoging van vandaag'))} | {eur(second)} |\n"
        total += second
    body += f"| {r.choice(('Totaal', 'Nu te betalen', 'Samen'))} | {eur(total)} |\n"
    share = procent or ("100" if tweede else "50")
    step = "opnieuw" if tweede else "nu"
    verb = r.choice((f"De boete is {step} verhoogd met {share} procent.", f"Wij hebben uw boete {step} verhoogd met {share}%."))
    day = _day(r)
    inhoud = (
        f"Uw verkeersboete is niet op tijd betaald. {verb} Dat staat in de Wet administratiefrechtelijke handhaving verkeersvoorschriften.\n\n{body}\n"
        f"Betaal {eur(total)} uiterlijk {dag(day + timedelta(days=28))}. "
        + ("Anders kunnen wij het geld van uw rekening of loon laten halen." if tweede else "Anders wordt de boete nog een keer hoger.")
    )
    kop = "Tweede aanmaning: uw verkeersboete is opnieuw verhoogd" if tweede else "Eerste aanmaning: uw verkeersboete is verhoogd"
    return brief(r, _CJIB, day, kop, inhoud, _slip(r, total, "CJIB"))


def cjib_een(r: random.Random, fout: bool) -> str:
    """A first raise that is not half of the fine."""
    return _boete(r, False, fout)


def cjib_twee(r: random.Random, fout: bool) -> str:
    """Raises of which one does not follow."""
    return _boete(r, True, fout)


def cjib_procent(r: random.Random, fout: bool) -> str:
    """A share that the law does not know."""
    return _boete(r, r.random() < 0.5, fout, r.choice(("60", "75", "150", "40")) if fout else "")


# ---------------------------------------------------------------- sums
def _rekening(r: random.Random, rijen: list[tuple[str, Decimal]], totaal: Decimal, strook: Decimal, zin: Decimal | None = None) -> str:
    said = zin if zin is not None else totaal
    firma, soort = r.choice(
        (
            ("Drinkwaterbedrijf Plas & Bron", "waternota"),
            ("Woonstichting De Linde", "huur"),
            ("Zeedijk Energie B.V.", "energienota"),
            ("Kinderopvang Pluk", "factuur"),
        )
    )
    rows = "".join(f"| {naam} | {eur(abs(bedrag))} |\n" for naam, bedrag in rijen)
    woord = r.choice(("Totaal", "Totaal te betalen", "Samen", "Nog te betalen"))
    body = (
        f"Uw {soort} is nog niet betaald. Hieronder ziet u waar het om gaat.\n\n{rows}| {woord} | {eur(totaal)} |\n\n"
        + r.choice((f"Wij vragen u om in totaal {eur(said)} te betalen.", f"Betaal het totale bedrag van {eur(said)} binnen vier weken."))
        + " Kunt u dat niet in één keer? Bel ons dan."
    )
    return brief(r, f"{firma}\nHavenweg 9\n3811 ZZ Waterrijk", _day(r), "Herinnering", body, _slip(r, strook, firma))


def _rijen(r: random.Random) -> list[tuple[str, Decimal]]:
    start = r.randrange(5, 8)
    rows = [
        (f"{r.choice(('Rekening', 'Factuur', 'Huur'))} {naam}", _sum(r, 30, 700)) for naam in MAANDEN[start : start + r.randrange(2, 4)]
    ]
    return rows + ([("Rente", _sum(r, 1, 12))] if r.random() < 0.5 else [])


def optelling(r: random.Random, fout: bool) -> str:
    """A table that does not add up."""
    rows = _rijen(r)
    total = sum((value for _, value in rows), Decimal(0))
    if fout:
        total += r.choice((Decimal(10), Decimal(100), Decimal("-27.50"), Decimal("9.90"), Decimal(1)))
    return _rekening(r, rows, total, total)


def al_betaald(r: random.Random, fout: bool) -> str:
    """What was paid is not taken off, or added."""
    rows = _rijen(r)
    full = sum((value for _, value in rows), Decimal(0))
    paid = _sum(r, 5, 25)
    rows.append((r.choice(("Reeds betaald", "Af: uw betaling van 3 oktober", "Al van u ontvangen", "In mindering: creditnota")), -paid))
    total = r.choice((full, full + paid)) if fout else full - paid
    return _rekening(r, rows, total, total)


def zoveel_keer(r: random.Random, fout: bool) -> str:
    """So many months times an amount."""
    n, one = r.randrange(2, 9), _sum(r, 20, 900)
    total = one * n + (r.choice((one, Decimal(50), Decimal("-12.30"))) if fout else 0)
    words = ("", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht")
    firma = r.choice(("Woonstichting De Linde", "Sportschool De Halter", "Kinderopvang Pluk"))
    zin = r.choice(
        (
            f"U moet nog {words[n]} maanden van {eur(one)} betalen, dat is samen {eur(total)}.", f"De achterstand is {n} maanden x {eur(one)} = {eur(total)}.",
            f"Er staan {n} termijnen van {eur(one)} open, in totaal {eur(total)}.",
        )
    )  # fmt: skip
    body = (
        f"Uw betaling is niet op tijd binnengekomen. {zin}\n\nMaak {eur(total)} over binnen vier weken. Lukt dat niet, neem dan contact op."
    )
    return brief(r, f"{firma}\nHavenweg 9\n3811 ZZ Waterrijk", _day(r), "Achterstand", body, _slip(r, total, firma))


def strook(r: random.Random, fout: bool) -> str:
    """The slip asks for another amount than the letter."""
    rows = _rijen(r)
    total = sum((value for _, value in rows), Decimal(0))
    return _rekening(r, rows, total, total + (r.choice((Decimal(9), Decimal("22.50"), Decimal(-30), Decimal("0.90"))) if fout else 0))


def twee_totalen(r: random.Random, fout: bool) -> str:
    """The sentence and the table have another total."""
    rows = _rijen(r)
    total = sum((value for _, value in rows), Decimal(0))
    other = total + (r.choice((Decimal("13.37"), Decimal("-8.25"), Decimal("104.10"))) if fout else 0)
    return _rekening(r, rows, total, total, other)


# ---------------------------------------------------------------- decisions
def _besluit(r: random.Random, bezwaar: str, datum: date) -> str:
    bedrag = eur(_sum(r, 100, 1900))
    kop, onderwerp, tekst = r.choice(
        (
            ("Gemeente Waterrijk\nAfdeling Werk en Inkomen", "Besluit: terugvordering bijstand",
             f"Wij hebben besloten dat u te veel bijstand hebt ontvangen volgens de Participatiewet. U moet {bedrag} aan bijstandsuitkering terugbetalen. "
             "Dat komt omdat u uw inkomsten niet hebt doorgegeven."),
            ("UWV\nPostbus 57, Waterrijk", "Beslissing: u moet WW terugbetalen",
             f"U hebt te veel WW-uitkering van UWV gekregen. Onze beslissing is dat u {bedrag} moet terugbetalen. U werkte in september meer uren dan u opgaf."),
            ("Belastingdienst/Toeslagen\nPostbus 4510", "Beschikking huurtoeslag",
             f"Uw huurtoeslag over 2025 is vastgesteld bij deze beschikking. U kreeg te veel voorschot huurtoeslag. U moet {bedrag} terugbetalen aan Dienst Toeslagen."),
            ("Gemeente Waterrijk\nAfdeling Werk en Inkomen", "Besluit: uw bijstandsuitkering stopt",
             "Wij hebben besloten uw bijstandsuitkering in te trekken per 1 oktober 2026. U hebt ons niet verteld dat u samenwoont. Daarom hebt u volgens de Participatiewet geen recht meer op bijstand."),
            ("Gemeente Waterrijk\nAfdeling Werk en Inkomen", "Besluit: uw aanvraag is afgewezen",
             "U hebt bijstand aangevraagd. Wij hebben besloten uw aanvraag om een bijstandsuitkering af te wijzen. Uw vermogen is te hoog volgens de Participatiewet."),
        )
    )  # fmt: skip
    return brief(r, kop, datum, onderwerp, f"{tekst}\n\n{bezwaar}\n\nHebt u vragen? Bel ons op werkdagen.".replace("\n\n\n\n", "\n\n"))


def clausule(r: random.Random, fout: bool) -> str:
    """No word of objection."""
    return _besluit(r, "" if fout else _bezwaar(r, "zes weken na de verzenddatum"), _day(r))


def _bezwaar(r: random.Random, termijn: str) -> str:
    return r.choice(
        (
            f"Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken binnen {termijn}.", f"Tegen deze beslissing kunt u binnen {termijn} een bezwaarschrift indienen.",
            f"U kunt hiertegen bezwaar maken. Uw bezwaarschrift moet binnen {termijn} bij ons zijn.",
        )
    )  # fmt: skip


def bezwaar_kort(r: random.Random, fout: bool) -> str:
    """A shorter (or longer) term than the law."""
    n = (
        r.choice(("vier weken", "twee weken", "14 dagen", "5 weken", "acht weken", "30 dagen"))
        if fout
        else r.choice(("zes weken", "6 weken", "42 dagen"))
    )
    return _besluit(
        r,
        _bezwaar(r, f"{n} na {r.choice(('de datum van deze brief', 'dagtekening', 'de verzending van dit besluit', 'verzending'))}"),
        _day(r),
    )


def bezwaar_dag(r: random.Random, fout: bool) -> str:
    """A last day to object before the six weeks are over."""
    day = _day(r)
    last = day + timedelta(days=r.choice((14, 21, 28, 35, 39)) if fout else r.choice((42, 43, 44)))
    zin = r.choice(
        (f"U kunt tot en met {dag(last)} bezwaar maken tegen dit besluit.", f"Niet eens met deze beslissing? Stuur uw bezwaarschrift uiterlijk {dag(last)}.",
         f"Wij moeten uw bezwaar uiterlijk op {dag(last)} hebben ontvangen.")
    )  # fmt: skip
    return _besluit(r, zin, day)


# ---------------------------------------------------------------- what cannot be
def zelf_beslag(r: random.Random, fout: bool) -> str:
    """A collector who says that he seizes."""
    claim, fee = _sum(r, 60, 260), Decimal(40)
    wrong = (
        "Dan leggen wij beslag op uw loon.", "Wij zullen dan zonder verdere waarschuwing beslag leggen op uw inboedel.",
        "Wij leggen volgende week beslag op uw uitkering.", "Onze medewerkers komen dan langs en nemen uw spullen mee.", "Dan gaan wij over tot beslag op uw bankrekening.",
    )  # fmt: skip
    right = (
        "Dan vragen wij de kantonrechter om een vonnis. Daarmee kan een gerechtsdeurwaarder beslag leggen.", "Dan dragen wij de zaak over aan een gerechtsdeurwaarder.",
        "Dan adviseren wij onze opdrachtgever om u te dagvaarden.", "Wij mogen zelf geen beslag leggen; dat kan alleen een deurwaarder na een vonnis.",
        "Een deurwaarder kan na een vonnis beslag leggen op uw loon.",
    )  # fmt: skip
    firma = r.choice(FIRMA)
    body = (
        f"Op 1 oktober stuurden wij u een aanmaning namens {firma[0]}. U hebt niet betaald.\n\n| {firma[1]} | {eur(claim)} |\n| Incassokosten | {eur(fee)} |\n"
        f"| Totaal | {eur(claim + fee)} |\n\nBetaal {eur(claim + fee)} binnen vijf dagen. Betaalt u niet? {r.choice(wrong if fout else right)}"
    )
    return brief(
        r,
        r.choice(("Incassobureau Zuiderzee B.V.\nPostbus 12", "Vesting Incasso B.V.\nPostbus 90")),
        _day(r),
        "Sommatie",
        body,
        _slip(r, claim + fee, "Incasso"),
    )


def voorbij(r: random.Random, fout: bool) -> str:
    """A last day before the letter itself."""
    day, claim = _day(r), _sum(r)
    last = day + timedelta(days=r.choice((-2, -5, -9, -20)) if fout else r.randrange(20, 30))
    firma, waarvoor = r.choice(FIRMA)
    zin = r.choice(
        (f"Betaal dit bedrag uiterlijk {dag(last)}.", f"U moet {eur(claim)} uiterlijk op {dag(last)} overmaken.", f"Wij verzoeken u om vóór {dag(last)} te betalen.",
         f"Maak het bedrag uiterlijk {dag(last)} over.")
    )  # fmt: skip
    body = f"Uw rekening van {eur(claim)} voor {waarvoor.lower()} staat nog open.\n\n{zin} Hebt u al betaald? Dan is deze brief niet meer nodig."
    return brief(r, f"{firma}\nMarktplein 3", day, "Herinnering", body, _slip(r, claim, firma))


def rekeningnummer(r: random.Random, fout: bool) -> str:
    """An account that cannot exist."""
    claim, (firma, waarvoor) = _sum(r), r.choice(FIRMA)
    slip = _slip(r, claim, firma)
    if fout:
        at = slip.index("IBAN: NL") + 8
        slip = slip[:at] + f"{(int(slip[at : at + 2]) + r.randrange(3, 60)) % 97 + 1:02d}" + slip[at + 2 :]
    body = f"Uw rekening van {eur(claim)} voor {waarvoor.lower()} staat nog open. Wilt u {eur(claim)} binnen vier weken overmaken? Gebruik de gegevens onder aan deze brief."
    return brief(r, f"{firma}\nMarktplein 3", _day(r), "Herinnering", body, slip)


SOORTEN = (
    Soort("14 te vroeg", "te vroeg", vroeg), Soort("14 te kort", "De wet geeft 14 dagen", kort), Soort("14 laatste dag", "volle 14 dagen", laatste_dag),
    Soort("14 geen bedrag", "Hoe hoog die zijn", kosten_niet_genoemd), Soort("kosten te hoog", "incassokosten zijn", te_hoog),
    Soort("kosten vaak", "incassokosten zijn", te_vaak), Soort("kosten vroeg", "eerdere waarschuwing", te_vroeg_kosten),
    Soort("cjib eerste", "De verhoging is", cjib_een), Soort("cjib tweede", "De verhoging is", cjib_twee), Soort("cjib procent", "procent", cjib_procent),
    Soort("optelling", "De regels zijn samen", optelling), Soort("al betaald", "De regels zijn samen", al_betaald), Soort("zoveel keer", " keer ", zoveel_keer),
    Soort("strook", "Op de strook", strook), Soort("twee totalen", "twee totalen", twee_totalen), Soort("clausule", "hoe u bezwaar", clausule),
    Soort("bezwaar duur", "De wet geeft", bezwaar_kort), Soort("bezwaar dag", "De wet geeft", bezwaar_dag), Soort("zelf beslag", "zelf beslag", zelf_beslag),
    Soort("voorbij", "De brief zelf is van", voorbij), Soort("rekening", "controlegetal", rekeningnummer),
)  # fmt: skip
