"""Every table of the service, in one place. SQL stands in `store` alone; letters' contents only ever as sealed bytes.

What can be read in the database without a key: ids, states, moments and counts. What a letter says, who is named in it,
what its files are called and what people wrote about it are `Verzegeld` columns (see `store.crypto`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Moment(sa.TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without zone in the database, the same on SQLite and PostgreSQL."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a moment without zone: it would be somebody's local time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moment without time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


Verzegeld = sa.LargeBinary
"""AES-256-GCM under the letter's key or the house key, with `tabel|kolom|id` as associated data."""

Nummer = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A counting primary key (SQLite only counts on INTEGER)."""

meta = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(32), primary_key=True)


def _ref(naam: str, *, weg: str = "RESTRICT", **extra: Any) -> sa.Column[str]:
    """A reference to the id of the table the column is named after (`balie_id` → `balie`)."""
    return sa.Column(naam, sa.String(32), sa.ForeignKey(naam.removesuffix("_id") + ".id", ondelete=weg), **extra)


huissleutel = sa.Table(
    "huissleutel", meta,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("sleutel", sa.LargeBinary, nullable=False),
    sa.Column("kek_id", sa.String(32), nullable=False),
)  # fmt: skip
"""Keys of the house, wrapped under a key of the key file. `huis` seals what belongs to no letter and makes blind indexes."""

wijkteam = sa.Table(
    "wijkteam", meta, _id(),
    sa.Column("naam", sa.String(200), nullable=False, unique=True),
    sa.Column("hoger_id", sa.String(32), sa.ForeignKey("wijkteam.id")),
    sa.Column("actief", sa.Boolean, nullable=False, default=True),
)  # fmt: skip
"""A neighbourhood team; `hoger_id` is the team one level up, where a referral goes that was not accepted in time."""

wijkteam_postcode = sa.Table(
    "wijkteam_postcode", meta,
    sa.Column("van", sa.Integer, primary_key=True),
    sa.Column("tot", sa.Integer, nullable=False),
    _ref("wijkteam_id", weg="CASCADE", nullable=False),
)  # fmt: skip
"""The four digits `van`..`tot` (both in) belong to a team. Ranges do not overlap."""

balie = sa.Table(
    "balie", meta, _id(),
    sa.Column("naam", sa.String(200), nullable=False, unique=True),
    sa.Column("actief", sa.Boolean, nullable=False, default=True),
)  # fmt: skip
"""A desk: the volunteers of one desk share its letters."""

gebruiker = sa.Table(
    "gebruiker", meta, _id(),
    sa.Column("gebruikersnaam", sa.String(100), nullable=False, unique=True),
    sa.Column("naam", sa.String(200), nullable=False),
    sa.Column("rol", sa.String(20), nullable=False),
    _ref("balie_id", nullable=True),
    _ref("wijkteam_id", nullable=True),
    sa.Column("wachtwoord", sa.String(255)),
    sa.Column("totp", Verzegeld),
    sa.Column("totp_stap", sa.BigInteger),
    sa.Column("oidc_uitgever", sa.String(255)),
    sa.Column("oidc_sub", sa.String(255)),
    sa.Column("actief", sa.Boolean, nullable=False, default=True),
    sa.Column("aangemaakt", Moment, nullable=False),
    sa.Column("laatst_ingelogd", Moment),
    sa.UniqueConstraint("oidc_uitgever", "oidc_sub"),
)  # fmt: skip
"""A person with an account. `wachtwoord` is an argon2id hash; `totp_stap` the last time step used, so that a code works once."""

uitnodiging = sa.Table(
    "uitnodiging", meta,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    _ref("gebruiker_id", weg="CASCADE", nullable=False),
    sa.Column("vervalt", Moment, nullable=False),
    sa.Column("gebruikt", Moment),
)  # fmt: skip
"""A one-time link with which a person chooses a password and sets up TOTP."""

sessie = sa.Table(
    "sessie", meta, _id(),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("soort", sa.String(20), nullable=False),
    _ref("gebruiker_id", weg="CASCADE", nullable=False),
    _ref("balie_id", nullable=True),
    sa.Column("bezoek_id", sa.String(32)),
    sa.Column("naam", sa.String(200)),
    sa.Column("aangemaakt", Moment, nullable=False),
    sa.Column("gezien", Moment, nullable=False),
    sa.Column("vervalt", Moment, nullable=False),
    sa.Column("ingetrokken", Moment),
)  # fmt: skip
"""Somebody or something that is in: `soort` is `mens`, `telefoon` (upload only) or `apparaat` (a kiosk or app, upload only)."""

inlogpoging = sa.Table(
    "inlogpoging", meta,
    sa.Column("id", Nummer, primary_key=True, autoincrement=True),
    sa.Column("naam_index", sa.LargeBinary, nullable=False, index=True),
    sa.Column("adres_index", sa.LargeBinary, nullable=False, index=True),
    sa.Column("tijd", Moment, nullable=False),
    sa.Column("gelukt", sa.Boolean, nullable=False),
)  # fmt: skip
"""Attempts to log in, by blind index of name and of network address."""

koppeling = sa.Table(
    "koppeling", meta, _id(),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    _ref("gebruiker_id", weg="CASCADE", nullable=False),
    _ref("balie_id", nullable=False),
    sa.Column("bezoek_id", sa.String(32), nullable=False),
    sa.Column("aangemaakt", Moment, nullable=False),
    sa.Column("vervalt", Moment, nullable=False),
    sa.Column("gebruikt", Moment),
    sa.Column("sessie_id", sa.String(32)),
    sa.Column("maker_sessie_id", sa.String(32), nullable=False, index=True),
)  # fmt: skip
"""A one-time code with which one phone may send letters to one desk."""

bezoek = sa.Table(
    "bezoek", meta, _id(),
    _ref("balie_id", nullable=False, index=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("begonnen", Moment, nullable=False),
    sa.Column("gesloten", Moment),
)  # fmt: skip
"""One resident's visit to a desk. It has no name: it only holds letters together and starts the clock of keeping."""

