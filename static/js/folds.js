// A link to something folded opens it, in browsers that don't open it themselves.
function unfold() {
  let fold = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.parentElement;
  while ((fold = fold?.closest("details:not([open])"))) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();
