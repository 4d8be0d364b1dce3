"""What a page costs whoever opens it for the first time: bytes over the line, requests, and when there is something to see.

The figures are those of Lighthouse, from the same sources: the browser's own performance entries and its network log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

BUDGET = 150_000
REST_MS = 1500
"""How long a page is watched after it was loaded: for what still comes, and for a picture that is painted late."""
_KIJK = """() => {
  window.gemeten = { fcp: 0, lcp: 0, cls: 0, tbt: 0 };
  const zie = (soort, doe) => new PerformanceObserver((lijst) => lijst.getEntries().forEach(doe)).observe({ type: soort, buffered: true });
  zie("paint", (één) => { if (één.name === "first-contentful-paint") gemeten.fcp = één.startTime; });
  zie("largest-contentful-paint", (één) => { gemeten.lcp = één.startTime; });
  zie("layout-shift", (één) => { if (!één.hadRecentInput) gemeten.cls += één.value; });
  zie("longtask", (één) => { gemeten.tbt += Math.max(0, één.duration - 50); });
}"""


@dataclass(frozen=True, slots=True)
class Toestel:
    """A machine and its line; `traag` is how many times slower its processor is. Without `omlaag` the line is not held back."""

    naam: str
    breed: int
    hoog: int
    traag: int = 1
    omlaag: int = 0
    heen_ms: float = 0

    @property
    def mobiel(self) -> bool:
        """Tell whether this is held in a hand."""
        return self.breed < 600


BUREAU = Toestel("bureau", 1280, 900)
TELEFOON = Toestel("telefoon", 390, 844, traag=4, omlaag=1_474_560 // 8, heen_ms=562.5)
"""Lighthouse's slow 4G, as its network throttling by DevTools has it."""


@dataclass(frozen=True, slots=True)
class Meting:
    """One page on one machine: bytes and requests, first and largest paint (ms), layout shift, time the page could not answer (ms)."""

    bytes: int
    verzoeken: int
    fcp: float
    lcp: float
    cls: float
    tbt: float


def weigh(browser: Browser, adres: str, toestel: Toestel, koekjes: Mapping[str, str] | None = None) -> Meting:
    """Open a page in a browser that has seen nothing of it before, and measure."""
    context = browser.new_context(
        viewport={"width": toestel.breed, "height": toestel.hoog}, locale="nl-NL", is_mobile=toestel.mobiel, has_touch=toestel.mobiel
    )
    try:
        context.add_cookies([{"name": naam, "value": value, "url": adres} for naam, value in (koekjes or {}).items()])
        page = context.new_page()
        page.add_init_script(f"({_KIJK})()")
        devtools = context.new_cdp_session(page)
        sizes: list[int] = []
        asked: list[str] = []

        def count(event: dict[str, Any]) -> None:
            sizes.append(int(event["encodedDataLength"]))

        devtools.on("Network.loadingFinished", count)
        devtools.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        devtools.send("Network.enable")
        if toestel.omlaag:
            line = {"offline": False, "latency": toestel.heen_ms, "downloadThroughput": toestel.omlaag, "uploadThroughput": 84_375}
            devtools.send("Network.emulateNetworkConditions", line)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": toestel.traag})
        answer = page.goto(adres)
        assert answer is not None and answer.status == 200, f"{adres}: {answer and answer.status}"
        assert page.url == adres, f"{adres} leidt naar {page.url}"
        page.wait_for_timeout(REST_MS)
        seen = page.evaluate("gemeten")
        return Meting(sum(sizes), len(asked), seen["fcp"], seen["lcp"], seen["cls"], seen["tbt"])
    finally:
        context.close()
