// Eén bladzijde van de brief op de telefoon: klein beeld, oordeel, en wat iemand ermee kan doen.

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
    this.naam.textContent = `Bladzijde ${n}`;
  }

  kijk() {
    this.zet("kijken", "We kijken of de foto goed is …", []);
  }

  /** Laat het oordeel zien. Nooit een verbod: na twee keer opnieuw gaat de foto mee zoals hij is. */
  beoordeel(oordeel) {
    if (oordeel === null) this.zet("onbekend", "De foto staat klaar. U kunt hem opsturen.", []);
    else if (oordeel.goed) this.zet("goed", this.isPdf() ? "Het bestand staat klaar." : "Mooi, deze foto is goed.", []);
    else if (this.pogingen >= POGINGEN) this.zet("akkoord", "Dank u. We doen het met deze foto.", []);
    else this.zet("twijfel", oordeel.zinnen.join(" "), ["opnieuw", "toch"]);
  }

  /** Dit bestand kan de dienst niet lezen; zonder dit gaat de brief wel mee. */
  weiger(zin) {
    this.zet("geweigerd", zin, ["opnieuw"]);
  }

  zet(staat, zin, keuzes) {
    this.staat = staat;
    this.zin = zin;
    this.element.className = `pagina pagina--${staat === "geweigerd" ? "twijfel" : staat}`;
    this.oordeel.textContent = zin;
    this.knoppen.replaceChildren();
    if (keuzes.includes("opnieuw")) this.knop("Opnieuw", "knop knop--klein knop--hoofd", () => this.acties.opnieuw(this));
    if (keuzes.includes("toch")) this.knop("Toch gebruiken", "knop knop--klein", () => this.gebruikToch());
    if (staat !== "kijken") this.knop("Weghalen", "knop knop--klein knop--stil", () => this.acties.weghalen(this));
  }

  gebruikToch() {
    this.zet("akkoord", "Goed, we gebruiken deze foto.", []);
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
      this.beeld.replaceChildren("Foto"); // een soort die deze browser niet kan tonen, zoals HEIC; de dienst kan het wel
    }
  }
}

function maak(soort, klasse, ouder) {
  const element = document.createElement(soort);
  element.className = klasse;
  ouder.append(element);
  return element;
}
