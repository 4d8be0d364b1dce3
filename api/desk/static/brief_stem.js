// Voorlezen, zin voor zin: met een stem van deze computer zelf, en anders met het geluid dat onze eigen server maakt. Stemmen die bij
// een ander op een server staan, doen niet mee: dan zou de brief het huis uit gaan. Wat een stem zegt, komt van de server: daar staan
// getallen en dagen zoals mensen ze zeggen.

import { zin as inTaal } from "./zinnen.js";

const BRON = "nl";
const RATE = { langzaam: 0.75, gewoon: 0.95, snel: 1.2 };
const STILTE = 1500; // zo lang licht een zin op die niemand kan zeggen
const $ = (id) => document.getElementById(id);
const schoon = (tekst) => tekst.replace(/\s+/g, " ").trim();

/** Een zin met een stem van deze computer. Pauze begint de zin opnieuw: halverwege verder gaan kan niet elke browser. */
class Mond {
  constructor(stem, tekst, tempo, klaar, mis) {
    const uiting = new SpeechSynthesisUtterance(tekst);
    uiting.voice = stem;
    uiting.lang = stem.lang;
    uiting.rate = RATE[tempo];
    uiting.onend = () => this.uiting === uiting && klaar();
    uiting.onerror = () => this.uiting === uiting && mis();
    this.maak = () => uiting;
    this.uiting = null;
  }
  speel() {
    this.uiting = this.maak();
    speechSynthesis.speak(this.uiting);
  }
  pauze() {
    this.uiting = null;
    speechSynthesis.cancel();
  }
}

/** Een zin als geluid van de server. Alle zinnen delen één speler: Safari op een telefoon laat alleen die horen die bij een klik begon. */
class Geluid {
  constructor(audio, adres, klaar, mis) {
    Object.assign(this, { audio, adres, klaar, mis, aan: false });
  }
  speel() {
    const { audio } = this;
    if (!this.aan) {
      this.aan = true;
      audio.onended = this.klaar;
      audio.onerror = this.mis;
      audio.src = this.adres;
    }
    audio.play().catch((fout) => fout.name !== "AbortError" && this.mis());
  }
  pauze() {
    if (this.aan) this.audio.pause();
  }
}

/** Een zin waar geen stem voor is: zij licht op, lang genoeg om te zien, en dan gaat het lezen verder. */
class Stilte {
  constructor(klaar, meld) {
    Object.assign(this, { klaar, meld, wacht: 0 });
  }
  speel() {
    this.meld();
    this.wacht = setTimeout(this.klaar, STILTE);
  }
  pauze() {
    clearTimeout(this.wacht);
  }
}

