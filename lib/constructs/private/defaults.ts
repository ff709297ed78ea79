/** Applies defaults to options that are missing or `undefined`. A spread would keep an explicit `undefined`. */
export function withDefaults<T extends object>(options: T | undefined, defaults: Partial<T>): T {
  return { ...defaults, ...withoutUndefined(options ?? {}) } as T;
}

/** The options without those that are `undefined`. */
export function withoutUndefined<T extends object>(options: T): T {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) if (value !== undefined) given[name] = value;
  return given as T;
}
