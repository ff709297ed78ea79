import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { coveredVms } from "./protections";
import { SourceVm, type SourceVmOptions } from "./source-vm";
import type { TagRule } from "./tag-rule";
import { instancesArgument } from "./vm-instances";
import { type VmConstruct, vmConstructsBelow } from "./vm-constructs";

/** Which of the VMs below a scope are selected. */
export interface AppSelectionOptions {
  /**
   * The VMs to select, by their tags.
   * @default - every VM
   */
  readonly where?: TagRule;

  /**
   * VMs that are left unprotected on purpose, by key or by name in Azure. Each must name a VM below the scope.
   * @default - none
   */
  readonly exempt?: string[];

  /**
   * Options of some VMs, by key or by name in Azure. Each must name a selected VM.
   * @default - no VM has options
   */
  readonly overrides?: { [keyOrName: string]: SourceVmOptions };
}

/** The VMs that the app declares below a scope, at the time of each call. */
export class AppSelection {
  /** A cache: cdktf asks up to twenty times, and reading the id of a construct creates a stack trace. */
  private readonly sourceVms = new Map<VmConstruct["resource"], { vm: SourceVm; options: SourceVmOptions | undefined }>();

  constructor(
    private readonly scope: IConstruct,
    private readonly options: AppSelectionOptions,
  ) {}

  /** The selected VMs by key. */
  vms(): Record<string, SourceVm> {
    const { overrides = {} } = this.options;
    return Object.fromEntries(
      this.selected()
        .filter(isOneVm)
        .map(({ resource, key, name }) => {
          return [key, this.sourceVm(resource, overrides[key] ?? overrides[name ?? key])];
        }),
    );
  }

  /** The VMs below the scope that are left unprotected on purpose. */
  exempt(): IConstruct[] {
    return vmConstructsBelow(this.scope)
      .filter((vm) => this.isExempt(vm))
      .map(({ resource }) => resource);
  }

  /** Returns the problems of the selection for a construct that protects its VMs. */
  problems(protector: IConstruct): string[] {
    const all = vmConstructsBelow(this.scope);
    const selected = this.selected();
    const { exempt = [], overrides = {} } = this.options;
    const unknownTags = this.unknownTagProblems(all);
    const below = `a VM below '${this.scope.node.path}'`;
    if (selected.length === 0 && unknownTags.length === 0) {
      return [`selection must take at least one VM, got none of ${all.length}; declare a VM, or leave the construct out`];
    }
    return [
      ...unknownNames("selection.exempt", exempt, all, below),
      ...unknownNames("selection.overrides", Object.keys(overrides), selected, "a selected VM"),
      ...unknownTags,
      ...selected.flatMap((vm) => instanceProblems(vm, protector)),
      ...sameKeyProblems(selected),
      ...this.forgottenVms(all),
    ];
  }

  private unknownTagProblems(all: readonly VmConstruct[]): string[] {
    return all.flatMap((vm) => {
      const unknown = this.isExempt(vm) ? undefined : this.options.where?._unknownOf(vm.tags);
      if (unknown === undefined) return [];
      const what = unknown === "tags" ? "tags" : `the tag '${unknown}'`;
      return [
        `${what} of a VM must be known while the stack is synthesized, got a value of the deployment for '${vm.resource.node.path}'; write it out, or name the VM in exempt`,
      ];
    });
  }

  private sourceVm(resource: VmConstruct["resource"], options: SourceVmOptions | undefined): SourceVm {
    const kept = this.sourceVms.get(resource);
    if (kept && kept.options === options) return kept.vm;
    const vm = SourceVm.fromConstruct(resource, options);
    this.sourceVms.set(resource, { vm, options });
    return vm;
  }

  private selected(): VmConstruct[] {
    const { where } = this.options;
    return vmConstructsBelow(this.scope).filter((vm) => !this.isExempt(vm) && (!where || where._takes(vm.tags ?? {})));
  }

  private isExempt(vm: VmConstruct): boolean {
    return this.options.exempt?.some((name) => isNamed(vm, name)) ?? false;
  }

  /** Returns a problem for each VM that nothing protects and `exempt` does not name: it was probably forgotten. */
  private forgottenVms(all: readonly VmConstruct[]): string[] {
    const accountedFor = coveredVms(this.scope);
    return all
      .filter(({ resource, tags }) => !accountedFor.has(resource) && this.options.where?._unknownOf(tags) === undefined)
      .map(
        ({ resource, key }) =>
          `every VM below '${this.scope.node.path}' must be protected or left out by name, got '${resource.node.path}', which nothing protects; tag it so that a selection takes it, or add '${key}' to exempt`,
      );
  }
}

function isNamed(vm: VmConstruct, name: string): boolean {
  return vm.key === name || vm.name === name;
}

function unknownNames(path: string, names: readonly string[], vms: readonly VmConstruct[], what: string): string[] {
  return names
    .filter((name) => !vms.some((vm) => isNamed(vm, name)))
    .map((name) => `${path} must name ${what}, got '${name}'; use its key or its name in Azure`);
}

/** Whether a resource is one VM. A resource with instances is a problem of the selection. */
function isOneVm({ resource }: Pick<VmConstruct, "resource">): boolean {
  return instancesArgument(resource) === undefined;
}

function instanceProblems({ resource, stack, key }: VmConstruct, protector: IConstruct): string[] {
  const own = TerraformStack.of(protector);
  if (stack !== own) {
    return [
      `selection must take VMs of the stack '${own.node.id}' only, got '${resource.node.path}' of the stack '${stack.node.id}'; protect it in its own stack, or add '${key}' to exempt`,
    ];
  }
  return isOneVm({ resource })
    ? []
    : [
        `selection must take resources that are one VM, got '${resource.node.path}', which has for_each or count; protect its instances with VmSelection.fromInstances, and add '${key}' to exempt`,
      ];
}

function sameKeyProblems(vms: readonly VmConstruct[]): string[] {
  const first = new Map<string, VmConstruct>();
  return vms.flatMap((vm) => {
    const other = first.get(vm.key);
    first.set(vm.key, other ?? vm);
    return other
      ? [
          `selection must give each VM a key of its own, got '${vm.key}' for '${other.resource.node.path}' and '${vm.resource.node.path}'; rename one of the two constructs`,
        ]
      : [];
  });
}
