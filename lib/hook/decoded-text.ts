/** Decodes UTF-8, or UTF-16 in either byte order, as Windows PowerShell's `>` writes it. A byte order mark is removed. */
export function decodedText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Without a byte order mark, the zero byte beside a leading ASCII character shows the encoding. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}
