// A call as text to copy: for MCP, in Python, and by cURL. Keys are placeholders, never asked for.

/** The `tools/call` of MCP. */
function mcpCall(tool, given) {
  return JSON.stringify(
    { method: "tools/call", params: { name: listedName(tool), arguments: given } },
    null,
    2,
  );
}

/** A program that starts the package's server and calls the tool. */
function pythonCall(tool, given) {
  const secrets = [...tool.secrets, ...tool.optionalSecrets];
  const remark = secrets.length
    ? `# The server reads ${secrets.map(oneLine).join(", ")} from the environment.\n`
    : "";
  return `import asyncio
import os

from mcp import Client, StdioServerParameters, stdio_client

${remark}SERVER = StdioServerParameters(
    command="python",
    args=["-m", ${JSON.stringify(DATA.package)}],
    env=dict(os.environ),
)
ARGUMENTS = ${pythonValue(given)}


async def main() -> None:
    async with Client(stdio_client(SERVER)) as client:
        print(await client.call_tool(${JSON.stringify(listedName(tool))}, ARGUMENTS))


asyncio.run(main())
`;
}

/** A JSON value as Python source. */
function pythonValue(value, margin = "") {
  const inner = `${margin}    `;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return isText(value) ? pythonText(value) : JSON.stringify(value);
  const lines = Array.isArray(value)
    ? value.map((each) => `${inner}${pythonValue(each, inner)},\n`)
    : Object.entries(value).map(
        ([name, each]) => `${inner}${pythonText(name)}: ${pythonValue(each, inner)},\n`,
      );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return lines.length ? `${open}\n${lines.join("")}${margin}${close}` : `${open}${close}`;
}

/** JSON's escapes are Python's, but for half pairs, which no such text has. */
function pythonText(text) {
  return JSON.stringify(text).replaceAll("\x7f", "\\x7f");
}

/** The request that the package would send, without its repeats and checks. */
function curlCall(tool, given, value) {
  const request = { path: tool.path, query: [], headers: [["Accept", tool.accept]], cookies: [], key: [] };
  for (const argument of ownArguments(tool)) placeArgument(request, argument, given[argument.name]);
  authorize(request, tool.credential);
  const query = request.query.length ? `?${request.query.join("&")}` : "";
  const lines = [
    `curl -X ${tool.method} ${quoted(`${serverOf(tool)}${request.path}${query}`)}${request.keyQuery ?? ""}`,
  ];
  lines.push(...request.key, ...request.headers.map(([name, text]) => `-H ${quoted(`${name}: ${text}`)}`));
  if (request.cookies.length) lines.push(`-H ${quoted(`Cookie: ${request.cookies.join("; ")}`)}`);
  const command = [...lines, ...curlBody(tool.body, given, value)].join(" \\\n  ");
  return tool.credential?.pattern
    ? `# For keys that match ${oneLine(tool.credential.pattern)}\n${command}`
    : command;
}

function oneLine(text) {
  return text.replace(/\s+/g, " ");
}

function serverOf(tool) {
  const url = tool.server ?? DATA.server;
  return /^https?:/.test(url) ? url.replace(/\/$/, "") : `https://HOST${url}`.replace(/\/$/, "");
}

/** A text for a shell, whatever is in it. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const encoded = (value) => encodeURIComponent(isText(value) ? value : JSON.stringify(value));
const flat = (value) => [value].flat().map((each) => (isText(each) ? each : JSON.stringify(each)));

function placeArgument(request, argument, value) {
  if (value === undefined || value === null || value === "") return;
  const name = argument.sent ?? argument.name;
  const listed = Array.isArray(value) && argument.explode !== false ? value : [flat(value).join(",")];
  switch (argument.place) {
    case "path":
      request.path = request.path.replaceAll(`{${name}}`, flat(value).map(encoded).join(","));
      break;
    case "query":
      request.query.push(...listed.map((each) => `${encoded(name)}=${encoded(each)}`));
      break;
    case "cookie":
      request.cookies.push(...listed.map((each) => `${name}=${encoded(each)}`));
      break;
    case "header":
    case "strict":
      request.headers.push([name, flat(value).join(",")]);
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
    request.keyQuery = `"${request.query.length ? "&" : "?"}${encoded(credential.name)}=${key}"`;
}

function curlBody(body, given, value) {
  if (!body || value === undefined) return [];
  const text = body.kind === "json" ? JSON.stringify(value) : given.request_body;
  const data = `--data-raw ${quoted(text ?? JSON.stringify(value))}`;
  if (body.kind === "multipart")
    return fieldsOf(value).map(([name, each]) => `--form-string ${quoted(`${name}=${each}`)}`);
  if (body.kind === "form")
    return fieldsOf(value).map(([name, each]) => `--data-urlencode ${quoted(`${encoded(name)}=${each}`)}`);
  if (body.kind === "binary")
    return [`-H ${quoted(`Content-Type: ${body.mediaType}`)}`, "--data-binary @FILE"];
  return [`-H ${quoted(`Content-Type: ${body.mediaType}`)}`, data];
}

/** The fields of a form; what is nested is named as `name[key][0]`. */
function fieldsOf(value, name = "") {
  if (value === null || typeof value !== "object")
    return [[name, isText(value) ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, name ? `${name}[${key}]` : key));
}