/** Zet de speler aan als er een stem is; elke zin licht op terwijl zij klinkt. */
export function maakVoorlezen(blok, plekken) {
  const [lees, stopKnop, taalKeuze, tempoKeuze, lijst] = ["lees", "lees-stop", "lees-taal", "lees-tempo", "lees-zinnen"].map($);
  const spraak = window.speechSynthesis;
  const talen = [...taalKeuze.options];
  const bewaard = new Map(); // per taal wat er te lezen is
  const audio = new Audio();
  let stemmen = [];
  let stand = "stil";
  let rij = [];
  let nu = 0;
  let spelers = new Map(); // per zin wie haar zegt
  let beurt = 0;

  /** De stem die iemand zelf koos op deze computer gaat voor. */
  function stemVan(taal) {
    const mogelijk = stemmen.filter((een) => een.lang.toLowerCase().split(/[-_]/)[0] === taal);
    return mogelijk.find((een) => een.default) ?? mogelijk[0];
  }
  const kanServer = (taal) => talen.some((keuze) => keuze.value === taal && "stem" in keuze.dataset);
  const kan = (taal) => Boolean(stemVan(taal)) || kanServer(taal);

  /** De plek op de kaart waar een zin staat: op naam, of aan haar eigen woorden te herkennen. */
  function opKaart(zin) {
    const genoemd = zin.plek && plekken.find((plek) => plek.dataset.zin === zin.plek);
    return genoemd || plekken.find((plek) => zin.kaart && schoon(plek.textContent) === schoon(zin.kaart)) || null;
  }

  function dim() {
    for (const licht of document.querySelectorAll(".leest")) licht.classList.remove("leest");
  }

  function toon(zin) {
    dim();
    const kaart = opKaart(zin);
    const eigen = lijst.hidden || lijst.dataset.stil ? null : lijst.querySelector(`[data-nummer="${zin.nummer}"]`);
    for (const plek of [kaart, eigen]) plek?.classList.add("leest");
    (eigen ?? kaart)?.scrollIntoView({ block: "nearest" });
  }

  function zetLijst(taal, zinnen) {
    lijst.hidden = taal === BRON;
    if (lijst.hidden) return;
    lijst.replaceChildren(
      ...zinnen.map((zin) => {
        const regel = document.createElement("li");
        regel.textContent = zin.tekst;
        regel.lang = zin.taal;
        regel.dir = zin.richting;
        regel.dataset.nummer = zin.nummer;
        return regel;
      }),
    );
    lijst.lang = taal;
    lijst.dir = taalKeuze.selectedOptions[0].dir;
  }

  function zet(nieuw) {
    // De knoppen gaan naar de onderrand; hun plek blijft open, zodat er niets verspringt.
    blok.style.minBlockSize = nieuw === "stil" ? "" : blok.style.minBlockSize || `${blok.offsetHeight}px`;
    blok.classList.toggle("voorlezen--bezig", nieuw !== "stil");
    stand = nieuw;
    $("lees-tekst").textContent = { stil: inTaal("lees_voor"), bezig: inTaal("pauze"), pauze: inTaal("verder") }[nieuw];
    $("lees-teken").textContent = nieuw === "bezig" ? "❚❚" : "▶";
    stopKnop.disabled = nieuw === "stil";
  }

  function zwijg() {
    beurt += 1;
    for (const speler of spelers.values()) speler.pauze();
    spelers = new Map();
  }

  function stop() {
    if (document.activeElement === stopKnop) lees.focus(); // een knop die uit gaat, raakt zijn plek kwijt
    zwijg();
    dim();
    nu = 0;
    zet("stil");
  }

  function mislukt() {
    stop();
    $("lees-zegt").textContent = inTaal("lees_fout");
  }

  /** Geef wie een zin zegt. Van een zin die niet aan de beurt is, telt het einde niet. */
  function speler(at) {
    const zin = rij[at];
    if (!zin || spelers.has(at)) return spelers.get(at);
    const mijn = beurt;
    const alsNu = (doe) => () => mijn === beurt && at === nu && doe();
    const stem = stemVan(zin.taal);
    const adres = `${blok.dataset.pad}/${zin.nummer}.wav?taal=${rij.taal}&tempo=${tempoKeuze.value}`;
    const klaar = alsNu(() => ga(at + 1));
    const zonder = () => ($("lees-zegt").textContent = inTaal("geen_stem"));
    let made = new Stilte(klaar, zonder);
    if (stem) made = new Mond(stem, zin.zeg, tempoKeuze.value, klaar, alsNu(mislukt));
    else if (kanServer(zin.taal)) made = new Geluid(audio, adres, klaar, alsNu(mislukt));
    spelers.set(at, made);
    return made;
  }

  function ga(at) {
    if (at >= rij.length) return stop();
    spelers.delete(at - 1);
    nu = at;
    toon(rij[at]);
    speler(at).speel();
  }

  async function haal(taal) {
    if (!bewaard.has(taal)) {
      const antwoord = await fetch(`${blok.dataset.pad}?taal=${taal}`, { headers: { accept: "application/json" } });
      if (!antwoord.ok) throw new Error(String(antwoord.status));
      bewaard.set(taal, (await antwoord.json()).zinnen);
    }
    return bewaard.get(taal);
  }

  /** Zet de speler klaar binnen de klik zelf: na het ophalen van de zinnen mag hij op een telefoon niet meer beginnen. */
  function wek() {
    audio.onended = audio.onerror = null;
    audio.removeAttribute("src");
    audio.load();
  }

  /** Begin bij de eerste zin. Is er voor de taal geen stem, dan staat zij er en klinkt het Nederlands. */
  async function begin() {
    zwijg();
    wek();
    const mijn = beurt;
    const taal = taalKeuze.value;
    const klinkt = kan(taal) ? taal : BRON;
    rij = [];
    zet("bezig");
    $("lees-zegt").textContent = klinkt === taal ? "" : inTaal("geen_stem_taal");
    try {
      const [getoond, gezegd] = [await haal(taal), await haal(klinkt)];
      if (mijn !== beurt) return;
      zetLijst(taal, getoond);
      lijst.dataset.stil = klinkt === taal ? "" : "ja";
      rij = Object.assign([...gezegd], { taal: klinkt });
    } catch {
      if (mijn === beurt) mislukt();
      return;
    }
    if (stand === "bezig") ga(0);
    else nu = 0;
  }

  lees.addEventListener("click", () => {
    if (stand === "stil") begin();
    else if (stand === "bezig") {
      spelers.get(nu)?.pauze();
      zet("pauze");
    } else {
      zet("bezig");
      if (rij.length > 0) ga(nu);
    }
  });
  stopKnop.addEventListener("click", stop);
  taalKeuze.addEventListener("change", () => {
    if (stand === "stil") return;
    stop();
    begin();
  });
  tempoKeuze.addEventListener("change", () => {
    if (rij.length === 0) return; // de zinnen komen nog: zwijgen zou ook het wachten daarop afbreken
    zwijg();
    if (stand === "bezig") ga(nu);
  });
  addEventListener("pagehide", stop);

  function zoekStemmen() {
    stemmen = (spraak?.getVoices() ?? []).filter((een) => een.localService);
    const iets = talen.some((keuze) => kan(keuze.value));
    $("lezer").hidden = !iets;
    blok.hidden = false;
    if (stand === "stil") $("lees-zegt").textContent = iets ? "" : inTaal("geen_stem");
  }
  spraak?.addEventListener?.("voiceschanged", zoekStemmen);
  zoekStemmen();
}
