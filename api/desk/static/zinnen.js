// Wat een script zegt, in de taal van de bladzijde. De server geeft de zinnen mee (api/desk/schermzinnen.py).

const blad = document.documentElement;
const zinnen = JSON.parse(document.getElementById("inhoud").dataset.zinnen);
const soort = new Intl.PluralRules(blad.lang);

/** Geef een zin, met de waarden op de open plekken; bij een aantal `n` de vorm die daarbij hoort. */
export function zin(naam, waarden = {}) {
  const gevonden = zinnen[naam];
  const tekst = typeof gevonden === "string" ? gevonden : (gevonden[soort.select(waarden.n)] ?? gevonden.other);
  return tekst.replace(/\{(\w+)\}/g, (_heel, plek) => waarden[plek]);
}

/** Geef de eigen zin bij een code van de dienst; null als die er niet is. */
export const eigenZin = (naam) => zinnen[naam] ?? null;

/** Zet een zin neer. Komt zij van de dienst zelf (`vreemd`), dan is zij Nederlands, ook op een bladzijde in een andere taal. */
export function zet(element, tekst, vreemd = false) {
  element.textContent = tekst;
  if (vreemd && blad.lang !== "nl") {
    element.lang = "nl";
    element.dir = "ltr";
  } else {
    element.removeAttribute("lang");
    element.removeAttribute("dir");
  }
}
