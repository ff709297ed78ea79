/** An Azure id or name in lower case, to compare it or to look it up: Azure ignores the case. */
export function caseFold(idOrName: string): string {
  return idOrName.toLowerCase();
}

/** Whether two Azure ids or names are equal, whatever their case. */
export function isSameName(one: string, other: string): boolean {
  return caseFold(one) === caseFold(other);
}
