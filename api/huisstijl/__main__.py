"""Make the NL Design System and htmx files of `api/desk/static` anew: `python -m api.huisstijl`.

Needs npm and a network; nobody who installs brievenbus does.

The versions stand in `package.json`, their hashes in `package-lock.json` beside this file; npm refuses anything else and runs no
script of a package. What comes out is part of the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from api.huisstijl.snoei import prune, squeeze

HIER = Path(__file__).parent
UIT = HIER.parent / "desk" / "static"
_ZELF = ("nl-componenten.css", "nl-voorbeeld.css", "thema.css")
_KANDIDAAT = ("button", "data-badge", "heading", "skip-link")
_UTRECHT = (
    "alert", "form-field", "form-field-description", "form-label", "page-footer", "page-header", "select", "table", "textarea", "textbox",
)  # fmt: skip
_KOP = "/* {naam}. EUPL-1.2, zie LICENSE. Gemaakt met: python -m api.huisstijl */\n"


def make(modules: Path, uit: Path) -> None:
    """Write the files of `uit` from an npm tree."""
    parts = [modules / "@nl-design-system-candidate" / f"{name}-css" / "dist" / f"{name}.css" for name in _KANDIDAAT]
    parts += [modules / "@utrecht" / f"{name}-css" / "dist" / "index.css" for name in _UTRECHT]
    styles = squeeze("\n".join(part.read_text(encoding="utf-8") for part in parts))
    theme = modules / "@nl-design-system-unstable" / "voorbeeld-design-tokens" / "dist" / "theme.css"
    own = "".join(file.read_text(encoding="utf-8") for file in sorted(uit.glob("*.css")) if file.name not in _ZELF)
    (uit / "nl-componenten.css").write_text(_KOP.format(naam="Onderdelen van NL Design System") + styles, encoding="utf-8")
    tokens = prune(theme.read_text(encoding="utf-8"), styles + own)
    (uit / "nl-voorbeeld.css").write_text(_KOP.format(naam="Het thema Voorbeeld van NL Design System") + tokens, encoding="utf-8")
    shutil.copyfile(modules / "htmx.org" / "dist" / "htmx.min.js", uit / "htmx.min.js")


def main() -> None:
    """Fetch the packages into a folder that goes away, and make the files."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HIER / name, Path(place) / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=place, check=True)
        make(Path(place) / "node_modules", UIT)


if __name__ == "__main__":
    main()
