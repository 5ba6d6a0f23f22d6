// A form for any value of a schema: it shows what is required and what is set, and offers the rest.
//
// An editor works on a slot: { get, set, path, id } of one place in the value. `form` is what all
// editors of a form share: { root, picked, chosen, redraw, changed }, where `picked` are the forms of unions
// that people picked, and `chosen` those that are shown, by the union and the place.

const BLANK = { string: "", number: 0, integer: 0, boolean: false, null: null, object: {}, array: [] };
const TEXTUAL = ["string", "number", "integer"];

/** The editor of one value. */
function editor(form, schema, slot) {
  const { shape, pickers } = chosenForms(form, schema, slot);
  const values = valuesOf(shape);
  if (values.length) return [pickers, choiceOf(form, values, slot)];
  const kind = kindIn(shape, slot.get());
  const make = EDITORS[kind] ?? EDITORS.string;
  return [pickers, kindPicker(form, shape, kind, slot), make(form, shape, slot)];
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
  const made = el(
    "select",
    {
      class: "kinds",
      id: `kind-${slot.id}`,
      "aria-label": `Type of ${slot.label}`,
      onchange: () => {
        slot.set(structuredClone(BLANK[made.value]));
        form.redraw();
      },
    },
    allowed.map((each) => el("option", { selected: each === kind }, each)),
  );
  return made;
}

function choiceOf(form, values, slot) {
  const at = values.findIndex((each) => isEqual(each, slot.get()));
  const options = [
    at < 0 && el("option", { selected: true }, "choose …"),
    values.map((each, index) => el("option", { selected: index === at }, plainText(each))),
  ];
  const made = el(
    "select",
    {
      id: slot.id,
      "aria-label": slot.label,
      onchange: () => {
        slot.set(values[made.selectedIndex - (at < 0 ? 1 : 0)]);
        form.redraw();
      },
    },
    options,
  );
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
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? numberOf(text) : text;
}

function placeholderOf(shape) {
  return { "date-time": "2026-01-31T12:00:00Z", date: "2026-01-31", email: "name@example.com" }[shape.format];
}

function textInput(form, slot, attributes, read) {
  const value = slot.get();
  const isLong = isText(value) && (value.length > 80 || value.includes("\n"));
  const made = el(isLong ? "textarea" : "input", {
    id: slot.id,
    "aria-label": slot.label,
    autocomplete: "off",
    spellcheck: "false",
    ...attributes,
    oninput: () => {
      slot.set(read(made.value));
      form.changed();
    },
  });
  made.value = value === undefined ? "" : isText(value) ? value : JSON.stringify(value);
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
    says.replaceChildren(...prose(each.text));
    says.hidden = false;
    row.querySelector(":scope > .control :is(input, select, textarea)")?.setAttribute("aria-invalid", "true");
    return false;
  });
}
