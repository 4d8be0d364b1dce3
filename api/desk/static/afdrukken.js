// Een knop 'Druk af' op een bladzijde die ook zonder JavaScript af te drukken is.
const knop = document.getElementById("druk-af");
knop.hidden = false;
knop.addEventListener("click", () => window.print());
