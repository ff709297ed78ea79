import { GUID } from "../../lib/azure/guid";

const RIGHT = "01234567-89ab-cdef-0123-456789abcdef";

test.each([
  [RIGHT, true],
  [RIGHT.toUpperCase(), true],
  [`x${RIGHT}`, false],
  [`${RIGHT}x`, false],
  [`${RIGHT}\n`, false],
  [RIGHT.slice(1), false],
  [RIGHT.slice(0, -1), false],
  [RIGHT.replace("89ab", "89a"), false],
  [RIGHT.replace("89ab", "89ag"), false],
  [RIGHT.replace("0123-", ""), false],
  [RIGHT.replaceAll("-", ""), false],
])("%j is a GUID: %s", (text, isGuid) => {
  expect(GUID.test(text)).toBe(isGuid);
});
