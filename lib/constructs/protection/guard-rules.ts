import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral } from "../private/problems";
import { SynthIndex } from "../private/synth-index";
import { GuardedOperation } from "../vault/guarded-operation";
import { ResourceGuard } from "../vault/resource-guard";
import { vaultKey } from "../vault/same-vault";
import type { IRecoveryServicesVault } from "../vault/vault";
import { VaultResourceGuardAssociation } from "../vault/vault-resource-guard-association";
import { ProtectionState } from "./protection-state";
import type { SourceVm } from "./source-vm";

/** The associations of an app by vault, and its guards by id. */
const guarded = new SynthIndex((all) => {
  const associations = all.filter((one): one is VaultResourceGuardAssociation => one instanceof VaultResourceGuardAssociation);
  const guards = all.filter((one): one is ResourceGuard => one instanceof ResourceGuard);
  return {
    associations: new Map(associations.map((one) => [vaultKey(one.vault), one])),
    guards: new Map<string | undefined, ResourceGuard>(guards.map((one) => [one.resourceGuardId, one])),
  };
});

/**
 * Warns of stopped VMs in a guarded vault: Azure requires an approval to stop protection, and azurerm has no argument for it, unless the
 * guard excludes that operation. It is not an error, since the VM may be stopped already, or before the deployment adds the guard.
 */
export function warnIfGuarded(
  construct: IConstruct,
  vault: IRecoveryServicesVault,
  vms: Readonly<Record<string, SourceVm>>,
): void {
  const stopped = Object.entries(vms).find(([, { _state }]) => _state !== ProtectionState.PROTECTED);
  if (!stopped) return;
  const [key, { _state: state }] = stopped;
  const { associations, guards } = guarded.of(construct.node.root, construct);
  const association = associations.get(vaultKey(vault));
  if (!association) return;

  const guard = guards.get(association.resource.resourceGuardIdInput);
  const allowed = `ProtectionState.PROTECTED in a vault that '${association.node.path}' guards`;
  const remedy =
    "have the guard exclude GuardedOperation.STOP_PROTECTION_AND_RETAIN_DATA, since azurerm cannot ask for an approval";
  const text = `the protectionState of '${key}' should be ${allowed}, got ${state}; ${remedy}`;
  const excluded = guard?.resource.vaultCriticalOperationExclusionListInput ?? [];
  const isExcluded = !isLiteral(excluded) || excluded.includes(GuardedOperation.STOP_PROTECTION_AND_RETAIN_DATA.operationName);
  if (!isExcluded) Annotations.of(construct).addWarning(text);
}
