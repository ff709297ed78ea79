type Json = Readonly<Record<string, unknown>>;

/** What is left of an object when another is merged over it, as by RFC 7396: objects are merged, `null` removes, and all else replaces. */
export function mergePatch(target: Json, patch: Json): Json {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    if (value === null) merged[key] = undefined;
    else merged[key] = isObject(value) ? mergePatch(isObject(old) ? old : {}, value) : value;
  }
  return merged;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
