// The keywords of JSON Schema that the validator knows: each says what is wrong with a value.

function typeFits(type, value) {
  if (type === "integer") return typeof value === "number" && Number.isInteger(value);
  return kindOf(value) === type;
}

function isMultiple(value, step) {
  const digits = Math.max(decimals(value), decimals(step));
  const [one, other] = [value, step].map((each) => BigInt(Math.round(each * 10 ** digits)));
  return other !== 0n && one % other === 0n;
}

function decimals(number) {
  const [digits, power = "0"] = String(number).split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(power));
}

function patternOf(source) {
  try {
    return new RegExp(source, "u");
  } catch {
    return new RegExp(source);
  }
}

const short = (values) => {
  const shown = values
    .slice(0, 12)
    .map((each) => JSON.stringify(each))
    .join(", ");
  return values.length > 12 ? `${shown} and ${values.length - 12} more` : shown;
};
const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number";
const isObject = (value) => kindOf(value) === "object";
const characters = (text) => [...text].length;
const items = (number) => count(number, "item");

const KEYWORDS = {
  $ref(reference, value, path) {
    return this.all(this.target(reference), value, path);
  },
  type(types, value, path) {
    const listed = [types].flat();
    if (listed.some((type) => typeFits(type, value))) return nothing();
    const found = fault(path, `must be ${listed.join(" or ")}, not ${kindOf(value)}`);
    found.faults[0].wrongType = true;
    return found;
  },
  enum(values, value, path) {
    if (values.some((each) => isEqual(each, value))) return nothing();
    return telling(fault(path, `must be one of ${short(values)}`));
  },
  const(wanted, value, path) {
    return isEqual(wanted, value) ? nothing() : telling(fault(path, `must be ${short([wanted])}`));
  },
  required(names, value, path) {
    const found = nothing();
    for (const name of isObject(value) ? names : []) {
      if (Object.hasOwn(value, name)) continue;
      found.faults.push({ path: [...path, name], text: "is required", missing: name });
    }
    return found;
  },
  properties(schemas, value, path) {
    return this.members(value, path, (name) => (Object.hasOwn(schemas, name) ? [schemas[name]] : []));
  },
  patternProperties(schemas, value, path) {
    const patterns = Object.entries(schemas).map(([source, schema]) => [patternOf(source), schema]);
    const choose = (name) => patterns.filter(([pattern]) => pattern.test(name)).map(([, each]) => each);
    return this.members(value, path, choose);
  },
  additionalProperties(schema, value, path, { properties = {}, patternProperties = {} }) {
    const patterns = Object.keys(patternProperties).map(patternOf);
    const isKnown = (name) => Object.hasOwn(properties, name) || patterns.some((each) => each.test(name));
    return this.members(value, path, (name) => (isKnown(name) ? [] : [schema]));
  },
  propertyNames(schema, value, path) {
    const found = nothing();
    for (const name of isObject(value) ? Object.keys(value) : [])
      if (!this.fits(schema, name))
        found.faults.push({ path: [...path, name], text: "is not a name it may have" });
    return found;
  },
  minProperties: (least, value, path) =>
    unless(
      !isObject(value) || Object.keys(value).length >= least,
      path,
      `needs at least ${count(least, "member")}`,
    ),
  maxProperties: (most, value, path) =>
    unless(
      !isObject(value) || Object.keys(value).length <= most,
      path,
      `may have at most ${count(most, "member")}`,
    ),
  dependentRequired(names, value, path) {
    const found = nothing();
    for (const [name, needed] of Object.entries(names))
      if (isObject(value) && Object.hasOwn(value, name))
        add(found, KEYWORDS.required.call(this, needed, value, path));
    return found;
  },
  dependentSchemas(schemas, value, path) {
    const found = nothing();
    for (const [name, schema] of Object.entries(schemas))
      if (isObject(value) && Object.hasOwn(value, name)) add(found, this.all(schema, value, path));
    return found;
  },
  prefixItems(schemas, value, path) {
    return this.items(value, path, (index) => schemas[index]);
  },
  items(schema, value, path, { prefixItems = [] }) {
    return this.items(value, path, (index) => (index < prefixItems.length ? undefined : schema));
  },
  contains(schema, value, path, { minContains = 1, maxContains = Infinity }) {
    if (!Array.isArray(value)) return nothing();
    const fitting = [...value.keys()].filter((index) => this.fits(schema, value[index]));
    if (fitting.length >= minContains && fitting.length <= maxContains)
      return { faults: [], seen: new Set(fitting) };
    return fault(path, "needs other items: see `contains`");
  },
  minItems: (least, value, path) =>
    unless(!Array.isArray(value) || value.length >= least, path, `needs at least ${items(least)}`),
  maxItems: (most, value, path) =>
    unless(!Array.isArray(value) || value.length <= most, path, `may have at most ${items(most)}`),
  uniqueItems: (wanted, value, path) =>
    unless(
      !wanted || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length,
      path,
      "has an item twice",
    ),
  minLength: (least, value, path) =>
    unless(
      !isText(value) || characters(value) >= least,
      path,
      least === 1 ? "must not be empty" : `needs at least ${count(least, "character")}`,
    ),
  maxLength: (most, value, path) =>
    unless(!isText(value) || characters(value) <= most, path, `may have at most ${count(most, "character")}`),
  pattern: (source, value, path) =>
    unless(!isText(value) || patternOf(source).test(value), path, `must match ${source}`),
  format(name, value, path) {
    const check = this.formats && Object.hasOwn(FORMATS, name) && FORMATS[name];
    return unless(!check || !isText(value) || check(value), path, `must be of the format ${name}`);
  },
  minimum: (least, value, path) =>
    unless(!isNumber(value) || value >= least, path, `must not be below ${least}`),
  maximum: (most, value, path) =>
    unless(!isNumber(value) || value <= most, path, `must not be above ${most}`),
  exclusiveMinimum: (least, value, path) =>
    unless(!isNumber(value) || value > least, path, `must be above ${least}`),
  exclusiveMaximum: (most, value, path) =>
    unless(!isNumber(value) || value < most, path, `must be below ${most}`),
  multipleOf: (step, value, path) =>
    unless(!isNumber(value) || isMultiple(value, step), path, `must be a multiple of ${step}`),
  allOf(schemas, value, path) {
    const found = nothing();
    this.each(schemas, value, path).forEach((each) => add(found, each));
    return found;
  },
  anyOf,
  oneOf,
  not(schema, value, path) {
    if (!this.fits(schema, value)) return nothing();
    return telling(
      fault(path, schema.enum ? `must not be one of ${short(schema.enum)}` : "is just what is excluded here"),
    );
  },
  if(schema, value, path, { then: met = true, else: unmet = true }) {
    const found = this.all(schema, value, path);
    const rest = this.all(found.faults.length ? unmet : met, value, path);
    if (!found.faults.length) found.seen.forEach((each) => rest.seen.add(each));
    return rest;
  },
};
