type Json = Record<string, unknown>;

const KEPT = ["format_version", "terraform_version", "variables", "checks", "errored", "deferred_changes"];
/** Resources whose dependencies in the state decide what is destroyed first. */
const ORDERED = /^azurerm_(management_lock|recovery_services_vault_resource_guard_association)$/;

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly before: unknown };
}

interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: unknown;
}

/** A plan without what nobody reads, and without machine paths and ports; the emulated time is its own. */
export function reducedPlan(plan: object, now: string): Json {
  const {
    resource_changes: changes = [],
    resource_drift: drift = [],
    prior_state: state,
    configuration,
  } = plan as {
    resource_changes?: readonly Change[];
    resource_drift?: readonly Change[];
    prior_state?: { values?: { root_module?: Json } };
    configuration?: { provider_config?: Json; root_module?: Json };
  };
  const before = new Map(changes.map(({ address, change }) => [address, JSON.stringify(withoutNoise(change.before))]));
  const isTold = ({ address, type, values }: StateResource): boolean =>
    !ORDERED.test(type) && before.get(address) === JSON.stringify(withoutNoise(values));
  const kept = {
    ...Object.fromEntries(KEPT.flatMap((key) => (key in plan ? [[key, (plan as Json)[key]]] : []))),
    timestamp: now,
    configuration: {
      provider_config: configuration?.provider_config,
      root_module: reducedConfig(configuration?.root_module ?? {}),
    },
    prior_state: { values: { root_module: reducedState(state?.values?.root_module ?? {}, isTold) } },
    resource_drift: drift.filter(({ change }) => change.actions[0] === "delete"),
    resource_changes: changes,
  };
  const text = JSON.stringify(withoutNoise(kept)).replace(/https:\/\/localhost:\d+/g, "https://management.azure.com");
  return JSON.parse(text) as Json;
}

function reducedState(module: Json, isTold: (resource: StateResource) => boolean): Json {
  const { resources = [], child_modules: children = [] } = module as { resources?: StateResource[]; child_modules?: Json[] };
  return {
    resources: resources.filter((one) => !isTold(one)),
    child_modules: children.map((child) => reducedState(child, isTold)),
  };
}

function reducedConfig(module: Json): Json {
  const { resources = [], module_calls: calls = {} } = module as {
    resources?: Json[];
    module_calls?: Record<string, { module: Json }>;
  };
  return {
    resources: resources.map(({ expressions, for_each_expression: _, count_expression: __, ...rest }) => {
      const { backup_policy_id: policy } = (expressions ?? {}) as Json;
      return { ...rest, ...(policy !== undefined && { expressions: { backup_policy_id: policy } }) };
    }),
    module_calls: Object.fromEntries(
      Object.entries(calls).map(([name, { module: child }]) => [name, { module: reducedConfig(child) }]),
    ),
  };
}

const NOISE = new Set([
  "schema_version",
  "relevant_attributes",
  "timeouts",
  "version_constraint",
  "full_name",
  "provider_name",
  "tags",
]);
const MARKS = new Set(["before_sensitive", "after_sensitive", "sensitive_values", "after_unknown"]);

/** Without nulls, marks that mark nothing, and members that say nothing of backups. */
function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      if (NOISE.has(key) || one === null || (MARKS.has(key) && !JSON.stringify(one).includes("true"))) return [];
      const left = withoutNoise(one);
      return isEmpty(left) && !MEANT_EMPTY.has(key) ? [] : [[key, left]];
    }),
  );
}

/** An empty block of features is something else than no block. */
const MEANT_EMPTY = new Set(["features", "recovery_service", "recovery_services_vaults", "resource_changes"]);

function isEmpty(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
