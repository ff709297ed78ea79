import type { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral, problem } from "../private/problems";
import { defaultAzurermProvider, knownBlocks, recoveryServiceBlocksOf } from "../provider/azurerm-providers";
import type { ItemResourceProps } from "./item-resource";
import { RemovalPolicy } from "./removal-policy";

/** Checks that the provider, whose features apply to all of its VMs, does what `removal` says. */
export function removalProblems(construct: IConstruct, { removal, provider }: ItemResourceProps): string[] {
  if (removal === undefined || removal === RemovalPolicy.REFUSE) return [];
  const retains = retainsBackups(
    (provider as AzurermProvider | undefined) ?? defaultAzurermProvider(TerraformStack.of(construct)),
  );
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

/** Returns undefined if there is no provider, or only the deployment knows its features. */
function retainsBackups(provider: AzurermProvider | undefined): boolean | undefined {
  if (!provider || !isLiteral(provider.featuresInput)) return undefined;
  if (!knownBlocks(provider.featuresInput).every(({ recoveryService }) => isLiteral(recoveryService))) return undefined;
  const flags = recoveryServiceBlocksOf(provider).flatMap((block) => [
    block.vmBackupStopProtectionAndRetainDataOnDestroy,
    block.vmBackupSuspendProtectionAndRetainDataOnDestroy,
  ]);
  return flags.every(isLiteral) ? flags.includes(true) : undefined;
}
