// Request bodies for cURL: forms and parts as the package writes them, by the document's encoding.

const FILE_SOURCES = ["content", "text", "path"];
const FILE_KEYS = [...FILE_SOURCES, "filename", "content_type"];
const FORM_SEPARATORS = { spaceDelimited: " ", pipeDelimited: "|" };

/** The options that send a body, and remarks on what stands for what. */
function curlBody(body, given, value) {
  const made = { options: [], remarks: [] };
  if (!body || value === undefined) return made;
  if (body.kind === "multipart") return multipart(body, value);
  const type = `-H ${quoted(`Content-Type: ${body.mediaType}`)}`;
  if (body.kind === "binary") made.options.push(type, "--data-binary @FILE");
  else if (body.kind === "form") made.options.push(type, `--data-raw ${quoted(formText(body, value))}`);
  else {
    const text = body.kind === "json" ? JSON.stringify(value) : given.request_body;
    made.options.push(type, `--data-raw ${quoted(text ?? JSON.stringify(value))}`);
  }
  return made;
}

/** How a field is written; as all others are where nothing is said of it. */
function fieldNamed(body, name) {
  const fields = body.fields ?? [];
  return fields.find((each) => each.name === name) ?? fields.find((each) => !each.name) ?? {};
}

/** The fields of a form, percent-encoded. */
function formText(body, value) {
  return Object.entries(asObject(value))
    .flatMap(([name, each]) => {
      const field = fieldNamed(body, name);
      const safe = field.allowReserved ? `${RESERVED},` : "";
      return fieldPairs(field, name, each).map(([key, pieces, separator = ""]) => {
        const between = separator === "," ? separator : percent(separator);
        return `${percent(key)}=${pieces.map((piece) => percent(piece, safe)).join(between)}`;
      });
    })
    .join("&");
}

function asObject(value) {
  if (!isObject(value)) throw new Unsaid("the body is no object");
  return value;
}

/** Name, pieces and separator of what a field becomes by its style, its content type, or by custom. */
function fieldPairs(field, name, value) {
  if (isEmpty(value)) throw new Unsaid(`${name} is empty`);
  const isStyled = field.style || field.explode !== undefined;
  if (!isStyled && isJsonType(field.contentType)) return [[name, [JSON.stringify(value)]]];
  const isList = Array.isArray(value) && !value.some((each) => each !== null && isHolder(each));
  if (isStyled ? field.style === "deepObject" : !isList) return nestedPairs(name, value);
  if (!isHolder(value)) return [[name, [scalarText(name, value)]]];
  const explodes = isStyled ? (field.explode ?? ["", "form", undefined].includes(field.style)) : true;
  if (explodes) return exploded(name, value).map(([key, each]) => [key, [scalarText(name, each)]]);
  const pieces = isObject(value)
    ? Object.entries(value).flatMap(([key, each]) => [key, scalarText(name, each)])
    : value.map((each) => scalarText(name, each));
  return [[name, pieces, FORM_SEPARATORS[field.style] ?? ","]];
}

function nestedPairs(name, value) {
  if (!isHolder(value)) return [[name, [scalarText(name, value)]]];
  if (isEmpty(value)) throw new Unsaid(`${name} is empty`);
  return Object.entries(value).flatMap(([key, each]) => nestedPairs(`${name}[${key}]`, each));
}

function scalarText(name, value) {
  if (value === null || isHolder(value)) throw new Unsaid(`${name} holds what a form has no way to send`);
  return textOf(value);
}

function isJsonType(type = "") {
  return /[/+]json$/.test(type.split(";")[0].trim().toLowerCase());
}

/** A part for each field, and one for each file or value of a list. */
function multipart(body, value) {
  const parts = Object.entries(asObject(value)).flatMap(([name, each]) => {
    const field = fieldNamed(body, name);
    if (field.style || field.explode !== undefined)
      return fieldPairs(field, name, each).map(([key, pieces, separator = ""]) =>
        partOption({ name: key, text: pieces.join(separator), headers: field.headers }),
      );
    if (Array.isArray(each) && isEmpty(each)) throw new Unsaid(`${name} is empty`);
    return [each].flat().map((one) => partOption(partOf(body, field, name, one)));
  });
  const isBelow = parts.some((each) => /^-F [^=]*=@/.test(each));
  const remarks = isBelow && body.files ? [`# In the folder of ${oneLine(body.files)}`] : [];
  return { options: parts, remarks };
}

/** What one part holds: its text or the path of its file, with its type and name. */
function partOf(body, field, name, value) {
  const { headers, contentType = "" } = field;
  if (field.isFile && isFile(value)) return { ...filePart(name, value, contentType), headers };
  const type = field.isFile ? "" : contentType.split(",")[0].trim();
  if (isJsonType(type) || (isHolder(value) && !type))
    return { name, text: JSON.stringify(value), type: type || "application/json", headers };
  return { name, text: scalarText(name, value), type, headers };
}

function isFile(value) {
  return (
    isObject(value) &&
    Object.keys(value).every((key) => FILE_KEYS.includes(key)) &&
    FILE_SOURCES.some((key) => Object.hasOwn(value, key))
  );
}

/** A file of the folder, or one whose text stands in the call; bytes have no place in a command. */
function filePart(name, { path, text, filename, content_type: type }, allowed) {
  if (path !== undefined) return { name, path: String(path), type, filename };
  if (text === undefined) throw new Unsaid(`${name} holds the bytes of a file, which cURL reads from disk`);
  if (!filename) throw new Unsaid(`the file of ${name} has no filename`);
  if (!type && allowed !== "") throw new Unsaid(`the file of ${name} has no content_type`);
  return { name, text: String(text), filename, type };
}

/** A part as an option; quotes around what is sent keep its semicolons from meaning anything. */
function partOption({ name, text, path, type, filename, headers = [] }) {
  if (name.includes("=")) throw new Unsaid(`it ends names of parts at =, and one is ${name}`);
  const more = [
    ...(type ? [`type=${type}`] : []),
    ...(filename ? [`filename=${inQuotes(filename)}`] : []),
    ...headers.map(([key, each]) => `headers=${inQuotes(`${key}: ${each}`)}`),
  ];
  if (path === undefined && !more.length) return `--form-string ${quoted(`${name}=${text}`)}`;
  const held = path === undefined ? inQuotes(text) : `@${inQuotes(path)}`;
  return `-F ${quoted([`${name}=${held}`, ...more].join(";"))}`;
}

function inQuotes(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
