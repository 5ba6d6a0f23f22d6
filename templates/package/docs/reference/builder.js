// The request builder: a form and a text for the same call, held to the package's own rules.

/** The builder of a tool's calls. */
function requestBuilder(tool) {
  const call = new Call(tool);
  const status = el("p", { class: "status", role: "status" });
  const rest = el("ul", { class: "faults" });
  const given = el("div", { class: "given" });
  const text = call.body && takesText(tool) ? bodyText(call) : null;
  const outputs = Object.fromEntries(
    ["MCP call", "Python", "cURL"].map((name) => [name, el("pre", { tabindex: "0", "aria-label": name })]),
  );
  const labels = [...(text ? ["request_body"] : []), ...Object.keys(outputs)];
  const fill = (index) => {
    const code = outputs[labels[index]] ?? text;
    return [code, copyButton("Copy", () => code.value ?? code.textContent)];
  };
  const shared = {
    root: {},
    picked: new Map(),
    options: call.body ?? {},
    changed: () => {
      call.touch();
      check();
    },
    redraw,
  };

  function check() {
    if (text && call.textIsOld) text.value = call.text;
    const faults = call.faults();
    const unseen = showFaults(given, faults);
    status.textContent = faults.length
      ? `${count(faults.length, "thing")} to mend before the package would send it`
      : "The package would send this.";
    status.className = `status ${faults.length ? "refused" : "accepted"}`;
    rest.replaceChildren(
      ...unseen.map((each) =>
        el("li", {}, el("code", {}, pointerOf(each.path) || "the call"), " ", prose(each.text)),
      ),
    );
    outputs["MCP call"].textContent = mcpCall(tool, call.given());
    outputs.Python.textContent = pythonCall(tool, call.given());
    outputs.cURL.textContent = curlCall(tool, call.given(), call.sent());
  }
  function redraw(focus = document.activeElement?.id) {
    given.replaceChildren(...call.editors(shared));
    if (focus) document.getElementById(focus)?.focus();
    call.touch();
    check();
  }
  // What is typed is checked at once; its form follows before the next look at it.
  let isComing = false;
  text?.addEventListener("input", () => {
    check();
    if (isComing) return;
    isComing = true;
    requestAnimationFrame(() => {
      isComing = false;
      given.replaceChildren(...call.editors(shared));
      check();
    });
  });
  const heading = el("h3", { id: `${tool.name}/~call` }, "Request builder");
  const hint = el("p", { class: "note" }, "Nothing leaves this page; keys stay placeholders.");
  const made = el(
    "section",
    { class: "builder", "aria-label": "Request builder" },
    heading,
    hint,
    exampleChoice(call, redraw),
    given,
    status,
    rest,
    tabs("The call as text", labels, fill).element,
  );
  redraw(null);
  return made;
}

function exampleChoice(call, redraw) {
  const { examples } = call.tool;
  if (!examples.length) return null;
  const labels = examples.map((each, index) => each.summary || `Example ${index + 1}`);
  const choice = el(
    "select",
    {
      "aria-label": "Begin with",
      onchange: () => {
        call.begin(examples[choice.selectedIndex - 1]);
        redraw(null);
      },
    },
    ["Empty", ...labels].map((label, index) => el("option", { selected: index === 1 }, label)),
  );
  return el("div", { class: "pick" }, el("span", { class: "label" }, "Begin with"), choice);
}

/** The text of the request body, which can be edited as well. */
function bodyText(call) {
  const made = el("textarea", {
    class: "body-text",
    "aria-label": "request_body",
    spellcheck: "false",
    rows: "12",
    oninput: () => call.read(made.value),
  });
  return made;
}

/** A call that is being made: arguments, and the value or text of the body. */
class Call {
  constructor(tool) {
    this.tool = tool;
    this.body = bodyOf(tool);
    this.isJson = Boolean(this.body) && !["text", "binary", "ndjson"].includes(this.body.kind);
    this.schema = argumentsSchema(tool);
    this.begin(tool.examples[0]);
  }

  /** Begins anew, with an example or empty. */
  begin(example) {
    this.arguments = {};
    this.chosen = new Map();
    this.unread = null;
    this.value = undefined;
    this.textIsOld = true;
    const starts = example ? example.text : "";
    if (!takesText(this.tool))
      this.arguments = example ? JSON.parse(starts, asTyped) : blankOf(this.schema, this.schema);
    else if (!example && this.isJson) this.value = blankOf(this.body.schema, this.body.schema);
    else this.read(starts);
    for (const name of this.schema.required)
      if (!Object.hasOwn(this.arguments, name))
        setMember(this.arguments, name, blankOf(this.schema, this.schema.properties[name]));
  }

  /** Takes a text as the body; one that is no JSON is kept as it is. */
  read(text) {
    this.textIsOld = false;
    this.unread = text;
    if (this.isJson)
      this.value = checkText({ ...this.body, schema: true, deduplicate: [], limits: [] }, text).value;
  }

  /** The value was changed, so that its text is to be written anew. */
  touch() {
    if (this.isJson && this.value !== undefined) this.textIsOld = true;
  }

