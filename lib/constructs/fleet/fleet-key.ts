/**
 * The key of a VM in the map of a stack: `<group>/<name>`, with the subscription first if it is not that of the vault. A character that a
 * key must not have is written as its code point between slashes, which no name has.
 */
export function mapKey(key: string, vaultSubscriptionId: string): string {
  const own = `${vaultSubscriptionId}/`;
  const path = key.startsWith(own) ? key.slice(own.length) : key;
  const text = path.replace(/[^A-Za-z0-9._/-]/gu, (character) => `/u${(character.codePointAt(0) ?? 0).toString(16)}/`);
  return /^[A-Za-z0-9_]/.test(text) ? text : `0/${text}`;
}
