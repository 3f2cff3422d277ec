// An office pointed at on a map shows its row, and the other way round. Without it each mark still names itself.
for (const offices of document.querySelectorAll(".offices")) {
  const show = (event, is_shown) => {
    const slug = event.target.closest("[data-office]")?.dataset.office;
    if (!slug) return;
    for (const each of offices.querySelectorAll(`[data-office="${slug}"]`)) each.classList.toggle("is-pointed-at", is_shown);
  };
  for (const name of ["mouseover", "focusin"]) offices.addEventListener(name, (event) => show(event, true));
  for (const name of ["mouseout", "focusout"]) offices.addEventListener(name, (event) => show(event, false));
}
