import { type CatalogueEntry, catalogueEntryOf } from "../../azure/error-catalogue";
import type { ArmError } from "../arm/arm-error";
import type { JobError } from "../vault/backup-job";

/**
 * Why a backup failed: Azure's explanation in its own words and in full, and of a known error what to do; undefined if Azure
 * gives none.
 */
export function explain(errors: readonly JobError[]): string | undefined {
  const texts = errors.map((error) => {
    const code = [error.title, error.number === undefined ? undefined : `(${error.number})`].filter(Boolean).join(" ");
    const recommendations = error.recommendations.length > 0 ? `Recommended: ${error.recommendations.join(" ")}` : undefined;
    const azure = [[code, error.text].filter(Boolean).join(": "), recommendations].filter(Boolean).join(" ");
    return azure === "" ? "" : withRemedy(azure, entryOf(error));
  });
  return texts.filter((text) => text !== "").join("; ") || undefined;
}

/** Why Azure refused a request, and of a known error what to do. */
export function explainRefusal(error: ArmError): string {
  return withRemedy(error.message, catalogueEntryOf(error.code));
}

/** Why an operation failed after Azure had accepted it. */
export function explainOperation(error: string | undefined, code: string | undefined): string {
  return withRemedy(error ?? "Azure gives no reason", catalogueEntryOf(code));
}

export function entryOf(error: JobError): CatalogueEntry | undefined {
  return catalogueEntryOf(error.title, error.number);
}

function withRemedy(text: string, entry: CatalogueEntry | undefined): string {
  return entry ? `${text} [${entry.cause}: ${entry.remedy}]` : text;
}
