// Strict JSON, as the package reads it: what readers could understand differently is refused.

const DEEPEST = 100;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
const LONE_SURROGATE = /\p{Surrogate}/u;

class Malformed extends Error {}

/** A number in the words it was typed in, which may be more digits than a number here has. */
class Typed extends Number {
  #text;

  constructor(text) {
    super(text);
    this.#text = text;
  }

  toString() {
    return this.#text;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.#text) : Number(this);
  }
}

/** The number that a text is, written back as it was. */
function numberOf(text) {
  const number = Number(text);
  return String(number) === text ? number : new Typed(text);
}

/** For JSON.parse: keeps numbers as they are written. */
function asTyped(_, value, context) {
  return typeof value === "number" && context?.source ? numberOf(context.source) : value;
}

/** The value that a text stands for; throws `Malformed`, which says why there is none. */
function parseJson(text) {
  let value;
  try {
    value = JSON.parse(text, asTyped);
  } catch (error) {
    throw new Malformed(`is not JSON: ${error.message}`);
  }
  lookForFaults(text);
  return value;
}

/** Throws where a text that is JSON has a key twice, nests too deep, or holds what cannot be sent. */
function lookForFaults(text) {
  if (LONE_SURROGATE.test(text)) throw new Malformed("has half of a surrogate pair");
  const open = [];
  let key = null;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(token === "{" ? new Set() : null);
    if (token === "}" || token === "]") open.pop();
    if (open.length > DEEPEST) throw new Malformed(`is nested deeper than ${DEEPEST} levels`);
    if (token === ":") noteKey(open.at(-1), key);
    key = token[0] === '"' ? readString(token) : null;
    if (key === null) lookAtNumber(token);
  }
}

function noteKey(keys, key) {
  if (keys.has(key)) throw new Malformed(`has the key ${JSON.stringify(key)} twice in one object`);
  keys.add(key);
}

function readString(token) {
  const text = JSON.parse(token);
  if (LONE_SURROGATE.test(text)) throw new Malformed("has half of a surrogate pair");
  return text;
}

function lookAtNumber(token) {
  if (!/^-?\d/.test(token)) return;
  if (/^-?\d{4301,}$/.test(token)) throw new Malformed("has an integer of more than 4,300 digits");
  if (/[.e]/i.test(token) && !Number.isFinite(Number(token)))
    throw new Malformed("has a number outside what JSON readers can hold");
}

/** The bytes of a value's shortest JSON in UTF-8. */
function sizeOf(value) {
  return new TextEncoder().encode(JSON.stringify(value) ?? "").length;
}

/** The JSON type of a value. */
function kindOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return value instanceof Number ? "number" : typeof value;
}

/** Sets a member, whatever its name; `__proto__` is a name like any other. */
function setMember(holder, name, value) {
  const how = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(holder, name, how);
}

/** Equal as JSON: the order of members does not count. */
function isEqual(one, other) {
  return one === other || canonical(one) === canonical(other);
}

function canonical(value) {
  return JSON.stringify(value, function (key, each) {
    if (this[key] instanceof Number) return canonicalNumber(this[key]);
    if (kindOf(each) !== "object") return each;
    return Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** Integers digit by digit, so that long ones that differ in the last are not the same. */
function canonicalNumber(typed) {
  const text = String(typed);
  return JSON.rawJSON && /^-?\d+$/.test(text) ? JSON.rawJSON(String(BigInt(text))) : Number(typed);
}
