"""Words that are names, or look like names and are none. Where capitals cannot tell, the first are taken for a person."""

from __future__ import annotations

NAMEN = frozenset({
    "aarts", "anna", "bakker", "bart", "bas", "beek", "berg", "bloem", "boer", "bos", "bosch", "bram", "brand", "brink", "broek",
    "brouwer", "bruin", "buis", "daan", "dam", "dekker", "dijk", "dijkstra", "dik", "driessen", "duin", "eva", "evers", "fatima",
    "fatma", "geest", "gerrits", "graaf", "groen", "haan", "hart", "heer", "hendriks", "henk", "hermans", "heuvel",
    "hoek", "hoekstra", "hof",
    "hofman", "horst", "ibrahim", "jaap", "jacobs", "jan", "jansen", "janssen", "johan", "jong", "kamp", "karin", "kaya", "kees",
    "klaas", "klaassen", "klein", "koch", "kok", "koning", "koster", "kramer", "kuiper", "kuipers", "lange", "leeuw", "linda", "linden",
    "loon", "maas", "maria", "marie", "mark", "martens", "meer", "meijer", "meulen", "meyer", "mo", "mohamed", "mol", "molenaar",
    "moor", "mulder", "mustafa", "noah", "noor", "peeters", "peters", "piet", "post", "postma", "prins", "rob", "roos", "ruiter",
    "samira", "sanders", "sanne", "schaap", "schipper", "scholten", "schouten", "sem", "smit", "smits", "snijder", "sofie", "spaan",
    "stam", "steen", "tim", "timmer", "timmerman", "tom", "veen", "veld", "verhoeven", "vermeulen", "visser", "vliet", "voort", "vos",
    "vries", "waal", "wal", "willem", "willems", "winter", "wit", "witte", "wolf", "wolters", "yara", "yilmaz", "yusuf", "zand", "zee",
})  # fmt: skip
"""Surnames and first names that are common or ordinary words too."""

BEKEND = frozenset({
    "Anw", "Awb", "BelastingTelefoon", "Bevrijdingsdag", "Burgerzaken", "DigiD", "Europa", "Europees", "Europese", "Hemelvaart",
    "Huisvestingswet", "IBAN", "Invorderingswet", "Kerst", "Koningsdag", "Leerplichtwet", "MijnOverheid", "Nederland", "Nederlander",
    "Nederlanders", "Nederlands", "Nederlandse", "Nieuwjaar", "Ons", "Onze", "Opiumwet", "Participatiewet", "Pasen", "Pinksteren",
    "Toeslagen", "U", "Uw", "Wahv", "Wajong", "Wetboek", "WhatsApp", "Wij", "Wlz", "Wmo", "Wsnp", "Ziektewet", "Zorgverzekeringswet",
    "Zvw",
})  # fmt: skip
"""Proper nouns that are neither a person nor a place in the resident's life; and the words that are polite with a capital."""

TUSSEN = frozenset({
    "van", "de", "den", "der", "het", "ten", "ter", "te", "el", "al", "la", "le", "op", "in", "bin", "ben", "von", "di", "da", "dos",
    "aan", "en", "of", "heer", "mevrouw", "dhr", "mevr", "mw", "fam", "familie",
})  # fmt: skip
"""Particles and titles: part of a name, and never a name by themselves."""

GEWOON = frozenset({
    "de", "heer", "mevrouw", "dhr", "mevr", "mw", "meneer", "mijnheer", "familie", "fam", "erven", "aan", "bewoner", "bewoners", "van",
    "den", "der", "het", "ten", "ter", "en", "of", "postbus", "klant", "relatie", "tot", "over", "uw", "lezer", "ouder", "ouders",
    "verzorger", "verzorgers", "huurder", "huurders", "nederland", "uur", "team", "afdeling", "maandag", "dinsdag", "woensdag",
    "donderdag", "vrijdag", "strikt", "persoonlijk", "vertrouwelijk", "geachte", "beste",
})  # fmt: skip
"""Words of an address block or salutation that name nobody."""
