/** FNV-1a: a number of 32 bits that spreads similar names. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/** A number from 0 to below 1 that looks random, and is the same for the same seed and name on every run. */
export function chanceOf(seed: number, name: string): number {
  // One round of FNV leaves the ends of similar names alike in the upper bits, which a fraction is made of.
  const mixed = Math.imul(hash(`${seed} ${name}`) ^ 0x9e3779b9, 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
