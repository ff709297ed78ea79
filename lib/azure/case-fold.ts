/** An id or a name of Azure in one case, to compare it or to look it up: Azure ignores their case. */
export function caseFold(idOrName: string): string {
  return idOrName.toLowerCase();
}

/** Whether two texts are one id or name in different spellings. */
export function isSameName(one: string, other: string): boolean {
  return caseFold(one) === caseFold(other);
}
