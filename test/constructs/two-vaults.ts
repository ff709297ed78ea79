import type { TerraformProvider, TerraformStack } from "cdktf";
import {
  BackupSchedule,
  type IRecoveryServicesVault,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
} from "../../lib";
import { vmId } from "../support/azure";

/** The parts of stacks with several vaults, providers and subscriptions. */

export const daily = { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 };
export const web = SourceVm.fromId(vmId("vm-web"));
export const initialBackup = { retention: RecoveryPointRetention.days(30) };
export const place = { resourceGroupName: "rg-app", location: "westeurope" };

export const imported = (stack: TerraformStack, id: string, vaultId: string) =>
  RecoveryServicesVault.fromVaultId(stack, id, vaultId);
export const declared = (stack: TerraformStack, id: string, vaultName = "vault-app", provider?: TerraformProvider) =>
  new RecoveryServicesVault(stack, id, { ...place, vaultName, provider });
export const policyOf = (stack: TerraformStack, vault: IRecoveryServicesVault) =>
  new VmBackupPolicy(stack, "Policy", { vault, ...daily });
