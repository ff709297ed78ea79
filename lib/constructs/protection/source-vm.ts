import { formatVirtualMachineId, parseVirtualMachineId } from "../../azure/resource-id";
import { isLiteral, problem, throwIfInvalid } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import { ProtectionState } from "./protection-state";

/** Whatever has the id of a virtual machine: a resource or data source of azurerm, or a construct of your own. */
export interface IVirtualMachine {
  /** The VM's id; it may be unknown until deployment. */
  readonly id: string;
}

/** Options for the protection of one VM. None of it changes the VM's address in Terraform. */
export interface SourceVmOptions {
  /**
   * The data disks to back up, by their LUN, beside the OS disk; all others are left out.
   * @default - every disk
   */
  readonly includeDiskLuns?: number[];

  /**
   * The data disks to leave out, by their LUN; all others are backed up.
   * @default - no disk is left out
   */
  readonly excludeDiskLuns?: number[];

  /**
   * Whether the VM's scheduled backups are made. azurerm creates nothing but VMs with a policy: a VM is protected first, and stopped
   * or suspended by a later deployment.
   * @default ProtectionState.PROTECTED
   */
  readonly protectionState?: ProtectionState;

  /**
   * The policy that this VM follows; it belongs to the same vault.
   * @default - the policy of all VMs; none while the VM is stopped or suspended, since Azure takes it from the VM and every plan
   * would give it back
   */
  readonly policy?: IVmBackupPolicy;
}

const NO_OVERRIDES: SourceVmOptions = {};

/** A virtual machine to protect. */
export class SourceVm {
  /**
   * The VM with an id; one that already exists, or that another tool makes.
   * @param vmId `/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>`
   * @throws where the id is not that of a virtual machine, or an option is out of range
   */
  public static fromId(vmId: string, options: SourceVmOptions = NO_OVERRIDES): SourceVm {
    return SourceVm.of(vmId, options);
  }

  /**
   * The VM that a construct makes or finds, such as azurerm's `LinuxVirtualMachine` or `DataAzurermVirtualMachine`.
   * @throws where its id is known and not that of a virtual machine, or an option is out of range
   */
  public static fromConstruct(vm: IVirtualMachine, options: SourceVmOptions = NO_OVERRIDES): SourceVm {
    return SourceVm.of(vm.id, options, vm);
  }

  private static of(vmId: string, options: SourceVmOptions, construct?: IVirtualMachine): SourceVm {
    const known = isLiteral(vmId);
    const parsed = known ? parseVirtualMachineId(vmId) : undefined;
    const problems = options === NO_OVERRIDES ? [] : diskProblems(options);
    if (known && !parsed) {
      const rule = {
        allowed: "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>'",
        remedy: "copy the resource id from the VM's properties",
      };
      problems.unshift(problem("vmId", vmId, rule));
    }
    throwIfInvalid("SourceVm.fromId", problems);
    return new SourceVm(parsed ? formatVirtualMachineId(parsed) : vmId, known, options, construct);
  }

  private constructor(
    /** @internal */
    public readonly _id: string,
    /** @internal Whether the id is known while the stack is synthesized. */
    public readonly _known: boolean,
    /** @internal */
    public readonly _options: SourceVmOptions,
    /** @internal The construct that has the id, where there is one. */
    public readonly _construct: IVirtualMachine | undefined,
  ) {}

  /** @internal Whether the VM has options of its own. */
  public get _hasOverrides(): boolean {
    return this._options !== NO_OVERRIDES;
  }

  /** @internal */
  public get _state(): ProtectionState {
    return this._options.protectionState ?? ProtectionState.PROTECTED;
  }

  /** @internal The policy's id as azurerm is told it; undefined where the VM has none. */
  public _policyId(defaultPolicy: IVmBackupPolicy): string | undefined {
    const policy = this._options.policy ?? (this._state === ProtectionState.PROTECTED ? defaultPolicy : undefined);
    return policy?.policyId;
  }
}

function diskProblems({ includeDiskLuns, excludeDiskLuns }: SourceVmOptions): string[] {
  const problems = [...lunProblems("includeDiskLuns", includeDiskLuns), ...lunProblems("excludeDiskLuns", excludeDiskLuns)];
  if (includeDiskLuns && excludeDiskLuns) {
    const rule = {
      allowed: "left out where includeDiskLuns is set",
      remedy: "name either the disks to keep or those to leave out",
    };
    problems.push(problem("excludeDiskLuns", excludeDiskLuns, rule));
  }
  return problems;
}

function lunProblems(path: string, luns: number[] | undefined): string[] {
  if (luns === undefined || !isLiteral(luns)) return [];
  const literals = luns.filter(isLiteral);
  const valid = literals.every((lun) => Number.isInteger(lun) && lun >= 0) && new Set(literals).size === literals.length;
  if (luns.length > 0 && valid) return [];
  return [
    problem(path, luns, {
      allowed: "at least one LUN, whole numbers from 0, none twice",
      remedy: "name the disks, or leave it out",
    }),
  ];
}
