// node tokens.mjs <compiled.css> <result.css>: colours become custom properties, unused variants go, comments go.
// It stops on any colour it does not know, so that a new USWDS version cannot bring in a colour without dark mode.
import { readFileSync, writeFileSync } from "node:fs";
import postcss from "postcss";

const [source, target] = process.argv.slice(2);

const UNUSED = /usa-button--(accent|base|secondary|inverse|big|hover|active|unstyled)|usa-(checkbox|radio)__input--(tile|bordered)|usa-input--(success|2xs|xs|sm|md|lg|xl|2xl|small|medium)|usa-input-group|usa-table--(compact|stacked|sticky)|usa-select--success|usa-dark-background|usa-icon|usa-tag--(big|info)|usa-current|usa-focus|usa-legend--large|usa-form-group--success|usa-input-(list|mask)|usa-character|usa-in-page-nav--|aria-sort|data-sort|\.is-|multiple|file-selector|usa-breadcrumb--truncate|indeterminate/;

const TOKENS = {
  "#0b3a82": "--accent", "#082a60": "--accent-strong", "#061f48": "--accent-strong", "#e3ebf8": "--accent-wash", "#9dbdf5": "--accent",
  "#1a2230": "--ink", "#1a2231": "--ink", "#3a4558": "--ink", "#4a5568": "--quiet", "#4a5569": "--quiet", "#454545": "--quiet",
  "#757575": "--control", "#8793a8": "--control", "#919191": "--control",
  "#c9c9c9": "--line", "#d3dae6": "--line", "#e6e6e6": "--line", "#f4f6fa": "--wash",
  "#b50909": "--error", "#8b0a03": "--error", "#d83933": "--error", "black": "--ink",
};

// The site sets these itself: the page never scrolls sideways, so nothing needs hiding.
const LEFT_OUT = { body: ["overflow-x"] };

// Our own drawings instead of the Material Icons, which have a licence of their own.
const OUR_ICONS = {
  "img/usa-icons/navigate_next.svg": "../../img/chevron-right.svg",
  "img/usa-icons/arrow_back.svg": "../../img/arrow-back.svg",
  "img/usa-icons/unfold_more.svg": "../../img/chevrons.svg",
};

const sheet = postcss.parse(readFileSync(source, "utf8"));
sheet.walkComments((comment) => comment.remove());
sheet.walkRules((rule) => {
  if (rule.parent.name === "keyframes") return;
  rule.selectors = rule.selectors.filter((selector) => !UNUSED.test(selector));
  if (!rule.selectors[0]) rule.remove();
});
sheet.walkRules((rule) => {
  for (const property of LEFT_OUT[rule.selector] ?? []) rule.walkDecls(property, (declaration) => declaration.remove());
});
sheet.walkAtRules("font-face", (rule) => rule.remove());
sheet.walkDecls((declaration) => {
  if (declaration.prop === "font-family") {
    declaration.value = "var(--sans)";
    return;
  }
  if (/url\(/.test(declaration.value)) {
    declaration.value = declaration.value.replace(/img\/usa-icons\/\w+\.svg/g, (icon) => OUR_ICONS[icon] ?? icon);
    return;
  }
  if (declaration.prop === "outline" && /solid #/.test(declaration.value)) {
    declaration.value = "3px solid var(--focus)";
    return;
  }
  declaration.value = declaration.value
    .replace(/rgba\(26, 34, 48, 0\.\d+\)/g, "var(--control)")
    .replace(/\bwhite\b/g, /^(color|fill)$/.test(declaration.prop) ? "var(--on-accent)" : "var(--paper)")
    .replace(/#[0-9a-f]{3,8}\b|\bblack\b/gi, (colour) => {
      const token = TOKENS[colour.toLowerCase()];
      if (!token) throw declaration.error(`no token for ${colour}`);
      return `var(${token})`;
    });
});
sheet.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
sheet.walkAtRules((rule) => { if (rule.nodes && !rule.nodes.length) rule.remove(); });
writeFileSync(target, sheet.toString());
