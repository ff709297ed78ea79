import type { ITerraformDependable, TerraformProvider, TerraformResourceLifecycle } from "cdktf";

/** What every construct that declares azurerm resources hands to Terraform. */
export interface AzurermResourceOptions {
  /**
   * The azurerm provider that manages the resource, such as an alias for another subscription.
   * @default - that of the vault, for what belongs to one; else the stack's azurerm provider that has no alias
   */
  readonly provider?: TerraformProvider;

  /**
   * What Terraform must create first if no attribute refers to it. `node.addDependency` has no effect in CDK for Terraform.
   * @default - only what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[];

  /**
   * Lifecycle settings of the resource; each one given here takes the place of the construct's own.
   * @default - the settings that the construct's description names
   */
  readonly lifecycle?: TerraformResourceLifecycle;
}
