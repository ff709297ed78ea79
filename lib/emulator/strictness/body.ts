import * as v from "valibot";
import { requestContentInvalid } from "../errors/arm-errors";

/**
 * The body of a request that is what the API's model says, or Azure's refusal, in the words in which its deserializer names a
 * member that the model does not have, or a value of another type. Which members a service ignores instead is known of none.
 */
export function checkedBody<T>(schema: v.GenericSchema<unknown, T>, body: unknown, type: string): T {
  const parsed = v.safeParse(schema, body ?? {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue) ?? "";
  const reason =
    issue.expected === "never"
      ? `Could not find member '${path.split(".").at(-1) ?? ""}' on object of type '${type}'. Path '${path}'.`
      : `Error converting value ${issue.received} to the type of '${path}' of '${type}': ${issue.message} Path '${path}'.`;
  throw requestContentInvalid(reason);
}
