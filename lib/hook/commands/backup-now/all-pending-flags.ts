import { type Command, Option } from "commander";
import { ExitCode } from "../../../contract/exit-code";
import type { PendingSelection } from "../../estate/pending-vaults";
import type { Shard } from "../../estate/shard";
import type { TagFilter } from "../../estate/tag-filter";
import { HookError } from "../../hook-error";
import { managementGroups, shard, tagFilters } from "../argument-types";
import type { VaultFlags } from "../vault-options";

/** The flags about the VMs of many vaults. */
export interface AllPendingFlags {
  readonly allPending?: true;
  readonly tag?: readonly TagFilter[];
  readonly managementGroup?: readonly string[];
  readonly shard?: Shard;
}

/** Adds the flags. */
export function withAllPending(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--all-pending",
        "every VM without a backup that the identity sees, in all vaults and subscriptions; --subscription then names the VMs' subscriptions, and may be repeated",
      ),
    )
    .addOption(
      new Option("--tag <name[=value]>", "with --all-pending, only VMs with this tag; repeat the flag for more tags").argParser(
        tagFilters,
      ),
    )
    .addOption(
      new Option(
        "--management-group <name>",
        "with --all-pending, only VMs below this management group; repeat the flag for more groups",
      ).argParser(managementGroups),
    )
    .addOption(
      new Option(
        "--shard <number/count>",
        "with --all-pending, only this part of the vaults, so that several jobs work side by side, such as 2/4",
      ).argParser(shard),
    );
}

/** The flags that name one vault or its VMs, which `--all-pending` excludes. */
const OF_ONE_VAULT = ["vaultId", "resourceGroup", "vaultName", "fromOutputs", "fromStack", "vm", "force"] as const;
const OF_MANY = ["tag", "managementGroup", "shard"] as const;

type Flags = AllPendingFlags &
  Omit<VaultFlags, "subscription"> & { readonly subscription?: readonly string[]; readonly vm?: unknown; readonly force?: true };

/**
 * Returns the VMs that the flags choose; undefined if they name a vault.
 * @throws HookError if they do both, or narrow what is not asked for
 */
export function pendingSelection(argument: string | undefined, flags: Flags): PendingSelection | undefined {
  if (flags.allPending === undefined) {
    const [narrowing] = OF_MANY.filter((name) => flags[name] !== undefined);
    if (narrowing === undefined) return undefined;
    throw wrong(`${flagOf(narrowing)} needs --all-pending, got it alone; add --all-pending, or leave it out`);
  }
  const others = OF_ONE_VAULT.filter((name) => flags[name] !== undefined).map(flagOf);
  if (argument !== undefined) others.unshift("the argument [vault-id]");
  if (others.length > 0) throw wrong(`--all-pending is about every vault, got ${others.join(" and ")} too; keep one of them`);
  const { tag: tags, managementGroup, subscription, shard: part } = flags;
  return { tags, managementGroups: managementGroup, subscriptions: subscription, shard: part };
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function wrong(message: string): HookError {
  return new HookError(ExitCode.badInput, message);
}
