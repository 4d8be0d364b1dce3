// De balie met JavaScript: de lijst loopt vanzelf bij, een bestand gaat meteen weg, de QR verschijnt zonder nieuwe bladzijde.
// Zonder JavaScript doet alles het ook, met de link 'Ververs de lijst'.

const $ = (id) => document.getElementById(id);
const MS = 1500;
const maxBytes = Number($("inhoud").dataset.maxBytes);
const bezoek = $("inhoud").dataset.bezoek;
const bij = (pad, id) => `${pad}?koppeling=${id}${bezoek ? `&bezoek=${bezoek}` : ""}`;
document.documentElement.classList.add("met-js");

let eind = 0; // wanneer de code vervalt, op de klok van deze computer
let rond = null;

/** Haal de bladzijde op en zet er stukken van op hun plaats; wie niet meer ingelogd is, gaat naar het inloggen. */
async function haal(pad, stukken, opties) {
  const antwoord = await fetch(pad, { cache: "no-store", ...opties });
  if (antwoord.redirected && new URL(antwoord.url).pathname === "/inloggen") return location.assign("/inloggen");
  const blad = new DOMParser().parseFromString(await antwoord.text(), "text/html");
  if (!stukken.every((id) => blad.getElementById(id))) throw new Error("geen balie");
  for (const id of stukken) vervang(id, blad.getElementById(id));
  leesKoppeling();
}

/** Zet nieuwe inhoud neer, en laat de aandacht waar zij was. */
function vervang(id, nieuw) {
  const oud = $(id);
  const bezig = oud.contains(document.activeElement) ? document.activeElement.id : "";
  const waren = new Map([...oud.querySelectorAll(".brief")].map((brief) => [brief.id, brief.dataset.status]));
  oud.replaceWith(document.adoptNode(nieuw));
  if (bezig && $(bezig)) $(bezig).focus();
  if (id === "brieven") vertel(nieuw, waren);
}

function vertel(lijst, waren) {
  for (const brief of lijst.querySelectorAll(".brief")) {
    const was = waren.get(brief.id);
    const nu = brief.dataset.status;
    if (was === undefined) $("nieuws").textContent = "Er is een brief binnen. We lezen hem nu.";
    else if (was !== nu && nu !== "bezig") $("nieuws").textContent = brief.querySelector("h3").textContent;
  }
}

function leesKoppeling() {
  const koppeling = $("koppeling");
  eind = koppeling ? Date.now() + Number(koppeling.dataset.rest) * 1000 : 0;
  $("ververs")?.classList.add("verborgen");
}

function telAf() {
  const rest = $("rest");
  if (!rest) return;
  const seconden = Math.max(0, Math.round((eind - Date.now()) / 1000));
  const minuten = Math.floor(seconden / 60);
  rest.textContent = minuten > 0 ? `nog ${minuten} min en ${seconden % 60} sec` : `nog ${seconden} seconden`;
}

async function kijk() {
  rond = null;
  const koppeling = $("koppeling");
  const actief = koppeling && koppeling.dataset.stand !== "verlopen";
  // Alleen vragen als er iets kan veranderen: anders bleef een verlaten balie eeuwig ingelogd.
  if (!document.hidden && (actief || $("brieven").dataset.levend === "ja")) {
    try {
      const id = koppeling?.dataset.koppeling ?? "";
      const antwoord = await fetch(bij("/balie/stand", id), { cache: "no-store" });
      if (antwoord.redirected) return location.assign("/inloggen");
      const stand = await antwoord.json();
      const stukken = [];
      if (stand.teken !== $("brieven").dataset.teken) stukken.push("brieven");
      if (actief && stand.koppeling && stand.koppeling !== koppeling.dataset.stand) stukken.push("telefoon");
      if (stukken.length > 0) await haal(bij("/balie", id), stukken);
    } catch {
      // even geen verbinding met de dienst: straks weer
    }
  }
  plan();
}

function plan() {
  rond ??= setTimeout(kijk, MS);
}

$("telefoon-form")?.addEventListener("submit", async (gebeurtenis) => {
  gebeurtenis.preventDefault();
  const form = gebeurtenis.target;
  try {
    await haal(form.action, ["telefoon", "brieven"], { method: "POST", body: new URLSearchParams(new FormData(form)) });
    $("koppeling-kop")?.focus();
    $("koppeling")?.scrollIntoView({ block: "nearest" });
  } catch {
    form.submit();
  }
});

/** Stuur wat in dit veld gekozen is, zonder nog een druk op een knop. */
function stuur(veld) {
  const aantal = veld.files.length;
  if (aantal === 0) return;
  if ([...veld.files].some((bestand) => bestand.size > maxBytes)) {
    veld.value = "";
    zeg(veld, `Een bestand is te groot: meer dan ${Math.round(maxBytes / 1e6)} MB. Kies een kleiner bestand.`);
    return;
  }
  zeg(veld, aantal === 1 ? "Bestand wordt verstuurd …" : `${aantal} bestanden worden verstuurd …`);
  veld.form.submit();
}

function zeg(veld, zin) {
  veld.form.querySelector(".kies__tekst").textContent = zin;
  $("nieuws").textContent = zin;
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
  $("keuze-zin").textContent = `U sleepte ${aantal} bestanden. Zijn dat de bladzijden van één brief?`;
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
document.addEventListener("visibilitychange", plan);

leesKoppeling();
setInterval(telAf, 1000);
telAf();
plan();
