// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|##\w*\[/;

/** Returns the lines with a pipeline command or a control character. */
export function harmfulLines(lines: readonly string[]): string[] {
  return lines.filter((line) => HARMFUL.test(line) || line.trimStart().startsWith("::"));
}
