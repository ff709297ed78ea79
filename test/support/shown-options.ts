import { compileFunction } from "node:vm";

/** The options that an error shows, such as `{ vault, level }`, as a user would copy them. */
export function shownOptions(shape: string, known: Readonly<Record<string, unknown>>): never {
  const read = compileFunction(`return ${shape}`, Object.keys(known)) as (...values: unknown[]) => never;
  return read(...Object.values(known));
}