  get text() {
    if (!this.textIsOld || !this.isJson) return this.unread ?? "";
    return this.value === undefined ? "" : JSON.stringify(this.value, null, 2);
  }

  /** The arguments of the tool. */
  given() {
    const set = Object.entries(this.arguments).filter(([, value]) => value !== undefined);
    const made = Object.fromEntries(set);
    if (!takesText(this.tool)) return made;
    const text = this.text;
    const body =
      text === "" && !this.body.required
        ? {}
        : {
            request_body:
              this.isJson && this.value !== undefined && this.textIsOld ? JSON.stringify(this.value) : text,
          };
    return { mode: "execute", ...made, ...body };
  }

  /** The body's value, made of the arguments where these stand for its members. */
  sent() {
    if (!this.body) return undefined;
    if (takesText(this.tool)) return this.isJson ? this.value : this.unread;
    const members = this.body.members.flatMap(([argument, name, , isJson]) => {
      const value = this.arguments[argument];
      return value === undefined ? [] : [[name, isJson ? readOr(value) : value]];
    });
    const nulls = (this.arguments[this.body.nulls] ?? []).map((argument) => [
      this.body.members.find(([own]) => own === argument)?.[1],
      null,
    ]);
    const made = {};
    for (const [name, value] of [...members, ...nulls]) if (name !== undefined) setMember(made, name, value);
    return made;
  }

  /** What the package would refuse. */
  faults() {
    const found = validate(this.schema, this.arguments, {});
    for (const { name, rules } of this.tool.arguments)
      if (rules && Object.hasOwn(this.arguments, name))
        found.push(
          ...validate(rules, readOr(this.arguments[name]), {}).map((each) => ({
            ...each,
            path: [name, ...each.path],
          })),
        );
    for (const argument of ownArguments(this.tool)) {
      const text =
        Object.hasOwn(this.arguments, argument.name) && unfit(argument, this.arguments[argument.name]);
      if (text) found.push({ path: [argument.name], text });
    }
    return [...distinct(found), ...this.bodyFaults()];
  }

  bodyFaults() {
    if (!this.body) return [];
    if (takesText(this.tool)) {
      if (!this.body.required && this.text === "") return [];
      return checkText({ ...this.body, chosen: this.chosen }, this.text).faults;
    }
    const sent = this.sent();
    if (!this.body.required && !Object.keys(sent).length) return [];
    const argumentOf = (name) => this.body.members.find(([, member]) => member === name)?.[0] ?? name;
    return checkValue(this.body, sent).map(({ path: [name, ...more], text }) => ({
      path: name === undefined ? [] : [argumentOf(name), ...more],
      text,
    }));
  }

  /** The editors of arguments, and of the body. */
  editors(shared) {
    this.chosen = new Map();
    const form = { ...shared, chosen: this.chosen };
    const slot = {
      id: `call-${this.tool.name}`,
      path: [],
      label: "arguments",
      get: () => this.arguments,
      set: (value) => (this.arguments = value),
    };
    const made = Object.keys(this.schema.properties).length
      ? editor({ ...form, root: this.schema }, this.schema, slot)
      : [];
    if (!takesText(this.tool) || !this.isJson) return made.flat(4).filter(Boolean);
    const own = {
      id: `body-${this.tool.name}`,
      path: [],
      label: "request_body",
      get: () => this.value,
      set: (value) => (this.value = value),
    };
    const fields = el(
      "fieldset",
      {},
      el("legend", {}, "request_body"),
      editor({ ...form, root: this.body.schema }, this.body.schema, own),
    );
    return [...made, fields].flat(4).filter(Boolean);
  }
}

const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]|^\s|\s$/;

/** Why a value cannot go where its argument belongs; nothing where it can. */
function unfit({ place }, value) {
  if (place === "path" && ["", ".", ".."].includes([value].flat().join(",")))
    return "must not be empty, `.` or `..`: it is a part of the path";
  if (place !== "header" || !isText(value)) return null;
  if (CONTROL.test(value)) return "must not hold control characters, or begin or end with a space";
  return /[^\x00-\xff]/.test(value) ? "may have Latin-1 characters alone" : null;
}

/** The value of a text that is JSON; any other as it is. */
function readOr(value) {
  try {
    return isText(value) ? parseJson(value) : value;
  } catch {
    return value;
  }
}

/** The arguments besides mode and body as the members of one object. */
function argumentsSchema(tool) {
  const own = ownArguments(tool).filter((each) => !["mode", "body"].includes(each.place));
  const properties = {};
  for (const each of own) setMember(properties, each.name, argumentSchema(each));
  return {
    type: "object",
    properties,
    required: own.filter((each) => each.needed).map((each) => each.name),
    additionalProperties: false,
  };
}

function argumentSchema(argument) {
  const values = argument.enum && ENUMS.get(argument.enum).members.map((each) => each.value);
  const single = values ? { enum: values } : { type: argument.type };
  return {
    description: argument.description,
    ...(argument.isArray ? { type: "array", items: single } : single),
  };
}
