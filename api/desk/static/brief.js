// De brief met JavaScript: wijs een feit aan en het papier laat zien waar het staat, en andersom; groter en kleiner; kopiëren;
// voorlezen. Zonder JavaScript doet 'Toon in de brief' hetzelfde met een nieuwe bladzijde.

import { maakVoorlezen } from "./brief_stem.js";
import { zin } from "./zinnen.js";

const $ = (id) => document.getElementById(id);
const raam = $("raam");
const breed = matchMedia("(min-width: 60rem)");
const WACHT_MS = 140;
let straks = 0;

/** De merken op het papier die bij een feit horen. */
const merken = (nummer) => [...raam.querySelectorAll(`.bewijs[data-feiten~="${nummer}"]`)];

/** De plekken op de kaart die over een feit gaan. */
const plekken = (nummers) => nummers.flatMap((nummer) => [...document.querySelectorAll(`[data-feit="${nummer}"]`)]);

function veeg() {
  for (const oud of document.querySelectorAll(".bewijs.aan, [data-feit].aan")) oud.classList.remove("aan");
}

function toonVel(nummer) {
  for (const vel of raam.querySelectorAll(".vel")) vel.hidden = vel.dataset.vel !== String(nummer);
  for (const knop of document.querySelectorAll("a[data-vel]")) {
    if (knop.dataset.vel === String(nummer)) knop.setAttribute("aria-current", "page");
    else knop.removeAttribute("aria-current");
  }
}

/** Schuif het papier in zijn raam zo dat het merk in beeld is; de rest van de bladzijde blijft staan. */
function schuif(merk) {
  const plek = merk.getBoundingClientRect();
  const kader = raam.getBoundingClientRect();
  const marge = Math.min(kader.height / 4, 120);
  if (plek.top < kader.top || plek.bottom > kader.bottom) raam.scrollTop += plek.top - kader.top - marge;
  if (plek.left < kader.left || plek.right > kader.right) raam.scrollLeft += plek.left - kader.left - 20;
}

/** Wijs een feit aan op het papier. Geeft het eerste merk, of niets als het papier er geen heeft. */
function wijs(nummer) {
  veeg();
  for (const plek of plekken([nummer])) plek.classList.add("aan");
  const gevonden = merken(nummer);
  if (gevonden.length === 0) return null;
  const vel = raam.querySelector(".vel:not([hidden])");
  const eerst = gevonden.find((merk) => vel?.contains(merk)) ?? gevonden[0];
  toonVel(eerst.closest(".vel").dataset.vel);
  for (const merk of gevonden) merk.classList.add("aan");
  schuif(eerst);
  return eerst;
}

/** Wijs bij een merk op het papier aan wat de kaart ervan zegt. */
function wijsTerug(merk) {
  veeg();
  merk.classList.add("aan");
  const over = plekken(merk.dataset.feiten.split(" "));
  for (const plek of over) plek.classList.add("aan");
  const inBeeld = over.some((plek) => {
    const vak = plek.getBoundingClientRect();
    return vak.top >= 0 && vak.bottom <= innerHeight;
  });
  if (breed.matches && !inBeeld) over.at(-1)?.scrollIntoView({ block: "center" });
}

for (const plek of document.querySelectorAll("[data-feit]")) {
  plek.addEventListener("pointerenter", () => {
    clearTimeout(straks); // wie er alleen langs schuift, wil geen bladzijden zien wisselen
    if (breed.matches) straks = setTimeout(wijs, WACHT_MS, plek.dataset.feit);
  });
  plek.addEventListener("pointerleave", () => clearTimeout(straks));
  plek.addEventListener("focusin", () => breed.matches && wijs(plek.dataset.feit));
}
for (const link of document.querySelectorAll("[data-toon]")) {
  link.addEventListener("click", (gebeurtenis) => {
    const merk = wijs(link.dataset.toon);
    if (!merk) return;
    gebeurtenis.preventDefault();
    const vel = merk.closest(".vel").dataset.vel;
    $("nieuws").textContent = zin("gemarkeerd", { n: vel });
    if (breed.matches) return;
    merk.scrollIntoView({ block: "center" });
    merk.focus({ preventScroll: true });
  });
}
for (const merk of raam.querySelectorAll(".bewijs")) {
  merk.addEventListener("pointerenter", () => {
    clearTimeout(straks);
    straks = setTimeout(wijsTerug, WACHT_MS, merk);
  });
  merk.addEventListener("pointerleave", () => clearTimeout(straks));
  merk.addEventListener("focus", () => {
    wijsTerug(merk);
    schuif(merk);
  });
  merk.addEventListener("click", (gebeurtenis) => {
    const feit = $(merk.getAttribute("href").slice(1));
    if (!feit) return;
    gebeurtenis.preventDefault();
    wijsTerug(merk);
    feit.scrollIntoView({ block: "center" });
    feit.focus({ preventScroll: true });
  });
}
for (const knop of document.querySelectorAll("a[data-vel]")) {
  knop.addEventListener("click", (gebeurtenis) => {
    gebeurtenis.preventDefault();
    toonVel(knop.dataset.vel);
    raam.scrollTo(0, 0);
    $("nieuws").textContent = zin("bladzijde", { n: knop.dataset.vel });
  });
}

const MEEST = 3;
function zoom(stap) {
  const nu = Number(raam.dataset.zoom ?? 0);
  const straksZoom = Math.max(0, Math.min(MEEST, nu + stap));
  const midden = (raam.scrollTop + raam.clientHeight / 2) / Math.max(1, raam.scrollHeight);
  raam.dataset.zoom = String(straksZoom);
  raam.scrollTop = midden * raam.scrollHeight - raam.clientHeight / 2;
  $("groter").disabled = straksZoom === MEEST;
  $("kleiner").disabled = straksZoom === 0;
}
for (const [id, stap] of [["groter", 1], ["kleiner", -1]]) {
  $(id).hidden = false;
  $(id).addEventListener("click", () => zoom(stap));
}
raam.addEventListener("keydown", (gebeurtenis) => {
  if (gebeurtenis.ctrlKey || gebeurtenis.metaKey || gebeurtenis.altKey) return;
  if (gebeurtenis.key === "+" || gebeurtenis.key === "=") zoom(1);
  else if (gebeurtenis.key === "-") zoom(-1);
  else return;
  gebeurtenis.preventDefault();
});

for (const knop of document.querySelectorAll("[data-kopieer]")) {
  if (!navigator.clipboard) break;
  knop.hidden = false;
  const tekst = knop.innerHTML;
  knop.addEventListener("click", async () => {
    await navigator.clipboard.writeText(knop.dataset.kopieer);
    knop.textContent = zin("gekopieerd");
    $("nieuws").textContent = zin("gekopieerd_gezegd");
    setTimeout(() => (knop.innerHTML = tekst), 2500);
  });
}

$("afdrukken").hidden = false;
$("afdrukken").addEventListener("click", () => print());
maakVoorlezen($("voorlezen"), [...document.querySelectorAll("[data-zin]")]);
const gevraagd = raam.querySelector(".bewijs.aan");
if (gevraagd) schuif(gevraagd);
