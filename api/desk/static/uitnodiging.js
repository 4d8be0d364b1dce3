// De uitnodiging staat achter het # in de link, zodat zij in geen logboek komt. Hier gaat zij het formulier in, en uit de adresbalk.
const veld = document.getElementById("token");
const token = decodeURIComponent(location.hash.slice(1));
if (veld && token) {
  history.replaceState(null, "", location.pathname);
  veld.value = token;
  document.getElementById("token-veld").hidden = true;
}
