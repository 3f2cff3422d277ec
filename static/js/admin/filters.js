// A filter of a list shuts again when one presses Escape or goes on elsewhere.
"use strict";
for (const filter of document.querySelectorAll(".filter")) {
  filter.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !filter.open) return;
    filter.open = false;
    filter.querySelector("summary").focus();
  });
}
for (const event of ["click", "focusin"])
  document.addEventListener(event, ({target}) => {
    for (const filter of document.querySelectorAll(".filter[open]")) if (!filter.contains(target)) filter.open = false;
  });
