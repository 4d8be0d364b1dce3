// Voorlezen met een stem van deze computer zelf. Stemmen die op een server staan, doen niet mee: dan zou de brief het huis uit gaan.

import { zin as inTaal } from "./zinnen.js";

/** Zet de knop aan zodra er een stem is; elke zin licht op terwijl zij klinkt. */
export function maakVoorlezen(knop, tekst, alles) {
  const spraak = window.speechSynthesis;
  const taal = knop.dataset.taal;
  // Alleen wat in de taal van de uitleg staat: een Nederlandse stem leest geen Turks.
  const zinnen = alles.filter((zin) => zin.closest("[lang]").lang === taal);
  if (!spraak || zinnen.length === 0) return;
  let stem = null;
  let bezig = false;

  function zoekStem() {
    stem = spraak.getVoices().find((een) => een.localService && een.lang.toLowerCase().startsWith(taal)) ?? null;
    knop.hidden = !stem;
  }

  function dim() {
    for (const zin of zinnen) zin.classList.remove("leest");
  }

  function stop() {
    bezig = false;
    spraak.cancel();
    dim();
    knop.setAttribute("aria-pressed", "false");
    tekst.textContent = inTaal("lees_voor");
  }

  function lees(at) {
    dim();
    if (!bezig) return;
    if (at >= zinnen.length) return stop();
    const uiting = new SpeechSynthesisUtterance(zinnen[at].innerText.trim());
    uiting.voice = stem;
    uiting.lang = stem.lang;
    uiting.rate = 0.9;
    uiting.onend = () => lees(at + 1);
    uiting.onerror = () => bezig && stop();
    zinnen[at].classList.add("leest");
    zinnen[at].scrollIntoView({ block: "nearest" });
    spraak.speak(uiting);
  }

  knop.addEventListener("click", () => {
    if (bezig) return stop();
    bezig = true;
    spraak.cancel();
    knop.setAttribute("aria-pressed", "true");
    tekst.textContent = inTaal("stop");
    lees(0);
  });
  addEventListener("pagehide", stop);
  spraak.addEventListener?.("voiceschanged", zoekStem);
  zoekStem();
}
