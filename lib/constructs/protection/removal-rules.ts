import type { AzurermProvider, AzurermProviderFeatures } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral, problem } from "../private/problems";
import type { ItemResourceProps } from "./item-resource";
import { RemovalPolicy } from "./removal-policy";

/** Whether the provider, which decides for all of its VMs, will do what a construct says of the backups of VMs that it gives up. */
export function removalProblems(construct: IConstruct, { removal, provider }: ItemResourceProps): string[] {
  if (removal === undefined || removal === RemovalPolicy.REFUSE) return [];
  const retains = retainsBackups((provider as AzurermProvider | undefined) ?? providerWithoutAlias(construct));
  if (retains === undefined || retains === (removal === RemovalPolicy.RETAIN)) return [];
  const rule = retains
    ? {
        allowed: "RemovalPolicy.RETAIN with a provider that keeps backups",
        remedy: "say so, or use a provider whose features have RecoveryServiceFeatures.deleteData()",
      }
    : {
        allowed: "RemovalPolicy.DELETE with a provider that deletes backups",
        remedy: "say so, or use a provider whose features have RecoveryServiceFeatures.retainData()",
      };
  return [problem("removal", removal, rule)];
}

/** Undefined where there is no provider, or only the deployment knows. */
function retainsBackups(provider: AzurermProvider | undefined): boolean | undefined {
  if (!provider || !isLiteral(provider.featuresInput)) return undefined;
  const [features] = (provider.featuresInput ?? []) as readonly (AzurermProviderFeatures | undefined)[];
  const blocks = features?.recoveryService ?? [];
  if (!Array.isArray(blocks)) return undefined;
  const flags = blocks.flatMap((block) => [
    block.vmBackupStopProtectionAndRetainDataOnDestroy,
    block.vmBackupSuspendProtectionAndRetainDataOnDestroy,
  ]);
  return flags.every(isLiteral) ? flags.includes(true) : undefined;
}

function providerWithoutAlias(construct: IConstruct): AzurermProvider | undefined {
  const providers = TerraformStack.of(construct).allProviders();
  return providers.find((one) => one.terraformResourceType === "azurerm" && one.alias === undefined) as
    AzurermProvider | undefined;
}
