import * as v from "valibot";
import { requestContentInvalid } from "../errors/arm-errors";

/**
 * Returns the body of a request, if it conforms to the API's model. Otherwise, the error has the text of Azure's deserializer for
 * an unknown member or a value of the wrong type. Which unknown members a service ignores is not known.
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
