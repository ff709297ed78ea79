import { XMLParser } from "fast-xml-parser";
import { blocksOf, jsonChunks } from "../../../lib/hook/report/chunks";
import { type Element, junitChunks } from "../../../lib/hook/report/junit";

const LIST = Array.from({ length: 250 }, (_, index) => ({ index, tags: [], nested: { text: `"${index}"\n` } }));

test.each([
  [{}],
  [{ none: [], one: [1], text: 'a"\n', missing: undefined, nothing: null, deep: { list: [1, { a: [] }] } }],
  [{ version: 1, list: LIST }],
  [{ list: LIST, after: LIST.slice(0, 100) }],
])("formats an object as JSON.stringify does", (value) => {
  expect(
    [...jsonChunks(value)]
      .join("")
      .trimEnd()
      .replace(/^\{\n\}$/, "{}"),
  ).toBe(JSON.stringify(value, undefined, 2));
});

test("gives parts of whole lines", () => {
  const chunks = [...jsonChunks({ list: LIST })];
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of chunks) expect(chunk).toMatch(/\n$/);
});

test("divides a list into blocks of at most 100 elements", () => {
  expect([...blocksOf(LIST)].map((block) => block.length)).toEqual([100, 100, 50]);
  expect([...blocksOf([])]).toEqual([]);
});

test.each([0, 1, 100, 250])("formats %d cases as one suite, with their counts", (count) => {
  const cases = Array.from({ length: count }, (_, index): Element => {
    const outcome = index % 3 === 0 ? { failure: { "@message": "</testsuite>" } } : index % 3 === 1 ? { skipped: {} } : {};
    return { "@name": `a    <testcase ${index}`, ...outcome };
  });
  const text = [
    ...junitChunks({ name: "  </testsuite>", startTime: "2027-01-15T09:00:00Z", properties: { a: "b" }, cases }),
  ].join("");
  const parsed = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === "testcase" }).parse(text) as {
    testsuites: { testsuite: { testcase?: { "@_name": string }[]; properties: object } };
  };
  const { testcase = [], ...suite } = parsed.testsuites.testsuite;
  expect(testcase.map((one) => one["@_name"])).toEqual(cases.map((one) => one["@name"]));
  expect(suite).toMatchObject({
    "@_tests": String(count),
    "@_failures": String(Math.ceil(count / 3)),
    "@_skipped": String(Math.ceil((count - 1) / 3)),
    properties: { property: { "@_name": "a", "@_value": "b" } },
  });
});