stapel = sa.Table(
    "stapel", meta, _id(),
    _ref("balie_id", nullable=False, index=True),
    _ref("bezoek_id", weg="CASCADE", nullable=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("aangemaakt", Moment, nullable=False),
)  # fmt: skip
"""A pile of letters handed in together."""

brief = sa.Table(
    "brief", meta, _id(),
    _ref("balie_id", nullable=False, index=True),
    _ref("bezoek_id", nullable=True, index=True),
    _ref("stapel_id", nullable=True, index=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("status", sa.String(20), nullable=False, index=True),
    sa.Column("fase", sa.String(20)),
    sa.Column("voorrang", sa.Integer, nullable=False),
    sa.Column("taal", sa.String(8), nullable=False),
    sa.Column("peildatum", sa.Date, nullable=False),
    sa.Column("aangemaakt", Moment, nullable=False, index=True),
    sa.Column("gelezen", Moment),
    sa.Column("fout", sa.String(60)),
    sa.Column("fout_waarden", Verzegeld),
    sa.Column("sleutel", sa.LargeBinary),
    sa.Column("kek_id", sa.String(32)),
    sa.Column("inhoud", Verzegeld),
    sa.Column("bewaren_tot", Moment, nullable=False, index=True),
    sa.Column("gewist", Moment),
    sa.Column("sessie_id", sa.String(32)),
    sa.Column("bladzijden", sa.Integer),
    sa.Column("deel", sa.Integer, nullable=False, default=1),
    sa.Column("delen", sa.Integer, nullable=False, default=1),
    sa.Column("poging", sa.Integer, nullable=False, default=1),
    sa.Column("beurten", sa.Integer, nullable=False, default=0),
    sa.Column("idempotentie", sa.LargeBinary, unique=True),
    sa.Column("afdruk", sa.LargeBinary, nullable=False),
)  # fmt: skip
"""A letter. `inhoud` is the Brief of the contract as sealed JSON. `status`: see `store.brieven.STATUS`,
`fase`: see `store.brieven.FASEN`.

`sessie_id` is the session that brought it: a phone sees no other letters than its own. `poging` counts how often a person
had it read anew, `beurten` how often in a row a worker began on it and died. `sleutel` is the letter's own key, wrapped; a letter
is erased by forgetting it. `idempotentie` is a blind index of who sent which idempotency key; `afdruk` a blind index of the
bytes sent, to tell a repeat from another letter under the same key. A file of a pile may hold many letters: this is number
`deel` of `delen`, and number 1 is the row that came with the file.
"""

bestand = sa.Table(
    "bestand", meta,
    _ref("brief_id", weg="CASCADE", primary_key=True),
    sa.Column("volgnummer", sa.Integer, primary_key=True),
    sa.Column("soort", sa.String(8), nullable=False),
    sa.Column("grootte", sa.BigInteger, nullable=False),
    sa.Column("naam", Verzegeld, nullable=False),
    sa.Column("blob", sa.String(200), nullable=False),
)  # fmt: skip
"""A file as it was sent, sealed in the blob store; gone once the letter was read (nothing unmasked stays)."""

pagina = sa.Table(
    "pagina", meta,
    _ref("brief_id", weg="CASCADE", primary_key=True),
    sa.Column("nummer", sa.Integer, primary_key=True),
    sa.Column("breedte", sa.Integer, nullable=False),
    sa.Column("hoogte", sa.Integer, nullable=False),
    sa.Column("blob", sa.String(200), nullable=False),
)  # fmt: skip
"""An upright page picture in which every BSN is painted over, sealed in the blob store."""

correctie = sa.Table(
    "correctie", meta, _id(),
    _ref("brief_id", weg="CASCADE", nullable=False, index=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("tijd", Moment, nullable=False),
    sa.Column("veld", sa.String(60), nullable=False),
    sa.Column("waarde", Verzegeld, nullable=False),
)  # fmt: skip
"""What a volunteer says a field should be. The reading itself never changes."""

antwoord = sa.Table(
    "antwoord", meta,
    _ref("brief_id", weg="CASCADE", primary_key=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("tijd", Moment, nullable=False),
    sa.Column("antwoord", Verzegeld, nullable=False),
)  # fmt: skip
"""The resident's last answer to the question that decides where a letter goes, and who wrote it down. It says something of the
resident, so it is sealed under the letter's key and goes with the letter."""

toestemming = sa.Table(
    "toestemming", meta, _id(),
    _ref("brief_id", nullable=False, index=True),
    _ref("gebruiker_id", nullable=False),
    sa.Column("gegeven", Moment, nullable=False),
    sa.Column("wijze", sa.String(20), nullable=False),
    sa.Column("velden", sa.JSON, nullable=False),
    sa.Column("afbeelding", sa.Boolean, nullable=False),
    sa.Column("ingetrokken", Moment),
)  # fmt: skip
"""The resident's yes for one letter: who asked (`gebruiker_id`), when, how it was given, and which fields may go."""

doorverwijzing = sa.Table(
    "doorverwijzing", meta, _id(),
    _ref("brief_id", nullable=False, unique=True),
    _ref("balie_id", nullable=False, index=True),
    _ref("gebruiker_id", nullable=False),
    _ref("wijkteam_id", nullable=True, index=True),
    _ref("toestemming_id", nullable=True),
    sa.Column("status", sa.String(20), nullable=False, index=True),
    sa.Column("niveau", sa.Integer, nullable=False, default=0),
    sa.Column("werkdagen", sa.Integer),
    sa.Column("spoed", sa.Boolean, nullable=False),
    sa.Column("reden", sa.String(30), nullable=False),
    sa.Column("label", sa.String(20)),
    sa.Column("versie", sa.Integer, nullable=False, default=0),
    sa.Column("voorgesteld", Moment, nullable=False),
    sa.Column("verstuurd", Moment),
    sa.Column("aanvaarden_voor", Moment, index=True),
    sa.Column("overtijd", Moment),
    sa.Column("aanvaard", Moment),
    sa.Column("behandelaar_id", sa.String(32), sa.ForeignKey("gebruiker.id")),
    sa.Column("gesloten", Moment),
    sa.Column("gegevens", Verzegeld),
    sa.Column("notities", Verzegeld),
)  # fmt: skip
"""A letter proposed or handed to a team. `gegevens` is the minimal set that goes; `notities` the warm hand-over and what followed.

`reden` says why it was proposed, `label` how it came back or ended. `versie` counts the changes: who changes a row names the
version that was read, so that of two people at once one is told. `overtijd` is when nobody was left to go up to.
"""

overdracht = sa.Table(
    "overdracht", meta, _id(),
    _ref("doorverwijzing_id", weg="CASCADE", nullable=False),
    _ref("toestemming_id", weg="CASCADE", nullable=False),
    sa.Column("soort", sa.String(20), nullable=False),
    sa.Column("naar", sa.String(30), nullable=False),
    sa.Column("status", sa.String(20), nullable=False, index=True),
    sa.Column("referentie", sa.String(64)),
    sa.Column("pogingen", sa.Integer, nullable=False, default=0),
    sa.Column("aangemaakt", Moment, nullable=False),
    sa.Column("laatst", Moment),
    sa.Column("fout", sa.String(60)),
    sa.UniqueConstraint("doorverwijzing_id", "toestemming_id", "soort"),
)  # fmt: skip
"""One message to a system of the municipality: that a referral was made or its consent withdrawn, and whether it arrived."""

auditregel = sa.Table(
    "auditregel", meta,
    sa.Column("volgnummer", Nummer, primary_key=True, autoincrement=False),
    sa.Column("tijd", Moment, nullable=False),
    sa.Column("actie", sa.String(60), nullable=False),
    sa.Column("object_soort", sa.String(30), nullable=False),
    sa.Column("object_id", sa.String(64), nullable=False),
    sa.Column("resultaat", sa.String(20), nullable=False),
    sa.Column("oorsprong", sa.String(64), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("trace_id", sa.String(32), nullable=False),
    sa.Column("bijzonderheden", sa.JSON, nullable=False),
    sa.Column("vorige", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)  # fmt: skip
"""Who did what to which object, when, from where, with what result (BIO2 8.15.01). Append only; each row seals the one before."""

auditkop = sa.Table(
    "auditkop", meta,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("volgnummer", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("zegel", sa.LargeBinary, nullable=False),
)  # fmt: skip
"""The newest audit row, sealed: one row, `kop`. Cutting rows off the end of the trail does not go unseen."""

telling = sa.Table(
    "telling", meta,
    sa.Column("maand", sa.String(7), primary_key=True),
    sa.Column("afzender_sleutel", sa.String(80), primary_key=True),
    sa.Column("briefsoort_sleutel", sa.String(80), primary_key=True),
    sa.Column("aantal", sa.Integer, nullable=False),
)  # fmt: skip
"""How many letters of a type came from a sender in a month (JJJJ-MM), over all desks. Nothing leads from here to a letter."""

terugvertelling = sa.Table(
    "terugvertelling", meta,
    sa.Column("maand", sa.Date, primary_key=True),
    sa.Column("uitkomst", sa.String(20), primary_key=True),
    sa.Column("aantal", sa.Integer, nullable=False),
)  # fmt: skip
"""How often in a month (its first day) an explanation was clear (`meteen`), clear after an easier one (`na_uitleg`) or needed a person
(`mens`), over all desks. No letter, visit, person, desk or language: of a small desk such a count would be somebody's."""

voorstel = sa.Table(
    "voorstel", meta, _id(),
    sa.Column("soort", sa.String(80), nullable=False),
    sa.Column("functie", sa.String(20), nullable=False),
    sa.Column("zin", Verzegeld),
    sa.Column("eerder", sa.String(80), nullable=False),
    sa.Column("dag", sa.Date, nullable=False),
    sa.Column("stand", sa.String(20), nullable=False, index=True),
)  # fmt: skip
"""A sentence without personal data that a volunteer proposes for the knowledge. Nothing leads from here to a letter or a person: no id of
either, and of the time only the day. `zin` is forgotten once a keeper decided (`stand`: open, goedgekeurd, afgewezen)."""

tik = sa.Table(
    "tik", meta,
    sa.Column("werker", sa.String(100), primary_key=True),
    sa.Column("tijd", Moment, nullable=False),
)  # fmt: skip
"""When each worker was last alive; what the readiness page looks at."""
