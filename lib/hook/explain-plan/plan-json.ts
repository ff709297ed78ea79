import * as v from "valibot";
import { ExitCode } from "../../contract/exit-code";
import { JsonOverLimit, parseForeignJson } from "../arm/foreign-json";
import { HookError } from "../hook-error";

/**
 * The JSON of `terraform show -json PLAN`, as far as it matters here. OpenTofu writes the same.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */

const json = v.record(v.string(), v.unknown());
const optional = <T extends v.GenericSchema>(schema: T) => v.nullish(schema);
const texts = v.nullish(v.array(v.string()), []);

const changeSchema = v.object({
  actions: v.array(v.string()),
  before: optional(json),
  after: optional(json),
  after_unknown: v.optional(v.unknown()),
  before_sensitive: v.optional(v.unknown()),
  after_sensitive: v.optional(v.unknown()),
  replace_paths: v.nullish(v.array(v.array(v.unknown())), []),
  importing: optional(json),
});

const resourceChangeSchema = v.object({
  address: v.string(),
  previous_address: optional(v.string()),
  module_address: optional(v.string()),
  mode: v.string(),
  type: v.string(),
  name: v.string(),
  index: v.optional(v.unknown()),
  deposed: optional(v.string()),
  action_reason: optional(v.string()),
  change: changeSchema,
});

const stateResourceSchema = v.object({
  address: v.string(),
  mode: v.string(),
  type: v.string(),
  name: v.string(),
  index: v.optional(v.unknown()),
  values: optional(json),
  sensitive_values: v.optional(v.unknown()),
  deposed_key: optional(v.string()),
  depends_on: texts,
});

export interface StateModule {
  readonly resources: readonly v.InferOutput<typeof stateResourceSchema>[];
  readonly child_modules: readonly StateModule[];
}

const stateModuleSchema: v.GenericSchema<unknown, StateModule> = v.object({
  resources: v.nullish(v.array(stateResourceSchema), []),
  child_modules: v.nullish(v.array(v.lazy(() => stateModuleSchema)), []),
});

const configResourceSchema = v.object({
  address: v.string(),
  mode: v.string(),
  type: v.string(),
  name: v.string(),
  provider_config_key: optional(v.string()),
  provisioners: v.nullish(v.array(v.object({ type: v.string(), expressions: optional(json) })), []),
  expressions: v.nullish(json, {}),
  depends_on: texts,
});

export interface ConfigModule {
  readonly resources: readonly v.InferOutput<typeof configResourceSchema>[];
  readonly variables: Readonly<Record<string, { readonly sensitive: boolean }>>;
  readonly module_calls: Readonly<Record<string, { readonly module: ConfigModule }>>;
}

const configModuleSchema: v.GenericSchema<unknown, ConfigModule> = v.object({
  resources: v.nullish(v.array(configResourceSchema), []),
  variables: v.nullish(v.record(v.string(), v.object({ sensitive: v.nullish(v.boolean(), false) })), {}),
  module_calls: v.nullish(
    v.record(
      v.string(),
      v.object({
        module: v.nullish(
          v.lazy(() => configModuleSchema),
          { resources: [], variables: {}, module_calls: {} },
        ),
      }),
    ),
    {},
  ),
});

const checkSchema = v.object({
  address: v.object({ to_display: v.string() }),
  status: v.string(),
  instances: v.nullish(
    v.array(v.object({ problems: v.nullish(v.array(v.object({ message: v.nullish(v.string(), "") })), []) })),
    [],
  ),
});

const planSchema = v.object({
  format_version: v.string(),
  terraform_version: optional(v.string()),
  timestamp: optional(v.string()),
  errored: v.nullish(v.boolean(), false),
  variables: v.nullish(v.record(v.string(), v.object({ value: v.optional(v.unknown()) })), {}),
  resource_changes: v.nullish(v.array(resourceChangeSchema), []),
  resource_drift: v.nullish(v.array(resourceChangeSchema), []),
  deferred_changes: v.nullish(v.array(v.object({ reason: v.nullish(v.string()), resource_change: resourceChangeSchema })), []),
  prior_state: optional(v.object({ values: optional(v.object({ root_module: optional(stateModuleSchema) })) })),
  configuration: optional(
    v.object({
      provider_config: v.nullish(v.record(v.string(), v.object({ name: v.string(), expressions: v.nullish(json, {}) })), {}),
      root_module: optional(configModuleSchema),
    }),
  ),
  checks: v.nullish(v.array(checkSchema), []),
});

export type PlanJson = v.InferOutput<typeof planSchema>;
export type PlannedChange = v.InferOutput<typeof resourceChangeSchema>;

/** A plan of thousands of resources has some millions of values. */
const MAX_VALUES = 20_000_000;

/** The members that the JSON of every plan has, and no other JSON of Terraform. */
const OF_A_PLAN = ["resource_changes", "planned_values", "configuration"];
const HOW = "write one with 'terraform show -json PLAN > plan.json', where PLAN is the file of 'terraform plan -out PLAN'";

/**
 * Reads the JSON of a plan.
 * @param name what the text is called in messages
 * @throws HookError with one sentence if it is none
 */
export function readPlan(text: string, name: string): PlanJson {
  const wrong = (what: string, how = HOW): HookError =>
    new HookError(ExitCode.badInput, `the plan must be the JSON of a Terraform plan, got ${what} in ${name}; ${how}`);
  const value = parsed(text, wrong);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("JSON that is no object");
  const plan = value as Record<string, unknown>;
  const version = plan["format_version"];
  if (typeof version === "string" && !/^[01]\./.test(version)) {
    throw wrong(`format_version '${version}'`, "this version of azure-vm-backup reads 0 and 1; use a newer azure-vm-backup");
  }
  if (!OF_A_PLAN.some((member) => member in plan)) throw wrong(kindOf(plan));
  const { success, output, issues } = v.safeParse(planSchema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  throw wrong(`no plan: ${v.getDotPath(issue) ?? "the whole"} must be ${issue.expected ?? "as documented"}`);
}

function parsed(text: string, wrong: (what: string, how?: string) => HookError): unknown {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") throw wrong("an empty text");
  if (start.startsWith("PK")) throw wrong("Terraform's binary plan", "convert it with 'terraform show -json PLAN > plan.json'");
  if (start.startsWith("<")) throw wrong("HTML or XML");
  if (!/^[[{"\d-]|^(true|false|null)\b/.test(start)) throw wrong("text that is no JSON");
  try {
    return parseForeignJson(start, MAX_VALUES);
  } catch (error) {
    if (error instanceof JsonOverLimit) throw wrong(error.message);
    if (/"@level"\s*:/.test(start.slice(0, 2_000))) throw wrong("the log of 'terraform plan -json'");
    throw wrong("JSON that is not complete or not correct");
  }
}

function kindOf(json: Readonly<Record<string, unknown>>): string {
  if ("@level" in json) return "the log of 'terraform plan -json'";
  if ("lineage" in json || ("serial" in json && "version" in json)) return "a state file";
  if ("values" in json || "terraform_version" in json) return "the JSON of a state";
  if ("resource" in json || "terraform" in json || "provider" in json) return "a configuration, such as cdk.tf.json,";
  return "other JSON";
}
