// A form for any value of a schema: it shows what is required and what is set, and offers the rest.
//
// An editor works on a slot: { get, set, path, id } of one place in the value. `form` is what all
// editors of a form share: { root, picked, chosen, redraw, changed }, where `picked` are the forms of unions
// that people picked, and `chosen` those that are shown, by the union and the place.

const BLANK = { string: "", number: 0, integer: 0, boolean: false, null: null, object: {}, array: [] };
const TEXTUAL = ["string", "number", "integer"];
const MOST_FORMS = 8;

/** The editor of one value. */
function editor(form, schema, slot) {
  const { shape, pickers } = chosenForms(form, schema, slot);
  const values = valuesOf(shape);
  if (values.length) return [pickers, choiceOf(form, values, slot)];
  const kind = kindIn(shape, slot.get());
  const make = EDITORS[kind] ?? EDITORS.string;
  return [pickers, kindPicker(form, shape, kind, slot), make(form, shape, slot)];
}

/** The shape with one form of each union, and what chooses the forms. */
function chosenForms(form, schema, slot) {
  const chosen = [];
  const pickers = [];
  let shape = shapeOf(form.root, schema);
  for (let index = 0; index < shape.unions.length && index < MOST_FORMS; index += 1) {
    const forms = shape.unions[index];
    const key = `${slot.id}(${index})`;
    const at = Math.min(form.picked.get(key) ?? nearestForm(form, forms, slot.get()), forms.length - 1);
    if (forms.length > 1) pickers.push(formPicker(form, forms, at, key, slot));
    form.chosen.set(forms, (form.chosen.get(forms) ?? new Map()).set(pointerOf(slot.path), at));
    chosen.push(forms[at]);
    shape = shapeOf(form.root, withForms(schema, chosen));
  }
  return { shape, pickers };
}

/** The form that a value comes nearest to. */
function nearestForm(form, forms, value) {
  if (value === undefined) return 0;
  const check = new Check(form.root, form.options);
  const weights = forms.map((each) => weightOf(check.all(each, value, []), []));
  return weights.indexOf(Math.min(...weights));
}

function formPicker(form, forms, at, key, slot) {
  const labels = formLabels(form.root, forms);
  const choose = (index) => {
    form.picked.set(key, index);
    for (const other of [...form.picked.keys()]) if (other.startsWith(key) && other !== key) form.picked.delete(other);
    settle(form, forms[index], slot);
    form.redraw();
  };
  const made = el("select", { id: `pick-${key}`, "aria-label": `Form of ${slot.label}`, onchange: () => choose(made.selectedIndex) },
    labels.map((label, index) => el("option", { selected: index === at }, label)));
  return el("div", { class: "pick" }, el("span", { class: "label" }, "Form"), made);
}

/** Gives a value what its form asks for: the members that tell it from others, and required ones. */
function settle(form, schema, slot) {
  const value = slot.get();
  if (!isObject(value)) return;
  for (const [name, each] of Object.entries(shapeOf(form.root, schema).properties ?? {})) {
    const values = valuesOf(shapeOf(form.root, each));
    if (values.length && !values.some((one) => isEqual(one, value[name]))) setMember(value, name, values[0]);
  }
  const blank = blankOf(form.root, schema);
  for (const [name, each] of Object.entries(isObject(blank) ? blank : {})) if (!Object.hasOwn(value, name)) setMember(value, name, each);
}

/** The kind of value that is edited: its own, but that text is read as the number it may have to be. */
function kindIn(shape, value) {
  const allowed = typesOf(shape);
  if (value === undefined) return allowed[0] ?? (shape.properties ? "object" : "string");
  const own = kindOf(value);
  if (!allowed.length || allowed.includes(own)) return own;
  return TEXTUAL.includes(own) && TEXTUAL.includes(allowed[0]) ? allowed[0] : own;
}

function kindPicker(form, shape, kind, slot) {
  const wanted = typesOf(shape).length ? typesOf(shape) : KINDS.filter((each) => each !== "integer");
  const allowed = wanted.includes(kind) ? wanted : [kind, ...wanted];
  if (allowed.length < 2) return null;
  const made = el("select", { class: "kinds", id: `kind-${slot.id}`, "aria-label": `Type of ${slot.label}`, onchange: () => {
    slot.set(structuredClone(BLANK[made.value]));
    form.redraw();
  } }, allowed.map((each) => el("option", { selected: each === kind }, each)));
  return made;
}

