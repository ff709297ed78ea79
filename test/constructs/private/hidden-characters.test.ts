import { formatCharacter, hiddenTextRemedy, showHidden } from "../../../lib/constructs/private/hidden-characters";

test.each([
  ["plain text, é and 日本", "plain text, é and 日本"],
  ["a\tb\nc", "a<U+0009>b<U+000A>c"],
  ["\u200bx\u{e0041}", "<U+200B>x<U+E0041>"],
  ["a\u00a0b\u3000", "a<U+00A0>b<U+3000>"],
])("shows %j as %j", (text, shown) => {
  expect(showHidden(text)).toBe(shown);
});

test.each([
  ["<", "the character <"],
  [" ", "a space"],
  ["\u200b", "U+200B"],
])("names the character %j as %s", (character, name) => {
  expect(formatCharacter(character)).toBe(name);
});

test.each([
  ["rg-app", undefined],
  ["two words", undefined],
  ["é", undefined],
  ["", undefined],
  ["   ", undefined],
  [" rg", "remove the spaces around it"],
  ["rg ", "remove the spaces around it"],
  ["a\u200bb\u200bc\u00a0", "remove U+200B, U+00A0"],
  ["a\u007f", "remove U+007F"],
])("has for %j the remedy: %s", (text, remedy) => {
  expect(hiddenTextRemedy(text)).toBe(remedy);
});
