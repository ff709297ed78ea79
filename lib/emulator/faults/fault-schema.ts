import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Fault } from "./fault";

const count = v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(0, "must be 0 or more"));
const seconds = v.pipe(v.number(), v.minValue(0, "must be 0 or more"));
const span = v.union(
  [
    seconds,
    v.pipe(
      v.tuple([seconds, seconds]),
      v.check(([least, most]) => least <= most, "must be [least, most]"),
    ),
  ],
  "must be a number of seconds, 0 or more, or [least, most]",
);
const text = v.pipe(v.string(), v.nonEmpty("must not be empty"));

const frequency = {
  times: v.optional(v.union([v.pipe(count, v.minValue(1)), v.literal("always")], "must be 1 or more, or 'always'")),
  skip: v.optional(count),
  chance: v.optional(v.pipe(v.number(), v.minValue(0, "must be 0 to 1"), v.maxValue(1, "must be 0 to 1"))),
};
const target = { method: v.optional(text), path: v.optional(text), vm: v.optional(text) };
const onRequests = { ...target, ...frequency };

const faultSchema: v.GenericSchema<unknown, Fault> = v.variant(
  "kind",
  [
    v.strictObject({
      kind: v.literal("error"),
      ...onRequests,
      status: v.pipe(v.number(), v.integer(), v.minValue(400, "must be 400 to 599"), v.maxValue(599, "must be 400 to 599")),
      code: text,
      message: v.optional(text),
      retryAfter: v.optional(seconds),
    }),
    v.strictObject({ kind: v.literal("throttle"), ...onRequests, retryAfter: v.optional(seconds) }),
    v.strictObject({
      kind: v.literal("reset"),
      ...onRequests,
      when: v.picklist(["before", "after"], "must be 'before' or 'after'"),
    }),
    v.strictObject({ kind: v.literal("latency"), ...onRequests, seconds: span }),
    v.strictObject({ kind: v.literal("expiredToken"), ...onRequests }),
    v.strictObject({ kind: v.literal("operation"), ...onRequests, code: text, message: v.optional(text) }),
    v.strictObject({
      kind: v.literal("job"),
      vm: v.optional(text),
      ...frequency,
      code: text,
      phase: v.optional(v.picklist(["snapshot", "transfer"], "must be 'snapshot' or 'transfer'")),
    }),
    v.strictObject({
      ...{ kind: v.literal("restore"), vm: v.optional(text), ...frequency, code: text, message: v.optional(text) },
      phase: v.optional(v.picklist(["transfer", "virtualMachine"], "must be 'transfer' or 'virtualMachine'")),
    }),
    v.strictObject({
      kind: v.literal("restoreValidation"),
      ...{ vm: v.optional(text), ...frequency, code: text, message: v.optional(text) },
    }),
    v.strictObject({
      kind: v.literal("lag"),
      of: v.picklist(["jobs", "items", "states"], "must be 'jobs', 'items' or 'states'"),
      seconds: span,
      vm: v.optional(text),
    }),
  ],
  "must be one of error, throttle, reset, latency, expiredToken, operation, job, restore, restoreValidation, lag",
);
const listSchema = v.array(faultSchema);
const fileSchema = v.strictObject({ faults: listSchema }, 'must be a JSON object { "faults": [...] }');

/**
 * Returns the fault, if it is valid.
 * @throws Error that names every part that is not valid
 */
export function checkedFault(fault: unknown): Fault {
  return checked(faultSchema, fault, "fault");
}

/**
 * Returns the faults of a list, or of a JSON file `{ "faults": [...] }`.
 * @throws Error if the file cannot be read, or a fault is not valid
 */
export function checkedFaults(faults: string | readonly unknown[]): readonly Fault[] {
  if (typeof faults !== "string") return checked(listSchema, faults, "faults");
  return checked(fileSchema, readJson(faults), `faults file '${faults}'`).faults;
}

/** Returns the faults in a body of the control API: one fault, or `{ "faults": [...] }`. */
export function sentFaults(body: unknown): readonly Fault[] {
  const several = typeof body === "object" && body !== null && "faults" in body;
  return several ? checked(fileSchema, body, "body").faults : [checked(faultSchema, body, "body")];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`faults file '${file}' cannot be read (${reason}): pass the path of a JSON file { "faults": [...] }`, {
      cause,
    });
  }
}

function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, name: string): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => {
    const path = v.getDotPath(issue);
    if (issue.expected === "never") return `${path ?? "it"} is not a setting of this kind of fault`;
    return `${path ?? "it"} is ${issue.received}: ${issue.message}`;
  });
  throw new Error(`${name} cannot be used: ${problems.join("; ")}`);
}
