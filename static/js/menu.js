// "More" in the navigation closes on Escape and when the reader goes on elsewhere. Without it its own word closes it.
for (const menu of document.querySelectorAll(".site-nav__more > details")) {
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// "Copy link" and "Print". Where the browser won't copy, the citation opens, with the address selected in it.
for (const button of document.querySelectorAll("[data-copies]")) {
  const words = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copies);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; }, 4000);
    } catch {
      const citation = button.parentElement.querySelector("details");
      citation.open = true;
      getSelection().selectAllChildren(citation.querySelector("[translate=no]"));
    }
  });
}
for (const button of document.querySelectorAll("[data-prints]")) button.addEventListener("click", () => window.print());
