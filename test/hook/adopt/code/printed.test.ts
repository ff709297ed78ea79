import { comment, printed, text } from "../../../../lib/hook/adopt/code/printed";

const HOSTILE = [
  '"); process.exit(1); ("',
  "it's `${1}` \\",
  "\\'\\\"",
  "line\nbreak\r\u2028\u2029",
  "\u202ereversed\u0000\ud800",
  "*/ </script>",
  'say "x" and \'y\' and "z"',
];

test.each(HOSTILE)("writes %j as one literal that means the same", (value) => {
  const literal = text(value);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the literal is the subject of the test
  expect((new Function(`return [${literal}];`) as () => unknown)()).toEqual([value]);
  expect(literal).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
});

test.each(HOSTILE)("writes %j in a comment that ends with its line", (value) => {
  const lines = printed([comment(value), "done();"]).split(/[\n\r\u2028\u2029]/);
  expect(lines).toEqual([expect.stringMatching(/^\/\/ /), "done();", ""]);
});
