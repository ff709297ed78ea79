import { gunzipSync } from "node:zlib";
import { type BackupRequest, problemsOf, REQUEST_VARIABLE, REQUEST_VERSION, requestSchema } from "../../../contract/request";
import { ExitCode } from "../../../contract/exit-code";
import { parseForeignJson } from "../../arm/foreign-json";
import { HookError } from "../../hook-error";
import { excerptOf } from "../../outgoing/foreign-text";

/** More than a request with all ids of a full vault needs. The limit prevents a damaged value from using all memory. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Decodes the request of a deployment: base64 of gzip of JSON. */
export function decodeRequest(encoded: string): BackupRequest {
  const value = jsonOf(encoded);
  const version = (value as { version?: unknown } | null | undefined)?.version;
  if (version !== undefined && version !== REQUEST_VERSION) {
    throw new HookError(
      ExitCode.badInput,
      `${REQUEST_VARIABLE} must hold a request of version ${REQUEST_VERSION}, got version ${excerptOf(JSON.stringify(version), 80)}; synthesize and deploy with the same version of the package`,
    );
  }
  const problems = problemsOf(requestSchema, value);
  if (problems.length > 0) {
    throw new HookError(
      ExitCode.badInput,
      `${REQUEST_VARIABLE} must hold a valid request, got one with these problems: ${problems.join("; ")}`,
    );
  }
  return value as BackupRequest;
}

function jsonOf(encoded: string): unknown {
  try {
    const text = gunzipSync(Buffer.from(encoded, "base64"), { maxOutputLength: MAX_REQUEST_BYTES }).toString("utf8");
    return parseForeignJson(text);
  } catch {
    throw new HookError(
      ExitCode.badInput,
      `${REQUEST_VARIABLE} must be the base64 of the gzip of a JSON request, got ${encoded.length} characters of another format; unset it to use the command line`,
    );
  }
}
