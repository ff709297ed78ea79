import { Attributes } from "./attributes";
import { type ConfigModule, type PlanJson, type StateModule } from "./plan-json";
import { blockOf, type ResourceChange, resourceChange } from "./resource-change";

type ConfigResource = ConfigModule["resources"][number];

/** A plan, with what its configuration says of each resource. */
export interface Plan {
  /** Every managed resource of the plan, and those of the state about which a failed plan says nothing. */
  readonly resources: readonly ResourceChange[];
  /** The addresses of resources in the state about which the plan says nothing, as if left out by `-target` or a failure. */
  readonly undecided: ReadonlySet<string>;
  /** The resources that were changed or deleted outside of Terraform. */
  readonly drift: readonly ResourceChange[];
  /** Whether Terraform failed to make the plan, so that it cannot be applied. */
  readonly isErrored: boolean;
  /** The time at which the plan was made. */
  readonly timestamp: Date | undefined;
  readonly checks: readonly { readonly address: string; readonly status: string; readonly messages: readonly string[] }[];
  readonly json: PlanJson;
  /** The block of the configuration to which a resource belongs; undefined if it was removed. */
  readonly configOf: (resource: ResourceChange) => ConfigResource | undefined;
  /** The addresses on which a resource depended when it was last applied. */
  readonly dependenciesOf: (resource: ResourceChange) => readonly string[];
}

export function planOf(json: PlanJson): Plan {
  const all = [...stateResources(json.prior_state?.values?.root_module ?? undefined)];
  const state = all.filter(({ deposed_key: key }) => key === undefined || key === null);
  const refreshed = new Map(state.map((resource) => [resource.address, valuesOf(resource)]));
  const config = new Map([...configResources(json.configuration?.root_module ?? undefined, "")]);
  const changes = [...json.resource_changes, ...json.deferred_changes.map((deferred) => deferred.resource_change)]
    .filter(({ mode }) => mode === "managed")
    .map((planned) => {
      const change = resourceChange(planned);
      // The plan compares with the state as it was before the refresh if it destroys a resource.
      const values = change.deposed
        ? undefined
        : (refreshed.get(planned.address) ?? refreshed.get(planned.previous_address ?? ""));
      return values && change.before ? { ...change, before: values } : change;
    });
  const decided = new Set(changes.flatMap(({ address, previousAddress }) => [address, previousAddress ?? address]));
  const undecided = state.filter(({ address, mode }) => mode === "managed" && !decided.has(address));
  const left = undecided.map((resource): ResourceChange => {
    const values = valuesOf(resource);
    return {
      ...{ address: resource.address, block: blockOf(resource.address), type: resource.type, name: resource.name },
      ...{ previousAddress: undefined, kind: "none", createdFirst: false, deposed: false, isImported: false },
      ...{ reason: undefined, replacedBy: [], before: values, after: values },
    };
  });
  const dependencies = new Map(state.map(({ address, depends_on }) => [address, depends_on]));
  const timestamp = new Date(json.timestamp ?? "");
  return {
    resources: [...changes, ...left],
    undecided: new Set(undecided.map(({ address }) => address)),
    drift: json.resource_drift.filter(({ mode }) => mode === "managed").map(resourceChange),
    isErrored: json.errored,
    timestamp: Number.isNaN(timestamp.getTime()) ? undefined : timestamp,
    checks: json.checks.map(({ address, status, instances }) => ({
      address: address.to_display,
      status,
      messages: instances.flatMap(({ problems }) => problems.map(({ message }) => message)).filter((message) => message !== ""),
    })),
    json,
    configOf: ({ block }) => config.get(block),
    dependenciesOf: ({ address, previousAddress }) =>
      dependencies.get(previousAddress ?? address) ?? dependencies.get(address) ?? [],
  };
}

function valuesOf({ values, sensitive_values: sensitive }: StateModule["resources"][number]): Attributes {
  return new Attributes(values, {}, sensitive);
}

function* stateResources(module: StateModule | undefined): Iterable<StateModule["resources"][number]> {
  if (!module) return;
  yield* module.resources;
  for (const child of module.child_modules) yield* stateResources(child);
}

function* configResources(module: ConfigModule | undefined, prefix: string): Iterable<[string, ConfigResource]> {
  if (!module) return;
  for (const resource of module.resources) yield [`${prefix}${resource.address}`, resource];
  for (const [name, { module: child }] of Object.entries(module.module_calls)) {
    yield* configResources(child, `${prefix}module.${name}.`);
  }
}
