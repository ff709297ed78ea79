import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { EmulatorOptions } from "../options";

const text = v.pipe(v.string("must be a string"), v.nonEmpty("must not be empty"));
const anObject = v.record(v.string(), v.unknown(), "must be an object");

const virtualMachine = v.looseObject({ id: text });
const resource = v.strictObject({
  id: text,
  location: v.optional(text),
  tags: v.optional(v.record(v.string(), v.string())),
  properties: v.optional(anObject),
});
const seedSchema = v.strictObject(
  {
    account: v.optional(
      v.strictObject(
        {
          tenantId: v.optional(text),
          subscriptionId: v.optional(text),
          clientId: v.optional(text),
          clientSecret: v.optional(text),
          objectId: v.optional(text),
        },
        "must be an object",
      ),
    ),
    startTime: v.optional(text),
    virtualMachines: v.optional(
      v.array(v.union([text, virtualMachine], "must be a VM's id, or { id, location }"), "must be a list"),
    ),
    resources: v.optional(
      v.array(v.union([text, resource], "must be an id, or { id, location, tags, properties }"), "must be a list"),
    ),
  },
  'must be a JSON object { "virtualMachines": [...] }',
);

/** The content of a seed file: the options of the same names. */
export type Seed = Pick<EmulatorOptions, "account" | "startTime" | "virtualMachines" | "resources">;

/**
 * Reads a seed file: the resources that exist from the start.
 * @throws Error if the file cannot be read, or is not a valid seed
 */
export function readSeed(file: string): Seed {
  const content = readJson(file);
  // The schema would accept a list as an object without members.
  const parsed = v.safeParse(seedSchema, Array.isArray(content) ? null : content);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => {
    const path = v.getDotPath(issue) ?? "it";
    if (issue.expected === "never")
      return `${path} is not a part of a seed: use virtualMachines, resources, account or startTime`;
    return `${path} is ${issue.received}: ${issue.message}`;
  });
  throw new Error(`seed file '${file}' cannot be used: ${problems.join("; ")}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`seed file '${file}' cannot be read (${reason}): pass a JSON file { "virtualMachines": [...] }`, { cause });
  }
}
