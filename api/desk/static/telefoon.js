// De bladzijde op de telefoon: foto's maken, het oordeel per foto laten zien, de brief opsturen.
import { Geweigerd, Onbereikbaar, Verlopen, houdVast, isGekoppeld, keur, vergeet, verstuur, wisselIn } from "./verbinding.js";
import { Pagina } from "./pagina.js";
import { zet, zin } from "./zinnen.js";

const $ = (id) => document.getElementById(id);
const HOUD_VAST_MS = 120000;
const SCHERMEN = ["verbinden", "weg", "fotos", "versturen", "klaar"];
const maxBytes = Number($("inhoud").dataset.maxBytes);
const maxBladzijden = Number($("inhoud").dataset.maxBladzijden);

let paginas = [];
let teVervangen = null;

function toon(naam) {
  for (const scherm of SCHERMEN) $(`scherm-${scherm}`).hidden = scherm !== naam;
  $(`scherm-${naam}`).querySelector("h1").focus();
  window.scrollTo(0, 0);
}

function zeg(tekst, vreemd = false) {
  zet($("oordeel"), tekst, vreemd);
}

function klaag(tekst, vreemd = false) {
  $("fout").hidden = !tekst;
  zet($("fout-zin"), tekst, vreemd);
}

async function verbind(code) {
  toon("verbinden");
  try {
    await wisselIn(code);
    begin();
  } catch (fout) {
    $("opnieuw-verbinden").hidden = !(fout instanceof Onbereikbaar);
    $("opnieuw-verbinden").onclick = () => verbind(code);
    if (fout instanceof Onbereikbaar) weg(zin("onbereikbaar"));
    else weg(fout.message, fout.vreemd);
  }
}

function weg(tekst, vreemd = false) {
  if (tekst) zet($("weg-zin"), tekst, vreemd);
  toon("weg");
}

function begin() {
  paginas = [];
  klaag("");
  teken();
  toon("fotos");
}

function voegToe(bestanden) {
  klaag("");
  for (const bestand of bestanden) {
    if (!past(bestand)) continue;
    const pagina = new Pagina(bestand, { opnieuw: vraagOpnieuw, weghalen: haalWeg, veranderd: teken });
    paginas.push(pagina);
    $("paginas").append(pagina.element);
    bekijk(pagina);
  }
  teken();
}

function past(bestand) {
  if (paginas.length >= maxBladzijden) {
    klaag(zin("te_veel", { n: maxBladzijden }));
    return false;
  }
  if (bestand.size > maxBytes) {
    klaag(zin("te_groot", { n: Math.round(maxBytes / 1e6) }));
    return false;
  }
  return true;
}

async function bekijk(pagina) {
  const bestand = pagina.bestand;
  pagina.kijk();
  try {
    const oordeel = await keur(bestand);
    if (pagina.bestand !== bestand) return;
    pagina.beoordeel(oordeel);
    zeg(zin("gehoord", { n: paginas.indexOf(pagina) + 1, zin: pagina.zin }));
  } catch (fout) {
    if (fout instanceof Verlopen) return verlopen();
    if (pagina.bestand !== bestand) return;
    const [tekst, vreemd] = fout instanceof Geweigerd ? [fout.message, fout.vreemd] : [zin("mislukt"), false];
    pagina.weiger(tekst, vreemd);
    zeg(tekst, vreemd);
  } finally {
    teken();
  }
}

function vraagOpnieuw(pagina) {
  teVervangen = pagina;
  $("vervang").click();
}

function haalWeg(pagina) {
  paginas = paginas.filter((ander) => ander !== pagina);
  pagina.element.remove();
  zeg(zin("weggehaald"));
  teken();
  $("camera").focus();
}

function teken() {
  paginas.forEach((pagina, i) => pagina.nummer(i + 1));
  const aantal = paginas.length;
  const eerste = aantal === 0;
  $("tips").hidden = !eerste;
  $("fotos-kop").textContent = zin(eerste ? "kop_eerst" : "kop");
  $("maak-tekst").textContent = zin(eerste ? "maak_eerst" : "maak");
  $("maak-knop").classList.toggle("nl-button--primary", eerste);
  $("achterkant").hidden = eerste;
  $("verstuur").hidden = eerste;
  $("verstuur").disabled = paginas.some((pagina) => pagina.staat === "geweigerd");
  $("verstuur").textContent = zin("verstuur", { n: aantal });
}

async function stuurOp() {
  toon("versturen");
  $("voortgang").value = 0;
  $("versturen-zin").textContent = "";
  try {
    await verstuur(paginas.map((pagina) => pagina.bestand), {
      voortgang(deel) {
        $("voortgang").value = Math.round(deel * 100);
        $("nu-proberen").hidden = true;
        if (deel >= 1) $("versturen-zin").textContent = zin("bijna");
      },
      wacht(seconden) {
        $("versturen-zin").textContent = zin("wacht", { n: seconden });
        $("nu-proberen").hidden = false;
      },
      nu: () => new Promise((klaar) => $("nu-proberen").addEventListener("click", klaar, { once: true })),
    });
    paginas = [];
    $("paginas").replaceChildren();
    toon("klaar");
  } catch (fout) {
    if (fout instanceof Verlopen) return verlopen();
    toon("fotos");
    if (fout instanceof Geweigerd) klaag(fout.message, fout.vreemd);
    else klaag(zin("mislukt"));
  }
}

function verlopen() {
  vergeet();
  paginas = [];
  $("paginas").replaceChildren();
  weg(zin("voorbij"));
}

function uitVeld(veld) {
  const bestanden = [...veld.files];
  veld.value = "";
  return bestanden;
}

$("camera").addEventListener("change", () => voegToe(uitVeld($("camera"))));
$("kies").addEventListener("change", () => voegToe(uitVeld($("kies"))));
$("vervang").addEventListener("change", () => {
  const [bestand] = uitVeld($("vervang"));
  if (!bestand || !teVervangen || !past(bestand)) return;
  teVervangen.vervang(bestand);
  bekijk(teVervangen);
  teken();
});
$("verstuur").addEventListener("click", stuurOp);
$("nog-een").addEventListener("click", begin);
window.addEventListener("beforeunload", (gebeurtenis) => {
  if (paginas.length > 0) gebeurtenis.preventDefault();
});

// Praten over de brief mag: zolang er foto's op het scherm staan, loopt de sessie niet weg.
setInterval(() => paginas.length > 0 && !document.hidden && houdVast(), HOUD_VAST_MS);

// De code verdwijnt meteen uit de adresbalk en de geschiedenis; zij werkt ook maar één keer.
function start() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) {
    history.replaceState(null, "", location.pathname);
    verbind(code);
  } else if (isGekoppeld()) begin();
  else weg("");
}

window.addEventListener("hashchange", () => location.hash.length > 1 && paginas.length === 0 && start());
start();
