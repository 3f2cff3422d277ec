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
