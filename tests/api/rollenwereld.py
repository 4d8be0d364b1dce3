"""A small world for the walk of routes and roles: two desks, two teams, real letters and referrals, and everybody who may come by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import sqlalchemy as sa

from brievenbus.dienst import SYSTEEM, Dienst, Soort, Wie, bezoeken, brieven, doorverwijzen, koppelen, voorstellen
from brievenbus.dienst.sessies import open_sessie, wie_is
from brievenbus.store import tables
from tests.api.plaatje import jpeg
from tests.dienst.doorverwijsbouw import JA, JPEG, geef_postcode, inhoud, maak_brief
from tests.dienstbouw import Klok, maak_balie, maak_wie, maak_wijkteam

BUITEN = ("anoniem", "onzin", "verlopen", "geblokkeerd")
"""Who must never get further than the door: no token, a made-up one, one that ran out, one of an account that is blocked."""
BINNEN = (
    "vrijwilliger", "vrijwilliger_elders", "wijkteam", "wijkteam_elders", "beheerder", "controleur", "telefoon", "telefoon_anders",
    "apparaat",
)  # fmt: skip
"""Who is in. `_elders`: of another desk or team than the objects; `_anders`: of the same desk, but another phone's session."""

NOTITIE = "Belt liever na vier uur terug"
VRAAG = "Kan iemand hiermee meekijken"
_number = count(1000, 2)


@dataclass
class Wereld:
    """Tokens by name of who asks, ids by name of the slot in a path, and words that only some may ever see."""

    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    briefwoorden: list[str | bytes] = field(default_factory=list)
    namen: dict[str, str] = field(default_factory=dict)

    def geheim(self, wie: str) -> list[str | bytes]:
        """Return all that an answer to this one, who may not see the object, must not hold. The menu has the name of one's own place."""
        return [*self.briefwoorden, *(naam for own, naam in self.namen.items() if own != wie), *self.ids.values()]


def maak_wereld(dienst: Dienst, klok: Klok) -> Wereld:
    """Store a new world beside those that are there already."""
    w = Wereld()
    desk, other = maak_balie(dienst.opslag), maak_balie(dienst.opslag)
    team, team_other = maak_wijkteam(dienst.opslag), maak_wijkteam(dienst.opslag)
    w.ids |= {"balie_id": desk, "lege_balie": maak_balie(dienst.opslag), "wijkteam_id": team}
    w.ids["leeg_wijkteam"] = maak_wijkteam(dienst.opslag)
    w.namen |= _rename(dienst, desk, team)
    people = {
        "vrijwilliger": maak_wie(dienst.opslag, balie_id=desk), "vrijwilliger_elders": maak_wie(dienst.opslag, balie_id=other),
        "wijkteam": maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team),
        "wijkteam_elders": maak_wie(dienst.opslag, "wijkteam", wijkteam_id=team_other),
        "beheerder": maak_wie(dienst.opslag, "beheerder"), "controleur": maak_wie(dienst.opslag, "controleur"),
    }  # fmt: skip
    w.tokens |= {who: open_sessie(dienst, wie.gebruiker_id, "mens")[0] for who, wie in people.items()}
    w.ids |= {"gebruiker_id": people["vrijwilliger"].gebruiker_id, "gast": maak_wie(dienst.opslag, "controleur").gebruiker_id}
    _outsiders(dienst, klok, w, desk)
    volunteer = wie_is(dienst, w.tokens["vrijwilliger"])
    _carriers(dienst, w, volunteer, people["beheerder"])
    _letters(dienst, w, volunteer, team)
    return w


def _rename(dienst: Dienst, desk: str, team: str) -> dict[str, str]:
    names = {"vrijwilliger": f"Buurthuis {desk[:8]}", "wijkteam": f"Wijkteam {team[:8]}"}
    with dienst.opslag.engine.begin() as conn:
        conn.execute(tables.balie.update().where(tables.balie.c.id == desk).values(naam=names["vrijwilliger"]))
        conn.execute(tables.wijkteam.update().where(tables.wijkteam.c.id == team).values(naam=names["wijkteam"]))
    return names


