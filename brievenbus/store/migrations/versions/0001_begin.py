"""The first tables, and the guards of the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Nummer = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make everything. There is no way down: put back a backup."""
    _make_tables()
    _guard_audit()


def _make_tables() -> None:
    op.create_table(
        "auditkop",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("volgnummer", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("zegel", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auditkop")),
    )
    op.create_table(
        "auditregel",
        sa.Column("volgnummer", Nummer, autoincrement=False, nullable=False),
        sa.Column("tijd", sa.DateTime(), nullable=False),
        sa.Column("actie", sa.String(length=60), nullable=False),
        sa.Column("object_soort", sa.String(length=30), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("resultaat", sa.String(length=20), nullable=False),
        sa.Column("oorsprong", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("trace_id", sa.String(length=32), nullable=False),
        sa.Column("bijzonderheden", sa.JSON(), nullable=False),
        sa.Column("vorige", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("volgnummer", name=op.f("pk_auditregel")),
    )
    op.create_table(
        "balie",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balie")),
        sa.UniqueConstraint("naam", name=op.f("uq_balie_naam")),
    )
    op.create_table(
        "huissleutel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sleutel", sa.LargeBinary(), nullable=False),
        sa.Column("kek_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huissleutel")),
    )
    op.create_table(
        "inlogpoging",
        sa.Column("id", Nummer, autoincrement=True, nullable=False),
        sa.Column("naam_index", sa.LargeBinary(), nullable=False),
        sa.Column("adres_index", sa.LargeBinary(), nullable=False),
        sa.Column("tijd", sa.DateTime(), nullable=False),
        sa.Column("gelukt", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inlogpoging")),
    )
    op.create_index(op.f("ix_inlogpoging_adres_index"), "inlogpoging", ["adres_index"], unique=False)
    op.create_index(op.f("ix_inlogpoging_naam_index"), "inlogpoging", ["naam_index"], unique=False)
    op.create_table(
        "tik",
        sa.Column("werker", sa.String(length=100), nullable=False),
        sa.Column("tijd", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("werker", name=op.f("pk_tik")),
    )
    op.create_table(
        "wijkteam",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("hoger_id", sa.String(length=32), nullable=True),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hoger_id"], ["wijkteam.id"], name=op.f("fk_wijkteam_hoger_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijkteam")),
        sa.UniqueConstraint("naam", name=op.f("uq_wijkteam_naam")),
    )
    op.create_table(
        "gebruiker",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("gebruikersnaam", sa.String(length=100), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("rol", sa.String(length=20), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=True),
        sa.Column("wijkteam_id", sa.String(length=32), nullable=True),
        sa.Column("wachtwoord", sa.String(length=255), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_stap", sa.BigInteger(), nullable=True),
        sa.Column("oidc_uitgever", sa.String(length=255), nullable=True),
        sa.Column("oidc_sub", sa.String(length=255), nullable=True),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.Column("laatst_ingelogd", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_gebruiker_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["wijkteam_id"], ["wijkteam.id"], name=op.f("fk_gebruiker_wijkteam_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gebruiker")),
        sa.UniqueConstraint("gebruikersnaam", name=op.f("uq_gebruiker_gebruikersnaam")),
        sa.UniqueConstraint("oidc_uitgever", "oidc_sub", name=op.f("uq_gebruiker_oidc_uitgever")),
    )
    op.create_table(
        "wijkteam_postcode",
        sa.Column("van", sa.Integer(), nullable=False),
        sa.Column("tot", sa.Integer(), nullable=False),
        sa.Column("wijkteam_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["wijkteam_id"], ["wijkteam.id"], name=op.f("fk_wijkteam_postcode_wijkteam_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("van", name=op.f("pk_wijkteam_postcode")),
    )
    op.create_table(
        "bezoek",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("begonnen", sa.DateTime(), nullable=False),
        sa.Column("gesloten", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_bezoek_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_bezoek_gebruiker_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bezoek")),
    )
    op.create_index(op.f("ix_bezoek_balie_id"), "bezoek", ["balie_id"], unique=False)
    op.create_table(
        "koppeling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=False),
        sa.Column("bezoek_id", sa.String(length=32), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.Column("vervalt", sa.DateTime(), nullable=False),
        sa.Column("gebruikt", sa.DateTime(), nullable=True),
        sa.Column("sessie_id", sa.String(length=32), nullable=True),
        sa.Column("maker_sessie_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_koppeling_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_koppeling_gebruiker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_koppeling")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_koppeling_code_hash")),
    )
    op.create_index(op.f("ix_koppeling_maker_sessie_id"), "koppeling", ["maker_sessie_id"], unique=False)
    op.create_table(
        "sessie",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=True),
        sa.Column("bezoek_id", sa.String(length=32), nullable=True),
        sa.Column("naam", sa.String(length=200), nullable=True),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.Column("gezien", sa.DateTime(), nullable=False),
        sa.Column("vervalt", sa.DateTime(), nullable=False),
        sa.Column("ingetrokken", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_sessie_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_sessie_gebruiker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessie")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessie_token_hash")),
    )
    op.create_table(
        "uitnodiging",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("vervalt", sa.DateTime(), nullable=False),
        sa.Column("gebruikt", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_uitnodiging_gebruiker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_uitnodiging")),
    )
    op.create_table(
        "stapel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=False),
        sa.Column("bezoek_id", sa.String(length=32), nullable=True),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_stapel_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["bezoek_id"], ["bezoek.id"], name=op.f("fk_stapel_bezoek_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_stapel_gebruiker_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stapel")),
    )
    op.create_index(op.f("ix_stapel_balie_id"), "stapel", ["balie_id"], unique=False)
    op.create_table(
        "brief",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=False),
        sa.Column("bezoek_id", sa.String(length=32), nullable=True),
        sa.Column("stapel_id", sa.String(length=32), nullable=True),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("voorrang", sa.Integer(), nullable=False),
        sa.Column("taal", sa.String(length=8), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.Column("gelezen", sa.DateTime(), nullable=True),
        sa.Column("fout", sa.String(length=60), nullable=True),
        sa.Column("fout_waarden", sa.LargeBinary(), nullable=True),
        sa.Column("sleutel", sa.LargeBinary(), nullable=True),
        sa.Column("kek_id", sa.String(length=32), nullable=True),
        sa.Column("inhoud", sa.LargeBinary(), nullable=True),
        sa.Column("bewaren_tot", sa.DateTime(), nullable=False),
        sa.Column("gewist", sa.DateTime(), nullable=True),
        sa.Column("sessie_id", sa.String(length=32), nullable=True),
        sa.Column("bladzijden", sa.Integer(), nullable=True),
        sa.Column("deel", sa.Integer(), nullable=False),
        sa.Column("delen", sa.Integer(), nullable=False),
        sa.Column("poging", sa.Integer(), nullable=False),
        sa.Column("beurten", sa.Integer(), nullable=False),
        sa.Column("idempotentie", sa.LargeBinary(), nullable=True),
        sa.Column("afdruk", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_brief_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["bezoek_id"], ["bezoek.id"], name=op.f("fk_brief_bezoek_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_brief_gebruiker_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["stapel_id"], ["stapel.id"], name=op.f("fk_brief_stapel_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
        sa.UniqueConstraint("idempotentie", name=op.f("uq_brief_idempotentie")),
    )
    op.create_index(op.f("ix_brief_aangemaakt"), "brief", ["aangemaakt"], unique=False)
    op.create_index(op.f("ix_brief_balie_id"), "brief", ["balie_id"], unique=False)
    op.create_index(op.f("ix_brief_bewaren_tot"), "brief", ["bewaren_tot"], unique=False)
    op.create_index(op.f("ix_brief_bezoek_id"), "brief", ["bezoek_id"], unique=False)
    op.create_index(op.f("ix_brief_stapel_id"), "brief", ["stapel_id"], unique=False)
    op.create_index(op.f("ix_brief_status"), "brief", ["status"], unique=False)
    op.create_table(
        "bestand",
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=8), nullable=False),
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("naam", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_bestand_brief_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief_id", "volgnummer", name=op.f("pk_bestand")),
    )
    op.create_table(
        "correctie",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("tijd", sa.DateTime(), nullable=False),
        sa.Column("veld", sa.String(length=60), nullable=False),
        sa.Column("waarde", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_correctie_brief_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_correctie_gebruiker_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correctie")),
    )
    op.create_index(op.f("ix_correctie_brief_id"), "correctie", ["brief_id"], unique=False)
    op.create_table(
        "pagina",
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("breedte", sa.Integer(), nullable=False),
        sa.Column("hoogte", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_pagina_brief_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brief_id", "nummer", name=op.f("pk_pagina")),
    )
    op.create_table(
        "toestemming",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("gegeven", sa.DateTime(), nullable=False),
        sa.Column("wijze", sa.String(length=20), nullable=False),
        sa.Column("velden", sa.JSON(), nullable=False),
        sa.Column("afbeelding", sa.Boolean(), nullable=False),
        sa.Column("ingetrokken", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_toestemming_brief_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_toestemming_gebruiker_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toestemming")),
    )
    op.create_index(op.f("ix_toestemming_brief_id"), "toestemming", ["brief_id"], unique=False)
    op.create_table(
        "doorverwijzing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("balie_id", sa.String(length=32), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("wijkteam_id", sa.String(length=32), nullable=True),
        sa.Column("toestemming_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.Column("werkdagen", sa.Integer(), nullable=True),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.Column("reden", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("voorgesteld", sa.DateTime(), nullable=False),
        sa.Column("verstuurd", sa.DateTime(), nullable=True),
        sa.Column("aanvaarden_voor", sa.DateTime(), nullable=True),
        sa.Column("overtijd", sa.DateTime(), nullable=True),
        sa.Column("aanvaard", sa.DateTime(), nullable=True),
        sa.Column("behandelaar_id", sa.String(length=32), nullable=True),
        sa.Column("gesloten", sa.DateTime(), nullable=True),
        sa.Column("gegevens", sa.LargeBinary(), nullable=True),
        sa.Column("notities", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["balie_id"], ["balie.id"], name=op.f("fk_doorverwijzing_balie_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["behandelaar_id"], ["gebruiker.id"], name=op.f("fk_doorverwijzing_behandelaar_id")),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_doorverwijzing_brief_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_doorverwijzing_gebruiker_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["toestemming_id"], ["toestemming.id"], name=op.f("fk_doorverwijzing_toestemming_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["wijkteam_id"], ["wijkteam.id"], name=op.f("fk_doorverwijzing_wijkteam_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doorverwijzing")),
        sa.UniqueConstraint("brief_id", name=op.f("uq_doorverwijzing_brief_id")),
    )
    op.create_index(op.f("ix_doorverwijzing_aanvaarden_voor"), "doorverwijzing", ["aanvaarden_voor"], unique=False)
    op.create_index(op.f("ix_doorverwijzing_balie_id"), "doorverwijzing", ["balie_id"], unique=False)
    op.create_index(op.f("ix_doorverwijzing_status"), "doorverwijzing", ["status"], unique=False)
    op.create_index(op.f("ix_doorverwijzing_wijkteam_id"), "doorverwijzing", ["wijkteam_id"], unique=False)
    op.create_table(
        "overdracht",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("doorverwijzing_id", sa.String(length=32), nullable=False),
        sa.Column("toestemming_id", sa.String(length=32), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("naar", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("referentie", sa.String(length=64), nullable=True),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("aangemaakt", sa.DateTime(), nullable=False),
        sa.Column("laatst", sa.DateTime(), nullable=True),
        sa.Column("fout", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["doorverwijzing_id"], ["doorverwijzing.id"], name=op.f("fk_overdracht_doorverwijzing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["toestemming_id"], ["toestemming.id"], name=op.f("fk_overdracht_toestemming_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdracht")),
        sa.UniqueConstraint("doorverwijzing_id", "toestemming_id", "soort", name=op.f("uq_overdracht_doorverwijzing_id")),
    )
    op.create_index(op.f("ix_overdracht_status"), "overdracht", ["status"], unique=False)


def _guard_audit() -> None:
    """Refuse changing or deleting audit rows, for whoever writes past the program too."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER auditregel_geen_{verb.lower()} BEFORE {verb} ON auditregel "
                "BEGIN SELECT RAISE(ABORT, 'auditregel is append only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION auditregel_weiger() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'auditregel is append only'; END $$"
    )
    op.execute("CREATE TRIGGER auditregel_vast BEFORE UPDATE OR DELETE ON auditregel FOR EACH ROW EXECUTE FUNCTION auditregel_weiger()")
    op.execute("CREATE TRIGGER auditregel_vol BEFORE TRUNCATE ON auditregel FOR EACH STATEMENT EXECUTE FUNCTION auditregel_weiger()")
