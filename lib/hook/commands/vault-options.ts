import { type Command, Option } from "commander";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { texts, vaultId } from "./argument-types";

/** The way in which the command line names the vault. */
export type VaultReference =
  | { readonly by: "id"; readonly vaultId: string }
  | { readonly by: "name"; readonly resourceGroup: string; readonly vaultName: string; readonly subscription: string | undefined }
  | { readonly by: "outputs"; readonly file: string }
  | { readonly by: "stack"; readonly directory: string; readonly subscription: string | undefined };

export interface VaultFlags {
  readonly vaultId?: string;
  readonly resourceGroup?: string;
  readonly vaultName?: string;
  /** More than one only for a command about several vaults. */
  readonly subscription?: readonly string[];
  readonly fromOutputs?: string;
  readonly fromStack?: string;
}

const WAYS = "[vault-id], --vault-id, --resource-group with --vault-name, --from-outputs or --from-stack";

/** Adds the argument and the flags that name a vault. */
export function withVault(command: Command): Command {
  return command
    .argument("[vault-id]", "id of the Recovery Services vault", vaultId)
    .addOption(new Option("--vault-id <id>", "id of the vault, instead of the argument").argParser(vaultId))
    .addOption(new Option("-g, --resource-group <name>", "the vault's resource group, with --vault-name"))
    .addOption(new Option("-v, --vault-name <name>", "the vault's name, with --resource-group"))
    .addOption(new Option("--subscription <id>", "the vault's subscription (default: ARM_SUBSCRIPTION_ID)").argParser(texts))
    .addOption(
      new Option(
        "--from-outputs <file>",
        "read the id from the file of 'cdktf output --outputs-file' or 'terraform output -json'",
      ),
    )
    .addOption(
      new Option("--from-stack <directory>", "read the vault from a synthesized stack, such as cdktf.out/stacks/backup"),
    );
}

/** Returns the vault that the argument and the flags name. @throws HookError if they name none, or more than one */
export function vaultReference(argument: string | undefined, flags: VaultFlags): VaultReference {
  const { resourceGroup, vaultName, subscription: subscriptions = [], fromOutputs, fromStack } = flags;
  const [subscription, another] = subscriptions;
  if (another !== undefined) {
    throw wrong(`--subscription must be given once for a vault, got '${subscriptions.join("', '")}'; keep one`);
  }
  const references: VaultReference[] = [];
  for (const id of new Set([argument, flags.vaultId])) if (id !== undefined) references.push({ by: "id", vaultId: id });
  if (resourceGroup !== undefined && vaultName !== undefined) {
    references.push({ by: "name", resourceGroup, vaultName, subscription });
  } else if (resourceGroup !== undefined || vaultName !== undefined) {
    const [given, lacking] = vaultName === undefined ? ["resource-group", "vault-name"] : ["vault-name", "resource-group"];
    throw wrong(`--${given} needs --${lacking}, got '${resourceGroup ?? vaultName ?? ""}' alone; add --${lacking}`);
  }
  if (fromOutputs !== undefined) references.push({ by: "outputs", file: fromOutputs });
  if (fromStack !== undefined) references.push({ by: "stack", directory: fromStack, subscription });
  const [reference, ...others] = references;
  if (reference === undefined) throw wrong(`the vault must be named, got none; use one of ${WAYS}`);
  if (others.length > 0) throw wrong(`the vault must be named once, got ${references.length} references; keep one of ${WAYS}`);
  return reference;
}

/** @throws HookError if a vault is named beside --from-stack, which is enough by itself */
export function requireNoVault(argument: string | undefined, flags: VaultFlags): void {
  const { vaultId, resourceGroup, vaultName, subscription, fromOutputs } = flags;
  const others = [argument, vaultId, resourceGroup, vaultName, subscription, fromOutputs].filter((one) => one !== undefined);
  if (others.length === 0) return;
  throw wrong(`--from-stack must stand without a vault, got '${others.join("', '")}' beside it; keep one of them`);
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
