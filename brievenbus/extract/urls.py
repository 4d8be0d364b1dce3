"""Web addresses and e-mail addresses, with the domain that decides whose they are."""

from __future__ import annotations

import re

from brievenbus.feiten import Webadres
from brievenbus.page import Span, Tekst

# A bare "voorbeeld.nl" needs a known ending; behind "www." or "https://" any ending counts.
_TLD = "nl|com|org|net|eu|info|gov|be|de|fr|uk|io|co|app|shop|online|site|xyz|top|link|click|me|ly|tk|ru|cn|biz|frl|amsterdam"
_TLD += "|live|support|help|pro|store|vip|icu|cc|pw|website|services|space|world"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
_MAIL = re.compile(rf"(?<![\w@])[\w.+-]{{1,64}}@(?P<host>{_HOST}[A-Za-z]{{2,12}})\b")
_SITE = re.compile(
    rf"(?<![\w@.])(?:(?P<scheme>https?://)(?P<host1>{_HOST}[A-Za-z]{{2,12}})|(?P<host2>www\.{_HOST}[A-Za-z]{{2,12}})"
    rf"|(?P<host3>(?=[\w-]{{2}}){_HOST}(?:{_TLD})))"
    r"(?![\w@-])(?P<path>/[^\s\"'<>()]*)?"
)


def urls(tekst: Tekst) -> tuple[Webadres, ...]:
    """Return every web and e-mail address, in reading order."""
    plat = tekst.plat
    found = [Webadres(Span(m.start(), m.end()), m[0], _domain(m["host"]), "mail") for m in _MAIL.finditer(plat)]
    for match in _SITE.finditer(plat):
        text = match[0].rstrip(".,;:")
        span = Span(match.start(), match.start() + len(text))
        if not any(span.overlaps(other.span) for other in found):
            found.append(Webadres(span, text, _domain(match["host1"] or match["host2"] or match["host3"]), "site"))
    return tuple(sorted(found, key=lambda address: address.span.start))


def _domain(host: str) -> str:
    return host.lower().removeprefix("www.")
