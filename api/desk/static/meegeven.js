// De knop om af te drukken staat er alleen als hij werkt.
const knop = document.querySelector("#druk-af");
knop.hidden = false;
knop.addEventListener("click", () => window.print());
