// De bladzijde op de telefoon: foto's maken, het oordeel per foto laten zien, de brief opsturen.
import { Geweigerd, Onbereikbaar, Verlopen, houdVast, isGekoppeld, keur, vergeet, verstuur, wisselIn } from "./verbinding.js";
import { Pagina } from "./pagina.js";

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

function zeg(zin) {
  $("oordeel").textContent = zin;
}

function klaag(zin) {
  $("fout").hidden = !zin;
  $("fout-zin").textContent = zin;
}

async function verbind(code) {
  toon("verbinden");
  try {
    await wisselIn(code);
    begin();
  } catch (fout) {
    $("opnieuw-verbinden").hidden = !(fout instanceof Onbereikbaar);
    $("opnieuw-verbinden").onclick = () => verbind(code);
    weg(fout instanceof Onbereikbaar ? "Uw telefoon kan de balie nu niet bereiken. Kijk of u internet hebt." : fout.message);
  }
}

function weg(zin) {
  if (zin) $("weg-zin").textContent = zin;
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
    klaag(`Een brief kan hier hoogstens ${maxBladzijden} bladzijden hebben. Stuur deze eerst op.`);
    return false;
  }
  if (bestand.size > maxBytes) {
    klaag(`Deze foto is te groot: meer dan ${Math.round(maxBytes / 1e6)} MB. Maak hem opnieuw met de gewone camera.`);
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
    zeg(`Bladzijde ${paginas.indexOf(pagina) + 1}. ${pagina.zin}`);
  } catch (fout) {
    if (fout instanceof Verlopen) return verlopen();
    if (pagina.bestand !== bestand) return;
    pagina.weiger(fout.message);
    zeg(fout.message);
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
  zeg("De bladzijde is weg.");
  teken();
  $("camera").focus();
}

function teken() {
  paginas.forEach((pagina, i) => pagina.nummer(i + 1));
  const aantal = paginas.length;
  const eerste = aantal === 0;
  $("tips").hidden = !eerste;
  $("fotos-kop").textContent = eerste ? "Maak een foto van de brief" : "Uw brief";
  $("maak-tekst").textContent = eerste ? "Maak een foto" : "Nog een bladzijde";
  $("maak-knop").classList.toggle("knop--hoofd", eerste);
  $("achterkant").hidden = eerste;
  $("verstuur").hidden = eerste;
  $("verstuur").disabled = paginas.some((pagina) => pagina.staat === "geweigerd");
  $("verstuur").textContent = aantal === 1 ? "Stuur de brief op" : `Stuur de brief op (${aantal}\u00a0bladzijden)`;
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
        if (deel >= 1) $("versturen-zin").textContent = "Bijna klaar.";
      },
      wacht(seconden) {
        $("versturen-zin").textContent = `Er is even geen verbinding. Over ${seconden} seconden proberen we het vanzelf opnieuw.`;
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
    klaag(fout instanceof Geweigerd ? fout.message : "Dit lukte niet. Vraag hulp aan de balie.");
  }
}

function verlopen() {
  vergeet();
  paginas = [];
  $("paginas").replaceChildren();
  weg("De verbinding met de balie is voorbij. Vraag aan de balie om een nieuwe code en scan die.");
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
