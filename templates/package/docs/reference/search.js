// Finds tools by words and facets, and lists them by group.

const FACETS = [
  { name: "effect", label: "What a call does", of: (tool) => [tool.effect] },
  { name: "operation", label: "Operation", of: (tool) => tool.operations },
  { name: "secret", label: "Secret", of: (tool) => (tool.secrets.length ? tool.secrets : ["none"]) },
];

/** The list of tools with its search, put into `aside`. Returns `mark(name)`, which shows where one is. */
function toolList(aside) {
  const words = el("input", {
    type: "search",
    id: "search",
    placeholder: "Search tools",
    "aria-label": "Search tools",
    autocomplete: "off",
    oninput: update,
    onkeydown: enter,
  });
  const chosen = Object.fromEntries(FACETS.map((facet) => [facet.name, new Set()]));
  const entries = DATA.tools.map((tool) => ({ tool, text: haystack(tool), link: link(tool) }));
  const groups = grouped(entries);
  const found = el("p", { class: "found", role: "status" });
  const none = el("p", { class: "note", hidden: true }, "No tool has all of this.");
  const clear = button("Clear", reset, { class: "link", hidden: true });
  aside.append(
    el("div", { class: "find" }, words, facets(chosen, update), el("div", { class: "line" }, found, clear)),
    el(
      "div",
      { class: "groups" },
      none,
      groups.map((each) => each.element),
    ),
  );

  function update() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isChosen = FACETS.some((facet) => chosen[facet.name].size);
    for (const entry of entries)
      entry.link.parentElement.hidden = !(
        wanted.every((word) => entry.text.includes(word)) &&
        FACETS.every((facet) => passes(facet, entry.tool))
      );
    for (const { element, links } of groups) {
      const shown = links.filter((each) => !each.parentElement.hidden).length;
      element.hidden = !shown;
      if (shown && (wanted.length || isChosen)) element.open = true;
      element.querySelector(".size").textContent = shown;
    }
    const shown = entries.filter((each) => !each.link.parentElement.hidden).length;
    none.hidden = shown > 0;
    clear.hidden = !wanted.length && !isChosen;
    found.textContent =
      shown === entries.length ? count(shown, "tool") : `${shown} of ${count(entries.length, "tool")}`;
  }
  function passes(facet, tool) {
    const wanted = chosen[facet.name];
    return !wanted.size || facet.of(tool).some((each) => wanted.has(each));
  }
  function reset() {
    words.value = "";
    FACETS.forEach((facet) => chosen[facet.name].clear());
    aside.querySelectorAll(".facet button").forEach((each) => each.setAttribute("aria-pressed", "false"));
    update();
    words.focus();
  }
  function enter(event) {
    const first = event.key === "Enter" && entries.find((each) => !each.link.parentElement.hidden);
    if (first) location.hash = first.tool.name;
  }
  update();
  return function mark(name) {
    for (const { tool, link: each } of entries) {
      if (tool.name !== name) each.removeAttribute("aria-current");
      else {
        each.setAttribute("aria-current", "page");
        each.closest("details").open = true;
        each.scrollIntoView({ block: "nearest" });
      }
    }
  };
}

/** What words are looked for in: names also by their words, path, group and texts. */
function haystack(tool) {
  const spaced = tool.name.replace(/(?<=[a-z\d])(?=[A-Z])/g, " ");
  const names = tool.arguments.map((each) => each.name).join(" ");
  return [tool.name, spaced, tool.method, tool.path, tool.group, tool.summary, tool.details, names]
    .join("\n")
    .toLowerCase();
}

function link(tool) {
  return el(
    "a",
    { href: `#${tool.name}`, class: "tool-link", title: tool.summary },
    el("span", { class: `dot ${tool.effect}`, "aria-hidden": "true" }),
    el("span", {}, broken(tool.name)),
  );
}

/** A name that may break between its words. */
function broken(name) {
  return name.split(/(?<=[a-z\d])(?=[A-Z])/).flatMap((part, index) => (index ? [el("wbr"), part] : [part]));
}

/** A path that may break between its parts. */
function brokenPath(path) {
  return path.split(/(?=\/)/).flatMap((part, index) => (index ? [el("wbr"), part] : [part]));
}

function grouped(entries) {
  const byGroup = new Map();
  for (const each of entries) byGroup.set(each.tool.group, [...(byGroup.get(each.tool.group) ?? []), each]);
  const isOpen = entries.length <= 40 || byGroup.size === 1;
  return [...byGroup].map(([group, own]) => {
    const head = el("summary", {}, el("span", {}, group), el("span", { class: "size" }, own.length));
    const list = el(
      "ul",
      {},
      own.map((each) => el("li", {}, each.link)),
    );
    return {
      element: el("details", { class: "group", open: isOpen }, head, list),
      links: own.map((each) => each.link),
    };
  });
}

function facets(chosen, update) {
  const made = FACETS.map((facet) => {
    const counts = new Map();
    for (const tool of DATA.tools)
      for (const each of facet.of(tool)) counts.set(each, (counts.get(each) ?? 0) + 1);
    if (counts.size < 2) return null;
    return el(
      "div",
      { class: "facet", role: "group", "aria-label": facet.label },
      el("span", { class: "label" }, facet.label),
      [...counts].map(([value, number]) => choice(chosen[facet.name], value, number, update)),
    );
  }).filter(Boolean);
  return made.length ? el("details", { class: "facets" }, el("summary", {}, "Filter"), made) : null;
}

function choice(chosen, value, number, update) {
  const made = button(
    [value, " ", el("span", { class: "size" }, number)],
    () => {
      const isOn = !chosen.has(value);
      if (isOn) chosen.add(value);
      else chosen.delete(value);
      made.setAttribute("aria-pressed", String(isOn));
      update();
    },
    { class: "choice", "aria-pressed": "false" },
  );
  return made;
}
