// Which form of a union a value is edited as: the one that was picked, else the one it comes nearest to.

const MOST_FORMS = 8;

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
    for (const other of [...form.picked.keys()])
      if (other.startsWith(key) && other !== key) form.picked.delete(other);
    settle(form, forms[index], slot);
    form.redraw();
  };
  const made = el(
    "select",
    { id: `pick-${key}`, "aria-label": `Form of ${slot.label}`, onchange: () => choose(made.selectedIndex) },
    labels.map((label, index) => el("option", { selected: index === at }, label)),
  );
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
  for (const [name, each] of Object.entries(isObject(blank) ? blank : {}))
    if (!Object.hasOwn(value, name)) setMember(value, name, each);
}
