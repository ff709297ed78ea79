/**
 * The text in a file: UTF-8, or UTF-16 as Windows PowerShell's `>` writes it, in either order of bytes; the mark at its start is no part of
 * the text.
 */
export function decodedText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** Without a mark, a text that begins with an ASCII character tells its encoding by where the zero is. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}
