"""The small words by which a sentence shows whose day it is: past, duty, promise, condition, closing time.

They are grammar, not knowledge of a letter type: what a day is *for* stands in `kennis/regels/termijnsoorten.toml`.
"""

from __future__ import annotations

import re

PAST = frozenset([
    "kon", "konden", "had", "hadden", "moest", "moesten", "was", "waren", "werd", "werden", "stuurden", "stuurde", "schreven",
    "schreef", "ontvingen", "ontving", "vroegen", "vroeg", "spraken", "sprak", "liet", "lieten", "zouden", "gaf", "gaven", "kreeg",
    "kregen", "deed", "deden", "belde", "belden", "bracht", "brachten", "vond", "vonden", "nam", "namen", "meldde", "meldden",
    "betaalde", "betaalden", "verzonden", "gestuurd", "geschreven", "toegestuurd", "verstuurd", "ontvangen", "gevraagd", "geweest",
    "besloten", "gelegd", "diende", "dienden", "kwam", "kwamen", "ging", "gingen", "startte", "begon", "heette", "bleek", "bleken",
    "verliep", "verstreek", "verstreken", "geboren", "gesloten", "uitgevaardigd", "aangemaand", "opgelegd", "ingediend", "gemeld",
    "gesproken", "gebeld", "jl", "laatstleden", "afgelopen", "vorige", "stond", "stonden", "trof", "troffen", "hield", "hielden",
    "zou", "gold", "golden", "beloofde", "vertelde", "liep", "liepen",
])  # fmt: skip
"""Verb forms that tell of something that has been."""
FINITE_PAST = frozenset(["kon", "konden", "had", "hadden", "moest", "moesten", "was", "waren", "werd", "werden", "gold", "golden"])
"""The past forms that make a clause a story, whatever participle stands with them."""
DUTY = frozenset([
    "moet", "moeten", "dient", "dienen", "verplicht", "verzoek", "verzoeken", "verzocht", "vragen", "vraag", "wilt", "kunt", "kan",
    "kun", "mag", "mogen", "must", "zorg", "zorgt",
])  # fmt: skip
"""Words that ask something of the resident, or tell what the resident may do."""
MUST = frozenset(["moet", "moeten", "dient", "dienen", "verplicht", "verzocht", "must", "graag", "gelieve", "verwachten", "zorg"])
"""Words after which a plain "op 4 december" is a last day."""
ORDERS = frozenset([
    "betaal", "maak", "stort", "voldoe", "lever", "stuur", "vul", "reageer", "geef", "laat", "meld", "bel", "neem", "teken",
    "onderteken", "bezorg", "breng", "mail", "doe", "kies", "vraag", "sluit", "haal", "zorg", "betaalt", "stuurt", "levert", "zet",
])  # fmt: skip
"""First words of a sentence that orders something."""
CLOSED = frozenset(["gesloten", "dicht", "vakantie", "bereikbaar", "feestdagen", "openingstijden", "geopend"])
"""Opening times and holidays of the sender."""
NOT_OURS = frozenset([
    "klacht", "klachten", "geschillencommissie", "ombudsman", "klachtencommissie", "garantie", "bewaren", "bewaartermijn",
    "afkoelingsperiode", "opzegtermijn", "beslistermijn", "looptijd", "zoekperiode", "proeftijd",
])  # fmt: skip
"""Words of terms that are not the resident's, or not of this letter."""
OVER = frozenset(["verstreken", "verlopen", "verliep", "voorbij", "meestal", "doorgaans", "gewoonlijk", "gemiddeld", "regel"])
"""A length of time that has ended, or that binds nobody."""
SELVES = frozenset({"wij", "we", "ik"})
PROMISES = frozenset([
    "beslissen", "beslis", "behandelen", "besluiten", "sturen", "reageren", "antwoorden", "nemen", "betalen", "bellen", "laten",
    "leveren", "storten", "verwerken", "herstellen", "onderzoeken", "behandel", "stuur", "betaal", "bel",
])  # fmt: skip
"""What a sender says it will do itself."""
DECIDING = frozenset(["beslissen", "beslist", "beslis", "besluiten", "besluit", "uitspraak", "uitbetalen", "terugbetalen", "verrekenen"])
"""What only the sender does, whoever the sentence speaks of."""
ASKING = frozenset([
    "willen", "verwachten", "verzoeken", "vragen", "ontvangen", "sommeren", "bieden", "wachten", "eisen", "geven",
    "beveel", "bevelen", "sommeer", "verzoek", "gelast", "gelasten", "vraag", "verwacht", "geef", "bied",
])  # fmt: skip
"""Verbs with which a sender that speaks of itself still asks something of the resident."""
NEWS = frozenset([
    "bericht", "antwoord", "beslissing", "besluit", "brief", "geld", "reactie", "uitslag", "bevestiging", "factuur", "betaling",
    "terug", "rekening",
])  # fmt: skip
SELF_STARTS = (
    ("hoort", "u"), ("ontvangt", "u"), ("krijgt", "u"), ("u", "hoort"), ("u", "ontvangt"), ("u", "krijgt"), ("dan", "hoort"),
    ("de", "rechter"), ("de", "kantonrechter"), ("de", "rechtbank"), ("het", "college"), ("de", "gemeente"), ("de", "ind"),
    ("de", "commissie"), ("de", "officier"), ("you", "will"),
)  # fmt: skip
"""How a sentence begins that tells what the resident will hear, or what an office does."""

