// What is short in the frame of each page; without it all of it works, but for copying and printing.

// "More" and the choice of a day close on Escape and when the reader goes on elsewhere. Without it their own word closes them.
for (const menu of document.querySelectorAll(".site-nav__more > details, .day-chooser")) {
  for (const name of ["pointerdown", "focusin"]) {
    document.addEventListener(name, (event) => { if (!menu.contains(event.target)) menu.open = false; });
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The line of time begins at the edition shown, also where the style sheet's word for it isn't known.
if (!CSS.supports("scroll-initial-target", "nearest")) {
  for (const shown of document.querySelectorAll(".timeline-box .is-shown")) {
    const box = shown.closest(".timeline-box");
    box.scrollLeft = shown.offsetLeft - (box.clientWidth - shown.offsetWidth) / 2;
  }
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
