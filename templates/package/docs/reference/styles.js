// Values as text by OpenAPI's styles, as the package writes them.

const SEPARATORS = { spaceDelimited: "%20", pipeDelimited: "%7C" };
const RESERVED = ":/?[]@!$'()*;";

/** A text in which nothing but letters, digits, `-._~` and what is `safe` stands for itself. */
function percent(text, safe = "") {
  const coded = (character) =>
    safe.includes(character)
      ? character
      : encodeURIComponent(character).replace(
          /[!'()*]/g,
          (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
        );
  return [...text.replace(/\p{Surrogate}/gu, "\ufffd")].map(coded).join("");
}

/** A value as text; what has no style inside of a list or an object is JSON. */
const textOf = (value) => (isText(value) ? value : JSON.stringify(value));
const coded = (value) => percent(textOf(value));

/** The value without what is not given. */
function asGiven(value) {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(asGiven);
  if (!isObject(value)) return value;
  const made = {};
  for (const [key, each] of Object.entries(value)) if (each !== null) setMember(made, key, asGiven(each));
  return made;
}

const isHolder = (value) => ["object", "array"].includes(kindOf(value));
const isEmpty = (value) => isHolder(value) && !Object.keys(value).length;
const flat = (value) => (Array.isArray(value) ? value : Object.entries(value).flat());

/** `name=value` pairs of the styles form, spaceDelimited, pipeDelimited and deepObject. */
function queryPairs({ sent: name, style = "", explode, allowReserved }, value) {
  const write = (each, also) => percent(textOf(each), allowReserved ? RESERVED + also : "");
  if (style === "deepObject" && isHolder(value))
    return deep(coded(name), value).map(([key, each]) => `${key}=${write(each, ",")}`);
  if ((explode ?? ["", "form"].includes(style)) || !isHolder(value))
    return exploded(name, value).map(([key, each]) => `${coded(key)}=${write(each, ",")}`);
  const texts = flat(value).map((each) => write(each, ""));
  return [`${coded(name)}=${texts.join(SEPARATORS[style] ?? ",")}`];
}

/** The styles simple, label and matrix. */
function pathText({ sent: name, style, explode = false }, value) {
  if (style === "matrix") {
    const pairs = explode
      ? exploded(name, value).map(([key, each]) => [coded(key), coded(each)])
      : [[coded(name), simpleText(value, false)]];
    return pairs.map(([key, each]) => (each ? `;${key}=${each}` : `;${key}`)).join("");
  }
  if (style === "label") return `.${simpleText(value, explode, coded, explode ? "." : ",")}`;
  return simpleText(value, explode);
}

/** The style simple: items by commas, an object's members as `key=value` or `key,value`. */
function simpleText(value, explode, write = coded, between = ",") {
  if (isObject(value) && explode)
    return Object.entries(value)
      .map(([key, each]) => `${write(key)}=${write(each)}`)
      .join(between);
  return isHolder(value) ? flat(value).map(write).join(between) : write(value);
}

/** An exploded value: each item under the parameter's name, each member under its own. */
function exploded(name, value) {
  return isObject(value) ? Object.entries(value) : [value].flat().map((each) => [name, each]);
}

/** `name[key]`, and below it `name[key][key]`, `name[key][0]`. */
function deep(name, value) {
  if (!isHolder(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, each]) => deep(`${name}%5B${percent(key)}%5D`, each));
}
