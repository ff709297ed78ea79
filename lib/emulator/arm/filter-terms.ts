import { isSameName } from "../../azure/case-fold";
import { filterInvalid } from "../errors/arm-errors";
import type { ServiceError } from "../errors/service-error";

const VALUE = "'((?:[^']|'')*)'";
const COMPARISON = new RegExp(`^(\\w+) +eq +${VALUE}$`, "i");
const CALL = new RegExp(`^(\\w+)\\((?:${VALUE})?\\)$`, "i");
const SEPARATOR = /\s+and\s+(?=\w+(?:\s+eq\s+'|\())/i;

/**
 * Returns the values of a `$filter` by key. The filter holds terms `key eq 'value'`, `key('value')` and `key()`, joined by `and`.
 * The value of `key()` is the empty text.
 * @throws ServiceError if the filter has another form, or a key is not one of `keys`
 */
export function filterTerms<K extends string>(
  filter: string | undefined,
  keys: readonly K[],
  refusal: (term: string) => ServiceError = filterInvalid,
): Partial<Record<K, string>> {
  const values: Partial<Record<K, string>> = {};
  for (const term of filter?.trim() ? filter.trim().split(SEPARATOR) : []) {
    const [, name = "", value = ""] = COMPARISON.exec(term) ?? CALL.exec(term) ?? [];
    const key = keys.find((known) => isSameName(known, name));
    if (!key) throw refusal(term);
    values[key] = value.replaceAll("''", "'");
  }
  return values;
}
