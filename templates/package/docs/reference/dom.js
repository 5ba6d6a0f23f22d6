// Elements whose texts stay text: whatever a document says, it is never read as markup.

/** An element with attributes, listeners (`onclick`) and children, which are nodes or texts. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((each) => each || each === 0));
  return made;
}

/** A text in which `words in backquotes` are code. */
function prose(text) {
  return String(text)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 ? el("code", {}, part) : part));
}

/** A button that does something on the page. */
function button(label, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

/** A button that copies what `text()` says, and tells so. */
function copyButton(label, text) {
  const made = button(label, async () => {
    const done = await copied(text());
    made.textContent = done ? "Copied" : "Select the text and copy it";
    announce(made.textContent);
    setTimeout(() => (made.textContent = label), 1600);
  });
  made.className = "copy";
  return made;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

/** As browsers without a clipboard for pages from disk allow it. */
function copiedBySelection(text) {
  const focused = document.activeElement;
  const area = el("textarea", { class: "aside", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

/** Says something to who listens to the page. */
function announce(text) {
  document.getElementById("said").textContent = text;
}

/** A number of things, in words. */
function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/**
 * Tabs, each with a label and a function that makes its panel when it is first looked at.
 *
 * Left and Right move between them. Returns the element, and `show(index)`.
 */
function tabs(name, labels, fill, { chosen = 0, onchange = () => {} } = {}) {
  const id = `tabs-${(tabs.made = (tabs.made ?? 0) + 1)}`;
  const panels = labels.map((label, index) =>
    el("div", {
      role: "tabpanel",
      id: `${id}-${index}`,
      class: "panel",
      "aria-label": label,
      "data-label": label,
    }),
  );
  const heads = labels.map((label, index) =>
    button(label, () => show(index, true), { role: "tab", "aria-controls": `${id}-${index}` }),
  );
  function filled(index) {
    const panel = panels[index];
    if (!panel.hasChildNodes()) panel.append(...[fill(index)].flat().filter(Boolean));
    return panel;
  }
  function show(index, byHand = false) {
    heads.forEach((head, each) => {
      head.setAttribute("aria-selected", String(each === index));
      head.tabIndex = each === index ? 0 : -1;
      panels[each].hidden = each !== index;
    });
    filled(index);
    if (byHand) onchange(index);
    return panels[index];
  }
  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (heads.indexOf(event.target) + step + heads.length) % heads.length;
    heads[next].focus();
    show(next, true);
    event.preventDefault();
  }
  show(chosen);
  const list = el("div", { role: "tablist", "aria-label": name, onkeydown: move }, heads);
  const element = el("div", { class: "tabs" }, list, panels);
  element.fillAll = () => labels.forEach((_, index) => filled(index));
  return { element, show };
}
