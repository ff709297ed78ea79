/** Options by path, such as `lifecycle.preventDestroy`. */

type Bag = Record<string, unknown>;

/** The options that a person wrote, and the elements of lists and maps, by path: no look is taken into constructs and value classes. */
export function optionsIn(options: Bag, prefix = ""): [path: string, value: unknown][] {
  return Object.entries(options).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const isBag = value?.constructor === Object || Array.isArray(value);
    return [[path, value], ...(isBag ? optionsIn(value as Bag, `${path}.`) : [])];
  });
}

export function withValue(options: Bag, [name = "", ...rest]: readonly string[], value: unknown): Bag {
  const changed = rest.length === 0 ? value : withValue(options[name] as Bag, rest, value);
  return (Array.isArray(options) ? Object.assign([...options], { [name]: changed }) : { ...options, [name]: changed }) as Bag;
}

/** A copy of options in which some paths are gone, or there and undefined. */
export function without(options: object, paths: readonly string[], isUndefined: boolean): object {
  return paths.reduce((copy: object, path) => change(copy as Bag, path.split("."), isUndefined), options);
}

function change(options: Bag, [name = "", ...rest]: readonly string[], isUndefined: boolean): Bag {
  if (rest.length > 0) {
    const inner = options[name];
    return inner === undefined ? options : { ...options, [name]: change(inner as Bag, rest, isUndefined) };
  }
  const { [name]: _removed, ...others } = options;
  return isUndefined ? { ...others, [name]: undefined } : others;
}

export function isSet(options: object, path: string): boolean {
  return path.split(".").reduce<unknown>((value, name) => (value as Bag | undefined)?.[name], options) !== undefined;
}
