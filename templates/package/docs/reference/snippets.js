// A call as text to copy: for MCP and in Python.

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
  if (typeof value !== "object" || value instanceof Number)
    return isText(value) ? pythonText(value) : JSON.stringify(value);
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

function oneLine(text) {
  return text.replace(/\s+/g, " ");
}
