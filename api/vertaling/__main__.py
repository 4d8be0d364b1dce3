"""`python -m api.vertaling` brings every catalogue up to date with the source; `python -m api.vertaling ar` also begins a new one.

A sentence that changed loses its translation: a translation of another sentence is never guessed.
"""

from __future__ import annotations

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from api.vertaling.oogst import MAP, harvest, load, problems

_ONGEZIEN = "# Nagekeken: nog door niemand."


def renew(code: str, source: Catalog) -> list[str]:
    """Write the catalogue of a language anew; return what is still wrong with it."""
    file = MAP / f"{code}.po"
    if file.exists():
        catalogue = load(file)
    else:
        catalogue = Catalog(locale=code, project="brievenbus", charset="utf-8", fuzzy=False, header_comment=_ONGEZIEN)
    catalogue.update(source, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with file.open("wb") as out:
        write_po(out, catalogue, width=0, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return problems(catalogue, source)


def main() -> int:
    """Renew all catalogues; return 1 where sentences are still to be translated."""
    source, left = harvest(), 0
    for code in sorted({file.stem for file in MAP.glob("*.po")} | set(sys.argv[1:])):
        wrong = renew(code, source)
        left += len(wrong)
        print(f"{code}: {len(source)} zinnen, {len(wrong)} nog te doen")
        for line in wrong:
            print(f"  {line}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
