// The page of one tool.

/** The page of a tool; with `isPrinted` without what paper has no use for. */
function toolPage(tool, isPrinted = false) {
  const title = el(
    "header",
    { id: tool.name },
    el("p", { class: "over" }, tool.group),
    el(
      "div",
      { class: "title" },
      el("h1", { tabindex: "-1" }, broken(tool.name)),
      !isPrinted && copyButton("Copy as Markdown", () => toolMarkdown(tool)),
    ),
    el("p", { class: "lead" }, prose(tool.summary)),
    tool.details && el("p", {}, prose(tool.details)),
    badges(tool),
    reasonsList(tool.why["/"] ?? []),
  );
  const reference = el(
    "div",
    { class: "reference" },
    title,
    argumentsOf(tool),
    tool.body && takesText(tool) && bodySection(tool),
    tool.examples.length > 0 && examplesOf(tool),
    answerOf(tool),
  );
  return el("article", { class: "tool" }, reference, !isPrinted && requestBuilder(tool));
}

function badges(tool) {
  const { effect, behavior } = tool;
  const words = [
    el("span", { class: `badge ${effect}` }, effect),
    tool.operations.filter((each) => each !== "opaque").map((each) => el("span", { class: "badge" }, each)),
    behavior.idempotent &&
      el("span", { class: "badge", title: "Sent twice it does what it does once" }, "idempotent"),
    behavior.destructive &&
      el("span", { class: "badge", title: "It may replace or remove what is there" }, "destructive"),
  ];
  const path = el(
    "p",
    { class: "path" },
    el("span", { class: "method" }, tool.method),
    " ",
    el("code", {}, brokenPath(tool.path)),
  );
  const secrets = [
    ...tool.secrets.map((name) => [name, "needed"]),
    ...tool.optionalSecrets.map((name) => [name, "where set"]),
  ];
  return [
    path,
    el(
      "p",
      { class: "badges" },
      words,
      secrets.map(([name, says]) => el("span", { class: "badge secret" }, name, el("small", {}, ` ${says}`))),
    ),
    authorization(tool),
    tool.aliases.length > 0 &&
      el(
        "p",
        { class: "note" },
        `Deprecated name: ${tool.aliases.map((each) => `${each.name}, until ${each.until}`).join("; ")}`,
      ),
  ];
}

function authorization({ authorization: needed }) {
  if (!needed) return null;
  const scopes = needed.scopes.map((scope) => [" ", el("code", {}, scope)]);
  return el(
    "p",
    { class: "note" },
    `Each user authorizes it through ${needed.provider}`,
    scopes.length > 0 && [", with", scopes],
    ".",
  );
}

function argumentsOf(tool) {
  if (!tool.arguments.length)
    return section("", `${tool.name}/~arguments`, "Arguments", el("p", {}, "None."));
  return section(
    "",
    `${tool.name}/~arguments`,
    "Arguments",
    el(
      "div",
      {},
      tool.arguments.map((each) => argumentRow(tool, each)),
    ),
  );
}

function argumentRow(tool, argument) {
  const id = `${tool.name}/~arguments/${argument.name}`;
  const values = argument.enum && ENUMS.get(argument.enum);
  const schema = argument.schema ?? {};
  const shape = shapeOf(schema, schema);
  const kind = argument.isJson
    ? "string of JSON"
    : argument.isArray
      ? `array of ${argument.type}`
      : argument.type;
  const facts = [
    argument.required && el("span", { class: "required" }, "required"),
    el("span", { class: "kind" }, kind),
    values && el("a", { class: "limit", href: `#enum/${argument.enum}` }, argument.enum),
    limitsOf(shape).map((words) => el("span", { class: "limit" }, words)),
    argument.place !== "body" &&
      argument.place !== "mode" &&
      el("span", { class: "limit" }, placeWords(argument)),
  ];
  const row = el(
    "div",
    { class: "field", id },
    el("div", { class: "head" }, el("code", { class: "name" }, argument.name), facts),
    anchorOf(id, argument.name),
  );
  const said = [
    argument.description && el("p", { class: "says" }, prose(argument.description)),
    values &&
      values.members.length <= MOST_CHIPS &&
      chips({ enum: values.members.map((each) => each.value) }),
    argument.deprecatedFor && el("p", { class: "note" }, `An earlier name of ${argument.deprecatedFor}.`),
    reasonsList(tool.why[`~${argument.sent ?? argument.name}`] ?? []),
    hasInner(schema, shape) &&
      fold(el("div", { class: "argument-schema" }), "What it has to be", [], [], () => [
        schemaTree(id, schema),
      ]),
  ];
  row.append(...said.flat(2).filter(Boolean));
  return row;
}

function placeWords({ place, sent, name }) {
  const words = { member: "in the body", nulls: "in the body", strict: "header" }[place] ?? place;
  return sent && sent !== name ? `${words} ${sent}` : words;
}

function bodySection(tool) {
  const limits = tool.body.limits.map(([pointer, most]) =>
    el(
      "span",
      { class: "limit" },
      `${pointer ? `each ${pointer}` : "whole"}: at most ${most.toLocaleString("en-US")} bytes`,
    ),
  );
  const facts = el(
    "p",
    { class: "head" },
    el("span", { class: "kind" }, tool.body.mediaType),
    tool.body.required && el("span", { class: "required" }, "required"),
    limits,
  );
  return section(
    "body",
    `${tool.name}/~body`,
    "Request body",
    facts,
    reasonsList(tool.why[""] ?? []),
    schemaTree(tool.name, tool.body.schema, { why: tool.why, home: `${tool.name}/~body` }),
  );
}

function examplesOf(tool) {
  const shown = (each) => [el("pre", { tabindex: "0" }, each.text), copyButton("Copy", () => each.text)];
  const labels = tool.examples.map(
    (each, index) => each.summary || (tool.examples.length > 1 ? `Example ${index + 1}` : "Example"),
  );
  return section(
    "examples",
    `${tool.name}/~examples`,
    "Examples",
    tabs("Examples", labels, (index) => shown(tool.examples[index])).element,
  );
}

function answerOf(tool) {
  const schema = DATA.documented[tool.documented];
  const documented = schema
    ? [
        el("p", {}, "What the API is documented to return, under ", el("code", {}, "response.json"), ":"),
        schemaTree(`${tool.name}/~answer`, schema),
      ]
    : [];
  return section(
    "",
    `${tool.name}/~answer`,
    "Answer",
    el(
      "p",
      {},
      "What became of the call: ",
      el("a", { href: "#answers" }, "its fields"),
      " are the same for every tool.",
    ),
    documented,
  );
}
