"""Cut a style sheet to what is used: a whole theme has 3,000 properties, the pages use some 400."""

from __future__ import annotations

import re

_EIGENSCHAP = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_GEBRUIKT = re.compile(r"var\(\s*(--[\w-]+)")
_UITLEG = re.compile(r"/\*.*?\*/", re.DOTALL)


def squeeze(css: str) -> str:
    """Return the style without comments and without white space that means nothing."""
    bare = _UITLEG.sub("", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", bare)).strip() + "\n"


def used(css: str) -> set[str]:
    """Return the names of the custom properties that a style asks for."""
    return set(_GEBRUIKT.findall(css))


def prune(theme: str, styles: str) -> str:
    """Return the rule of a theme with only the properties that `styles` reach, directly or through each other.

    A theme is one rule with custom properties. Where a name stands twice the last one counts, as in a browser.
    """
    bare = _UITLEG.sub("", theme)
    selector = bare[: bare.index("{")].strip()
    values = {name: value.strip() for name, value in _EIGENSCHAP.findall(bare)}
    keep: set[str] = set()
    ask = used(styles) & values.keys()
    while ask:
        keep |= ask
        ask = (used(" ".join(values[name] for name in ask)) & values.keys()) - keep
    return f"{selector}{{" + ";".join(f"{name}:{values[name]}" for name in values if name in keep) + "}\n"
