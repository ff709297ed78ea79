import type { ITerraformDependable, TerraformProvider, TerraformResourceLifecycle } from "cdktf";

/** Terraform options of every construct that declares azurerm resources. */
export interface AzurermResourceOptions {
  /**
   * The azurerm provider that manages the resource, such as an alias for another subscription.
   * @default - the vault's provider if the resource belongs to a vault; else the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;

  /**
   * Resources that Terraform must create first. A resource that a prop refers to is created first in any case. `node.addDependency`
   * has no effect in CDK for Terraform.
   * @default - only the resources that the props refer to
   */
  readonly dependsOn?: ITerraformDependable[];

  /**
   * Lifecycle settings of the resource; each setting given here replaces the construct's own.
   * @default - the settings in the construct's description
   */
  readonly lifecycle?: TerraformResourceLifecycle;
}
