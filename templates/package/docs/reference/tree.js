// The tree of a schema: fields that fold, forms of unions as tabs, and an anchor for each.
//
// A place in the tree is a `trail`, a list of steps that is also the end of its address: a member's
// name, `[]` for items, `{}` for members of any name, `(2)` for the second form of a union.

const MOST_CHIPS = 24;
const MOST_OPENED = 1500;

/** What is shown at one place of a tree. */
class Place {
  constructor(tree, trail, path, ancestors) {
    Object.assign(this, { tree, trail, path, ancestors });
  }

  /** The place below it; `step` leads there in the tree, `part` in the value. */
  below(step, part, refs = []) {
    const passed = refs.map((reference) => [reference, this.id]);
    const path = part === undefined ? this.path : `${this.path}/${part}`;
    return new Place(this.tree, [...this.trail, step], path, [...this.ancestors, ...passed]);
  }

  get id() {
    if (!this.trail.length) return this.tree.home;
    return [this.tree.name, ...this.trail.map(encodeURIComponent)].join("/");
  }

  /** The reasons of corrections that made the value what it is. */
  get reasons() {
    return this.tree.why[this.path] ?? [];
  }
}

/**
 * A tree of the schema `root`, whose addresses begin with `name`; that of the whole is `home`.
 *
 * `why` are reasons by their path.
 */
function schemaTree(name, root, { why = {}, home = name } = {}) {
  const place = new Place({ name, home, root, why }, [], "", []);
  const shape = shapeOf(root, root);
  return el("div", { class: "tree", "data-tree": name }, about(shape), inner(shape, place));
}

/** What is said of a value itself. */
function about(shape) {
  const says = shape.description && el("p", { class: "says" }, prose(shape.description));
  return [says, chips(shape), exclusions(shape)];
}

function chips(shape) {
  const values = shape.enum ?? [];
  if (!values.length) return null;
  const item = (value) => el("li", { class: "chip" }, plainText(value));
  const list = el("ul", { class: "chips", "aria-label": "Values" }, values.slice(0, MOST_CHIPS).map(item));
  if (values.length > MOST_CHIPS) {
    const more = () => {
      list.lastChild.remove();
      list.append(...values.slice(MOST_CHIPS).map(item));
    };
    list.append(
      el("li", {}, button(`${values.length - MOST_CHIPS} more`, more, { class: "link", "data-open": "" })),
    );
  }
  return list;
}

function exclusions(shape) {
  return shape.nots.map((each) => {
    const words = each?.enum ? each.enum.map(plainText).join(", ") : JSON.stringify(each);
    return el("p", { class: "note" }, "Not: ", words);
  });
}

/** The reasons of corrections, behind a word that opens them. */
function reasonsList(reasons) {
  if (!reasons.length) return null;
  const list = reasons.map((reason) => el("li", {}, prose(reason)));
  return el("details", { class: "why" }, el("summary", {}, "Why"), el("ul", {}, list));
}

/** Members, items and forms of a value. */
function inner(shape, place) {
  return [
    ...members(shape, place),
    ...openMembers(shape, place),
    ...itemsOf(shape, place),
    ...shape.unions.map((forms, index) => unionOf(forms, index, shape, place)),
    ...shape.conditions.map((each) =>
      el("p", { class: "note" }, "Under a condition: ", el("code", {}, conditionText(each))),
    ),
  ];
}

/** Whether there is anything below a value; nothing is made to find out. */
function hasInner(root, shape) {
  const more = shape.additionalProperties;
  return Boolean(
    Object.keys({ ...shape.properties, ...shape.patternProperties }).length ||
    shape.required?.length ||
    shape.unions.length ||
    shape.conditions.length ||
    shape.prefixItems?.length ||
    more === false ||
    shape.unevaluatedProperties === false ||
    (isObject(more) && Object.keys(more).length) ||
    (isObject(shape.items) && saysMore(root, shape.items)),
  );
}

/** Whether there is more to say of items than their type, which stands beside the list itself. */
function saysMore(root, schema) {
  const shape = shapeOf(root, schema);
  const isPlain =
    !shape.description && !valuesOf(shape).length && !limitsOf(shape).length && !shape.nots.length;
  return !isPlain || hasInner(root, { ...shape, items: undefined }) || isObject(shape.items);
}

function conditionText({ if: when, then: met, else: unmet }) {
  return JSON.stringify({ if: when, then: met, else: unmet });
}

function members(shape, place) {
  const required = shape.required ?? [];
  const properties = shape.properties ?? {};
  const others = required.filter((name) => !Object.hasOwn(properties, name)).map((name) => [name, true]);
  return [...Object.entries(properties), ...others].map(([name, schema]) =>
    field(name, schema, place.below(name, name, shape.refs), required.includes(name)),
  );
}

function openMembers(shape, place) {
  const made = Object.entries(shape.patternProperties ?? {}).map(([pattern, schema]) =>
    field(`names that match ${pattern}`, schema, place.below(`{${pattern}}`, "*", shape.refs), false, true),
  );
  const more = shape.additionalProperties;
  if (more === false || shape.unevaluatedProperties === false)
    made.push(el("p", { class: "note" }, "No other members."));
  else if (isObject(more) && Object.keys(more).length)
    made.push(field("any other name", more, place.below("{}", "*", shape.refs), false, true));
  return made;
}

