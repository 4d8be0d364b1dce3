"""How the report looks: one style sheet and six icons. Large, calm, readable in print and without colour."""

from __future__ import annotations

COLOURS = {
    "kritiek": ("#a30d1d", "#ffffff"),
    "onbekend": ("#5a2a82", "#ffffff"),
    "hoog": ("#ffb54a", "#1a1a1a"),
    "middel": ("#ffe58a", "#1a1a1a"),
    "laag": ("#cfe8d8", "#12351f"),
    "geen": ("#e4e7e5", "#26302b"),
    "fout": ("#333333", "#ffffff"),
}
"""Background and text of each urgency; every pair has a contrast of at least 7 to 1."""


def _icon(shape: str) -> str:
    return f'<svg viewBox="0 0 48 48" width="40" height="40" aria-hidden="true" focusable="false">{shape}</svg>'


_LINE = 'fill="none" stroke="currentColor" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"'
_BANG = f'<path d="M24 {{top}}V28" {_LINE}/><circle cx="24" cy="35" r="2.8" fill="currentColor"/>'
ICONS = {
    "kritiek": _icon(f'<path d="M16 4H32L44 16V32L32 44H16L4 32V16Z" {_LINE}/>' + _BANG.format(top=13)),
    "hoog": _icon(f'<path d="M24 5L45 42H3Z" {_LINE}/>' + _BANG.format(top=19)),
    "middel": _icon(f'<circle cx="24" cy="24" r="19" {_LINE}/><path d="M24 13V25L32 30" {_LINE}/>'),
    "laag": _icon(f'<path d="M4 12H18L22 17H44V40H4Z" {_LINE}/>'),
    "geen": _icon(f'<circle cx="24" cy="24" r="19" {_LINE}/><path d="M15 25L22 32L34 17" {_LINE}/>'),
    "onbekend": _icon(
        f'<circle cx="24" cy="24" r="19" {_LINE}/><path d="M18 19C18 11 30 11 30 19C30 24 24 23 24 28" {_LINE}/>'
        '<circle cx="24" cy="35" r="2.8" fill="currentColor"/>'
    ),
}

_PAINT = "\n".join(
    f".tel.{level},.merk.{level},.kaart.{level}>.band{{background:{back};color:{front}}}\n.kaart.{level}{{border-color:{back}}}"
    for level, (back, front) in COLOURS.items()
)
STYLE = f"""
*{{box-sizing:border-box}}
html{{scroll-behavior:smooth}}
body{{margin:0 auto;padding:1.5rem;max-width:60rem;background:#f6f5f1;color:#1a1a1a;
font:1.25rem/1.5 "Segoe UI","Noto Sans","DejaVu Sans",Verdana,sans-serif}}
h1{{font-size:2.2rem;line-height:1.2;margin:.5rem 0}}
h2{{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .4rem}}
h3{{font-size:1.25rem;margin:0 0 .2rem}}
p{{margin:.4rem 0}}
a{{color:#0b4a8f}}
a:focus-visible{{outline:4px solid #0b4a8f;outline-offset:3px}}
.tellen{{display:flex;flex-wrap:wrap;gap:.7rem;margin:1rem 0}}
.tel{{display:flex;align-items:center;gap:.5rem;padding:.6rem 1rem;border-radius:.6rem;min-height:3.4rem}}
.tel,.overzicht a{{text-decoration:none}}
.tel b{{font-size:1.7rem;line-height:1}}
.overzicht ol{{list-style:none;margin:0;padding:0;background:#fff;border:1px solid #8a8a84;border-radius:.6rem}}
.overzicht li+li{{border-top:1px solid #d5d3cb}}
.overzicht a{{display:grid;grid-template-columns:1.8rem 9.5rem 1fr 15rem;gap:.8rem;align-items:center;
padding:.5rem .8rem;color:inherit;min-height:3rem}}
.overzicht a:hover .wat{{text-decoration:underline}}
.wat small{{display:block;font-size:1.05rem;color:#44443f}}
.volg{{text-align:right;font-weight:700}}
q{{quotes:"“" "”"}}
.merk{{padding:.1rem .5rem;border-radius:.4rem;font-size:1rem;font-weight:700;text-align:center;line-height:1.25}}
.wie{{color:#44443f}}
.kaart{{margin:2rem 0;background:#fff;border:4px solid;border-radius:.9rem;overflow:hidden;padding:0 1.6rem 1rem}}
.band{{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem 1rem;margin:0 -1.6rem 1rem;padding:.7rem 1.6rem}}
.woord{{font-size:1.6rem;font-weight:800;letter-spacing:.02em}}
.wanneer{{font-weight:700}}
.nummer{{margin-left:auto}}
.van{{color:#33332f}}
.kern{{font-size:1.35rem}}
.kaart section{{margin:1rem 0;padding:.8rem 1.1rem;border-radius:.6rem}}
.kaart ul{{margin:0;padding-left:1.4rem}}
.kaart li{{margin:.25rem 0}}
.doen{{background:#e9f1fb;border-left:8px solid #0b4a8f}}
.doen li{{font-size:1.35rem;font-weight:600}}
.anders{{background:#fdeeea;border-left:8px solid #a33a1d}}
.twijfel{{background:#f3eafa;border-left:8px solid #5a2a82}}
.anders ul,.hulp ul{{list-style:none;padding:0}}
.kaart .feiten{{padding:0}}
.kaart .hulp{{padding-block:0}}
dl{{margin:0}}
dl div{{display:grid;grid-template-columns:12rem 1fr;gap:1rem;padding:.5rem 0;border-top:1px solid #d5d3cb}}
dt{{font-weight:700}}
dd{{margin:0;overflow-wrap:anywhere}}
.groot{{font-size:1.7rem;font-weight:800;line-height:1.3}}
.bewijs{{display:block;font-size:1.05rem;font-weight:400;line-height:1.4;color:#4a4a45}}
.kaart .route{{border:2px solid #1a1a1a}}
.vraag{{font-size:1.35rem}}
.bron{{color:#4a4a45;font-size:1.05rem;overflow-wrap:anywhere}}
.mislukt{{background:#fff;border:4px solid #333;border-radius:.9rem;padding:1rem 1.6rem}}
.mislukt li{{margin:.7rem 0;overflow-wrap:anywhere}}
footer{{margin:2rem 0;color:#33332f}}
{_PAINT}
@media (max-width:46rem){{
.overzicht a,dl div{{grid-template-columns:1fr;gap:.1rem}}
.merk{{justify-self:start}}
.volg{{text-align:left}}
}}
@media print{{
@page{{size:A4;margin:12mm}}
html{{font-size:9pt}}
body{{padding:0;max-width:none;background:#fff}}
.kaart section{{margin:.6rem 0;padding-block:.5rem}}
dl div{{padding:.3rem 0}}
.tel,.merk,.band,.kaart section{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
.kaart{{break-before:page;margin:0;overflow:visible}}
.kaart section:not(.feiten),.band,h2,dl div,.overzicht li{{break-inside:avoid}}
h2,h3{{break-after:avoid}}
.mislukt{{break-before:page}}
}}
"""
