import { caseFold } from "../../../azure/case-fold";

const RESERVED = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if " +
    "implements import in instanceof interface let new null package private protected public return static super switch this throw " +
    "true try typeof var void while with yield await async arguments eval undefined scope id vault vms"
  ).split(" "),
);

/** Returns the words of a name in one, such as `WebServer1` for `web-server_1`. Accents are left out. */
export function pascalCase(name: string): string {
  const words = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + withoutCapitals(word.slice(1))).join("");
}

/** A word in capitals only is written as any other. */
function withoutCapitals(rest: string): string {
  return /[a-z]/.test(rest) ? rest : rest.toLowerCase();
}

/** Returns a name as an identifier, such as `webServer1`. `prefix` comes before a digit, or stands for a name without letters. */
export function camelCase(name: string, prefix: string): string {
  const pascal = pascalCase(name);
  if (!/^[A-Za-z]/.test(pascal)) return `${prefix}${pascal}`;
  const capitals = /^[A-Z]+(?![a-z])/.exec(pascal)?.[0] ?? pascal.charAt(0);
  return capitals.toLowerCase() + pascal.slice(capitals.length);
}

/** Returns a variable for a name, which is no word of the language and no variable of the generated code. */
export function variableName(name: string, suffix: string): string {
  const variable = camelCase(name, suffix.toLowerCase());
  return RESERVED.has(variable) ? `${variable}${suffix}` : variable;
}

/**
 * Returns a name for each element, in their order. Elements whose names differ at most in case get their longer names, and a number if
 * these are not unique either. A name depends on the elements of the same name only.
 */
export function uniqueNames<T>(
  elements: readonly T[],
  nameOf: (element: T) => string,
  longNameOf: (element: T) => string,
): string[] {
  const count = new Map<string, number>();
  for (const element of elements) {
    const name = caseFold(nameOf(element));
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  const taken = new Set([...count].filter(([, uses]) => uses === 1).map(([name]) => name));
  return elements.map((element) => {
    if (count.get(caseFold(nameOf(element))) === 1) return nameOf(element);
    const long = longNameOf(element);
    let name = long;
    for (let number = 2; taken.has(caseFold(name)); number += 1) name = `${long}${number}`;
    taken.add(caseFold(name));
    return name;
  });
}
