import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAll, type Reading } from "../../../lib/hook/adopt/reading";
import { stackCode } from "../../../lib/hook/adopt/stack-code";
import { CONFIGURATIONS } from "../../constructs/policy/support/acceptance";
import { policyOf } from "../../constructs/policy/support/policy";
import { CASES } from "../../constructs/vault/acceptance-cases";
import { stackWithVault } from "../../constructs/vault/support";
import { Client } from "../../emulator/client";
import { BACKUP, GROUPS, groupId } from "../../emulator/azurerm";
import { armOf } from "../../hook/adopt/support/emulated";
import { makeRandomVault } from "../../hook/adopt/support/make-vault";
import { type GeneratedStack, synthesizedCode } from "../../hook/adopt/support/run-generated";
import { Random } from "../../support/random";
import { hasAzureCli } from "../support/azure-cli";
import { vaultByAzureCli } from "./support/azure-cli-vault";
import { furnish, startAzure } from "./support/azure";
import type { Case } from "./support/configuration";
import { terraformIn } from "./support/terraform-in";
import { describeWithVersions, type Version } from "./support/versions";

const RUNS = [
  ["4.81.0", 1],
  ["4.81.0", 20],
  ["4.81.0", 500],
  ["5.2.0", 1],
  ["5.2.0", 20],
  ["5.2.0", 500],
] as const;
const TIME_OUT = 600_000;
const SEED = Number(process.env["ADOPT_SEED"] ?? "3");

const codeOf = (reading: Reading, version: Version): GeneratedStack =>
  synthesizedCode(stackCode(reading).text.replace(/">= 4\.77\.0, < 5\.0\.0"/, `"${version}"`));

describeWithVersions("the code that takes over a vault", (terraformOf) => {
  let folder: string;
  let client: Client;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "adopt-"));
    client = new Client(await startAzure());
  });
  afterEach(async () => {
    client.close();
    rmSync(folder, { recursive: true });
    await client.emulator.stop();
  });

  const terraform = (...args: readonly string[]): Promise<string> => terraformIn(folder, client.environment, ...args);

  function write(stack: object & { readonly terraform: object }): void {
    const backend = { backend: { local: { path: "terraform.tfstate" } } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...stack, terraform: { ...stack.terraform, ...backend } }));
  }

  async function expectOnlyImports(imports: number): Promise<void> {
    await terraform("init", "-input=false");
    const plan = await terraform("plan", "-input=false", "-out=plan");
    expect(plan).toContain(`Plan: ${imports} to import, 0 to add, 0 to change, 0 to destroy.`);
    expect(await terraform("apply", "-input=false", "plan")).toContain(`${imports} imported, 0 added, 0 changed, 0 destroyed.`);
    expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toContain("No changes.");
  }

  test.each(RUNS)(
    "has an empty plan but for its imports with azurerm %s and %i VMs",
    async (version, vms) => {
      await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
      const vault = await makeRandomVault(client, new Random(SEED + vms), 1, vms);
      const reading = await readAll(await armOf(client), vault);
      write(codeOf(reading, version));
      await expectOnlyImports(1 + reading.policies.length + vms);
      expect(stackCode(await readAll(await armOf(client), vault)).text).toBe(stackCode(reading).text);
    },
    TIME_OUT,
  );

  (hasAzureCli() ? test : test.skip).each(["4.81.0", "5.2.0"] as const)(
    "has an empty plan for a vault that the Azure CLI made, with azurerm %s",
    async (version) => {
      const vault = await vaultByAzureCli(client);
      const reading = await readAll(await armOf(client), vault);
      expect(reading.items.map(({ protectionState }) => protectionState).sort()).toEqual(["IRPending", "ProtectionStopped"]);
      write(codeOf(reading, version));
      await expectOnlyImports(1 + reading.policies.length + reading.items.length);
    },
    TIME_OUT,
  );

  test(
    "has an empty plan for vaults and policies of azurerm's acceptance configurations",
    async () => {
      const { emulator } = client;
      const policies: Case[] = Object.entries(CONFIGURATIONS).flatMap(([name, steps]) =>
        steps.slice(-1).map((options) => ({ name, configuration: policyOf(options).json })),
      );
      const vaults: Case[] = CASES.map(([name, props]) => ({
        name: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
        configuration: stackWithVault({ ...props, softDeleteEnabled: undefined }).json,
      }));
      await furnish(emulator, [...policies, ...vaults]);
      const azurerm = terraformOf("4.81.0");
      azurerm.environment = emulator.environment();
      const verdicts = await azurerm.judge([...policies, ...vaults], () => true);
      expect([...verdicts].filter(([, { phase }]) => phase !== undefined)).toEqual([]);

      const arm = await armOf(client);
      const path = `${client.subscription}/providers/Microsoft.RecoveryServices/vaults`;
      const { value } = (await client.arm("GET", path, BACKUP)).body as { value: { id: string }[] };
      expect(value.length).toBeGreaterThanOrEqual(policies.length + vaults.length);
      const readings = await Promise.all(value.map(({ id }) => readAll(arm, id)));
      write(allIn(readings.map((reading) => codeOf(reading, "4.81.0"))));
      await expectOnlyImports(readings.length + readings.flatMap((one) => one.policies).length);
    },
    TIME_OUT,
  );
});

/** Several stacks without VMs in one, with labels of their own. */
function allIn(stacks: readonly GeneratedStack[]): GeneratedStack {
  const all = stacks.map((stack, index) => {
    const labels = Object.values(stack.resource).flatMap((named) => Object.keys(named));
    const pattern = new RegExp(String.raw`(azurerm_\w+\.)(${labels.join("|")})(?!\w)`, "g");
    const { import: imports, resource } = JSON.parse(JSON.stringify(stack).replace(pattern, `$1$2_${index}`)) as GeneratedStack;
    const named = Object.entries(resource).map(([type, blocks]) => [
      type,
      Object.fromEntries(Object.entries(blocks).map(([label, block]) => [`${label}_${index}`, block])),
    ]);
    return { imports, resource: Object.fromEntries(named) as GeneratedStack["resource"] };
  });
  const types = [...new Set(all.flatMap(({ resource }) => Object.keys(resource)))];
  const [first] = stacks;
  if (!first) throw new Error("there is no stack");
  return {
    ...first,
    import: all.flatMap(({ imports }) => imports),
    resource: Object.fromEntries(
      types.map((type) => [type, Object.assign({}, ...all.map(({ resource }) => resource[type] ?? {})) as object]),
    ) as GeneratedStack["resource"],
  };
}
