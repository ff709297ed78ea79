import { type Client } from "../../../emulator/client";
import { ITEMS, itemId, POLICIES, vaultId, VAULTS } from "../../../emulator/azurerm";
import type { Random } from "../../../support/random";
import { randomDisks, randomName, randomPolicy, randomVault } from "./random-vault";

async function put(client: Client, path: string, apiVersion: string, body: unknown): Promise<void> {
  const answer = await client.arm("PUT", path, apiVersion, body);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify([answer.body, body])}`);
  client.emulator.advance(60_000);
}

/** Makes a vault with random settings, policies and protected VMs. */
export async function makeRandomVault(client: Client, random: Random, number: number, vms: number): Promise<string> {
  const vault = vaultId(client, `vault-${number}`);
  const { properties, ...rest } = randomVault(random);
  const { state } = properties.securitySettings.immutabilitySettings;
  // Azure locks an unlocked vault only.
  const unlocked = { ...properties, securitySettings: { immutabilitySettings: { state: "Unlocked" } } };
  if (state === "Locked") await put(client, vault, VAULTS, { ...rest, properties: unlocked });
  await put(client, vault, VAULTS, { ...rest, properties });
  const policies = [`${vault}/backupPolicies/DefaultPolicy`];
  for (let index = random.integer(0, 4); index > 0; index -= 1) {
    const id = `${vault}/backupPolicies/${randomName(random, ["-", "_", ""])}`;
    await put(client, id, POLICIES, randomPolicy(random)).catch((error: unknown) => {
      // Two random names can be one in another case, whose type cannot change.
      if (!/V2, and cannot|immutab/i.test(String(error))) throw error;
    });
    policies.push(id);
  }
  const names = new Set<string>();
  while (names.size < vms) {
    const name = randomName(random, ["-", "_", "."]);
    const group = random.pick("rg-app", "rg.other");
    if (names.has(`${group}/${name}`.toLowerCase())) continue;
    names.add(`${group}/${name}`.toLowerCase());
    await protectRandomVm(client, random, vault, `${group}-${number}`, name, policies);
  }
  return vault;
}

async function protectRandomVm(
  client: Client,
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
  await put(client, item, ITEMS, { properties });
  if (!random.chance(0.2)) return;
  const { policyId: _none, ...stopped } = properties;
  await put(client, item, ITEMS, { properties: { ...stopped, policyId: "", protectionState: "ProtectionStopped" } });
}
