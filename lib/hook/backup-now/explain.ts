import { type CatalogueEntry, catalogueEntryOf, ERROR_CATALOGUE } from "../../azure/error-catalogue";
import type { ArmError } from "../arm/arm-error";
import type { JobError } from "../vault/backup-job";

/** Explains a failed backup: Azure's full message, and the remedy of a known error. Returns undefined if Azure gives no reason. */
export function explain(errors: readonly JobError[]): string | undefined {
  const texts = errors.map((error) => {
    const code = [error.title, error.number === undefined ? undefined : `(${error.number})`].filter(Boolean).join(" ");
    const recommendations = error.recommendations.length > 0 ? `Recommended: ${error.recommendations.join(" ")}` : undefined;
    const azure = [[code, error.text].filter(Boolean).join(": "), recommendations].filter(Boolean).join(" ");
    return withRemedy(azure, entryOf(error));
  });
  return texts.filter((text) => text !== "").join("; ") || undefined;
}

/** Explains a refused request, with the remedy of a known error. */
export function explainRefusal(error: ArmError): string {
  return withRemedy(error.message, catalogueEntryOf(error.code));
}

/** Explains an operation that failed after Azure had accepted it. */
export function explainOperation(error: string | undefined, code: string | undefined): string {
  return withRemedy(error ?? "Azure gives no reason", catalogueEntryOf(code));
}

export function entryOf(error: JobError): CatalogueEntry | undefined {
  return catalogueEntryOf(error.title, error.number);
}

/** Returns the remedies of the known errors in an explanation. */
export function remediesIn(explanation: string): string[] {
  const named = Object.values(ERROR_CATALOGUE).filter((entry) => explanation.includes(remedyText(entry)));
  return [...new Set(named.map(({ remedy }) => remedy))];
}

function withRemedy(text: string, entry: CatalogueEntry | undefined): string {
  return entry ? `${text} ${remedyText(entry)}` : text;
}

function remedyText({ cause, remedy }: CatalogueEntry): string {
  return `[${cause}: ${remedy}]`;
}
