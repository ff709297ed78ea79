/** Invisible characters: control and format characters, such as zero-width ones, and all white space except the space. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** Replaces each invisible character of a text with its code, such as `<U+200B>`. */
export function showHidden(text: string): string {
  return text.replace(HIDDEN, (character) => `<${codeOf(character)}>`);
}

/** The codes of the hidden characters of a text, each once. */
function hiddenCharactersOf(text: string): string[] {
  return [...new Set(text.match(HIDDEN) ?? [])].map(codeOf);
}

/** A character as error messages name it. */
export function formatCharacter(character: string): string {
  return hiddenCharactersOf(character).length > 0
    ? codeOf(character)
    : character === " "
      ? "a space"
      : `the character ${character}`;
}

/** The remedy for a text with invisible characters, or with spaces at its start or end; undefined if it has none. */
export function hiddenTextRemedy(text: string): string | undefined {
  if (isVisibleAscii(text)) return undefined;
  const codes = hiddenCharactersOf(text);
  if (codes.length > 0) return `remove ${codes.join(", ")}`;
  return text === text.trim() || text.trim() === "" ? undefined : "remove the spaces around it";
}

/** Whether a text has no character to search for: most texts have none, and the search takes long to compile. */
function isVisibleAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f) return false;
  }
  return true;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
