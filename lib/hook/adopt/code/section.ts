import { type Code, comment } from "./printed";

/** Some statements, and what the library cannot express about them. */
export interface Section {
  readonly notes: readonly string[];
  readonly statements: readonly Code[];
}

const COMMENT_WIDTH = 110;

/** The statements of a section below its notes as comments. */
export function codeOf({ notes, statements }: Section): Code[] {
  return [...notes.flatMap(commentsOf), ...statements];
}

/** A text as comments of a readable width. */
export function commentsOf(text: string): Code[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(/\s+/)) {
    if (current !== "" && current.length + 1 + word.length > COMMENT_WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current].map(comment);
}
