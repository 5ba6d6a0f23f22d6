// The page of the toolkit as a whole, and what pages are made of.

/** A heading with its anchor. */
function heading(level, id, text) {
  return el(
    level,
    { id },
    text,
    " ",
    el("a", { class: "anchor", href: `#${id}`, "aria-label": `Link to ${text}` }, "#"),
  );
}

function section(name, id, title, ...children) {
  return el("section", { class: name }, heading("h2", id, title), children);
}

function table(heads, rows) {
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          heads.map((each) => el("th", { scope: "col" }, each)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map((cells) =>
          el(
            "tr",
            {},
            cells.map((cell) => el("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}

/** The page of the toolkit. */
function toolkitPage() {
  const facts = [
    ["Package", el("code", {}, DATA.package)],
    ["Version", DATA.version],
    DATA.author && ["Author", DATA.author],
    ["License", DATA.license],
    ["Tools", toolsTold()],
    ["Auth", DATA.auth],
  ].filter(Boolean);
  return el(
    "article",
    { class: "toolkit" },
    el(
      "header",
      { id: "toolkit" },
      el("h1", { tabindex: "-1" }, broken(DATA.toolkit)),
      el("p", { class: "lead" }, prose(DATA.description)),
      DATA.overview && el("p", {}, prose(DATA.overview)),
      el(
        "dl",
        { class: "facts" },
        facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
      ),
    ),
    section(
      "",
      "install",
      "Install and serve",
      el("pre", { tabindex: "0" }, `pip install "${DATA.requirement}"\npython -m ${DATA.package}`),
      DATA.secrets.length
        ? [
            el("p", {}, "Secrets, set in the environment:"),
            table(
              ["Secret", "What it is"],
              DATA.secrets.map((each) => [el("code", {}, each.name), prose(each.description)]),
            ),
          ]
        : el("p", {}, "No secret is needed."),
      DATA.environment.length > 0 && [
        el("p", {}, "Settings:"),
        table(
          ["Variable", "What it does"],
          DATA.environment.map((each) => [el("code", {}, each.name), prose(each.description)]),
        ),
      ],
    ),
    section("", "cost", "What the tools cost a model", tokenChart()),
    section("", "answers", "Answers", answers()),
    DATA.enums.length > 0 && section("", "enums", "Enumerations", DATA.enums.map(enumeration)),
    DATA.leftOut && section("", "left-out", "Without a tool", leftOut(DATA.leftOut)),
  );
}

/** How many tools there are, and how many operations have none. */
function toolsTold() {
  const number = String(DATA.tools.length);
  const { chosen = [], unable = [] } = DATA.leftOut ?? {};
  const without = chosen.length + unable.length;
  return without
    ? [number, "; ", el("a", { href: "#left-out" }, `${count(without, "operation")} without`)]
    : number;
}

/** The operations of the API that there is no tool for: by choice, and because none can carry them. */
function leftOut({ chosen, include, exclude, unable }) {
  const selectors = (says, listed) =>
    listed.length ? [` ${says} `, listed.flatMap((each) => [el("code", {}, each), " "])] : [];
  return [
    chosen.length > 0 && [
      el("h3", {}, "By choice"),
      el("p", {}, selectors("Included:", include), selectors("Left out:", exclude)),
      el(
        "details",
        {},
        el("summary", {}, count(chosen.length, "operation")),
        el(
          "ul",
          { class: "operations" },
          chosen.map((each) => el("li", {}, el("code", {}, brokenPath(each)))),
        ),
      ),
    ],
    unable.length > 0 && [
      el("h3", {}, "What no tool can carry"),
      table(
        ["Operation", "Why"],
        unable.map(([key, why]) => [el("code", {}, brokenPath(key)), why]),
      ),
    ],
  ];
}

function answers() {
  const outcomes = Object.entries(DATA.answers.outcomes).map(([name, says]) => [
    el("code", {}, name),
    prose(says),
  ]);
  const fields = DATA.answers.fields.map(([name, kind, says]) => [el("code", {}, name), kind, prose(says)]);
  return [
    table(["Outcome", "What is known"], outcomes),
    el("p", {}, "An answer is an object of these, each there where it has something to say:"),
    table(["Field", "Kind", "What it holds"], fields),
  ];
}

const MOST_USERS = 3;

/** Whose values they are: the arguments that take one of them. */
function usersOf(name) {
  const users = DATA.tools.flatMap((tool) =>
    tool.arguments.filter((each) => each.enum === name).map((each) => [tool, each]),
  );
  if (!users.length || users.length === DATA.tools.length) return null;
  const links = users
    .slice(0, MOST_USERS)
    .map(([tool, each], index) => [
      index ? ", " : "",
      el("a", { href: `#${tool.name}` }, broken(tool.name)),
      " ",
      el("code", {}, each.name),
    ]);
  const more = users.length - MOST_USERS;
  return el("p", { class: "note" }, "For ", links.flat(), more > 0 && ` and ${more} more`);
}

function enumeration({ name, description, members }) {
  const rows = members.map((each) =>
    el(
      "li",
      {},
      el("code", { class: "chip" }, each.value),
      each.description && [" ", prose(each.description)],
    ),
  );
  const isShort = members.every((each) => !each.description);
  return el(
    "div",
    { class: "enumeration" },
    heading("h3", `enum/${name}`, name),
    description && description !== `Values of ${name}.` && el("p", {}, prose(description)),
    usersOf(name),
    el("ul", { class: isShort ? "values short" : "values" }, rows),
  );
}
