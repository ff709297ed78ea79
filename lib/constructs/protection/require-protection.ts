import { checkTextList, throwIfInvalid } from "../private/problems";
import { type IAspect, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { coveredVms, type VmSet } from "./protections";
import { isVmConstruct, vmNameOf } from "./vm-constructs";
import { requireOptions } from "../private/option-types";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link RequireProtection}. */
export interface RequireProtectionOptions {
  /**
   * VMs that are left unprotected on purpose, by name in Azure or by path in the app, such as `network/Jumphost`.
   * @default - none
   */
  readonly exempt?: string[];
}

const OPTIONS: OptionNames<RequireProtectionOptions> = { exempt: true };

/**
 * An Aspect that fails synthesis for each VM that nothing in the app protects: `Aspects.of(app).add(new RequireProtection())`. Another
 * stack may protect the VM. VMs that `exempt` of a {@link VmSelection} names are ignored.
 */
export class RequireProtection implements IAspect {
  private covered?: VmSet;

  /** @throws if `exempt` is not a list */
  constructor(private readonly options: RequireProtectionOptions = {}) {
    requireOptions("RequireProtection", "options", options, '{ exempt: ["vm-jumphost"] }');
    throwIfMisspelled("RequireProtection", options, OPTIONS);
    throwIfInvalid(
      "RequireProtection",
      options.exempt === undefined ? [] : checkTextList("exempt", options.exempt, "names of VMs"),
    );
  }

  /** Visits one construct. cdktf calls it. */
  public visit(construct: IConstruct): void {
    if (!isVmConstruct(construct) || this.isExempt(construct)) return;
    this.covered = undefined;
    construct.node.addValidation({ validate: () => this.problemsOf(construct) });
  }

  private problemsOf(vm: IConstruct): string[] {
    this.covered ??= coveredVms(vm);
    if (this.covered.has(vm)) return [];
    const stack = TerraformStack.of(vm).node.id;
    return [
      `every VM must be protected, got '${vm.node.path}' of the stack '${stack}', which nothing protects; protect it, or add it to exempt`,
    ];
  }

  private isExempt(vm: IConstruct): boolean {
    const name = vmNameOf(vm);
    return this.options.exempt?.some((one) => one === name || one === vm.node.path) ?? false;
  }
}
