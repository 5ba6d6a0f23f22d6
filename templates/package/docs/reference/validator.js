// A validator of JSON Schema 2020-12 for the keywords that request schemas use.
//
// `validate` returns what is wrong as { path, text }, nothing where the value is valid. `options`
// are `formats` (whether `format` refuses), `unions` (whether `oneOf` takes one form alone), and
// `chosen`, the forms of unions that faults are to be about, by the union and the place.

function validate(root, value, options) {
  return new Check(root, options).all(root, value, []).faults;
}

/** What was found of one value by one schema; `seen` are the members and items it speaks of. */
const nothing = () => ({ faults: [], seen: new Set() });

class Check {
  constructor(root, { formats = true, unions = true, chosen = new Map() } = {}) {
    this.root = root;
    this.chosen = chosen;
    this.formats = formats;
    this.unions = unions;
  }

  all(schema, value, path) {
    if (schema === true || schema === undefined) return nothing();
    if (schema === false) return fault(path, "must be left out");
    const found = nothing();
    for (const [keyword, limit] of Object.entries(schema)) {
      if (!Object.hasOwn(KEYWORDS, keyword)) continue;
      add(found, KEYWORDS[keyword].call(this, limit, value, path, schema, found) ?? nothing());
    }
    for (const keyword of ["unevaluatedProperties", "unevaluatedItems"]) {
      if (keyword in schema) add(found, this.unevaluated(keyword, schema, value, path, found));
    }
    return found;
  }

  fits(schema, value) {
    return this.all(schema, value, []).faults.length === 0;
  }

  target(reference) {
    return reference
      .slice(1)
      .split("/")
      .slice(1)
      .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce((node, part) => node?.[part], this.root);
  }

  /** Each schema of a list on the same value. */
  each(schemas, value, path) {
    return schemas.map((schema) => this.all(schema, value, path));
  }

  members(value, path, choose) {
    const found = nothing();
    if (kindOf(value) !== "object") return found;
    for (const [name, member] of Object.entries(value)) {
      const schemas = choose(name);
      if (schemas.length) found.seen.add(name);
      for (const schema of schemas) add(found, inside(this.all(schema, member, [...path, name])));
    }
    return found;
  }

  items(value, path, choose) {
    const found = nothing();
    if (!Array.isArray(value)) return found;
    value.forEach((item, index) => {
      const schema = choose(index);
      if (schema === undefined) return;
      found.seen.add(index);
      add(found, inside(this.all(schema, item, [...path, index])));
    });
    return found;
  }

  unevaluated(keyword, schema, value, path, found) {
    const limit = schema[keyword];
    if (keyword === "unevaluatedProperties")
      return this.members(value, path, (name) => (found.seen.has(name) ? [] : [limit]));
    return this.items(value, path, (index) => (found.seen.has(index) ? undefined : limit));
  }
}

const fault = (path, text) => ({ faults: [{ path, text }], seen: new Set() });
const inside = ({ faults }) => ({ faults, seen: new Set() });
const unless = (sound, path, text) => (sound ? nothing() : fault(path, text));

function add(found, more) {
  found.faults.push(...more.faults);
  more.seen.forEach((each) => found.seen.add(each));
}

/** Of several schemas, those that fit; where none does, what the likeliest says. */
function anyOf(schemas, value, path) {
  const results = this.each(schemas, value, path);
  const fitting = results.filter((each) => !each.faults.length);
  if (!fitting.length) {
    const chosen = results[this.chosen.get(schemas)?.get(pointerOf(path))];
    return chosen ? { faults: chosen.faults, seen: new Set() } : nearest(results, path, schemas.length);
  }
  const found = nothing();
  fitting.forEach((each) => add(found, each));
  return found;
}

function oneOf(schemas, value, path) {
  const fitting = this.each(schemas, value, path).filter((each) => !each.faults.length);
  if (fitting.length > 1 && this.unions)
    return fault(path, "fits more than one of the forms, and may fit one alone");
  return anyOf.call(this, schemas, value, path);
}

