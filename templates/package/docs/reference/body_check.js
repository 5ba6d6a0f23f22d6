// Holds a request to what the package holds it to before anything is sent: its schema, sizes, ids.

const ID_LENGTH = 36;

/** What is wrong with the text of a request body: { path, text } each; and its value. */
function checkText(body, text) {
  if (body.kind === "text") return { faults: checkValue(body, text), value: text };
  if (!text.trim()) return { faults: [{ path: [], text: "is required" }], value: undefined };
  if (body.kind === "binary") return { faults: checkBase64(text), value: text };
  try {
    const value = body.kind === "ndjson" ? parseLines(text) : parseJson(text);
    return { faults: checkValue(body, value), value };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { faults: [{ path: [], text: error.message }], value: undefined };
  }
}

function parseLines(text) {
  return text
    .split("\n")
    .filter((line) => line.trim())
    .map(parseJson);
}

function checkBase64(text) {
  const isSound = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(==)?|[\w+/-]{3}=?)?$/.test(text.replace(/\s/g, ""));
  return isSound ? [] : [{ path: [], text: "is not base64" }];
}

/** What is wrong with a value: by its schema, else by the sizes and ids of what would be sent. */
function checkValue(body, value) {
  const faults = validate(body.schema, value, body);
  if (faults.length) return distinct(faults);
  const twice = (body.deduplicate ?? []).flatMap((pointer) => usedTwice(value, pointer));
  return twice.length ? twice : overLimits(body, value);
}

function distinct(faults) {
  const told = new Map(faults.map((each) => [JSON.stringify([each.path, each.text]), each]));
  const all = [...told.values()];
  return all.some((each) => !each.vague) ? all.filter((each) => !each.vague) : all;
}

/** Every part that a pointer matches, in which `*` stands for each item: [path, part]. */
function partsAt(value, pointer) {
  let found = [[[], value]];
  for (const part of pointer.split("/").slice(1)) {
    found = found.flatMap(([path, node]) => {
      if (part === "*") return Array.isArray(node) ? node.map((item, index) => [[...path, index], item]) : [];
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      return isObject(node) && Object.hasOwn(node, name) ? [[[...path, name], node[name]]] : [];
    });
  }
  return found;
}

function usedTwice(value, pointer) {
  const first = new Map();
  const faults = [];
  for (const [path, id] of partsAt(value, pointer)) {
    if (id === null || id === "") continue;
    const before = first.get(String(id));
    if (before)
      faults.push({ path, text: `is the same as ${pointerOf(before)}: the API would take it for a repeat` });
    else first.set(String(id), path);
  }
  return faults;
}

function overLimits(body, value) {
  const sent = withIds(body, value);
  return (body.limits ?? []).flatMap(([pointer, most]) =>
    partsAt(sent, pointer)
      .map(([path, part]) => [path, sizeOf(part)])
      .filter(([, size]) => size > most)
      .map(([path, size]) => ({
        path,
        text: `takes ${size.toLocaleString("en-US")} bytes; at most ${most.toLocaleString("en-US")} are allowed`,
      })),
  );
}

/** The value as it is sent: with an id wherever the package gives one. */
function withIds(body, value) {
  if (!body.deduplicate?.length || !body.limits?.length) return value;
  const sent = structuredClone(value);
  for (const pointer of body.deduplicate) {
    const cut = pointer.lastIndexOf("/");
    const name = pointer.slice(cut + 1);
    for (const [, holder] of partsAt(sent, pointer.slice(0, cut)))
      if (isObject(holder) && (holder[name] ?? "") === "") setMember(holder, name, "x".repeat(ID_LENGTH));
  }
  return sent;
}

/** A path as a JSON pointer. */
function pointerOf(path) {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
