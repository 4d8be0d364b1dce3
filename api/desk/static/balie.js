// De balie met JavaScript: de lijst loopt vanzelf bij, een bestand gaat meteen weg, de QR verschijnt zonder nieuwe bladzijde.
// Zonder JavaScript doet alles het ook, met de link 'Ververs de lijst'.

const $ = (id) => document.getElementById(id);
const MS = 1500;
const maxBytes = Number($("inhoud").dataset.maxBytes);
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

/** Zet nieuwe inhoud neer, en laat open wat open stond en de aandacht waar zij was. */
function vervang(id, nieuw) {
  const oud = $(id);
  const open = [...oud.querySelectorAll("details[open] > summary")].map((kop) => kop.id);
  const bezig = oud.contains(document.activeElement) ? document.activeElement.id : "";
  const waren = new Map([...oud.querySelectorAll(".brief")].map((brief) => [brief.id, brief.dataset.status]));
  oud.replaceWith(document.adoptNode(nieuw));
  for (const kop of open) if ($(kop)) $(kop).parentElement.open = true;
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
      const antwoord = await fetch(`/balie/stand?koppeling=${id}`, { cache: "no-store" });
      if (antwoord.redirected) return location.assign("/inloggen");
      const stand = await antwoord.json();
      const stukken = [];
      if (stand.teken !== $("brieven").dataset.teken) stukken.push("brieven");
      if (actief && stand.koppeling && stand.koppeling !== koppeling.dataset.stand) stukken.push("telefoon");
      if (stukken.length > 0) await haal(`/balie?koppeling=${id}`, stukken);
    } catch {
      // even geen verbinding met de dienst: straks weer
    }
  }
  plan();
}

function plan() {
  rond ??= setTimeout(kijk, MS);
}

$("telefoon-form").addEventListener("submit", async (gebeurtenis) => {
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

function stuurBestanden() {
  const veld = $("bestanden");
  if (veld.files.length === 0) return;
  const teGroot = [...veld.files].some((bestand) => bestand.size > maxBytes);
  if (teGroot) {
    veld.value = "";
    zegBijKeuze(`Een bestand is te groot: meer dan ${Math.round(maxBytes / 1e6)} MB. Kies een kleiner bestand.`);
    return;
  }
  zegBijKeuze(veld.files.length === 1 ? "Bestand wordt verstuurd …" : `${veld.files.length} bestanden worden verstuurd …`);
  $("bestanden-form").submit();
}

function zegBijKeuze(zin) {
  $("kies-tekst").textContent = zin;
  $("nieuws").textContent = zin;
}

$("bestanden").addEventListener("change", stuurBestanden);
const nieuw = $("nieuw");
nieuw.addEventListener("dragover", (gebeurtenis) => {
  gebeurtenis.preventDefault();
  nieuw.classList.add("sleep");
});
nieuw.addEventListener("dragleave", () => nieuw.classList.remove("sleep"));
nieuw.addEventListener("drop", (gebeurtenis) => {
  gebeurtenis.preventDefault();
  nieuw.classList.remove("sleep");
  $("bestanden").files = gebeurtenis.dataTransfer.files;
  stuurBestanden();
});
document.addEventListener("visibilitychange", plan);

leesKoppeling();
setInterval(telAf, 1000);
telAf();
plan();
