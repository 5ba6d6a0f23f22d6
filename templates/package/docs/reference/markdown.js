// A tool as Markdown, to be pasted elsewhere.

const DEEPEST_LISTED = 12;

/** The page of a tool in Markdown. */
function toolMarkdown(tool) {
  const lines = [
    `# ${DATA.toolkit}.${tool.name}`,
    "",
    whole(tool),
    "",
    `\`${tool.method}\` \`${tool.path}\``,
    "",
  ];
  if (tool.arguments.length) lines.push("## Arguments", "", ...ownArguments(tool).map(argumentLine), "");
  if (tool.secrets.length) lines.push(`Secrets: ${tool.secrets.map((name) => `\`${name}\``).join(", ")}`, "");
  if (tool.body && takesText(tool)) lines.push("## Request body", "", ...schemaLines(tool.body.schema), "");
  for (const each of tool.examples)
    lines.push(`## ${each.summary || "Example"}`, "", ...fenced(each.text, each.language), "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function whole(tool) {
  return [tool.summary, tool.details].filter(Boolean).join(" ");
}

function argumentLine(argument) {
  const kind = argument.enum
    ? `one of ${ENUMS.get(argument.enum)
        .members.map((each) => `\`${each.value}\``)
        .join(", ")}`
    : argument.type;
  return `- **${argument.name}** (${kind}${argument.required ? ", required" : ""}) ${argument.description}`;
}

/** A block of code; its fence is longer than any in the text. */
function fenced(text, language) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence];
}

function schemaLines(root) {
  return inMarkdown(root, shapeOf(root, root), "", [], 0);
}

function inMarkdown(root, shape, margin, passed, depth) {
  if (depth > DEEPEST_LISTED) return [];
  const below = (name, schema, isRequired) =>
    rowInMarkdown(root, name, schema, isRequired, margin, [...passed, ...shape.refs], depth);
  const lines = Object.entries(shape.properties ?? {}).flatMap(([name, schema]) =>
    below(`\`${name}\``, schema, shape.required?.includes(name)),
  );
  if (isObject(shape.additionalProperties))
    lines.push(...below("any other name", shape.additionalProperties, false));
  if (isObject(shape.items) && saysMore(root, shape.items))
    lines.push(...below("each item", shape.items, false));
  for (const forms of shape.unions) {
    const labels = formLabels(root, forms);
    lines.push(`${margin}- One of ${forms.length}:`);
    forms.forEach((form, index) =>
      lines.push(
        ...rowInMarkdown(
          root,
          `*${labels[index]}*`,
          form,
          false,
          `${margin}  `,
          [...passed, ...shape.refs],
          depth,
        ),
      ),
    );
  }
  return lines;
}

function rowInMarkdown(root, name, schema, isRequired, margin, passed, depth) {
  const shape = shapeOf(root, schema);
  const isAgain = shape.refs.some((each) => passed.includes(each));
  const values = valuesOf(shape)
    .map((each) => `\`${plainText(each)}\``)
    .join(", ");
  const facts = [
    typeText(root, shape),
    isRequired && "required",
    ...limitsOf(shape),
    values && `one of ${values}`,
  ].filter(Boolean);
  const line = `${margin}- ${name} (${facts.join(", ")})${shape.description ? ` ${shape.description}` : ""}`;
  if (isAgain) return [`${line} As above.`];
  return [line, ...inMarkdown(root, shape, `${margin}  `, passed, depth + 1)];
}
