import { type ITerraformDependable, type LocalExecProvisioner, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** What a {@link TerraformData} is made of. */
export interface TerraformDataConfig {
  /** The value whose change runs the command again. */
  readonly triggersReplace: unknown;
  /** The command that is run after the resource is created. */
  readonly provisioner: LocalExecProvisioner;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Terraform's built-in `terraform_data`. cdktf has one of its own, which starts the `terraform` program on each synthesis to ask its
 * version, and fails where there is none.
 */
export class TerraformData extends TerraformResource {
  private readonly triggersReplace: unknown;

  constructor(scope: Construct, id: string, config: TerraformDataConfig) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      provisioners: [config.provisioner],
      dependsOn: config.dependsOn,
    });
    this.triggersReplace = config.triggersReplace;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers_replace: this.triggersReplace };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return { triggers_replace: { value: this.triggersReplace, isBlock: false, type: "map", storageClassType: "anyMap" } };
  }
}
