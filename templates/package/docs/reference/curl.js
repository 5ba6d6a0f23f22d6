// A call as a command of cURL. Keys are placeholders, never asked for.

/** Why a call cannot be written as a command. */
class Unsaid extends Error {}

/** The request that the package would send, without its repeats and checks; or a sentence on why not. */
function curlCall(tool, given, value) {
  try {
    return command(tool, given, value);
  } catch (error) {
    if (error instanceof Unsaid) return `# No command of cURL says this call: ${error.message}.`;
    throw error;
  }
}

function command(tool, given, value) {
  const request = { path: tool.path, query: [], headers: [["Accept", tool.accept]], cookies: [], key: [] };
  for (const argument of ownArguments(tool)) placeArgument(request, argument, given[argument.name]);
  authorize(request, tool.credential);
  const query = request.query.length ? `?${request.query.join("&")}` : "";
  const url = `${serverOf(tool)}${request.path}${query}`;
  const options = /[[\]{}]/.test(url) ? "-g " : ""; // brackets and braces mean themselves
  const lines = [`curl ${options}-X ${tool.method} ${quoted(url)}${request.keyQuery ?? ""}`];
  lines.push(...request.key, ...request.headers.map(headerOption));
  if (request.cookies.length) lines.push(`-H ${quoted(`Cookie: ${request.cookies.join("; ")}`)}`);
  const body = curlBody(tool.body, given, value);
  const text = [...lines, ...body.options].join(" \\\n  ");
  const pattern = tool.credential?.pattern;
  return [...(pattern ? [`# For keys that match ${oneLine(pattern)}`] : []), ...body.remarks, text].join("\n");
}

/** A header; one without a value ends with a semicolon, for a colon would take it out. */
function headerOption([name, text]) {
  return `-H ${quoted(text === "" ? `${name};` : `${name}: ${text}`)}`;
}

function serverOf(tool) {
  const url = tool.server ?? DATA.server;
  return /^https?:/.test(url) ? url.replace(/\/$/, "") : `https://HOST${url}`.replace(/\/$/, "");
}

/** A text for a shell, whatever is in it. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The value that an argument stands for, which may be written as JSON. */
function meant(argument, value) {
  if (!argument.isJson || !isText(value)) return value;
  const read = readOr(value);
  const fits = (each) => !argument.rules || !validate(argument.rules, each, {}).length;
  return fits(read) || !fits(value) ? read : value;
}

function placeArgument(request, argument, value) {
  if (value === undefined || value === null || !argument.place) return;
  let sent = meant(argument, asGiven(value));
  if (argument.mediaType)
    sent = argument.mediaType.toLowerCase().includes("json") ? JSON.stringify(sent) : textOf(sent);
  else {
    sent = asGiven(sent);
    if (isEmpty(sent) && argument.place !== "path") {
      if (!argument.allowEmpty) return;
      sent = "";
    }
  }
  switch (argument.place) {
    case "path":
      request.path = request.path.replaceAll(`{${argument.sent}}`, () => pathText(argument, sent));
      break;
    case "query":
      request.query.push(...queryPairs(argument, sent));
      break;
    case "cookie":
      request.cookies.push(...queryPairs(argument, sent));
      break;
    case "header":
    case "strict":
      request.headers.push([argument.sent, simpleText(sent, argument.explode ?? false, textOf)]);
  }
}

/** The key, which a shell takes from its environment. */
function authorize(request, credential) {
  if (!credential) return;
  const key = `$${credential.secret}`;
  const header = {
    bearer: `Authorization: Bearer ${key}`,
    "arcade-token": `Authorization: Bearer ${key}`,
    header: `${credential.name}: ${credential.prefix}${key}`,
    cookie: `Cookie: ${credential.name}=${key}`,
  };
  const pair = { "basic-username": `${key}:`, "basic-password": `:${key}`, "basic-pair": key };
  if (header[credential.kind]) request.key.push(`-H "${header[credential.kind].replace(/["\\`]/g, "\\$&")}"`);
  if (pair[credential.kind]) request.key.push(`-u "${pair[credential.kind]}"`);
  if (credential.kind === "query")
    request.keyQuery = `"${request.query.length ? "&" : "?"}${coded(credential.name)}=${key}"`;
}
