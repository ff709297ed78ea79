import { SUBSCRIPTION } from "../support/azure";
import { describeWithAzurerm } from "./support/azurerm";
import { BareTerraform } from "./support/bare-terraform";
import { armClientOf } from "./support/protected-vms";
import { describeWithTerraform } from "./support/terraform";
import { WHOLE_STACK_TIMEOUT, WHOLE_STACK_VAULT, wholeStack, wholeStackAzure } from "./support/whole-stack";

/**
 * Destroys a stack by the steps of docs/destroying.md. The destroy fails until the code allows it. That change of the code changes nothing
 * in Azure.
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
  test(
    "is destroyed once removal and lifecycle allow it, and Azure keeps the deleted vault",
    async () => {
      const { emulator, terraform } = await wholeStackAzure();
      await destroyByRecipe(terraform);
      const arm = await armClientOf(emulator);
      expect((await arm.get(WHOLE_STACK_VAULT, "2024-04-01")).status).toBe(404);
      const deleted = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/locations/westeurope/deletedVaults`;
      expect((await arm.get(deleted, "2025-08-01")).body.value).toHaveLength(1);
    },
    WHOLE_STACK_TIMEOUT,
  );
});
