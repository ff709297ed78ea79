import { gunzipSync } from "node:zlib";
import type * as v from "valibot";
import { type DrillRequest, drillRequestSchema } from "../../contract/drill-request";
import { type BackupRequest, problemsOf, requestSchema } from "../../contract/request";
import { DRILL_VARIABLE, DRILL_VERSION, REQUEST_VARIABLE, REQUEST_VERSION } from "../../contract/request-envelope";
import { ExitCode } from "../../contract/exit-code";
import { parseForeignJson } from "../arm/foreign-json";
import { HookError } from "../hook-error";
import { excerptOf } from "../outgoing/foreign-text";

/** More than a request with all ids of a full vault needs. The limit prevents a damaged value from using all memory. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Decodes the request of an initial backup: base64 of gzip of JSON. */
export function decodeRequest(encoded: string): BackupRequest {
  return checked(requestSchema, REQUEST_VERSION, jsonOf(encoded, REQUEST_VARIABLE), REQUEST_VARIABLE);
}

/** Decodes the request of a drill. */
export function decodeDrillRequest(encoded: string): DrillRequest {
  return checkedDrillRequest(jsonOf(encoded, DRILL_VARIABLE), DRILL_VARIABLE);
}

/** @param place where the request is from, for error messages */
export function checkedDrillRequest(value: unknown, place: string): DrillRequest {
  return checked(drillRequestSchema, DRILL_VERSION, value, place);
}

function checked<T extends v.GenericSchema>(schema: T, expected: number, value: unknown, place: string): v.InferOutput<T> {
  const version = (value as { version?: unknown } | null | undefined)?.version;
  if (version !== undefined && version !== expected) {
    throw new HookError(
      ExitCode.badInput,
      `${place} must hold a request of version ${expected}, got version ${excerptOf(JSON.stringify(version), 80)}; synthesize and deploy with the same version of the package`,
    );
  }
  const problems = problemsOf(schema, value);
  if (problems.length > 0) {
    throw new HookError(
      ExitCode.badInput,
      `${place} must hold a valid request, got one with these problems: ${problems.join("; ")}`,
    );
  }
  return value;
}

function jsonOf(encoded: string, variable: string): unknown {
  try {
    const text = gunzipSync(Buffer.from(encoded, "base64"), { maxOutputLength: MAX_REQUEST_BYTES }).toString("utf8");
    return parseForeignJson(text);
  } catch {
    throw new HookError(
      ExitCode.badInput,
      `${variable} must be the base64 of the gzip of a JSON request, got ${encoded.length} characters of another format; unset it to use the command line`,
    );
  }
}
