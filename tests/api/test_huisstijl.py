"""Cutting a theme to what the pages use."""

from __future__ import annotations

from api.huisstijl.snoei import prune, squeeze

THEMA = """/* een thema: niet --van-ons */
.voorbeeld-theme {
  --wit: #fff;
  --vlak: var(--wit);
  --knop-vlak: var( --vlak );
  --knop-rand: 1px solid black;
  --ongebruikt: var(--ook-niet);
  --ook-niet: red;
  --wit: #fefefe;
}
"""


def test_what_is_reached_stays_and_the_last_value_counts() -> None:
    kept = prune(THEMA, ".knop { background: var(--knop-vlak); color: var(--elders, blue) }")
    assert kept == ".voorbeeld-theme{--wit:#fefefe;--vlak:var(--wit);--knop-vlak:var( --vlak )}\n"


def test_properties_that_ask_each_other_end() -> None:
    assert prune(".t{--a:var(--b);--b:var(--a);--c:1}", "p{color:var(--a)}") == ".t{--a:var(--b);--b:var(--a)}\n"


def test_a_style_without_properties_leaves_an_empty_rule() -> None:
    assert prune(THEMA, "p { color: red }") == ".voorbeeld-theme{}\n"


def test_squeezing_takes_comments_and_white_space_only() -> None:
    assert squeeze("/* weg */ .a > .b ,\n.c { margin : 0  1px ; }\n") == ".a > .b,.c{margin : 0 1px;}\n"
