import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import { format } from "prettier/standalone";
import { readAll } from "../../../lib/hook/adopt/reading";
import { stackCode } from "../../../lib/hook/adopt/stack-code";
import { type Client, startClient } from "../../emulator/client";
import { GROUPS, groupId, ITEMS, itemId, POLICIES, vaultId, VAULTS } from "../../emulator/azurerm";
import { Random } from "../../support/random";
import { armOf } from "./support/emulated";
import { synthesizedCode } from "./support/run-generated";
import { readBack } from "./support/read-back";
import { readAsArguments } from "./support/read-as-arguments";
import { randomDisks, randomName, randomPolicy, randomVault } from "./support/random-vault";

const COUNT = Number(process.env["ADOPT_COUNT"] ?? "25");
const SEED = Number(process.env["ADOPT_SEED"] ?? "1");

let client: Client;
beforeAll(async () => {
  client = await startClient({ scheduledBackups: false });
  await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
});

async function put(path: string, apiVersion: string, body: unknown): Promise<void> {
  const answer = await client.arm("PUT", path, apiVersion, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify([answer.body, body])}`);
  client.emulator.advance(60_000);
}

/** Makes a vault with random settings, policies and protected VMs. */
async function makeRandomVault(random: Random, number: number): Promise<string> {
  const vault = vaultId(client, `vault-${number}`);
  const { properties, ...rest } = randomVault(random);
  const { state } = properties.securitySettings.immutabilitySettings;
  // Azure locks an unlocked vault only.
  const unlocked = { ...properties, securitySettings: { immutabilitySettings: { state: "Unlocked" } } };
  if (state === "Locked") await put(vault, VAULTS, { ...rest, properties: unlocked });
  await put(vault, VAULTS, { ...rest, properties });
  const policies = [`${vault}/backupPolicies/DefaultPolicy`];
  for (let index = random.integer(0, 4); index > 0; index -= 1) {
    const id = `${vault}/backupPolicies/${randomName(random, ["-", "_", ""])}`;
    await put(id, POLICIES, randomPolicy(random)).catch((error: unknown) => {
      // Two random names can be one in another case, whose type cannot change.
      if (!/V2, and cannot|immutab/i.test(String(error))) throw error;
    });
    policies.push(id);
  }
  const names = new Set<string>();
  for (let index = random.integer(0, 12); index > 0; index -= 1) {
    const name = randomName(random, ["-", "_", "."]);
    const group = random.pick("rg-app", "rg.other");
    if (names.has(`${group}/${name}`.toLowerCase())) continue;
    names.add(`${group}/${name}`.toLowerCase());
    await protectRandomVm(random, vault, `${group}-${number}`, name, policies);
  }
  return vault;
}

async function protectRandomVm(
  random: Random,
  vault: string,
  group: string,
  name: string,
  policies: readonly string[],
): Promise<void> {
  const vm = `${client.subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
  client.emulator.addVirtualMachine({ id: vm, location: "westeurope", dataDiskLuns: [0, 1, 2, 3] });
  const item = itemId(client, name, vault, group);
  const properties = {
    ...{ protectedItemType: "Microsoft.Compute/virtualMachines", sourceResourceId: vm },
    policyId: policies[random.below(policies.length)],
    extendedProperties: randomDisks(random),
  };
  await put(item, ITEMS, { properties });
  if (!random.chance(0.2)) return;
  const { policyId: _none, ...stopped } = properties;
  await put(item, ITEMS, { properties: { ...stopped, policyId: "", protectionState: "ProtectionStopped" } });
}

test(
  "generates formatted code that synthesizes to what random vaults have",
  async () => {
    const arm = await armOf(client);
    for (let number = 1; number <= COUNT; number += 1) {
      const seed = SEED * 1_000 + number;
      const vault = await makeRandomVault(new Random(seed), number);
      const reading = await readAll(arm, vault);
      const { text, notes } = stackCode(reading);
      const stack = synthesizedCode(text);
      expect({ seed, ...readBack(stack) }).toEqual({ seed, ...readAsArguments(reading) });
      expect(notes.filter((note) => /left out|not managed/.test(note))).toEqual([]);
      expect(await format(text, { parser: "typescript", plugins: [estree, typescript], printWidth: 120 })).toBe(text);
      expect(stackCode(await readAll(arm, vault)).text).toBe(text);
    }
  },
  20_000 + COUNT * 2_000,
);