function itemsOf(shape, place) {
  const first = (shape.prefixItems ?? []).map((schema, index) =>
    field(`item ${index + 1}`, schema, place.below(`[${index}]`, "*", shape.refs), false, true),
  );
  const isShown = isObject(shape.items) && saysMore(place.tree.root, shape.items);
  const each = isShown
    ? [field("each item", shape.items, place.below("[]", "*", shape.refs), false, true)]
    : [];
  return [...first, ...each];
}

/** A row of the tree, with what is below it made when it is opened. */
function field(name, schema, place, isRequired, isSpoken = false) {
  const { root } = place.tree;
  const shape = shapeOf(root, schema);
  const seen = shape.refs
    .map((each) => place.ancestors.find(([reference]) => reference === each))
    .find(Boolean);
  const facts = [
    isRequired && el("span", { class: "required" }, "required"),
    el("span", { class: "kind" }, shape.never ? "must be left out" : fieldType(root, shape)),
    limitsOf(shape).map((words) => el("span", { class: "limit" }, words)),
    reasonsList(place.reasons),
  ];
  const label = el(isSpoken ? "em" : "code", { class: "name" }, name);
  const said = about(shape);
  const row = el("div", { class: "field", id: place.id });
  if (!seen && hasInner(root, shape)) fold(row, label, facts, said, () => inner(shape, place));
  else row.append(...[el("div", { class: "head" }, label, facts), said].flat(3).filter(Boolean));
  if (seen) row.append(again(seen[1]));
  row.append(anchorOf(place.id, name));
  return row;
}

function anchorOf(id, name) {
  return el("a", { class: "anchor", href: `#${id}`, "aria-label": `Link to ${name}` }, "#");
}

/** Says that what was shown above begins here again, and leads there. */
function again(id) {
  return el("p", { class: "note" }, "The same again: ", el("a", { href: `#${id}` }, placeText(id)));
}

function fieldType(root, shape) {
  return shape.const !== undefined ? `always ${JSON.stringify(shape.const)}` : typeText(root, shape);
}

function placeText(id) {
  return id.split("/").map(decodeURIComponent).join(" › ");
}

/** Makes a row that a button opens; what is below it is made at that moment. */
function fold(row, label, facts, said, fill) {
  const below = el("div", { class: "below", hidden: true });
  const toggle = button(label, () => row.open(below.hidden), { class: "toggle", "aria-expanded": "false" });
  row.append(...[el("div", { class: "head" }, toggle, facts), said, below].flat(3).filter(Boolean));
  row.classList.add("folds");
  row.open = (isOpen = true) => {
    if (isOpen && !below.hasChildNodes()) below.append(...[fill()].flat(3).filter(Boolean));
    below.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  return row;
}

/** A union: a tab for each form. */
function unionOf(forms, index, shape, place) {
  const { root } = place.tree;
  const labels = formLabels(root, forms);
  const step = (form) => (shape.unions.length > 1 ? `(${index + 1}.${form + 1})` : `(${form + 1})`);
  const fill = (form) => {
    const found = shapeOf(root, forms[form], shape.refs);
    const at = place.below(step(form), undefined, shape.refs);
    const seen = found.refs
      .map((each) => at.ancestors.find(([reference]) => reference === each))
      .find(Boolean);
    if (seen) return again(seen[1]);
    const said = [...about(found), ...formType(root, found), ...inner(found, at)].flat().filter(Boolean);
    return said.length ? said : el("p", { class: "note" }, "Nothing more is asked.");
  };
  const made = tabs(`Forms of ${placeText(place.id)}`, labels, fill);
  const title = el(
    "p",
    { class: "forms" },
    `${forms.length > 1 ? "One of" : "Form:"} ${count(forms.length, "form")}`,
  );
  const union = el(
    "div",
    { class: "union", "data-steps": forms.map((_, form) => step(form)).join(" ") },
    title,
    made.element,
  );
  union.show = (wanted) => made.show(forms.findIndex((_, form) => step(form) === wanted));
  return union;
}

/** The type of a form that has no members to show it. */
function formType(root, shape) {
  if (shape.properties || shape.required || !typesOf(shape).length) return [];
  return [
    el(
      "p",
      { class: "head" },
      el("span", { class: "kind" }, fieldType(root, shape)),
      limitsOf(shape).map((words) => el("span", { class: "limit" }, words)),
    ),
  ];
}

/** Opens a tree along a trail, and gives the element where it ends; the tree where it leads nowhere. */
function openedAt(tree, trail) {
  let at = tree;
  let id = tree.dataset.tree;
  for (const step of trail) {
    const union = [...at.querySelectorAll(".union")].find((each) =>
      each.dataset.steps.split(" ").includes(step),
    );
    id += `/${encodeURIComponent(step)}`;
    const next = /^\([\d.]+\)$/.test(step) && union ? union.show(step) : document.getElementById(id);
    if (!next) return at;
    next.open?.();
    at = next;
  }
  return at;
}

/** Opens all that folds in an element, as far as paper has room for. */
function openAll(element) {
  let left = MOST_OPENED;
  for (let found = true; found && left > 0;) {
    const closed = [...element.querySelectorAll(".folds")].filter((row) =>
      row.querySelector(":scope > .below[hidden]"),
    );
    const unfilled = [...element.querySelectorAll(".tabs:not([data-filled])")];
    closed.forEach((row) => row.open());
    for (const each of unfilled) {
      each.fillAll();
      each.dataset.filled = "";
    }
    left -= closed.length + unfilled.length;
    found = closed.length + unfilled.length > 0;
  }
  element.querySelectorAll("details").forEach((each) => (each.open = true));
}
