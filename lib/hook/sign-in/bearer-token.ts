/** Far longer than a Microsoft Entra token. Every server rejects a longer header. */
const LONGEST = 65_536;

/** Whether a text is a valid bearer token for a header. */
export function isBearerToken(text: string): boolean {
  return text.length <= LONGEST && /^[\x21-\x7e]+$/.test(text);
}
