/** FNV-1a: a 32-bit hash that differs for similar names. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/** Returns a number from 0 to below 1 that looks random. It is the same on every run for the same seed and name. */
export function chanceOf(seed: number, name: string): number {
  // One round of FNV gives names that differ only at the end similar upper bits, and the fraction is made of those.
  const mixed = Math.imul(hash(`${seed} ${name}`) ^ 0x9e3779b9, 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
