// The editors of objects and lists: a row for each member that is there, and buttons for what may be added.

function objectEditor(form, shape, slot) {
  const value = slot.get() ?? {};
  const known = shape.properties ?? {};
  const required = shape.required ?? [];
  const names = [
    ...new Set([
      ...required,
      ...Object.keys(known).filter((name) => Object.hasOwn(value, name)),
      ...Object.keys(value),
    ]),
  ];
  const others = Object.keys(known).filter(
    (name) => !names.includes(name) && !shapeOf(form.root, known[name]).never,
  );
  const rows = names.map((name) =>
    memberRow(form, schemaOfMember(shape, name), memberSlot(slot, name), name, required.includes(name)),
  );
  const isOpen = shape.additionalProperties !== false && shape.unevaluatedProperties !== false;
  return el(
    "div",
    { class: "members" },
    rows,
    adders(form, others, known, slot),
    isOpen && otherAdder(form, shape, slot),
  );
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
  const removal =
    !isRequired &&
    button(
      "×",
      () => {
        slot.remove();
        form.redraw();
      },
      { class: "remove", "aria-label": `Remove ${slot.label}` },
    );
  const says = shapeOf(form.root, schema).description;
  return el(
    "div",
    { class: "row", "data-at": pointerOf(slot.path) },
    el(
      "div",
      { class: "row-head" },
      el("label", { for: slot.id, title: says }, name),
      isRequired && el("span", { class: "required" }, "required"),
      removal,
    ),
    el("div", { class: "control" }, editor(form, schema, slot)),
    el("p", { class: "fault", hidden: true }),
  );
}

/** A button for each member that may be added. */
function adders(form, names, known, slot) {
  if (!names.length) return null;
  const add = (name) => () => {
    memberSlot(slot, name).set(blankOf(form.root, known[name]));
    form.redraw(`${slot.id}/${encodeURIComponent(name)}`);
  };
  const made = names.map((name) =>
    button(`+ ${name}`, add(name), {
      class: "add",
      "aria-label": slot.path.length ? `+ ${name} in ${slot.path.join(" ")}` : null,
    }),
  );
  return el("div", { class: "adders" }, made);
}

function otherAdder(form, shape, slot) {
  const label = `Name of another member${slot.path.length ? ` of ${slot.path.join(" ")}` : ""}`;
  const name = el("input", {
    class: "other",
    "aria-label": label,
    placeholder: "other name",
    autocomplete: "off",
    onkeydown: (event) => event.key === "Enter" && add(event),
  });
  const add = (event) => {
    event.preventDefault();
    if (!name.value || memberSlot(slot, name.value).get() !== undefined) return;
    memberSlot(slot, name.value).set(blankOf(form.root, schemaOfMember(shape, name.value)));
    form.redraw(`${slot.id}/${encodeURIComponent(name.value)}`);
  };
  return el(
    "div",
    { class: "adders" },
    name,
    button("Add", add, {
      class: "add",
      "aria-label": `Add it${slot.path.length ? ` to ${slot.path.join(" ")}` : ""}`,
    }),
  );
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
  const rows = value.map((_, index) =>
    memberRow(form, schemaAt(index), itemSlot(index), `item ${index + 1}`, false),
  );
  return el(
    "div",
    { class: "members" },
    rows,
    el(
      "div",
      { class: "adders" },
      button("+ item", add, { class: "add", "aria-label": `+ item in ${slot.label}` }),
    ),
  );
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
    for (const name of shape.required ?? [])
      setMember(made, name, blankOf(root, schemaOfMember(shape, name), depth + 1));
  if (Array.isArray(made) && depth < 4 && shape.minItems > 0)
    made.push(blankOf(root, shape.items ?? {}, depth + 1));
  return made;
}
