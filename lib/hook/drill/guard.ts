import { caseFold, isSameName } from "../../azure/case-fold";
import { canonicalResourceId } from "../../azure/typed-id";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { ProtectedItem } from "../vault/protected-item";

/** Where a drill may delete something: in its scratch group, and containers of its staging account. */
export interface DrillPlace {
  readonly scratchGroupId: string;
  readonly stagingAccountId: string;
}

const KINDS = ["Microsoft.Compute/virtualMachines", "Microsoft.Compute/disks", "Microsoft.Network/networkInterfaces"] as const;

/** The api-versions with which each kind is deleted. */
const VERSIONS: Readonly<Record<(typeof KINDS)[number], string>> = {
  "Microsoft.Compute/virtualMachines": "2023-03-01",
  "Microsoft.Compute/disks": "2023-04-02",
  "Microsoft.Network/networkInterfaces": "2023-09-01",
};
const CONTAINER_VERSION = "2023-05-01";
const CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers";

/** What a deletion needs to know of a resource. */
export interface Deletable {
  readonly type: string;
  readonly apiVersion: string;
}

/**
 * The last check before every DELETE: a drill deletes VMs, disks and network interfaces of its scratch group, and containers of its staging
 * account, and never a source VM or anything of a vault.
 */
export class DeleteGuard {
  private readonly sources: ReadonlySet<string>;

  constructor(
    private readonly place: DrillPlace,
    items: readonly Pick<ProtectedItem, "vmId">[],
  ) {
    this.sources = new Set(items.flatMap(({ vmId }) => (vmId === undefined ? [] : [caseFold(vmId)])));
  }

  /** @throws HookError if a drill never deletes such a resource */
  check(id: string): Deletable {
    if (this.sources.has(caseFold(id))) throw refused(`a drill never deletes a VM that a vault protects, got '${id}'`);
    const { scratchGroupId, stagingAccountId } = this.place;
    const [, , , , ...segments] = id.split("/");
    const group = id.split("/").slice(0, 5).join("/");
    for (const type of KINDS) {
      const isOne = segments.length === 5 && canonicalResourceId(id, type) !== undefined;
      if (isOne && isSameName(group, scratchGroupId)) return { type, apiVersion: VERSIONS[type] };
    }
    const parent = `${stagingAccountId}/blobServices/default/containers/`;
    const name = id.slice(parent.length);
    if (caseFold(id).startsWith(caseFold(parent)) && /^[a-z0-9$][a-z0-9-]*$/.test(name)) {
      return { type: CONTAINER, apiVersion: CONTAINER_VERSION };
    }
    throw refused(`a drill deletes nothing outside of its scratch group and its staging account, got '${id}'`);
  }
}

function refused(message: string): HookError {
  return new HookError(ExitCode.unexpected, `${message}; delete it yourself if nobody needs it`);
}

/** The VMs of a vault that are in the scratch group, which must hold none. */
export function sourcesInGroup<T extends Pick<ProtectedItem, "vmId">>(items: readonly T[], scratchGroupId: string): T[] {
  const prefix = caseFold(`${scratchGroupId}/`);
  return items.filter(({ vmId }) => vmId !== undefined && caseFold(vmId).startsWith(prefix));
}