/** What is wrong by the form that the value comes nearest to, if it comes nearer to one than to others. */
function nearest(results, path, forms) {
  const weights = results.map((each) => weightOf(each, path));
  const near = results.filter((_, index) => weights[index] === Math.min(...weights));
  // Of forms that are as near, the one that is about what was given, not about what was not.
  const begun = near.filter(({ faults }) => !faults.some((each) => each.missing));
  const [best] = near.length === 1 ? near : begun.length === 1 ? begun : [];
  if (best) return { faults: best.faults, seen: new Set() };
  return vague(fault(path, missingOf(results) ?? `fits none of the ${forms} forms`));
}

/** How far a value is from a form: a wrong type weighs most, then a value that tells forms apart. */
function weightOf({ faults }, path) {
  const weigh = (each) => (each.telling ? 10 : 1) + (each.wrongType && each.path.length === path.length ? 100 : 0);
  return faults.reduce((sum, each) => sum + weigh(each), 0);
}

/** `needs one of a, b`, where each form asks for one thing alone. */
function missingOf(results) {
  const names = results.map(({ faults }) => faults.length === 1 && faults[0].missing);
  return names.every(Boolean) ? `needs one of ${[...new Set(names)].join(", ")}` : null;
}

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
  const shown = values.slice(0, 12).map((each) => JSON.stringify(each)).join(", ");
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
      if (!this.fits(schema, name)) found.faults.push({ path: [...path, name], text: "is not a name it may have" });
    return found;
  },
  minProperties: (least, value, path) =>
    unless(!isObject(value) || Object.keys(value).length >= least, path, `needs at least ${count(least, "member")}`),
  maxProperties: (most, value, path) =>
    unless(!isObject(value) || Object.keys(value).length <= most, path, `may have at most ${count(most, "member")}`),
  dependentRequired(names, value, path) {
    const found = nothing();
    for (const [name, needed] of Object.entries(names))
      if (isObject(value) && Object.hasOwn(value, name)) add(found, KEYWORDS.required.call(this, needed, value, path));
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
    if (fitting.length >= minContains && fitting.length <= maxContains) return { faults: [], seen: new Set(fitting) };
    return fault(path, "needs other items: see `contains`");
  },
  minItems: (least, value, path) =>
    unless(!Array.isArray(value) || value.length >= least, path, `needs at least ${items(least)}`),
  maxItems: (most, value, path) =>
    unless(!Array.isArray(value) || value.length <= most, path, `may have at most ${items(most)}`),
  uniqueItems: (wanted, value, path) =>
    unless(!wanted || !Array.isArray(value) || new Set(value.map(canonical)).size === value.length, path, "has an item twice"),
  minLength: (least, value, path) =>
    unless(!isText(value) || characters(value) >= least, path, least === 1 ? "must not be empty" : `needs at least ${count(least, "character")}`),
  maxLength: (most, value, path) =>
    unless(!isText(value) || characters(value) <= most, path, `may have at most ${count(most, "character")}`),
  pattern: (source, value, path) =>
    unless(!isText(value) || patternOf(source).test(value), path, `must match ${source}`),
  format(name, value, path) {
    const check = this.formats && Object.hasOwn(FORMATS, name) && FORMATS[name];
    return unless(!check || !isText(value) || check(value), path, `must be of the format ${name}`);
  },
  minimum: (least, value, path) => unless(!isNumber(value) || value >= least, path, `must not be below ${least}`),
  maximum: (most, value, path) => unless(!isNumber(value) || value <= most, path, `must not be above ${most}`),
  exclusiveMinimum: (least, value, path) => unless(!isNumber(value) || value > least, path, `must be above ${least}`),
  exclusiveMaximum: (most, value, path) => unless(!isNumber(value) || value < most, path, `must be below ${most}`),
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
    return telling(fault(path, schema.enum ? `must not be one of ${short(schema.enum)}` : "is just what is excluded here"));
  },
  if(schema, value, path, { then: met = true, else: unmet = true }) {
    const found = this.all(schema, value, path);
    const rest = this.all(found.faults.length ? unmet : met, value, path);
    if (!found.faults.length) found.seen.forEach((each) => rest.seen.add(each));
    return rest;
  },
};

/** What is worth saying only where nothing else is. */
function vague(found) {
  found.faults[0].vague = true;
  return found;
}

function telling(found) {
  found.faults[0].telling = true;
  return found;
}
