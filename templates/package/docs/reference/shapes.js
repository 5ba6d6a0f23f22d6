// What a schema says of one value, brought together: references followed, `allOf` merged.

const UNIONS = ["anyOf", "oneOf"];
const LISTED_TWICE = new Set(["allOf", "$ref", "$defs", "$comment", "$schema", ...UNIONS]);
const KINDS = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** The part of a document's schema that a reference such as `#/$defs/a` leads to. */
function targetOf(root, reference) {
  return Check.prototype.target.call({ root }, reference);
}

/**
 * The shape of a schema: its keywords in one object, with `unions` (each a list of forms), `nots`,
 * and `refs`, the references that were followed to get there.
 */
function shapeOf(root, schema, passed = []) {
  const shape = { refs: [], unions: [], nots: [], conditions: [] };
  if (schema === false) shape.never = true;
  if (!isObject(schema)) return shape;
  take(shape, root, schema, passed);
  return shape;
}

function take(shape, root, schema, passed) {
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "not") shape.nots.push(value);
    else if (!LISTED_TWICE.has(keyword)) shape[keyword] = merged(keyword, shape[keyword], value);
  }
  if (schema.if !== undefined) shape.conditions.push(schema);
  for (const part of schema.allOf ?? []) if (isObject(part)) take(shape, root, part, passed);
  for (const keyword of UNIONS) if (schema[keyword]) shape.unions.push(schema[keyword]);
  const reference = schema.$ref;
  if (reference === undefined || passed.includes(reference) || shape.refs.includes(reference)) return;
  shape.refs.push(reference);
  const target = targetOf(root, reference);
  if (isObject(target)) take(shape, root, target, passed);
}

/** What two parts say by the same keyword, of the same value. */
function merged(keyword, one, other) {
  if (one === undefined) return other;
  switch (keyword) {
    case "properties":
      return mergedMembers(one, other);
    case "required":
      return [...new Set([...one, ...other])];
    case "type":
      return commonTypes([one].flat(), [other].flat());
    case "enum":
      return one.filter((each) => other.some((value) => isEqual(value, each)));
    case "items":
    case "additionalProperties":
      return both(one, other);
    default:
      return narrower(keyword, one, other);
  }
}

/** The bound of two that leaves less; of anything else what was said first. */
function narrower(keyword, one, other) {
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(one, other);
  return /^(max|exclusiveMax)/.test(keyword) ? Math.min(one, other) : one;
}

function mergedMembers(one, other) {
  const made = {};
  for (const [name, schema] of [...Object.entries(one), ...Object.entries(other)])
    setMember(made, name, Object.hasOwn(made, name) ? both(made[name], schema) : schema);
  return made;
}

/** A schema of what fits both. */
function both(one, other) {
  if (one === true || one === other) return other;
  return other === true ? one : { allOf: [one, other] };
}

function commonTypes(one, other) {
  const common = one.filter(
    (type) => other.includes(type) || (type === "integer" && other.includes("number")),
  );
  return [
    ...common,
    ...other.filter((type) => type === "integer" && one.includes("number") && !common.includes(type)),
  ];
}

/** The JSON types that a value of the shape may have; none where it says nothing of them. */
function typesOf(shape) {
  if (shape.type !== undefined) return [shape.type].flat();
  const listed = shape.enum ?? (shape.const !== undefined ? [shape.const] : []);
  if (listed.length) return [...new Set(listed.map(kindOf))];
  if (shape.properties || shape.required) return ["object"];
  return shape.items ? ["array"] : [];
}

/** `string or null`, `array of string`, `any`. */
function typeText(root, shape) {
  const types = typesOf(shape);
  const words = types.map((type) =>
    type === "array" && shape.items ? `array of ${itemText(root, shape.items)}` : type,
  );
  if (words.length) return words.join(" or ");
  return shape.unions.length ? "one of several" : "any";
}

function itemText(root, items) {
  return typeText(root, shapeOf(root, items));
}

/** The shape and one form of each of its unions, as one schema. */
function withForms(schema, forms) {
  return forms.length ? { allOf: [schema, ...forms] } : schema;
}

/** What a form of a union is called: its title, else what tells it from the others. */
function formLabel(root, form, index) {
  const shape = shapeOf(root, form);
  if (shape.title) return shape.title;
  const telling = Object.entries(shape.properties ?? {}).map(([name, each]) => [name, shapeOf(root, each)]);
  for (const [, each] of telling) {
    const values = each.const !== undefined ? [each.const] : (each.enum ?? []);
    if (values.length === 1 || (values.length && values.length < 4)) return values.map(plainText).join(" / ");
  }
  const other = telling.find(([, each]) => each.nots.some((not) => not?.enum));
  if (other) return `any other ${other[0]}`;
  const names = shape.required ?? [];
  if (names.length && names.length < 3) return `with ${names.join(" and ")}`;
  const values = shape.const !== undefined ? [shape.const] : (shape.enum ?? []);
  if (values.length && values.length < 4) return values.map(plainText).join(" / ");
  const types = typesOf(shape);
  return types.length === 1 && !shape.properties ? typeText(root, shape) : `Form ${index + 1}`;
}

function plainText(value) {
  return isText(value) ? value || "empty" : JSON.stringify(value);
}

/** Labels of all forms, no two alike. */
function formLabels(root, forms) {
  const labels = forms.map((form, index) => formLabel(root, form, index));
  return labels.map((label, index) =>
    labels.indexOf(label) === labels.lastIndexOf(label) ? label : `${label} (${index + 1})`,
  );
}

const LIMITS = {
  minLength: (n) => (n === 1 ? "not empty" : `at least ${count(n, "character")}`),
  maxLength: (n) => `at most ${count(n, "character")}`,
  minimum: (n) => `≥ ${n}`,
  maximum: (n) => `≤ ${n}`,
  exclusiveMinimum: (n) => `> ${n}`,
  exclusiveMaximum: (n) => `< ${n}`,
  multipleOf: (n) => `multiple of ${n}`,
  minItems: (n) => `at least ${count(n, "item")}`,
  maxItems: (n) => `at most ${count(n, "item")}`,
  minProperties: (n) => `at least ${count(n, "member")}`,
  maxProperties: (n) => `at most ${count(n, "member")}`,
  uniqueItems: (wanted) => wanted && "no item twice",
  format: (name) => name,
  pattern: (source) => `matches ${source}`,
  default: (value) => `default ${JSON.stringify(value)}`,
  deprecated: (is) => is && "deprecated",
};

/** The limits of a shape, in words. */
function limitsOf(shape) {
  return Object.entries(LIMITS)
    .filter(([keyword]) => shape[keyword] !== undefined)
    .map(([keyword, words]) => words(shape[keyword]))
    .filter(Boolean);
}

/** The values that a shape lists. */
function valuesOf(shape) {
  return shape.const !== undefined ? [shape.const] : (shape.enum ?? []);
}
