"""Numbers and days as people say them aloud, where a voice that reads the figures would say them otherwise.

Dutch numbers are written out in parts ("drie honderd zes en zestig"): that is for ears, and computer voices put the stress right then.
Of the other languages only the day of a month stands here, for a voice says "three December" where people say "the third of December".
"""

from __future__ import annotations

from collections.abc import Mapping

_TOT_TWINTIG = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien",
    "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TIENTAL = ("", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_MEESTE = 10**9
_RANG = {1: "eerste", 3: "derde", 8: "achtste"}


def telwoord(getal: int) -> str:
    """Return a number from 0 as Dutch people say it: 1250 is "twaalf honderd vijftig". From a thousand million on, its figures."""
    if getal >= _MEESTE:
        return cijfers(str(getal))
    if getal >= 1_000_000:
        return _samen(f"{telwoord(getal // 1_000_000)} miljoen", getal % 1_000_000)
    if 1100 <= getal < 10_000 and getal // 100 % 10:
        return _samen(f"{telwoord(getal // 100)} honderd", getal % 100)
    if getal >= 1000:
        return _samen(f"{telwoord(getal // 1000)} duizend" if getal >= 2000 else "duizend", getal % 1000)
    if getal >= 100:
        return _samen(f"{_TOT_TWINTIG[getal // 100]} honderd" if getal >= 200 else "honderd", getal % 100)
    if getal < len(_TOT_TWINTIG):
        return _TOT_TWINTIG[getal]
    ten, one = _TIENTAL[getal // 10], getal % 10
    return f"{_TOT_TWINTIG[one]} en {ten}" if one else ten


def rangwoord(getal: int) -> str:
    """Return "eerste" for 1, "tweede" for 2, and so on below a hundred."""
    if getal in _RANG:
        return _RANG[getal]
    return telwoord(getal) + ("de" if getal < 20 else "ste")


def cijfers(tekst: str) -> str:
    """Return the figures of a text one by one in Dutch: "08" is "nul acht"."""
    return " ".join(_TOT_TWINTIG[int(one)] for one in tekst)


def _samen(begin: str, rest: int) -> str:
    return f"{begin} {telwoord(rest)}" if rest else begin


def _reeks(tot_twintig: str, twintig: str, dertig: str, voeg: str, een: str = "") -> tuple[str, ...]:
    """Return the words for 1 to 31 from those for 1 to 19 (with / between), 20 and 30, and how two of them go together.

    `voeg` has `{tien}` and `{een}`; `een`: the word for 1 behind a ten where that is another one.
    """
    low = tot_twintig.split("/")
    joined = [een or low[0], *low[1:9]]
    made = [*low, twintig.split("/")[0], *(voeg.format(tien=twintig.split("/")[-1], een=one) for one in joined)]
    return (*made, dertig.split("/")[0], voeg.format(tien=dertig.split("/")[-1], een=joined[0]))


DAGWOORD: Mapping[str, tuple[str, ...]] = {
    "en": tuple(f"{n}{'th' if n in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}" for n in range(1, 32)),
    "fr": ("1er", *(str(n) for n in range(2, 32))),
    "pl": _reeks(
        "pierwszego/drugiego/trzeciego/czwartego/piątego/szóstego/siódmego/ósmego/dziewiątego/dziesiątego/jedenastego/dwunastego/"
        "trzynastego/czternastego/piętnastego/szesnastego/siedemnastego/osiemnastego/dziewiętnastego",
        "dwudziestego", "trzydziestego", "{tien} {een}",
    ),
    "uk": _reeks(
        "першого/другого/третього/четвертого/п'ятого/шостого/сьомого/восьмого/дев'ятого/десятого/одинадцятого/дванадцятого/"
        "тринадцятого/чотирнадцятого/п'ятнадцятого/шістнадцятого/сімнадцятого/вісімнадцятого/дев'ятнадцятого",
        "двадцятого/двадцять", "тридцятого/тридцять", "{tien} {een}",
    ),
    "ar": _reeks(
        "الأول/الثاني/الثالث/الرابع/الخامس/السادس/السابع/الثامن/التاسع/العاشر/الحادي عشر/الثاني عشر/الثالث عشر/الرابع عشر/الخامس عشر/"
        "السادس عشر/السابع عشر/الثامن عشر/التاسع عشر",
        "العشرين", "الثلاثين", "{een} و{tien}", "الحادي",
    ),
    "fa": _reeks(
        "اول/دوم/سوم/چهارم/پنجم/ششم/هفتم/هشتم/نهم/دهم/یازدهم/دوازدهم/سیزدهم/چهاردهم/پانزدهم/شانزدهم/هفدهم/هجدهم/نوزدهم",
        "بیستم/بیست", "سی‌ام/سی", "{tien} و {een}", "یکم",
    ),
}  # fmt: skip
"""The day of the month, 1 to 31, as it stands before the name of the month."""

JAARWOORD: Mapping[str, str] = {"pl": "dwa tysiące {jaar} roku", "uk": "дві тисячі {jaar} року"}
"""A year after 2000 in languages that count it as "of the twenty-sixth"; `{jaar}` is a word of `DAGWOORD`, so until 2031."""
