// Een brief die nog gelezen wordt: kijk steeds even, en laat de nieuwe bladzijde zien zodra er iets verandert.

const stand = document.getElementById("stand");
const MS = 1000;
document.getElementById("ververs").hidden = true;

async function kijk() {
  if (!document.hidden) {
    try {
      const antwoord = await fetch(stand.dataset.adres, { cache: "no-store" });
      if (antwoord.redirected) return location.assign("/inloggen");
      if ((await antwoord.json()).status !== stand.dataset.status) return location.reload();
    } catch {
      // even geen verbinding met de dienst: straks weer
    }
  }
  setTimeout(kijk, MS);
}

setTimeout(kijk, MS);
