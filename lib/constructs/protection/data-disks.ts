import { DefaultTokenResolver, StringConcat, TerraformResource, type TerraformStack, Tokenization } from "cdktf";
import { caseFold } from "../../azure/case-fold";
import { isLiteral } from "../private/problems";

/** A data disk that a stack attaches to a VM. Each value may be unknown until the deployment. */
export interface DataDisk {
  readonly lun: number | undefined;
  /** Such as `UltraSSD_LRS`. */
  readonly storageType: string | undefined;
  /** The number of VMs that may attach it at the same time. */
  readonly maxShares: number | undefined;
}

/** The arguments of azurerm's attachments and disks that the rules read. */
interface DiskResource {
  readonly virtualMachineIdInput?: string;
  readonly managedDiskIdInput?: string;
  readonly lunInput?: number;
  readonly storageAccountTypeInput?: string;
  readonly maxSharesInput?: number;
}

const ATTACHMENTS = ["azurerm_virtual_machine_data_disk_attachment", "azurerm_virtual_machine_implicit_data_disk_from_source"];

/** The data disks that a stack attaches, by the id of their VM in Terraform. */
export class DataDisks {
  private readonly byVmId = new Map<string, DataDisk[]>();

  constructor(private readonly stack: TerraformStack) {
    const disks = new Map<string, DiskResource>();
    const attachments: DiskResource[] = [];
    for (const one of stack.node.findAll()) {
      if (!TerraformResource.isTerraformResource(one)) continue;
      if (ATTACHMENTS.includes(one.terraformResourceType)) attachments.push(one as unknown as DiskResource);
      else if (one.terraformResourceType === "azurerm_managed_disk") {
        disks.set(`\${azurerm_managed_disk.${one.friendlyUniqueId}.id}`, one as unknown as DiskResource);
      }
    }
    for (const attachment of attachments) this.attach(attachment, disks);
  }

  /** Whether the stack attaches none. */
  get isEmpty(): boolean {
    return this.byVmId.size === 0;
  }

  /** Returns the disks that the stack attaches to a VM. The VM may have others. */
  of(vmId: string): readonly DataDisk[] {
    return this.byVmId.get(this.resolved(vmId)) ?? [];
  }

  private attach(
    { virtualMachineIdInput, managedDiskIdInput, lunInput }: DiskResource,
    disks: ReadonlyMap<string, DiskResource>,
  ): void {
    const disk = disks.get(this.resolved(managedDiskIdInput ?? ""));
    const vmId = this.resolved(virtualMachineIdInput ?? "");
    this.byVmId.set(vmId, [
      ...(this.byVmId.get(vmId) ?? []),
      { lun: known(lunInput), storageType: known(disk?.storageAccountTypeInput), maxShares: known(disk?.maxSharesInput) },
    ]);
  }

  private resolved(id: string): string {
    if (isLiteral(id)) return caseFold(id);
    const resolver = new DefaultTokenResolver(new StringConcat());
    return String(Tokenization.resolve(id, { scope: this.stack, preparing: false, resolver }));
  }
}

function known<T>(value: T | undefined): T | undefined {
  return isLiteral(value) ? value : undefined;
}
