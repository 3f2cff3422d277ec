// Opens or closes the whole tree of a structure. Without it each unit opens by itself.
for (const tools of document.querySelectorAll(".tree-tools")) {
  const folds = tools.parentElement.querySelectorAll(".tree details");
  // On wide windows the first levels can't be closed.
  tools.hidden = [...folds].filter((fold) => fold.firstElementChild.checkVisibility()).length < 2;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    // The unit at the top stays open: closed, the tree would be gone.
    folds.forEach((fold, place) => { fold.open = place === 0 || button.dataset.tree === "open"; });
  });
}