ARRIVES = re.compile(r"op onze (?:bank)?rekening|bijgeschreven|binnen zijn|ontvangen hebben|binnen is|moet|dient|betaal\b|betaalt u|maak\b")
PAID_OUT = re.compile(
    r"uitbetaald|betalen wij|betalen we|wij betalen|wordt betaald|worden betaald|storten wij|ontvangt u|u ontvangt|u krijgt"
)
THEIRS = re.compile(
    r"\b(?:u (?:ontvangt|krijgt)|ontvangt u|krijgt u) (?:dan |dus |nog )?(?:€|dit bedrag|het bedrag|het geld|uw geld)"
    r"|\b(?:betalen|storten) (?:wij|we)\b|\b(?:wij|we) (?:betalen|storten)\b|\buitbetaald\b"
    r"|\b(?:wordt|worden)\b[^,;]{0,90}\b(?:betaald|gestort|overgemaakt|teruggestort|terugbetaald|verrekend)\b"
    r"|\bbetaling\b[^,;]{0,60}\bvolgt\b|\bbetaald krijgt\b|\bkrijgt u\b[^;]{0,40}\bterug\b|\baan u (?:terug ?)?te betalen\b"
)
"""Money on its way to the resident. 'U krijgt' alone is not: 'u krijgt een boete als u niet uiterlijk … betaalt'."""
HEARS = re.compile(
    r"\b(?:(?:u hoort|hoort u)\b(?![^.;]*\bte (?:hebben|betalen|zijn|voldoen|sturen)\b)"
    r"|u verneemt\b|verneemt u\b|krijgt u bericht\b|krijgt u antwoord\b)|\b(?:van ons|van de \w+) (?:hoort|verneemt)\b"
    r"|\b(?:dat|dit) gebeurt\b"
    r"|\b(?!als |indien |wanneer )\w+ (?:belt|mailt|schrijft|bezoekt|benadert|informeert) u\b"
)
"""What the resident will hear or get: 'u hoort daarover uiterlijk 4 december', 'de leverancier belt u vóór 13 november'."""
WIPED = re.compile(r"\b(?:vernietigd|vernietigen|gewist|wissen|verwijderd|bewaard|bewaren)\b")
"""What a sender does with papers or data of its own."""
PAID_BACK = re.compile(
    r"\b(?:teruggestort|terugbetaald|terugontvangt|terugkrijgt|uitgekeerd)\b|\bkrijgt u\b[^;]{0,40}\bterug\b"
    r"|\baan u (?:terug ?)?te betalen\b|\bzonder dat u\b"
)
"""Money that comes back to the resident, whatever else the clause says of 'u'."""
STANDING = re.compile(
    r"(?<!deze )(?<!die )(?<!de )(?<!uw )\b(?:verandering|wijziging)(?:en)?\b.{0,60}"
    r"\b(?:door|doorgeeft|doorgeven|melden|meldt|geven|geeft)\b"
    r"|\b(?:verandert|wijzigt)\b.{0,60}\b(?:door|melden|meld|meldt)\b"
    r"|\b(?:meldt?|melden|geeft?|geven)\b.{0,30}\b(?:elke|iedere|alle|een)\s+(?:verandering|wijziging)"
)
"""A duty for whenever something changes: its days do not count from the letter."""
EVERY = re.compile(
    r"\b(?:van (?:de volgende|elke|iedere) maand|elke maand|iedere maand|maandelijks|elk kwartaal|elk jaar|(?:elke|iedere) \w+dag)\b"
)
"""A duty or a payment that comes back: no day of this letter."""
FREE = re.compile(r"\bhoe(?:f|ft|ven)\b.*\b(?:niet|niets|geen)\b")
REMAINS = re.compile(
    r"\b(?:blijft|blijven|behoudt|doorbetaald|geëerbiedigd|gerespecteerd|geldt|gelden|geldig|geldigheids\w+"
    r"|gaat over|betreft|werken we|werken wij|loopt (?:nog )?door)\b"
)
"""What stays as it is, or how far something reaches, until a day: nothing needs doing by then."""
REACH = re.compile(r"\b(?:loopt|lopen|duurt|duren|periode|tijdvak|contract\w*)\b")
TERM = re.compile(r"\b\w*(?:termijn|tijd om|gelegenheid|mogelijkheid|inschrijving|actie|aanbod|uitstel)\b")
OTHER_START = re.compile(r"\s+(?:na|nadat|vanaf|voor|vóór|voordat|sinds)\s+(?!vandaag|heden|nu\b)")
_CLOCK = (
    r"(?:kwart (?:over|voor) |half |(?:vijf|tien) (?:over|voor) (?:half )?)?"
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
)
"""An hour in words after 'om' or 'te': 'kwart over drie', 'half tien', 'twee uur'."""
HOUR = re.compile(rf"\b\d{{1,2}}[.:]\d{{2}}\s*(?:uur|u\b)|\b\d{{1,2}} uur\b|\b(?:om|te) {_CLOCK}\b")
HOURS = re.compile(r"\btussen \d{1,2}(?:[.:]\d{2})? en \d{1,2}|\bom \d{1,2}[.:]\d{2}|\bvanaf \d{1,2}[.:]\d{2}")
HOUR_BESIDE = re.compile(
    r"^[\s,;(\t]*(?:om|tussen|van|vanaf|te|rond|circa|,)?\s*(?:de klok van\s*)?\d{1,2}(?:[.:]\d{2})?\s*(?:uur|u\b|en\b|tot\b|-|–)"
    rf"|^[\s,;(\t]*(?:des \w+ )?(?:om|te)\s+{_CLOCK}\b",
    re.I,
)
"""What follows right on a day that is appointed: 'om 10.00 uur', 'tussen 8 en 12 uur', ', 14.30 uur'."""
IF = re.compile(r"\b(?:als|indien|wanneer|mits|tenzij|zodra|zolang|ingeval|if)\b", re.I)
IF_VERB = re.compile(
    r"^(?:en |maar |dus )?(?:is|zijn|staat|staan|hebben|heeft|hebt|ontbreekt|ontbreken|weten|weet|komt|ligt|blijft|blijven|ontvangen"
    r"|krijgen|betaalt|betaal|voldoet|horen|bent|reageert|levert|zien|missen|ontvang|heb)\b", re.I
)  # fmt: skip
"""A sentence that begins with its verb and is no question is a condition: 'Is het bedrag op 4 december niet binnen, dan …'."""
WHO = re.compile(r"^(?:wie|wat|alles wat|hetgeen|spullen die|goederen die)\b", re.I)
LACKS = re.compile(r"\b(?:niet|geen|nog|niets|onvoldoende)\b")
MAIN = re.compile(
    r"^\s*(?:dan\b|(?:kunt|kan|moet|moeten|mag|wordt|worden|komt|komen|is|zijn|gaat|gaan|krijgt|krijgen|zal|zullen|heeft|hebben|doen"
    r"|doet|wil|start|stopt|bent|bel|belt|stuur|betaal|neem)\b|\w+(?:en|t) (?:wij|we|u|ik|de|het|uw|onze)\b)", re.I
)  # fmt: skip
"""How the main clause begins after a condition: its day is what then happens."""
