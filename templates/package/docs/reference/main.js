// Puts the page together, and shows what its address names.

const MOST_PRINTED = 60;
const main = document.getElementById("main");
const aside = document.getElementById("tools");
const menu = document.getElementById("menu");
const theme = document.getElementById("theme");
const mark = toolList(aside);
let shown = null;

/** Shows the tool, field or enumeration that the address names. */
function show(byReader = true) {
  const [name, ...trail] = location.hash.slice(1).split("/").map(safelyDecoded);
  const tool = TOOLS.get(name);
  const page = tool ? tool.name : "";
  if (shown !== page) {
    shown = page;
    main.replaceChildren(tool ? toolPage(tool) : toolkitPage());
    document.title = tool ? `${tool.name} · ${DATA.toolkit}` : DATA.toolkit;
    mark(page);
    scrollTo(0, 0);
  }
  setMenu(false);
  point(tool, name, trail, byReader);
}

function safelyDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Brings what is named to the eye, and the keyboard to where it is. */
function point(tool, name, trail, byReader) {
  document.querySelector(".pointed")?.classList.remove("pointed");
  const id = [name, ...trail].join("/");
  let found = id ? document.getElementById(id) : null;
  if (tool && trail.length && !found) {
    const trees = [...main.querySelectorAll("[data-tree]")].reverse();
    const tree = trees.find((each) => location.hash.startsWith(`#${each.dataset.tree}/`));
    if (tree) found = openedAt(tree, trail.slice(tree.dataset.tree.split("/").length - 1));
  }
  if (!trail.length && tool) found = null;
  if (found) {
    found.scrollIntoView({ block: "start" });
    found.classList.add("pointed");
  }
  if (byReader)
    (
      found?.querySelector("a, button, summary, h1") ??
      found?.closest("[tabindex]") ??
      main.querySelector("h1")
    )?.focus({ preventScroll: true });
}

function setMenu(isOpen) {
  document.body.classList.toggle("with-menu", isOpen);
  menu.setAttribute("aria-expanded", String(isOpen));
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : DARK.matches;
}

function setTheme(name) {
  if (name) document.documentElement.dataset.theme = name;
  theme.setAttribute("aria-pressed", String(isDark()));
}

function remember(name) {
  try {
    localStorage.setItem("theme", name);
  } catch {
    // Pages from disk may have nowhere to put it.
  }
}

function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

/** On paper all is open, and the toolkit's page is followed by its tools. */
function beforePrint() {
  if (!shown && DATA.tools.length <= MOST_PRINTED) {
    const all = DATA.tools.map((tool) => toolPage(tool, true));
    main.append(el("div", { id: "printed" }, all));
  }
  openAll(main);
}

theme.addEventListener("click", () => {
  const name = isDark() ? "light" : "dark";
  setTheme(name);
  remember(name);
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.querySelector("h1").focus();
});
menu.addEventListener("click", () => setMenu(!document.body.classList.contains("with-menu")));
DARK.addEventListener("change", () => setTheme());
addEventListener("hashchange", () => show());
addEventListener("beforeprint", beforePrint);
addEventListener("afterprint", () => document.getElementById("printed")?.remove());
addEventListener("keydown", (event) => {
  if (event.key === "Escape") setMenu(false);
  const isTyping = event.target.closest?.("input, textarea, select");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  setMenu(true);
  document.getElementById("search").focus();
});
setTheme(remembered());
show(false);
