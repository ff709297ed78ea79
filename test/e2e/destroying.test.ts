import type { Emulator } from "../../lib/emulator";
import { SUBSCRIPTION, vmId } from "../support/azure";
import { startTestEmulator } from "../support/emulator";
import { describeWithAzurerm } from "./support/azurerm";
import { BareTerraform } from "./support/bare-terraform";
import { armClientOf } from "./support/protected-vms";
import { describeWithTerraform } from "./support/terraform";
import { wholeStack } from "./support/whole-stack";

/** The steps of docs/destroying.md, with and without azurerm. */
const VAULT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app`;
const TIME_OUT = 600_000;

/**
 * Destroys a stack by these steps. The destroy fails until the code allows it. That change of the code changes nothing in Azure.
 */
async function destroyByRecipe(terraform: BareTerraform): Promise<void> {
  await terraform.apply(wholeStack(false));
  expect(await terraform.destroyRefusal(wholeStack(false))).toContain("Instance cannot be destroyed");
  expect(await terraform.plan(wholeStack(true))).toEqual({});
  await terraform.destroy(wholeStack(true));
}

describeWithTerraform("a whole stack, with stand-ins for the resources of Azure", () => {
  test("is destroyed if removal and lifecycle allow it", async () => {
    const terraform = await BareTerraform.create();
    try {
      await destroyByRecipe(terraform);
    } finally {
      await terraform.remove();
    }
  });
});

describeWithAzurerm("a whole stack", () => {
  let emulator: Emulator;
  let terraform: BareTerraform;
  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 600, scheduledBackups: false, account: { subscriptionId: SUBSCRIPTION } });
    for (const name of ["vm-web", "vm-db"]) emulator.addVirtualMachine({ id: vmId(name), location: "westeurope" });
    terraform = await BareTerraform.create(emulator.environment());
  });
  afterEach(async () => {
    await terraform.remove();
    await emulator.stop();
  });

  test(
    "is destroyed once removal and lifecycle allow it, and Azure keeps the deleted vault",
    async () => {
      await destroyByRecipe(terraform);
      const arm = await armClientOf(emulator);
      expect((await arm.get(VAULT, "2024-04-01")).status).toBe(404);
      const deleted = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/locations/westeurope/deletedVaults`;
      expect((await arm.get(deleted, "2025-08-01")).body.value).toHaveLength(1);
    },
    TIME_OUT,
  );
});
