import type { ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";

/** What every resource of a drill has in common. */
export interface DrillPlace {
  readonly scope: Construct;
  readonly location: string;
  readonly resourceGroupName: string;
  readonly tags: { [name: string]: string } | undefined;
  readonly provider: TerraformProvider | undefined;
  readonly dependsOn: ITerraformDependable[] | undefined;
}

/** The meta-arguments of a resource. */
export function metaOf({ scope, provider, dependsOn }: Pick<DrillPlace, "scope" | "provider" | "dependsOn">) {
  return { provider, dependsOn: dependenciesOf(scope, dependsOn) };
}

/** Returns a resource whose output as HCL is correct. */
export function repaired<T extends TerraformResource>(resource: T): T {
  repairHcl(resource);
  return resource;
}
