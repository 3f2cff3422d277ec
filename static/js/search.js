// Suggestions under the search as one types: a combobox with a list (ARIA 1.2). Without it the form is sent as ever.
for (const form of document.querySelectorAll(".search[data-suggest]")) {
  const input = form.querySelector("[type=search]"), words = form.dataset;
  let options = [], chosen = -1, wait, asked = new AbortController(), last = "";

  const make = (tag, text, attributes) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    return element;
  };
  const list = make("ul", "", { role: "listbox", id: `${input.id}-suggestions`, "aria-label": words.label, hidden: "hidden" });
  const status = make("p", "", { role: "status", class: "usa-sr-only" });
  form.append(list, status);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);

  const choose = (place) => {
    if (options[chosen]) options[chosen].ariaSelected = "false";
    chosen = place;
    const option = options[chosen];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.ariaSelected = "true";
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const open = (is) => {
    choose(-1);
    list.hidden = !is;
    input.ariaExpanded = is;
  };
  // What was asked for earlier comes in no more.
  const stop = () => {
    clearTimeout(wait);
    asked.abort();
    open(false);
  };
  const show = (suggestions) => {
    choose(-1);
    options = suggestions.map((each, place) => {
      const option = make("li", "", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" });
      option.dataset.address = each.address;
      if (each.note) option.append(make("i", each.note, { lang: each.note_language }), " ", make("span", "→", { "aria-hidden": "true" }), " ");
      option.append(make("b", each.name, { lang: each.language }), " ", make("small", each.kind, {}));
      return option;
    });
    const count = options.length;
    list.replaceChildren(...options);
    open(count > 0);
    status.textContent = count > 1 ? words.many.replace("{number}", count) : count ? words.one : words.none;
  };
  const ask = async () => {
    asked = new AbortController();
    try {
      const answer = await fetch(`${words.suggest}?${new URLSearchParams(new FormData(form))}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch { /* dropped, or no network */ }
  };
  const typed = (event) => {
    const text = input.value.trim();
    if (event.isComposing || text === last) return;
    stop();
    last = text;
    status.textContent = "";
    if (text.length > 1) wait = setTimeout(ask, 150);
  };
  const go = (option) => {
    stop();
    location.assign(option.dataset.address);
  };

  for (const name of ["input", "compositionend"]) input.addEventListener(name, typed);
  input.addEventListener("blur", stop);
  form.addEventListener("submit", stop);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the words keep the focus
  list.addEventListener("click", (event) => event.target.closest("li") && go(event.target.closest("li")));
  input.addEventListener("keydown", (event) => {
    const { key } = event, is = !list.hidden, end = options.length - 1;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (is && key === "ArrowDown") choose(chosen < end ? chosen + 1 : -1);
    else if (is && key === "ArrowUp") choose(chosen < 0 ? end : chosen - 1);
    else if (key === "ArrowDown" && input.value.trim().length > 1) stop(), ask();
    else if (chosen >= 0 && key === "Home") choose(0);
    else if (chosen >= 0 && key === "End") choose(end);
    else if (is && key === "Escape") stop();
    else if (chosen >= 0 && key === "Enter") go(options[chosen]);
    else return;
    event.preventDefault();
  });
}
