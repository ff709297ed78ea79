import { caseFold } from "../../azure/case-fold";
import { parseBackupPolicyId, parseVaultId } from "../../azure/resource-id";
import { quoted } from "./code/escaped";
import { Library } from "./code/library";
import { pascalCase, uniqueNames, variableName } from "./code/names";
import { block, call, type Code, imported, object, printed, text } from "./code/printed";
import { codeOf, type Section } from "./code/section";
import { adoptableItems, itemsSection, mostUsedPolicy } from "./items-code";
import { type CodeOptions, initialBackupCode, pendingNotes } from "./initial-backup-code";
import { type NamedPolicy, policySection } from "./policy-code";
import type { Reading } from "./reading";
import { vaultSection } from "./vault-code";

/** The versions of azurerm that create a vault if Azure enforces soft delete, and have every argument. */
const AZURERM = ">= 4.77.0, < 5.0.0";

/** The generated code of a stack, and what the library cannot express. */
export interface StackCode {
  readonly text: string;
  readonly notes: readonly string[];
}

/** Returns the TypeScript of a stack that declares and imports what was read. */
export function stackCode(reading: Reading, options: CodeOptions = {}): StackCode {
  const { vault, policies, otherPolicies, otherItems } = reading;
  const library = new Library();
  const { items, notes: itemNotes } = adoptableItems(
    reading.items,
    policies.map(({ id }) => id),
  );
  const named = namedPolicies(policies);
  // A block needs a policy, even if all its VMs are stopped and have none.
  const shared = mostUsedPolicy(items) ?? policies[0]?.id ?? "";
  const used = new Set(items.flatMap(({ policyId }) => [shared, policyId ?? shared]).map(caseFold));
  const variables = new Map(named.map(({ policy, variable }) => [caseFold(policy.id), variable]));
  const others: Section = {
    notes: [
      ...otherPolicies.map(
        ({ name, workload }) => `The policy ${quoted(name)} is left out: it is for ${quoted(workload)}, not for VMs.`,
      ),
      ...otherItems.map(({ name, workload }) => `The item ${quoted(name)} is left out: it is of ${quoted(workload)}, not a VM.`),
      ...itemNotes,
    ],
    statements: [],
  };
  const vms = itemsSection(items, vault.id, shared, (id) => variables.get(caseFold(id)) ?? "", library);
  const sections: Section[] = [
    providerSection(vault.id, library),
    vaultSection(reading, library),
    ...named.map((one) => policySection(one, used.has(caseFold(one.policy.id)), library)),
    others,
    { ...vms, notes: [...vms.notes, ...pendingNotes(items, options)] },
    ...(options.initialBackupDays === undefined || items.length === 0
      ? []
      : [{ notes: [], statements: [initialBackupCode("InitialBackup", ["vms"], options.initialBackupDays, library)] }]),
  ];
  const className = `${pascalCase(parseVaultId(vault.id)?.vaultName ?? "")}Stack`;
  const body = sections.map(codeOf).filter((statements) => statements.length > 0);
  const constructor = block("constructor(scope: Construct, id: string)", [
    "super(scope, id);",
    ...body.flatMap((one) => ["", ...one]),
  ]);
  return {
    text: printed([
      ...importsOf(library),
      "",
      `/** The vault ${quoted(parseVaultId(vault.id)?.vaultName ?? "")}, its policies and its protected VMs. */`,
      block(`export class ${className} extends TerraformStack`, [constructor]),
    ]),
    notes: sections.flatMap(({ notes }) => notes),
  };
}

function importsOf(library: Library): Code[] {
  return [
    imported(["AzurermProvider"], "@cdktf/provider-azurerm/lib/provider"),
    imported(["TerraformStack"], "cdktf"),
    imported(library.names, "cdktf-azure-vm-backup"),
    imported(["Construct"], "constructs", true),
  ];
}

function providerSection(vaultId: string, library: Library): Section {
  const { subscriptionId = "" } = parseVaultId(vaultId) ?? {};
  const options = object([
    { key: "features", value: "[{}]" },
    { key: "subscriptionId", value: text(subscriptionId) },
  ]);
  return {
    notes: [],
    statements: [
      [call("new AzurermProvider", ["this", text("Azurerm"), options]), ";"],
      [library.call("AzurermProviderVersion", "require", ["this", text(AZURERM)]), ";"],
    ],
  };
}

function namedPolicies(policies: Reading["policies"]): NamedPolicy[] {
  const nameOf = ({ name, id }: Reading["policies"][number]): string => parseBackupPolicyId(id)?.policyName ?? name;
  const variables = uniqueNames(
    policies,
    (one) => variableName(nameOf(one), "Policy"),
    (one) => `${variableName(nameOf(one), "Policy")}Policy`,
  );
  const ids = uniqueNames(
    policies,
    (one) => constructIdOf(nameOf(one)),
    (one) => `${constructIdOf(nameOf(one))}Policy`,
  );
  return policies.map((policy, index) => ({ policy, variable: variables[index] ?? "", constructId: ids[index] ?? "" }));
}

function constructIdOf(name: string): string {
  const id = pascalCase(name);
  return ["Vault", "Vms", "Azurerm", ""].includes(id) ? `${id}Policy` : id;
}
