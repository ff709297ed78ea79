import { excerptOf, harmless, outgoing, pipelineCommand } from "../../../lib/hook/outgoing/foreign-text";
import { keepSecret } from "../../../lib/hook/outgoing/secrets";

test.each([
  ["It broke.\r\nMend it.", "It broke. Mend it."],
  ["  ::error::x", "  : :error::x"],
  ["a ##vso[x] ####[y]", "a # #vso[x] ### #[y]"],
  ["Namespace::Type and # of 3", "Namespace::Type and # of 3"],
  ["Größe 5 µm 日本", "Größe 5 µm 日本"],
])("%j is printed as %j", (text, expected) => {
  expect(harmless(text)).toBe(expected);
});

test("escapes each printed line", () => {
  expect(outgoing("a\n::error::b\r\n\u001b[31mc\u001b[0m ##vso[d]")).toBe("a\n: :error::b \n [31mc [0m # #vso[d]");
});

test("colours stay where there are some, and nothing hides behind them", () => {
  expect(outgoing("\u001b[31m::error::x\u001b[39m\u001b]0;t\u0007", { coloured: true })).toBe(
    "\u001b[31m: :error::x\u001b[39m ]0;t ",
  );
});

test("writes a pipeline command as one line", () => {
  expect(pipelineCommand("##vso[task.x]a\n##vso[task.y]b")).toBe("##vso[task.x]a ##vso[task.y]b");
});

test("removes a whole secret at the end of an excerpt", () => {
  keepSecret("abcdefghij-1");
  expect(excerptOf("12345 abcdefghij-1 and more", 9)).toBe("12345 ***…");
});
