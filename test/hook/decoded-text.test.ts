import { decodedText } from "../../lib/hook/decoded-text";

const TEXT = '{"vault_id": "/subscriptions/s/é"}\r\n';
const utf16le = Buffer.from(TEXT, "utf16le");
const utf16be = Buffer.from(utf16le).swap16();

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a mark", Buffer.from(`\uFEFF${TEXT}`)],
  ["UTF-16 LE with a mark, as Windows PowerShell writes it", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le])],
  ["UTF-16 BE with a mark", Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be])],
  ["UTF-16 LE without a mark", utf16le],
  ["UTF-16 BE without a mark", utf16be],
])("decodedText returns the text of %s", (_, bytes) => {
  expect(decodedText(bytes)).toBe(TEXT);
});

test.each([[""], ["x"]])("decodedText returns %j as it is", (text) => {
  expect(decodedText(Buffer.from(text))).toBe(text);
});
