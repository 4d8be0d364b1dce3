// Eén bladzijde van de brief op de telefoon: klein beeld, oordeel, en wat iemand ermee kan doen.

import { eigenZin, zet, zin } from "./zinnen.js";

const POGINGEN = 3; // twee keer opnieuw; daarna is de foto goed genoeg
const BREED = 240;

export class Pagina {
  constructor(bestand, acties) {
    this.acties = acties;
    this.pogingen = 0;
    this.element = document.createElement("li");
    this.beeld = maak("div", "pagina__beeld", this.element);
    const tekst = maak("div", "pagina__tekst", this.element);
    this.naam = maak("p", "pagina__naam", tekst);
    this.oordeel = maak("p", "pagina__oordeel", tekst);
    this.knoppen = maak("div", "knoppen", tekst);
    this.vervang(bestand);
  }

  /** Zet een andere foto op deze plaats. */
  vervang(bestand) {
    this.bestand = bestand;
    this.pogingen += 1;
    this.tekenBeeld(bestand);
  }

  nummer(n) {
    this.naam.textContent = zin("bladzijde", { n });
  }

  kijk() {
    this.zet("kijken", zin("kijken"), []);
  }

  /** Laat het oordeel zien. Nooit een verbod: na twee keer opnieuw gaat de foto mee zoals hij is. */
  beoordeel(oordeel) {
    if (oordeel === null) this.zet("onbekend", zin("onbekend"), []);
    else if (oordeel.goed) this.zet("goed", zin(this.isPdf() ? "goed_bestand" : "goed"), []);
    else if (this.pogingen >= POGINGEN) this.zet("akkoord", zin("akkoord"), []);
    else this.twijfel(oordeel);
  }

  twijfel({ aanwijzingen, zinnen }) {
    const eigen = aanwijzingen.map((aanwijzing) => eigenZin(`hint_${aanwijzing}`));
    const vreemd = eigen.includes(null);
    this.zet("twijfel", (vreemd ? zinnen : eigen).join(" "), ["opnieuw", "toch"], vreemd);
  }

  /** Dit bestand kan de dienst niet lezen; zonder dit gaat de brief wel mee. */
  weiger(tekst, vreemd) {
    this.zet("geweigerd", tekst, ["opnieuw"], vreemd);
  }

  zet(staat, tekst, keuzes, vreemd = false) {
    this.staat = staat;
    this.zin = tekst;
    this.element.className = `pagina pagina--${staat === "geweigerd" ? "twijfel" : staat}`;
    zet(this.oordeel, tekst, vreemd);
    this.knoppen.replaceChildren();
    if (keuzes.includes("opnieuw")) this.knop(zin("opnieuw"), "nl-button nl-button--primary knop--klein", () => this.acties.opnieuw(this));
    if (keuzes.includes("toch")) this.knop(zin("toch"), "nl-button nl-button--secondary knop--klein", () => this.gebruikToch());
    if (staat !== "kijken") this.knop(zin("weghalen"), "nl-button nl-button--subtle knop--klein", () => this.acties.weghalen(this));
  }

  gebruikToch() {
    this.zet("akkoord", zin("toch_goed"), []);
    this.acties.veranderd();
  }

  knop(tekst, soort, doe) {
    const knop = maak("button", soort, this.knoppen);
    knop.type = "button";
    knop.textContent = tekst;
    knop.setAttribute("aria-label", `${tekst}: ${this.naam.textContent}`);
    knop.addEventListener("click", doe);
  }

  isPdf() {
    return this.bestand.type === "application/pdf";
  }

  // Op een doek, niet als <img>: een foto van 12 megapixel neemt anders 48 MB van de telefoon in beslag.
  async tekenBeeld(bestand) {
    this.beeld.replaceChildren(this.isPdf() ? "PDF" : "…");
    if (this.isPdf()) return;
    try {
      const foto = await createImageBitmap(bestand, { resizeWidth: BREED, resizeQuality: "medium", imageOrientation: "from-image" });
      if (this.bestand !== bestand) return foto.close();
      const doek = document.createElement("canvas");
      doek.width = foto.width;
      doek.height = foto.height;
      doek.getContext("2d").drawImage(foto, 0, 0);
      foto.close();
      this.beeld.replaceChildren(doek);
    } catch {
      this.beeld.replaceChildren(zin("foto")); // een soort die deze browser niet kan tonen, zoals HEIC; de dienst kan het wel
    }
  }
}

function maak(soort, klasse, ouder) {
  const element = document.createElement(soort);
  element.className = klasse;
  ouder.append(element);
  return element;
}
