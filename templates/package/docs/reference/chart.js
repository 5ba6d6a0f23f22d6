// What each tool costs a model, as bars: the estimate of the generator, which counts without a network.

const FIRST_BARS = 25;

/** The chart of all tools, the dearest first. */
function tokenChart() {
  const costs = DATA.tools.map((tool) => ({ tool, listed: tool.tokens[0], asked: tool.tokens[1] }));
  costs.sort((one, other) => other.listed + other.asked - one.listed - one.asked);
  const most = Math.max(1, ...costs.map((each) => each.listed + each.asked));
  const body = el(
    "tbody",
    {},
    costs.slice(0, FIRST_BARS).map((each) => bar(each, most)),
  );
  const total = (key) => costs.reduce((sum, each) => sum + each[key], 0).toLocaleString("en-US");
  const hasAsked = costs.some((each) => each.asked);
  const table = el(
    "table",
    { class: "chart" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "Tool"),
        el("th", { scope: "col" }, "Listed"),
        el("th", { scope: "col" }, "Schema"),
        el("th", { scope: "col", "aria-hidden": "true" }),
      ),
    ),
    body,
  );
  const says = el(
    "p",
    {},
    `All tools listed: about ${total("listed")} tokens`,
    hasAsked && `; all request schemas, told on request: about ${total("asked")}`,
    `. An estimate: ${DATA.estimate}.`,
  );
  const legend = el(
    "p",
    { class: "legend", "aria-hidden": "true" },
    el("span", { class: "key listed" }),
    "in the list, with every conversation",
    hasAsked && [el("span", { class: "key asked" }), "its request schema, when asked for"],
  );
  const more =
    costs.length > FIRST_BARS &&
    button(
      `Show all ${costs.length}`,
      () => {
        body.append(...costs.slice(FIRST_BARS).map((each) => bar(each, most)));
        more.remove();
      },
      { class: "link" },
    );
  return [
    says,
    legend,
    el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Tokens per tool" }, table),
    more,
  ];
}

function bar({ tool, listed, asked }, most) {
  const part = (name, value) => {
    const made = el("span", { class: `bar ${name}` });
    made.style.width = `${(100 * value) / most}%`;
    return made;
  };
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, el("a", { href: `#${tool.name}` }, broken(tool.name))),
    el("td", { class: "number" }, listed.toLocaleString("en-US")),
    el("td", { class: "number" }, asked ? asked.toLocaleString("en-US") : "–"),
    el("td", { class: "bars", "aria-hidden": "true" }, part("listed", listed), part("asked", asked)),
  );
}
