"""What a look at a page in a browser finds."""

import gzip
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

SCREENS = {"desktop": (1280, 800), "phone": (375, 740), "narrow": (320, 640)}
# WCAG 2.2 AA, and what axe's authors hold good practice: headings in order, all content in landmarks.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
WATCH_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      window.shifts.push(entry.value.toFixed(4) + " " + entry.sources.map(source => source.node?.nodeName).join(" "));
  }).observe({type: "layout-shift", buffered: true});
"""
# Labels, descriptions and controlled parts that are named but not on the page; movement that nobody asked for.
BROKEN_REFERENCES = """() => [
  ...[...document.querySelectorAll("[for], [aria-labelledby], [aria-describedby], [aria-controls]")].flatMap(node =>
    ["for", "aria-labelledby", "aria-describedby", "aria-controls"].flatMap(name =>
      (node.getAttribute(name) ?? "").split(/\\s+/).filter(id => id && !document.getElementById(id))
        .map(id => `${name} leads to no ${id}: ` + node.outerHTML.slice(0, 120)))),
  ...document.getAnimations().map(each => "moves: " + each.effect.target.outerHTML.slice(0, 120)),
]"""
# What sticks out to the right of the window, outside of boxes that scroll on their own.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const scrolls = node => node && node !== document.body
    && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter(node => node.getBoundingClientRect().right > wide + 0.5 && !scrolls(node.parentElement))
    .map(node => node.outerHTML.slice(0, 120));
}"""
# Puts a name of 300 characters without a space in the place of the names on the page.
LONG_NAMES = """except => {
  const fixed = "svg, option, .usa-sr-only, .nowrap, .status, .change, time, .cite" + except;
  const words = "Ñandú".repeat(60);
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const names = [];
  while (walk.nextNode())
    if (walk.currentNode.parentElement.closest("h1, h2, h3, a, th, td, dd, li, label, summary, b")
        && !walk.currentNode.parentElement.closest(fixed)
        && walk.currentNode.data.trim().length > 12)
      names.push(walk.currentNode);
  for (const name of names) name.data = words;
}"""
# Each stop of the keyboard whose ring can't be seen: none drawn, or something else on top of it.
UNSEEN_FOCUS = """() => {
  const faults = [];
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const stop of document.querySelectorAll(stops)) {
    if (!stop.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) continue;
    stop.focus({focusVisible: true});
    if (document.activeElement !== stop) continue;
    const style = getComputedStyle(stop), [box] = (stop.querySelector(".map__hit") ?? stop).getClientRects();
    const thick = part => parseFloat(getComputedStyle(part).strokeWidth) >= 3;  // links in drawings
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || stop instanceof SVGElement && [...stop.querySelectorAll("rect, circle")].some(thick);
    const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height, 20) / 2];
    const top = document.elementFromPoint(x, y);
    const seen = !top || stop.contains(top) || top.contains(stop) || stop.labels && [...stop.labels].includes(top);
    if (!ring) faults.push("no ring: " + stop.outerHTML.slice(0, 120));
    if (!seen) faults.push("under " + top.outerHTML.slice(0, 60) + ": " + stop.outerHTML.slice(0, 120));
  }
  return faults;
}"""


class Look:
    """A page in a window of its own, and what was seen while it was opened."""

    def __init__(self, window, page, language="en"):
        self.window = window
        self.console, self.hosts, self.answers = [], set(), []
        self.status = getattr(page, "status", 200)
        window.add_init_script(WATCH_SHIFTS)
        window.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        window.on("pageerror", lambda error: self.console.append(f"script: {error}"))
        window.on("response", lambda answer: self.answers.append(answer))
        window.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.answer = window.goto(page if isinstance(page, str) else page.address(language))
        window.evaluate("document.fonts.ready")

    def faults(self):
        """Sentences; an empty list is a sound page."""
        shifts = self.window.evaluate("window.shifts")
        broken = self.window.evaluate(BROKEN_REFERENCES)
        return (
            self.faults_of_content() + broken + [f"moves while it loads: {shift}" for shift in shifts] + self.too_wide()
        )

    def faults_of_content(self, *, allowed=()):
        """The same where the layout is not ours. `allowed`: pairs, a rule of axe and where it may be broken."""
        return [
            *self._answers_wrongly(),
            # Before axe, which adds styles of its own that the policy refuses.
            *(
                f"console: {line}"
                for line in self.console
                if self.status == 200 or f"status of {self.status}" not in line
            ),
            *(f"asks another host: {host}" for host in self.hosts - {self.own_host, ""}),
            *(f"axe: {fault}" for fault in self.axe(allowed=allowed)),
        ]

    @property
    def own_host(self):
        return urlsplit(self.window.url).netloc

    def _answers_wrongly(self):
        return [] if self.answer.status == self.status else [f"answers {self.answer.status}"]

    def axe(self, rules=RULES, *, allowed=()):
        found = Axe().run(self.window, options=rules).response["violations"]
        faults = [
            f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['html'][:160]}"
            for rule in found
            for node in rule["nodes"]
        ]
        return [
            fault
            for fault in faults
            if not any(fault.startswith(f"{rule} at ") and where in fault for rule, where in allowed)
        ]

    def too_wide(self):
        width = self.window.viewport_size["width"]
        return [f"sticks out of {width} px: {node}" for node in self.window.evaluate(TOO_WIDE)]

    def too_wide_at(self, screen):
        width, height = SCREENS[screen]
        self.window.set_viewport_size({"width": width, "height": height})
        return self.too_wide()

    def too_wide_with_long_names(self, *, columns=True):
        """`columns`: in every column of a table, else only in the names of its rows."""
        self.window.evaluate(LONG_NAMES, "" if columns else ", thead, tfoot, td")
        return [f"with long names: {fault}" for fault in self.too_wide()]

    def faint_in_the_dark(self):
        self.window.emulate_media(color_scheme="dark")
        return [f"dark: {fault}" for fault in self.axe(CONTRAST)]

    def weight(self):
        """Bytes of everything the page asked for: text compressed as the server compresses it, fonts as they are."""
        bodies = [answer.body() for answer in self.answers]
        kinds = [answer.headers["content-type"] for answer in self.answers]
        return sum(
            len(body) if kind.startswith("font/") else len(gzip.compress(body))
            for body, kind in zip(bodies, kinds, strict=True)
        )

    def unseen_focus(self):
        self.window.keyboard.press("Tab")
        return self.window.evaluate(UNSEEN_FOCUS)
