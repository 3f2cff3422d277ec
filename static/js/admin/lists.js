// On a phone a row of a list is a card, in which each cell says what its column is called; what is empty or “no” is left out.
"use strict";
for (const table of document.querySelectorAll("#result_list")) {
  const names = [...table.querySelectorAll("thead th")].map(head => head.querySelector(".text").textContent.trim());
  for (const row of table.tBodies[0]?.rows ?? [])
    [...row.cells].forEach((cell, number) => {
      const isEmpty = cell.textContent.trim() === "–" || cell.querySelector("img[src$='icon-no.svg']");
      if (cell.tagName === "TD" && !isEmpty && !cell.matches(".action-checkbox")) cell.dataset.label = names[number];
    });
  table.classList.add("cards");
}
