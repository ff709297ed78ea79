import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const TESTS = resolve(__dirname, "..");
const MAX_LENGTH = 90;
/** A call of test or describe, also with a table or an option before it, up to the end of its title. */
const TITLE = /\b(?:test|describe)\w*(?:\.\w+)*(?:<[^>()]*>)?(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(["`])((?:(?!\1).)*)\1/g;

const titlesIn = (text: string): string[] => [...text.matchAll(TITLE)].map(([, , title = ""]) => title);

test(`no title of a test is longer than ${MAX_LENGTH} characters`, () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  const titles = files.flatMap((file) => titlesIn(readFileSync(join(TESTS, file), "utf8")).map((title) => `${file}: ${title}`));
  expect(titles.length).toBeGreaterThan(1000);
  expect(titles.filter((one) => one.slice(one.indexOf(": ") + 2).length > MAX_LENGTH)).toEqual([]);
});
