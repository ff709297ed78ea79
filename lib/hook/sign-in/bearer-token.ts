/** Far more than a token of Microsoft Entra has: a header of more is refused by every server. */
const LONGEST = 65_536;

/** Whether a text can be a token in a header. */
export function isBearerToken(text: string): boolean {
  return text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text);
}
