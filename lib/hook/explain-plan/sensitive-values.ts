import { keepSecret } from "../outgoing/secrets";
import type { PlanJson, StateModule } from "./plan-json";

/**
 * Registers the texts that Terraform marks as sensitive and that an explanation quotes, so that no output holds them. Terraform writes
 * them as they are into the JSON of a plan. A plan has thousands of values, and an explanation quotes few.
 */
export function keepSensitiveValues(
  { resource_changes, resource_drift, deferred_changes, ...plan }: PlanJson,
  explanation: object,
): void {
  const said = JSON.stringify(explanation);
  const keep = (text: string): void => {
    if (said.includes(JSON.stringify(text).slice(1, -1))) keepSecret(text);
  };
  const deferred = deferred_changes.map(({ resource_change: change }) => change);
  for (const { change } of [...resource_changes, ...resource_drift, ...deferred]) {
    eachMarked(change.before, change.before_sensitive, keep);
    eachMarked(change.after, change.after_sensitive, keep);
  }
  const root = plan.prior_state?.values?.root_module;
  if (root) eachOfModule(root, keep);
  const declared = plan.configuration?.root_module?.variables ?? {};
  for (const [name, { value }] of Object.entries(plan.variables)) eachMarked(value, declared[name]?.sensitive, keep);
}

function eachOfModule({ resources, child_modules: children }: StateModule, keep: (text: string) => void): void {
  for (const { values, sensitive_values: marks } of resources) eachMarked(values, marks, keep);
  for (const child of children) eachOfModule(child, keep);
}

/** @param marks true for a value that is sensitive as a whole, or an object or a list with the marks of its parts */
function eachMarked(value: unknown, marks: unknown, keep: (text: string) => void): void {
  if (marks === undefined || marks === null || marks === false) return;
  if (typeof value === "string") keep(value);
  else if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      eachMarked(part, marks === true ? true : (marks as Readonly<Record<string, unknown>>)[name], keep);
    }
  }
}
