/**
 * Options with defaults for those that are left out. An option given as `undefined` is left out too, which a spread would not see.
 */
export function withDefaults<T extends object>(options: T | undefined, defaults: Partial<T>): T {
  return { ...defaults, ...withoutUndefined(options ?? {}) } as T;
}

/** The options that have a value. */
export function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
