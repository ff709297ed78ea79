import * as v from "valibot";

/**
 * Parses the evaluated arguments of a resource. An argument that is not in the schema is an error: otherwise the requests of the
 * stand-in would lack something that azurerm sends.
 */
export function argumentsOf<TSchema extends v.GenericSchema>(
  address: string,
  schema: TSchema,
  config: Record<string, unknown>,
): v.InferOutput<TSchema> {
  const result = v.safeParse(schema, config);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? "?"} (${issue.message})`);
  throw new Error(`this stand-in does not support ${problems.join(", ")} of ${address}`);
}

/** A block that may occur once: CDK for Terraform writes it as an object or as a list of one. */
export function block<TEntries extends v.ObjectEntries>(entries: TEntries) {
  const object = v.strictObject(entries);
  return v.pipe(
    v.union([object, v.tuple([object])]),
    v.transform((value) => (Array.isArray(value) ? value[0] : value)),
  );
}

export const tags = v.record(v.string(), v.string());
