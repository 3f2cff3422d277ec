// Zoom by buttons, keys (+ - 0) or wheel with Ctrl; drag to move. Without it the box scrolls and the browser's zoom works.
for (const frame of document.querySelectorAll(".chart")) {
  const drawing = frame.querySelector("svg");
  const tools = document.querySelector(".chart-zoom");
  const STEP = 1.25, LEAST = 0.25, MOST = 6;
  let zoom = 1;

  // Keeps the point at (x, y) of the frame where it is.
  const show = (wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
    const before = zoom;
    const [left, top] = [(frame.scrollLeft + x) / drawing.clientWidth, (frame.scrollTop + y) / drawing.clientHeight];
    zoom = Math.min(MOST, Math.max(LEAST, wanted));
    if (zoom === before && wanted !== 1) return;
    drawing.style.width = `${zoom * 100}%`;
    drawing.style.minWidth = "0";
    frame.classList.toggle("is-zoomed", zoom > 1);
    frame.scrollTo(left * drawing.clientWidth - x, top * drawing.clientHeight - y);
    frame.classList.toggle("can-drag", frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight);
  };
  const start = drawing.getBoundingClientRect().width / frame.clientWidth;
  zoom = start;
  // Where the box is narrow, the unit at the top stands in the middle of it.
  frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
  const act = { in: () => show(zoom * STEP), out: () => show(zoom / STEP), fit: () => show(1) };

  tools.hidden = false;
  tools.addEventListener("click", (event) => act[event.target.closest("button")?.dataset.zoom]?.());
  frame.addEventListener("keydown", (event) => {
    const key = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act[key]();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    show(zoom * (event.deltaY < 0 ? STEP : 1 / STEP), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  // A drag that moved is no click on the box beneath it.
  let from = null, moved = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    [from, moved] = [{ x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop }, false];
  });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    moved ||= Math.hypot(x, y) > 5;
    if (!moved) return;
    frame.classList.add("is-dragged");
    frame.scrollTo(from.left - x, from.top - y);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      from = null;
      frame.classList.remove("is-dragged");
      setTimeout(() => { moved = false; }); // after the click that may follow
    });
  }
  frame.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
  }, true);
  // The whole of what has the focus is seen, not a part.
  frame.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "nearest" }));
  frame.classList.toggle("can-drag", frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight);
}
