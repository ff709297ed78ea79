import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { synthesizeBelow, withLiveStack } from "../../tools/local/live-stack";
import { requireTerraform } from "../../tools/local/real-terraform";
import { createProtectedVm } from "../../tools/local/stand-in/azurerm/backup-protected-vm";
import { itemId, vmId } from "../support/azure";
import { describeWithAzurerm } from "./support/azurerm";
import { run, succeeded } from "./support/processes";
import { armClientOf } from "./support/protected-vms";
import { WHOLE_STACK_TIMEOUT, WHOLE_STACK_VAULT as VAULT, wholeStack, wholeStackAzure } from "./support/whole-stack";

/** Manual changes of a stack's resources, and the plan after them. */
const ROOT = resolve(__dirname, "../..");
const PROGRAM = join(ROOT, "bundle/azure-vm-backup.cjs");
const VERSION = "2024-04-01";

describeWithAzurerm("a change by hand", () => {
  test(
    "is no change if it is cross-region restore; 'terraform import' cures a lost item",
    async () => {
      const { emulator, terraform } = await wholeStackAzure();
      await terraform.apply(wholeStack(false));
      const arm = await armClientOf(emulator);
      const properties = { crossRegionRestoreFlag: true };
      await arm.write("PATCH", `${VAULT}/backupstorageconfig/vaultstorageconfig`, VERSION, { properties });
      expect(await terraform.plan(wholeStack(false))).toEqual({});

      const address = 'azurerm_backup_protected_vm.Backup_ProtectedVms_78F04FF3["web"]';
      await terraform.forget(address);
      const failure = await terraform.failure(wholeStack(false));
      expect(failure.match(/Error: /g)).toHaveLength(1);
      expect(failure).toMatch(/already exists .*needs to be imported/);
      const [, id = "", named = ""] = /resource with the ID "([^"]+)".*? with (azurerm_\S+),/.exec(failure) ?? [];
      expect([named, id.toLowerCase()]).toEqual([address, itemId("vm-web", VAULT).toLowerCase()]);
      await terraform.import(named, id);
      expect(await terraform.plan(wholeStack(false))).toEqual({});
    },
    WHOLE_STACK_TIMEOUT,
  );
});

describeWithAzurerm("a VM whose protection is deleted and given anew by hand", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(ROOT, ".start-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test(
    "is no change to a plan, is named by status, and is backed up with -replace",
    async () => {
      const [directory = ""] = await synthesizeBelow(folder, join(ROOT, "examples/quickstart.ts"));
      await requireTerraform(directory, process.env);
      await withLiveStack(directory, async ({ stack, terraform, emulator }) => {
        const env = { PATH: process.env["PATH"], ...emulator.environment() };
        const status = async () => succeeded(await run(process.execPath, [PROGRAM, "status", VAULT], { env }));
        await terraform.apply(stack, ["create"]);
        expect(await status()).not.toContain("no recovery point yet");

        const arm = await armClientOf(emulator);
        const softDelete = (state: "Enabled" | "Disabled") =>
          arm.write("PATCH", `${VAULT}/backupconfig/vaultconfig`, VERSION, {
            properties: { enhancedSecurityState: state, softDeleteFeatureState: state },
          });
        await softDelete("Disabled");
        await arm.write("DELETE", itemId("vm-web", VAULT), VERSION);
        await softDelete("Enabled");
        await createProtectedVm(arm, "vm-web", {
          ...{ resource_group_name: "rg-backup", recovery_vault_name: "vault-app" },
          ...{ source_vm_id: vmId("vm-web"), backup_policy_id: `${VAULT}/backupPolicies/backup-Policy-Standard` },
        });

        await terraform.apply(stack, []);
        expect(await status()).toMatch(/vm-web: no recovery point yet\. .*azure-vm-backup backup-now/s);
        await terraform.apply(stack, [], "-replace=terraform_data.backup_InitialBackup_0D04AB17");
        expect(await status()).not.toContain("no recovery point yet");
      });
    },
    WHOLE_STACK_TIMEOUT,
  );
});
