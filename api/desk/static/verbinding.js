// Het gesprek van de telefoon met de dienst. Het token staat alleen in het geheugen en in sessionStorage van dit tabblad:
// Android sluit een bladzijde soms terwijl de camera open is, en dan moet zij terug kunnen komen.

import { eigenZin, zin } from "./zinnen.js";

const SLEUTEL = "brievenbus.telefoon";
const WACHT = [1000, 2000, 4000, 8000, 15000, 30000];

/** Een antwoord dat geen ja is. `vreemd`: de zin komt zo van de dienst, in het Nederlands. */
class Antwoordfout extends Error {
  constructor(tekst = "", vreemd = false) {
    super(tekst);
    this.vreemd = vreemd;
  }
}
export class Verlopen extends Antwoordfout {}
export class Geweigerd extends Antwoordfout {}
export class Onbereikbaar extends Antwoordfout {}

let token = sessionStorage.getItem(SLEUTEL) || "";

/** Of dit tabblad al aan een balie hangt. */
export const isGekoppeld = () => token !== "";

/** Vergeet de balie. */
export function vergeet() {
  token = "";
  sessionStorage.removeItem(SLEUTEL);
}

/** Ruil de code uit de QR voor een sessie die alleen brieven mag brengen. */
export async function wisselIn(code) {
  const antwoord = await vraag("/v1/koppelingen/_inwisselen", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
  });
  token = (await antwoord.json()).token;
  sessionStorage.setItem(SLEUTEL, token);
}

/** Houd de sessie in leven zolang er foto's klaarliggen; de dienst staat dat hoogstens een half uur toe. */
export async function houdVast() {
  try {
    await vraag("/v1/koppelingen/_eigen", { headers: bewijs() });
  } catch {
    // lukt het niet, dan blijkt dat bij het opsturen
  }
}

/** Geef het oordeel over één foto, of null als er nu niemand tijd heeft om te kijken: dan gaat de foto gewoon mee. */
export async function keur(bestand) {
  const inhoud = new FormData();
  inhoud.append("bestand", bestand, "foto");
  try {
    const antwoord = await vraag("/v1/keuringen", { method: "POST", headers: bewijs(), body: inhoud });
    return await antwoord.json();
  } catch (fout) {
    if (fout instanceof Onbereikbaar) return null;
    throw fout;
  }
}

/** Stuur één brief. Valt de verbinding weg, dan vanzelf opnieuw met dezelfde sleutel: hij komt nooit dubbel aan. */
export async function verstuur(bestanden, { voortgang, wacht, nu }) {
  const sleutel = nieuweSleutel();
  for (let poging = 0; ; poging += 1) {
    try {
      return await stuurEenKeer(bestanden, sleutel, voortgang);
    } catch (fout) {
      if (!(fout instanceof Onbereikbaar)) throw fout;
      const rust = WACHT[Math.min(poging, WACHT.length - 1)];
      wacht(Math.round(rust / 1000));
      await Promise.race([new Promise((klaar) => setTimeout(klaar, rust)), nu(), weerOnline()]);
    }
  }
}

// XMLHttpRequest, want fetch vertelt niet hoever het versturen is.
function stuurEenKeer(bestanden, sleutel, voortgang) {
  const inhoud = new FormData();
  bestanden.forEach((bestand, i) => inhoud.append("bestanden", bestand, bestand.name || `bladzijde-${i + 1}`));
  return new Promise((klaar, mislukt) => {
    const verzoek = new XMLHttpRequest();
    verzoek.open("POST", "/v1/brieven");
    verzoek.setRequestHeader("Authorization", `Bearer ${token}`);
    verzoek.setRequestHeader("Idempotency-Key", sleutel);
    verzoek.timeout = 120000;
    verzoek.upload.onprogress = (stap) => stap.lengthComputable && voortgang(stap.loaded / stap.total);
    verzoek.onerror = verzoek.ontimeout = verzoek.onabort = () => mislukt(new Onbereikbaar());
    verzoek.onload = () => {
      const fout = foutVan(verzoek.status, lees(verzoek.responseText));
      if (fout) mislukt(fout);
      else klaar();
    };
    verzoek.send(inhoud);
  });
}

async function vraag(pad, opties) {
  let antwoord;
  try {
    antwoord = await fetch(pad, { ...opties, cache: "no-store", credentials: "omit" });
  } catch {
    throw new Onbereikbaar();
  }
  const fout = foutVan(antwoord.status, antwoord.ok ? null : lees(await antwoord.text()));
  if (fout) throw fout;
  return antwoord;
}

function foutVan(status, probleem) {
  if (status >= 200 && status < 300) return null;
  const eigen = eigenZin(`fout_${probleem?.code}`);
  const zegt = [eigen ?? probleem?.detail ?? zin("mislukt"), eigen === null && Boolean(probleem?.detail)];
  if (status === 401) return new Verlopen(...zegt);
  // 429 en 5xx gaan over; 507 (schijf vol) en 503 ook zodra iemand aan de balie het oplost.
  if (status === 0 || status === 408 || status === 429 || status >= 500) return new Onbereikbaar(...zegt);
  return new Geweigerd(...zegt);
}

function lees(tekst) {
  try {
    return JSON.parse(tekst);
  } catch {
    return null;
  }
}

const bewijs = () => ({ Authorization: `Bearer ${token}` });

const weerOnline = () => new Promise((klaar) => window.addEventListener("online", klaar, { once: true }));

// crypto.randomUUID bestaat alleen onder https; een buurthuis kan op het eigen netwerk zonder werken.
function nieuweSleutel() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
