// What the page shows, as the generator wrote it into the page.

const DATA = JSON.parse(document.getElementById("data").textContent);
const TOOLS = new Map(DATA.tools.map((tool) => [tool.name, tool]));
const ENUMS = new Map(DATA.enums.map((each) => [each.name, each]));

/** The name by which MCP clients call a tool. */
function listedName(tool) {
  return `${DATA.toolkit}_${tool.name}`;
}

/** A tool's body as the checks take it. */
function bodyOf(tool) {
  return tool.body && { formats: true, unions: true, ...tool.body };
}

/** The arguments that are not mere earlier names of others. */
function ownArguments(tool) {
  return tool.arguments.filter((each) => !each.deprecatedFor);
}

/** Whether the tool takes its request body as one argument. */
function takesText(tool) {
  return tool.arguments.some((each) => each.name === "request_body" && each.place === "body");
}
