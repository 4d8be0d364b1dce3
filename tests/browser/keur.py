"""What every page is held against in a real browser: axe, its width, its size of type, its language."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMAL = 320

_TEKST = """() => {
  const dicht = (el) => el.closest('[lang]').lang;
  const over = [];
  const loop = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (loop.nextNode()) {
    const el = loop.currentNode.parentElement;
    if (dicht(el) === document.documentElement.lang) over.push(loop.currentNode.data);
  }
  for (const el of document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]')) {
    if (dicht(el) !== document.documentElement.lang) continue;
    for (const naam of ['aria-label', 'placeholder', 'title', 'alt']) over.push(el.getAttribute(naam) || '');
  }
  return over.map((tekst) => tekst.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""


def violations(page: Page) -> list[str]:
    """Return what axe finds, a line for every place, once the page is there as a whole."""
    page.wait_for_load_state()
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def sticks_out(page: Page) -> int:
    """Return by how many pixels a page is wider than its screen."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def reflows(page: Page) -> bool:
    """Tell whether nothing sticks out at 320 px (WCAG 1.4.10), nor at 640 px with letters twice as large (1.4.4)."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": SMAL, "height": size["height"]})
    narrow = sticks_out(page)
    page.set_viewport_size({"width": 2 * SMAL, "height": size["height"]})
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    large = sticks_out(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return narrow <= 0 and large <= 0


def own_words(page: Page) -> list[str]:
    """Return the texts of a page that claim to be in the page's own language."""
    found: list[str] = page.evaluate(_TEKST)
    return found