def _outsiders(dienst: Dienst, klok: Klok, w: Wereld, desk: str) -> None:
    """Tokens of this very desk that are no good any more: the session ran out; the account is blocked (its row alone says so)."""
    late, blocked = maak_wie(dienst.opslag, balie_id=desk), maak_wie(dienst.opslag, balie_id=desk)
    now, klok.nu = klok.nu, klok.nu - timedelta(minutes=21)
    w.tokens["verlopen"] = open_sessie(dienst, late.gebruiker_id, "mens")[0]
    klok.nu = now
    w.tokens |= {"geblokkeerd": open_sessie(dienst, blocked.gebruiker_id, "mens")[0], "onzin": "a" * 43, "anoniem": ""}
    with dienst.opslag.engine.begin() as conn:
        conn.execute(sa.update(tables.gebruiker).where(tables.gebruiker.c.id == blocked.gebruiker_id).values(actief=False))


def _carriers(dienst: Dienst, w: Wereld, volunteer: Wie, beheerder: Wie) -> None:
    """Two phones that really scanned a code, a kiosk, and a code that nobody used yet."""
    visit = bezoeken.open_bezoek(dienst, volunteer)
    for who in ("telefoon", "telefoon_anders"):
        w.tokens[who] = koppelen.wissel_in(dienst, koppelen.maak(dienst, volunteer, visit.id).code).token
    kind: Soort = "apparaat"
    w.tokens["apparaat"], kiosk = open_sessie(dienst, beheerder.gebruiker_id, kind, balie_id=volunteer.balie_id, naam="Kiosk hal")
    code = koppelen.maak(dienst, volunteer, visit.id)
    w.ids |= {"bezoek_id": visit.id, "koppeling_id": code.id, "apparaat_id": kiosk.id}


def _letters(dienst: Dienst, w: Wereld, volunteer: Wie, team: str) -> None:
    """A letter that a phone brought, a pile, a proposal, and referrals with and without the picture."""
    postcode = next(_number)
    geef_postcode(dienst, team, postcode, postcode)
    yes = {**{name: getattr(JA, name) for name in JA.__dataclass_fields__}, "postcode": str(postcode), "vraag": VRAAG}
    yes["velden"] = (*JA.velden, "vraag")
    told = inhoud()  # with words of its own: the letters to practise with are for everybody
    told["afzender"]["naam"], told["uitleg"]["titel"] = f"Dienst {team[:8]}", f"Betaal aan dienst {team[:8]}"
    w.ids["stapel_id"] = brieven.maak_stapel(dienst, volunteer, [brieven.Bijlage("a.jpg", jpeg(9))]).id
    for slot in ("brief_id", "mislukt", "brief_vrij", "brief_voorgesteld", "brief_gezien", "brief_blind"):
        w.ids[slot] = maak_brief(dienst, volunteer, told)
    for slot, letter in (("voorstel", "brief_voorgesteld"), ("doorverwijzing_id", "brief_gezien"), ("blind", "brief_blind")):
        w.ids[slot] = doorverwijzen.stel_voor(dienst, volunteer, w.ids[letter], "anders").id
    doorverwijzen.toestemmen(dienst, volunteer, w.ids["doorverwijzing_id"], type(JA)(**{**yes, "afbeelding": True}))
    doorverwijzen.toestemmen(dienst, volunteer, w.ids["blind"], type(JA)(**yes))
    doorverwijzen.noteer(dienst, volunteer, w.ids["doorverwijzing_id"], NOTITIE)
    brieven.corrigeer(dienst, volunteer, w.ids["brief_vrij"], "briefsoort", "Boete")
    before = {one.id for one in voorstellen.open_voorstellen(dienst, SYSTEEM)}
    voorstellen.schrijf_voor(dienst, SYSTEEM, "cjib_verkeersboete", "eis", "U moet de boete vandaag betalen.")
    w.ids["voorstel_id"] = next(one.id for one in voorstellen.open_voorstellen(dienst, SYSTEEM) if one.id not in before)
    phone = wie_is(dienst, w.tokens["telefoon"])
    with dienst.opslag.engine.begin() as conn:
        for slot, values in (("brief_id", {"sessie_id": phone.sessie_id}), ("mislukt", {"status": "mislukt", "fout": "brief_mislukt"})):
            conn.execute(tables.brief.update().where(tables.brief.c.id == w.ids[slot]).values(**values))
    w.briefwoorden += [told["afzender"]["naam"], told["uitleg"]["titel"], "06 12345678", "6 12345678", "Noor", NOTITIE, VRAAG, JPEG]

