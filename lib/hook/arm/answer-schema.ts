import * as v from "valibot";
import { excerptOf } from "../outgoing/foreign-text";

/** Building blocks for schemas of Azure's answers. Azure writes null for an unknown field, or leaves the field out. */

/** An optional text. An empty text counts as missing. */
export const text = v.pipe(
  v.nullish(v.string()),
  v.transform((value) => (value === "" ? undefined : (value ?? undefined))),
);

/** A text that must be present. */
export const requiredText = v.pipe(v.string(), v.minLength(1));

export const flag = v.nullish(v.boolean());

/** An optional instant. Azure writes year 1 without a zone for "not yet", and 2001 for "never backed up". */
export const instant = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (dataset.value === undefined) return undefined;
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(dataset.value) ? dataset.value : `${dataset.value}Z`;
    const date = new Date(zoned);
    if (Number.isNaN(date.getTime())) {
      addIssue({ message: "no instant", expected: "an instant" });
      return NEVER;
    }
    return date.getUTCFullYear() <= 2001 ? undefined : date;
  }),
);

/** An optional list. */
export function list<T extends v.GenericSchema>(element: T) {
  return v.nullish(v.array(element), []);
}

/** A page of a list. An answer without `value` is not a page. */
export const page = v.object({ value: v.array(v.unknown()), nextLink: text });

/** Thrown if an answer does not match its schema. The message names the field, the expected type and the value received. */
export class UnreadableAnswer extends Error {}

/** Thrown if an answer describes another object than the one requested, such as another vault. */
export class ForeignId extends Error {}

/** Reads a value by a schema. @throws UnreadableAnswer if the value does not fit */
export function read<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const path = v.getDotPath(issue) ?? "the answer";
  if (issue.input === undefined) throw new UnreadableAnswer(`${path} is missing`);
  throw new UnreadableAnswer(`${path} must be ${issue.expected ?? "as documented"}, got ${excerpt(issue.input)}`);
}

/** The start of a value as JSON, safe to print. */
export function excerpt(value: unknown, length = 80): string {
  return excerptOf(value === undefined ? "nothing" : JSON.stringify(value), length);
}
