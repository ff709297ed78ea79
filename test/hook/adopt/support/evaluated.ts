import { ADOPTED_TYPES } from "../../../../lib/hook/adopt/from-stack/stack-json";
import type { Json } from "./random-stack";
import { Scope } from "./terraform-scope";

/** What Terraform would send to azurerm for each backup resource, by the address that it has in the state. */
export function evaluatedResources(stack: Json, moved: readonly { readonly from: string; readonly to: string }[] = []): Json {
  const found: Json = {};
  const scope = new Scope(stack);
  for (const type of ADOPTED_TYPES) {
    for (const [label, block] of Object.entries(scope.resources(type))) {
      for (const { key, values } of scope.instances(block)) {
        const address = `${type}.${label}${key}`;
        const whole = moved.find(({ to }) => to === `${type}.${label}`);
        const from = moved.find(({ to }) => to === address)?.from ?? (whole ? `${whole.from}${key}` : address);
        found[from] = comparable(values);
      }
    }
  }
  return found;
}

/** Arguments that azurerm has as defaults, and that say nothing about the resource, are left out. */
const DEFAULTS: Json = {
  sku: "Standard",
  policy_type: "V1",
  timezone: "UTC",
  protection_state: "Protected",
  include_last_days: false,
  tags: {},
};
const META = new Set(["//", "depends_on", "lifecycle", "for_each", "count"]);

function comparable(values: Json): Json {
  const entries = Object.entries(values).filter(
    ([name, value]) => !META.has(name) && value !== null && JSON.stringify(DEFAULTS[name]) !== JSON.stringify(value),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
}

/** A block in a list is the block; lists of texts have no order; a number in a text is a number. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [only, ...others] = value as unknown[];
    if (others.length === 0 && typeof only === "object") return plain(only);
    return (value as unknown[]).map(plain).sort();
  }
  if (typeof value !== "object" || value === null) return value;
  return comparable(value as Json);
}
