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

  all(schema, given, path) {
    const value = given instanceof Number ? Number(given) : given;
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
  const weigh = (each) =>
    (each.telling ? 10 : 1) + (each.wrongType && each.path.length === path.length ? 100 : 0);
  return faults.reduce((sum, each) => sum + weigh(each), 0);
}

/** `needs one of a, b`, where each form asks for one thing alone. */
function missingOf(results) {
  const names = results.map(({ faults }) => faults.length === 1 && faults[0].missing);
  return names.every(Boolean) ? `needs one of ${[...new Set(names)].join(", ")}` : null;
}

/** What is worth saying only where nothing else is. */
function vague(found) {
  found.faults[0].vague = true;
  return found;
}

function telling(found) {
  found.faults[0].telling = true;
  return found;
}
