import { Token } from "cdktf";
import { findInvalidCharacter } from "../../azure/id-characters";
import { formatVirtualMachineId, parseVirtualMachineId } from "../../azure/resource-id";
import { checkPolicy } from "../policy/check-policy";
import { checkId } from "../private/azure-ids";
import { checkInstance } from "../private/instances";
import { checkList, checkMember, isLiteral, literalText, problem, throwIfInvalid } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import { ProtectionState } from "./protection-state";
import { oneVmProblems } from "./vm-instances";
import { misspelledProblems, type OptionNames } from "../private/option-names";
import { checkOptions } from "../private/option-types";

/** An object with the id of a virtual machine: a resource or data source of azurerm, or your own construct. */
export interface IVirtualMachine {
  /** The VM's id; it may be unknown until deployment. */
  readonly id: string;
}

/** Options for the protection of one VM. No option changes the VM's address in Terraform. */
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
   * Whether scheduled backups of the VM run. azurerm creates a protected VM only with a policy, so a VM is protected first, and stopped
   * or suspended by a later deployment.
   * @default ProtectionState.PROTECTED
   */
  readonly protectionState?: ProtectionState;

  /**
   * The policy that this VM follows; it belongs to the same vault.
   * @default - the policy of all VMs; none while the VM is stopped or suspended, since Azure removes the policy and every plan would
   * add it again
   */
  readonly policy?: IVmBackupPolicy;
}

const NO_OVERRIDES: SourceVmOptions = {};

/** The names of the options of a VM. */
export const SOURCE_VM_OPTIONS: OptionNames<SourceVmOptions> = {
  includeDiskLuns: true,
  excludeDiskLuns: true,
  protectionState: true,
  policy: true,
};

/**
 * A virtual machine to protect.
 *
 * @example
 * SourceVm.fromConstruct(vm, { excludeDiskLuns: [1] });
 */
export class SourceVm {
  /**
   * The VM with an id: one that already exists, or that another tool creates.
   * @param vmId `/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>`
   * @throws if the id is not that of a virtual machine, or an option is out of range
   */
  public static fromId(vmId: string, options: SourceVmOptions = NO_OVERRIDES): SourceVm {
    const known = canonicalVmId(vmId);
    const problems = known === undefined ? checkVmId("vmId", vmId) : [];
    throwIfInvalid("SourceVm.fromId", options === NO_OVERRIDES ? problems : [...problems, ...vmOptionProblems(options)]);
    return new SourceVm(known ?? Token.asString(vmId), known !== undefined, options, undefined);
  }

  /**
   * The VM that a construct creates or finds, such as azurerm's `LinuxVirtualMachine` or `DataAzurermVirtualMachine`. One with `count` or
   * `for_each` is protected by {@link VmSelection.fromInstances}.
   * @throws if its id is known and not that of a virtual machine, it has `count` or `for_each`, or an option is out of range
   */
  public static fromConstruct(vm: IVirtualMachine, options: SourceVmOptions = NO_OVERRIDES): SourceVm {
    const id = idOf(vm) as string | undefined;
    const problems = id === undefined ? [notAVmProblem(vm)] : [...checkVmId("vm.id", id), ...oneVmProblems("vm", vm)];
    throwIfInvalid("SourceVm.fromConstruct", options === NO_OVERRIDES ? problems : [...problems, ...vmOptionProblems(options)]);
    const known = canonicalVmId(id);
    return new SourceVm(known ?? Token.asString(id), known !== undefined, options, vm);
  }

  private constructor(
    /** @internal */
    public readonly _id: string,
    /** @internal Whether the id is known while the stack is synthesized. */
    public readonly _known: boolean,
    private readonly options: SourceVmOptions,
    /** @internal The construct that has the id, if there is one. */
    public readonly _construct: IVirtualMachine | undefined,
  ) {}

  /** @internal */
  public get _options(): SourceVmOptions {
    return this.options;
  }

  /** @internal Whether the VM has options. An app may have thousands of VMs without any. */
  public get _hasOverrides(): boolean {
    return this.options !== NO_OVERRIDES;
  }

  /** @internal */
  public get _state(): ProtectionState {
    return this.options.protectionState ?? ProtectionState.PROTECTED;
  }

  /** @internal The policy's id for azurerm; undefined if the VM has none. */
  public _policyId(defaultPolicy: IVmBackupPolicy): string | undefined {
    const policy = this.options.policy ?? (this._state === ProtectionState.PROTECTED ? defaultPolicy : undefined);
    return policy?.policyId;
  }
}

/** Checks that a prop is a `SourceVm`. JavaScript, or a cast, can pass an id or azurerm's resource. */
export function checkSourceVm(path: string, value: unknown): string[] {
  let remedy = "use SourceVm.fromId(id) or SourceVm.fromConstruct(vm)";
  if (typeof value === "string") remedy = "use SourceVm.fromId(id)";
  else if (idOf(value) !== undefined) remedy = "use SourceVm.fromConstruct(vm)";
  return checkInstance(path, value, SourceVm, remedy);
}

/** Whether a value is a VM to protect, of this copy of the package. */
export function isSourceVm(value: unknown): boolean {
  return value instanceof SourceVm;
}

/** The id of an object. cdktf creates an id each time it is read. */
function idOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as { id?: unknown }).id : undefined;
}

/** A VM's id in azurerm's case; undefined if it is a token, or is not the id of a VM. */
function canonicalVmId(vmId: unknown): string | undefined {
  const text = literalText(vmId);
  const parsed = text === undefined || findInvalidCharacter(text) ? undefined : parseVirtualMachineId(text);
  return parsed && formatVirtualMachineId(parsed);
}

function notAVmProblem(vm: unknown): string {
  const remedy = typeof vm === "string" ? "use SourceVm.fromId(id)" : "pass the resource or data source of the VM";
  return problem("vm", vm, { allowed: "a construct that has the id of a VM", remedy });
}

function checkVmId(path: string, vmId: string): string[] {
  const remedy = "copy the resource id from the VM's properties";
  const allowed = "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>'";
  if (idOf(vmId) !== undefined) return [problem(path, vmId, { allowed, remedy: "use SourceVm.fromConstruct(vm)" })];
  return checkId(path, vmId, (id) => parseVirtualMachineId(id) !== undefined, { allowed, remedy });
}

/** What is wrong with the options of a VM. */
export function vmOptionProblems(options: SourceVmOptions): string[] {
  return checkOptions("options", options, "{ excludeDiskLuns: [1] }", ({ policy, protectionState }) => [
    ...misspelledProblems(options, SOURCE_VM_OPTIONS),
    ...diskProblems(options),
    ...checkMember("protectionState", protectionState, ProtectionState, "ProtectionState"),
    ...(policy === undefined ? [] : checkPolicy("policy", policy)),
  ]);
}

function diskProblems({ includeDiskLuns, excludeDiskLuns }: SourceVmOptions): string[] {
  const problems = [...lunProblems("includeDiskLuns", includeDiskLuns), ...lunProblems("excludeDiskLuns", excludeDiskLuns)];
  if (includeDiskLuns && excludeDiskLuns) {
    const rule = {
      allowed: "left out if includeDiskLuns is set",
      remedy: "name either the disks to keep or those to leave out",
    };
    problems.push(problem("excludeDiskLuns", excludeDiskLuns, rule));
  }
  return problems;
}

function lunProblems(path: string, luns: number[] | undefined): string[] {
  if (luns === undefined || !isLiteral(luns)) return [];
  if (!Array.isArray(luns)) return checkList(path, luns, "LUNs");
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
