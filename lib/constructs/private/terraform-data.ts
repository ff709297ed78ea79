import { type LocalExecProvisioner, type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { repairHcl } from "./hcl";

/** Arguments of {@link TerraformData}. */
export interface TerraformDataConfig extends Pick<TerraformMetaArguments, "dependsOn" | "lifecycle"> {
  /** The value whose change runs the command again. */
  readonly triggersReplace?: unknown;
  /** The command that runs after the resource is created. */
  readonly provisioner?: LocalExecProvisioner;
}

/**
 * Terraform's built-in `terraform_data`. cdktf's own class runs the `terraform` program at each synth to get its version, and
 * fails if it is not installed.
 */
export class TerraformData extends TerraformResource {
  private readonly triggersReplace: unknown;

  constructor(scope: Construct, id: string, { triggersReplace, provisioner, ...config }: TerraformDataConfig) {
    super(scope, id, {
      ...config,
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      provisioners: provisioner && [provisioner],
    });
    this.triggersReplace = triggersReplace;
    repairHcl(this);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers_replace: this.triggersReplace };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    if (this.triggersReplace === undefined) return {};
    return { triggers_replace: { value: this.triggersReplace, isBlock: false, type: "map", storageClassType: "anyMap" } };
  }
}
