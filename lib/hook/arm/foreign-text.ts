/** Control characters, line separators, and marks that turn the direction of a text. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * A text that somebody else wrote, as it may be printed: on one line, without control characters, and without anything that a pipeline
 * takes for a command. GitHub Actions reads `::` at the start of a line and `##[` anywhere, Azure Pipelines `##vso[` anywhere.
 */
export function harmless(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(CONTROL, " ")
    .replace(/##(?=\w*\[)/g, "# #")
    .replace(/^(\s*):(?=:)/, "$1: ");
}