function choiceOf(form, values, slot) {
  const at = values.findIndex((each) => isEqual(each, slot.get()));
  const options = [at < 0 && el("option", { selected: true }, "choose …"), values.map((each, index) => el("option", { selected: index === at }, plainText(each)))];
  const made = el("select", { id: slot.id, "aria-label": slot.label, onchange: () => {
    slot.set(values[made.selectedIndex - (at < 0 ? 1 : 0)]);
    form.redraw();
  } }, options);
  return made;
}

const EDITORS = {
  string: (form, shape, slot) => textInput(form, slot, { placeholder: placeholderOf(shape) }, (text) => text),
  number: (form, shape, slot) => textInput(form, slot, { inputmode: "decimal" }, readNumber),
  integer: (form, shape, slot) => textInput(form, slot, { inputmode: "numeric" }, readNumber),
  boolean: (form, shape, slot) => choiceOf(form, [true, false], slot),
  null: () => el("span", { class: "note" }, "null"),
  object: objectEditor,
  array: arrayEditor,
};

/** The number that was typed; the text where it is none, which the check then says. */
function readNumber(text) {
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function placeholderOf(shape) {
  return { "date-time": "2026-01-31T12:00:00Z", date: "2026-01-31", email: "name@example.com" }[shape.format];
}

function textInput(form, slot, attributes, read) {
  const value = slot.get();
  const isLong = isText(value) && (value.length > 80 || value.includes("\n"));
  const made = el(isLong ? "textarea" : "input", { id: slot.id, "aria-label": slot.label, autocomplete: "off", spellcheck: "false", ...attributes, oninput: () => {
    slot.set(read(made.value));
    form.changed();
  } });
  made.value = value === undefined ? "" : isText(value) ? value : JSON.stringify(value);
  return made;
}

function objectEditor(form, shape, slot) {
  const value = slot.get() ?? {};
  const known = shape.properties ?? {};
  const required = shape.required ?? [];
  const names = [...new Set([...required, ...Object.keys(known).filter((name) => Object.hasOwn(value, name)), ...Object.keys(value)])];
  const others = Object.keys(known).filter((name) => !names.includes(name) && !shapeOf(form.root, known[name]).never);
  const rows = names.map((name) => memberRow(form, schemaOfMember(shape, name), memberSlot(slot, name), name, required.includes(name)));
  const isOpen = shape.additionalProperties !== false && shape.unevaluatedProperties !== false;
  return el("div", { class: "members" }, rows, adders(form, others, known, slot), isOpen && otherAdder(form, shape, slot));
}

function schemaOfMember(shape, name) {
  if (Object.hasOwn(shape.properties ?? {}, name)) return shape.properties[name];
  const pattern = Object.keys(shape.patternProperties ?? {}).find((each) => patternOf(each).test(name));
  return pattern === undefined ? (shape.additionalProperties ?? {}) : shape.patternProperties[pattern];
}

function memberSlot(slot, name) {
  return {
    id: `${slot.id}/${encodeURIComponent(name)}`,
    path: [...slot.path, name],
    label: [...slot.path, name].join(" "),
    get: () => (isObject(slot.get()) && Object.hasOwn(slot.get(), name) ? slot.get()[name] : undefined),
    set: (value) => {
      if (!isObject(slot.get())) slot.set({});
      setMember(slot.get(), name, value);
    },
    remove: () => delete slot.get()[name],
  };
}

function memberRow(form, schema, slot, name, isRequired) {
  const removal = !isRequired && button("×", () => { slot.remove(); form.redraw(); }, { class: "remove", "aria-label": `Remove ${slot.label}` });
  const says = shapeOf(form.root, schema).description;
  return el("div", { class: "row", "data-at": pointerOf(slot.path) },
    el("div", { class: "row-head" }, el("label", { for: slot.id, title: says }, name), isRequired && el("span", { class: "required" }, "required"), removal),
    el("div", { class: "control" }, editor(form, schema, slot)), el("p", { class: "fault", hidden: true }));
}

/** A button for each member that may be added. */
function adders(form, names, known, slot) {
  if (!names.length) return null;
  const add = (name) => () => {
    memberSlot(slot, name).set(blankOf(form.root, known[name]));
    form.redraw(`${slot.id}/${encodeURIComponent(name)}`);
  };
  const made = names.map((name) => button(`+ ${name}`, add(name), { class: "add", "aria-label": slot.path.length ? `+ ${name} in ${slot.path.join(" ")}` : null }));
  return el("div", { class: "adders" }, made);
}

function otherAdder(form, shape, slot) {
  const label = `Name of another member${slot.path.length ? ` of ${slot.path.join(" ")}` : ""}`;
  const name = el("input", { class: "other", "aria-label": label, placeholder: "other name", autocomplete: "off", onkeydown: (event) => event.key === "Enter" && add(event) });
  const add = (event) => {
    event.preventDefault();
    if (!name.value || memberSlot(slot, name.value).get() !== undefined) return;
    memberSlot(slot, name.value).set(blankOf(form.root, schemaOfMember(shape, name.value)));
    form.redraw(`${slot.id}/${encodeURIComponent(name.value)}`);
  };
  return el("div", { class: "adders" }, name, button("Add", add, { class: "add", "aria-label": `Add it${slot.path.length ? ` to ${slot.path.join(" ")}` : ""}` }));
}

function arrayEditor(form, shape, slot) {
  const value = slot.get() ?? [];
  const schemaAt = (index) => shape.prefixItems?.[index] ?? shape.items ?? {};
  const itemSlot = (index) => ({
    id: `${slot.id}/${index}`,
    path: [...slot.path, index],
    label: [...slot.path, index].join(" "),
    get: () => slot.get()?.[index],
    set: (item) => (slot.get()[index] = item),
    remove: () => slot.get().splice(index, 1),
  });
  const add = () => {
    if (!Array.isArray(slot.get())) slot.set([]);
    slot.get().push(blankOf(form.root, schemaAt(slot.get().length)));
    form.redraw(`${slot.id}/${slot.get().length - 1}`);
  };
  const rows = value.map((_, index) => memberRow(form, schemaAt(index), itemSlot(index), `item ${index + 1}`, false));
  return el("div", { class: "members" }, rows, el("div", { class: "adders" }, button("+ item", add, { class: "add", "aria-label": `+ item in ${slot.label}` })));
}

/** A value to begin with: empty, with the members that are required and the values that are certain. */
function blankOf(root, schema, depth = 0) {
  let shape = shapeOf(root, schema);
  const chosen = [];
  for (let index = 0; index < shape.unions.length && index < MOST_FORMS; index += 1) {
    chosen.push(shape.unions[index][0]);
    shape = shapeOf(root, withForms(schema, chosen));
  }
  const values = valuesOf(shape);
  if (values.length) return structuredClone(values[0]);
  const made = structuredClone(BLANK[typesOf(shape)[0] ?? "string"]);
  if (isObject(made) && depth < 4)
    for (const name of shape.required ?? []) setMember(made, name, blankOf(root, schemaOfMember(shape, name), depth + 1));
  if (Array.isArray(made) && depth < 4 && shape.minItems > 0) made.push(blankOf(root, shape.items ?? {}, depth + 1));
  return made;
}

/** Shows at each row of a form what is wrong there; gives the faults that no row shows. */
function showFaults(element, faults) {
  const rows = new Map([...element.querySelectorAll("[data-at]")].map((row) => [row.dataset.at, row]));
  for (const row of rows.values()) {
    row.querySelector(":scope > .fault").hidden = true;
    row.querySelector(":scope > .control :is(input, select, textarea)")?.removeAttribute("aria-invalid");
  }
  return faults.filter((each) => {
    const row = rows.get(pointerOf(each.path));
    if (!row) return true;
    const says = row.querySelector(":scope > .fault");
    says.textContent = each.text;
    says.hidden = false;
    row.querySelector(":scope > .control :is(input, select, textarea)")?.setAttribute("aria-invalid", "true");
    return false;
  });
}
