import { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { RecoveryServicesVault } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { LongTermRetentionStack } from "./long-term-retention";

// Matchers of cdktf test requirements. Names are those of Terraform, and values below the first level must be equal.
Testing.setupJest();
const synthesized = Testing.synth(new LongTermRetentionStack(Testing.app(), "long-term-retention"), true);

test("the vault can be restored from in the paired region", () => {
  expect(synthesized).toHaveResourceWithProperties(RecoveryServicesVault, {
    storage_mode_type: "GeoRedundant",
    cross_region_restore_enabled: true,
  });
});

test("records are kept for seven years", () => {
  expect(synthesized).toHaveResourceWithProperties(BackupPolicyVm, {
    retention_yearly: expect.objectContaining({ count: 7 }) as object,
  });
});

test("no policy is only for weekly backups", () => {
  expect(synthesized).not.toHaveResourceWithProperties(BackupPolicyVm, {
    backup: expect.objectContaining({ frequency: "Weekly" }) as object,
  });
});
