/** Characters that a reader cannot see, that change the direction of text, or that end a line. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Writes unseen characters of a text as escapes. In a string literal they mean the same; in a comment they end no line. */
export function escapedForSource(text: string): string {
  return text.replace(UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}

/** Whether a text has characters that a reader cannot see. */
export function hasUnseen(text: string): boolean {
  return escapedForSource(text) !== text;
}

/** A text of Azure for a comment or a message: in quotes, and shortened. */
export function quoted(text: string): string {
  const MAX_LENGTH = 200;
  return `'${escapedForSource(text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text)}'`;
}
