// Een bladzijde die niemand ziet, vraagt niets: anders blijft wie wegliep, ingelogd.
document.body.addEventListener("htmx:beforeRequest", (gebeurtenis) => {
  if (document.hidden && ["bijwerken", "stand"].includes(gebeurtenis.target.id)) gebeurtenis.preventDefault();
});
