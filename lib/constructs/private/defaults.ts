/** Applies defaults to options that are missing or `undefined`. A spread would keep an explicit `undefined`. */
export function withDefaults<T extends object>(options: T | undefined, defaults: Partial<T>): T {
  return { ...defaults, ...withoutUndefined(options ?? {}) } as T;
}

/** The options without those that are `undefined`. */
export function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
