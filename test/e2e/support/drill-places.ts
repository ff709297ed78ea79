import type { Emulator } from "../../../lib/emulator";
import { armClientOf, protectVms } from "./protected-vms";

/** Makes a vault that protects VMs, and the places of a drill; returns the settings of the app that declares the drill. */
export async function drillPlaces(emulator: Emulator, vms: readonly string[]): Promise<Record<string, string>> {
  const { vaultId, itemIds } = await protectVms(emulator, vms);
  const groups = vaultId.split("/").slice(0, 4).join("/");
  const scratchGroupId = `${groups}/rg-drill`;
  const stagingAccountId = `${scratchGroupId}/providers/Microsoft.Storage/storageAccounts/stdrill`;
  emulator.addResource(stagingAccountId);
  return {
    E2E_VAULT_ID: vaultId,
    E2E_ITEM_IDS: itemIds.join(","),
    E2E_SCRATCH_GROUP_ID: scratchGroupId,
    E2E_STAGING_ACCOUNT_ID: stagingAccountId,
  };
}

/** The ids of every resource of the subscription that has a location, and of the containers of storage accounts. */
export async function listedResources(emulator: Emulator): Promise<string[]> {
  const arm = await armClientOf(emulator);
  const list = async (path: string, apiVersion: string): Promise<string[]> => {
    const { value = [] } = (await arm.read(path, apiVersion)) as { value?: { id: string }[] };
    return value.map(({ id }) => id);
  };
  const resources = await list(`${arm.subscriptionPath}/resources`, "2021-04-01");
  const accounts = resources.filter((id) => /\/storageAccounts\/[^/]+$/i.test(id));
  const containers = await Promise.all(accounts.map((id) => list(`${id}/blobServices/default/containers`, "2023-05-01")));
  return [...resources, ...containers.flat()].sort();
}
