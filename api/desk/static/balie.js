// De balie met JavaScript: een bestand gaat meteen weg, slepen mag overal, de tijd van de code telt af.
// Wat er nieuw is haalt htmx op (zie _bijwerken.html). Zonder JavaScript doet alles het ook, met de link 'Ververs de lijst'.

import "./zicht.js";
import { zin } from "./zinnen.js";

const $ = (id) => document.getElementById(id);
const maxBytes = Number($("inhoud").dataset.maxBytes);
document.documentElement.classList.add("met-js");

// Lukt de code niet, dan de gewone weg: die zegt op een bladzijde wat er mis is.
for (const mis of ["htmx:responseError", "htmx:sendError"]) $("telefoon-form")?.addEventListener(mis, (gebeurtenis) => gebeurtenis.target.submit());

/** Tel af tot de code vervalt, op de klok van deze computer. */
function telAf() {
  const koppeling = $("koppeling");
  const rest = $("rest");
  if (!rest) return;
  koppeling.eind ??= Date.now() + Number(koppeling.dataset.rest) * 1000;
  const seconden = Math.max(0, Math.round((koppeling.eind - Date.now()) / 1000));
  const minuten = Math.floor(seconden / 60);
  rest.textContent = minuten > 0 ? zin("rest", { minuten, seconden: seconden % 60 }) : zin("rest_kort", { n: seconden });
}
setInterval(telAf, 1000);
telAf();

/** Stuur wat in dit veld gekozen is, zonder nog een druk op een knop. */
function stuur(veld) {
  const aantal = veld.files.length;
  if (aantal === 0) return;
  if ([...veld.files].some((bestand) => bestand.size > maxBytes)) {
    veld.value = "";
    zeg(veld, zin("te_groot", { n: Math.round(maxBytes / 1e6) }));
    return;
  }
  zeg(veld, zin("verstuurt", { n: aantal }));
  veld.form.submit();
}

function zeg(veld, tekst) {
  veld.form.querySelector(".kies__tekst").textContent = tekst;
  $("nieuws").textContent = tekst;
}

for (const veld of document.querySelectorAll(".kies input[type=file]")) veld.addEventListener("change", () => stuur(veld));

// Slepen: overal op de bladzijde goed, want wie net naast het vlak loslaat, opent anders het bestand in plaats van de balie.
const nieuw = $("nieuw");
let gesleept = null;

function legIn(veld) {
  veld.files = gesleept;
  gesleept = null;
  $("keuze").hidden = true;
  stuur(veld);
}

function vraagWat(aantal) {
  $("keuze").hidden = false;
  $("keuze-zin").textContent = zin("gesleept", { n: aantal });
  $("keuze-zin").focus();
}

if (nieuw) {
  const heeftBestanden = (gebeurtenis) => gebeurtenis.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (gebeurtenis) => {
    if (!heeftBestanden(gebeurtenis)) return;
    gebeurtenis.preventDefault();
    nieuw.classList.add("sleep");
  });
  document.addEventListener("dragleave", (gebeurtenis) => gebeurtenis.relatedTarget ?? nieuw.classList.remove("sleep"));
  document.addEventListener("drop", (gebeurtenis) => {
    if (!heeftBestanden(gebeurtenis)) return;
    gebeurtenis.preventDefault();
    nieuw.classList.remove("sleep");
    gesleept = gebeurtenis.dataTransfer.files;
    if ($("stapel").contains(gebeurtenis.target)) legIn($("stapel-bestanden"));
    else if (gesleept.length === 1) legIn($("bestanden"));
    else if (gesleept.length > 1) vraagWat(gesleept.length);
  });
  $("keuze-brief").addEventListener("click", () => legIn($("bestanden")));
  $("keuze-stapel").addEventListener("click", () => legIn($("stapel-bestanden")));
  $("keuze-niet").addEventListener("click", () => {
    gesleept = null;
    $("keuze").hidden = true;
    $("bestanden").focus();
  });
}
