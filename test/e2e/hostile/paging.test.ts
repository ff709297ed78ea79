import { type Answer, type Asked, json, PAGING } from "./support/answers";
import { expectOneSentence, RETRIED } from "./support/expect-honest";
import { LISTS, type Place, READS } from "./support/places";
import { type Case, Runs } from "./support/runs";

/** The bundled program against lists that do not end, or lead elsewhere. */
const SAYS: Readonly<Record<string, RegExp>> = {
  "pages without an end": /longer than 1000 pages/,
  "a link to the same page": /links to a page that was read before/,
  "a link to another host": /links to https:\/\/evil\.example\.org, which is not followed/,
  "a link without TLS": /links to http:\/\/localhost:\d+, which is not followed/,
  "a link with a user in it": /links to a URL with a user in it, which is not followed/,
  "a link that is no URL": /links to text that is not a URL, which is not followed/,
};
const next = (link: string): Answer => json({ value: [], nextLink: link });
const GRAPH = READS["Resource Graph"] as Place;
const graph =
  (token: (asked: Asked) => string): Answer =>
  (response, asked) =>
    json({ count: 0, data: [], totalRecords: 0, resultTruncated: "true", $skipToken: token(asked) })(response, asked);

const cases: Record<string, Case & { readonly says: RegExp }> = {};
for (const [name, place] of Object.entries(LISTS)) {
  for (const [fault, make] of Object.entries(PAGING)) {
    // The lists are read by one function: a thousand pages of one of them are enough.
    if (fault === "pages without an end" && name !== "the jobs") continue;
    if (["the jobs", "the items"].includes(name) || fault === "a link to another host")
      cases[`${name}: ${fault}`] = { place, answer: make(next), says: SAYS[fault] ?? /./ };
  }
}
cases["Resource Graph: the same $skipToken"] = {
  place: GRAPH,
  answer: graph(() => "t"),
  says: /leads to a page that was read before/,
};
cases["Resource Graph: a new $skipToken without an end"] = {
  ...{ place: GRAPH, answer: graph(({ earlier }) => `t${earlier}`) },
  says: /more than 1000 pages/,
};

for (const [name, one] of Object.entries(cases))
  if (name.includes("without an end")) cases[name] = { ...one, env: { AZURE_VM_BACKUP_TIME_SCALE: "0.05" } };

let runs: Runs;
beforeAll(async () => {
  runs = await Runs.start(cases);
});

test.each(Object.entries(cases))("ends with one sentence: %s", async (name, { says }) => {
  const ended = await runs.ended(name);
  expectOneSentence(ended, RETRIED);
  expect(ended.output).toMatch(says);
});
