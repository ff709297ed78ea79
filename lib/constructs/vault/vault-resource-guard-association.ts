import { RecoveryServicesVaultResourceGuardAssociation } from "@cdktf/provider-azurerm/lib/recovery-services-vault-resource-guard-association";
import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { createAfter, dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { throwIfInvalid } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { itemsOf, registerAddition } from "./creation-order";
import { checkResourceGuard, type IResourceGuard } from "./resource-guard";
import { checkVault } from "./check-vault";
import { vaultKey } from "./same-vault";
import { providerFor } from "./vault-provider";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** Options of an association with a Resource Guard, without its vault. */
export interface VaultResourceGuardAssociationOptions extends AzurermResourceOptions {
  /** The guard. A change replaces the association. */
  readonly resourceGuard: IResourceGuard;
}

/** Properties of {@link VaultResourceGuardAssociation}. */
export interface VaultResourceGuardAssociationProps extends VaultResourceGuardAssociationOptions {
  /** The vault that is guarded. */
  readonly vault: IRecoveryServicesVaultRef;
}

const OPTIONS: OptionNames<VaultResourceGuardAssociationProps> = { ...RESOURCE_OPTIONS, vault: true, resourceGuard: true };

/**
 * Associates a vault with a Resource Guard. After that, azurerm cannot stop or delete the protection of a VM, or reduce the retention
 * of a policy, because it sends no request for approval. Operations that the guard excludes are not affected. Terraform therefore
 * creates the association after the stack's policies and protected VMs in the vault, and destroys it before them.
 *
 * To remove the association, a permission on the guard is needed. azurerm before 4.77 may plan a replacement because of the case of
 * the guard's id.
 *
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization
 */
export class VaultResourceGuardAssociation extends Construct {
  /** The vault that is guarded. */
  public readonly vault: IRecoveryServicesVaultRef;

  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: RecoveryServicesVaultResourceGuardAssociation;

  constructor(scope: Construct, id: string, props: VaultResourceGuardAssociationProps) {
    super(scope, id);
    const subject = `VaultResourceGuardAssociation '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, resourceGuard }");
    warnOfMisspelled(this, props, OPTIONS);
    this.vault = props.vault;
    const problems = [...checkVault("vault", props.vault), ...checkResourceGuard("resourceGuard", props.resourceGuard)];
    throwIfInvalid(subject, problems.length > 0 ? problems : secondAssociationProblems(this));
    associationsOf(this).set(vaultKey(props.vault), this);

    this.resource = new RecoveryServicesVaultResourceGuardAssociation(this, "Resource", {
      vaultId: props.vault.vaultId,
      resourceGuardId: props.resourceGuard.resourceGuardId,
      provider: providerFor(this, props.vault, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    const stack = TerraformStack.of(this);
    createAfter(this.resource, () => itemsOf(stack, props.vault, this));
    registerAddition(props.vault, this.resource);
  }
}

const byApp = new WeakMap<IConstruct, Map<string, VaultResourceGuardAssociation>>();

/** The associations of an app, by vault. */
function associationsOf({ node: { root } }: IConstruct): Map<string, VaultResourceGuardAssociation> {
  const associations = byApp.get(root) ?? new Map<string, VaultResourceGuardAssociation>();
  byApp.set(root, associations);
  return associations;
}

function secondAssociationProblems(association: VaultResourceGuardAssociation): string[] {
  const first = associationsOf(association).get(vaultKey(association.vault));
  return first
    ? [`vault must have one association with a Resource Guard, got a second one beside '${first.node.path}'; remove one of them`]
    : [];
}
