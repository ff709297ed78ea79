import { DataAzurermResources } from "@cdktf/provider-azurerm/lib/data-azurerm-resources";
import {
  Fn,
  FOR_EXPRESSION_KEY,
  FOR_EXPRESSION_VALUE,
  forExpression,
  type ITerraformIterator,
  propertyAccess,
  type TerraformProvider,
} from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { checkResourceGroupName, checkTags } from "../private/azure-names";
import { repairHcl } from "../private/hcl";
import { checkConstruct, checkOptionalInstance, isConstructWith } from "../private/instances";
import { checkOptions, requireOptions } from "../private/option-types";
import { checkTextList, memberPath, problem, throwIfInvalid } from "../private/problems";
import { AppSelection, type AppSelectionOptions } from "./app-selection";
import { EACH_VALUE } from "./item-resource";
import { checkSourceVm, SOURCE_VM_OPTIONS, SourceVm, type SourceVmOptions, vmOptionProblems } from "./source-vm";
import { TagRule } from "./tag-rule";
import { instancesArgument } from "./vm-instances";
import { EACH_KEY, misspelledProblems, type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Which VMs of a subscription each plan searches for. At least one option is required; with both, a VM must match both. */
export interface VmSearch {
  /**
   * Tags that the VMs have, with these values.
   * @default - VMs with any tags
   */
  readonly tags?: { [name: string]: string };

  /**
   * The resource group of the VMs.
   * @default - any resource group of the subscription
   */
  readonly resourceGroupName?: string;
}

const SEARCH: OptionNames<VmSearch> = { tags: true, resourceGroupName: true };
const IN_SCOPE: OptionNames<AppSelectionOptions> = { where: true, exempt: true, overrides: { [EACH_KEY]: SOURCE_VM_OPTIONS } };

/** VMs that only a plan knows: the VM of each element, and the elements. */
export interface VmsOfPlan {
  readonly vm: SourceVm;
  /** The ids of the VMs by key, as an expression. */
  readonly ids?: unknown;
  /** An expression with an element for each VM, if the ids by key are not given. */
  readonly iterator?: ITerraformIterator;
  /** The resource whose instances the VMs are. */
  readonly instancesOf?: IConstruct;
}

/** A resource or data source of virtual machines, one for each element of its `count` or `for_each`. */
export interface IVirtualMachineInstances extends IConstruct {
  /** Its address in Terraform. */
  readonly fqn: string;
}

/**
 * A selection of VMs, in place of a list of VMs.
 *
 * @example
 * const selection = VmSelection.inScope(stack, { where: TagRule.tagged("tier", ["gold"]), exempt: ["vm-jumphost"] });
 * new ProtectedVms(stack, "Gold", { vault, policy, selection });
 */
export class VmSelection {
  /**
   * Every VM that the app declares below a scope. Its key is its path below the scope. Synthesis fails for each VM that the rule does not
   * select, that nothing else protects and that `exempt` does not name, so that no VM is forgotten.
   *
   * The VMs are those of azurerm's `LinuxVirtualMachine`, `WindowsVirtualMachine` and `VirtualMachine`, in the stack of the construct
   * that protects them.
   *
   * @param scope the construct to search for VMs, such as the stack
   * @throws if `where` is not a {@link TagRule}
   */
  public static inScope(scope: IConstruct, options: AppSelectionOptions = {}): VmSelection {
    const remedy = "use TagRule.tagged, allOf, anyOf or noneOf";
    throwIfInvalid("VmSelection.inScope", [
      ...checkConstruct("scope", scope, "pass the stack"),
      ...checkOptions("options", options, '{ where: TagRule.tagged("team") }', (given) => [
        ...misspelledProblems(given, IN_SCOPE),
        ...checkOptionalInstance("where", given.where, TagRule, remedy),
        ...(given.exempt === undefined ? [] : checkTextList("exempt", given.exempt, "names of VMs")),
        ...checkOptions("overrides", given.overrides, "{ 'vm-web': { excludeDiskLuns: [1] } }", overridesProblems),
      ]),
    ]);
    return new VmSelection(new AppSelection(scope, options), undefined);
  }

  /**
   * Every VM that azurerm's data source `azurerm_resources` finds in a plan. Its key is `<resource group>/<name>` in lower case. A plan
   * fails if it finds no VM, or no longer finds a protected VM.
   * @throws if there is no search option, or a name is not valid
   */
  public static fromDataSource(search: VmSearch, options: SourceVmOptions = {}): VmSelection {
    requireOptions("VmSelection.fromDataSource", "search", search, '{ resourceGroupName: "rg-app" }');
    throwIfMisspelled("VmSelection.fromDataSource", search, SEARCH);
    throwIfInvalid("VmSelection.fromDataSource", [...searchProblems(search), ...vmOptionProblems(options)]);
    return new VmSelection(undefined, (scope, provider) => ({
      vm: SourceVm.fromId(EACH_VALUE, options),
      ids: idsFoundBy(scope, search, provider),
    }));
  }

  /**
   * A VM for each element of an iterator whose keys only a plan knows. The keys become part of the items' addresses.
   * @param vm the VM of an element, such as `SourceVm.fromId(iterator.getString("id"))`
   * @throws if `vm` is not a {@link SourceVm}
   */
  public static forEach(iterator: ITerraformIterator, vm: SourceVm): VmSelection {
    throwIfInvalid("VmSelection.forEach", [...iteratorProblems(iterator), ...checkSourceVm("vm", vm)]);
    return new VmSelection(undefined, () => ({ vm, iterator }));
  }

  /**
   * Every instance of a resource or data source that has `count` or `for_each`. An instance's key is its key in `for_each`, or its
   * number in `count`. With `count`, removing a VM changes the keys of the VMs after it, and the plan fails.
   * @param vms a VM of azurerm with `count` or `for_each`
   * @throws if it is no resource or data source, or an option is out of range
   */
  public static fromInstances(vms: IVirtualMachineInstances, options: SourceVmOptions = {}): VmSelection {
    const problems = isConstructWith(vms, "fqn") ? [] : [instancesProblem("vms", vms)];
    throwIfInvalid("VmSelection.fromInstances", [...problems, ...vmOptionProblems(options)]);
    const id = propertyAccess(FOR_EXPRESSION_VALUE, ["id"]);
    return new VmSelection(undefined, (scope) => {
      scope.node.addValidation({ validate: () => instancesProblems(vms) });
      const vm = SourceVm.fromId(EACH_VALUE, options);
      return { vm, ids: forExpression(vms.fqn, id, FOR_EXPRESSION_KEY), instancesOf: vms };
    });
  }

  private constructor(
    private readonly app: AppSelection | undefined,
    /** @internal */
    public readonly _ofPlan: ((scope: Construct, provider: TerraformProvider | undefined) => VmsOfPlan) | undefined,
  ) {}

  /** @internal The VMs that the app declares; undefined if only a plan knows them. */
  public get _app(): AppSelection | undefined {
    return this.app;
  }
}

function overridesProblems(overrides: Readonly<Record<string, SourceVmOptions>>): string[] {
  return Object.entries(overrides).flatMap(([name, options]) =>
    checkOptions(memberPath("overrides", name), options, "{ excludeDiskLuns: [1] }"),
  );
}

function instancesProblems(vms: IVirtualMachineInstances): string[] {
  return instancesArgument(vms) === undefined ? [instancesProblem("the selection's VM", vms.node.path)] : [];
}

function instancesProblem(path: string, vms: unknown): string {
  const rule = { allowed: "a resource with count or for_each", remedy: "protect a single VM with SourceVm.fromConstruct" };
  return problem(path, vms, rule);
}

function iteratorProblems(iterator: ITerraformIterator): string[] {
  if (typeof (iterator as Partial<ITerraformIterator> | null | undefined)?._getForEachExpression === "function") return [];
  const remedy = "use TerraformIterator.fromList, fromMap or fromResources";
  return [problem("iterator", iterator, { allowed: "a TerraformIterator", remedy })];
}

function searchProblems({ tags, resourceGroupName }: VmSearch): string[] {
  if (resourceGroupName === undefined && Object.keys(tags ?? {}).length === 0) {
    const rule = { allowed: "narrowed by tags or by resourceGroupName", remedy: "name a tag or a resource group" };
    return [problem("search", { tags, resourceGroupName }, rule)];
  }
  return [
    ...checkTags("tags", tags),
    ...(resourceGroupName === undefined ? [] : checkResourceGroupName("resourceGroupName", resourceGroupName)),
  ];
}

/** `dependsOn` is left out: with it, Terraform would search only during the apply, and the plan would not know the keys. */
function idsFoundBy(scope: Construct, search: VmSearch, provider: TerraformProvider | undefined): unknown {
  const found = new DataAzurermResources(scope, "Found", {
    type: "Microsoft.Compute/virtualMachines",
    requiredTags: search.tags,
    resourceGroupName: search.resourceGroupName,
    provider,
    lifecycle: {
      postcondition: [
        {
          condition: "${length(self.resources) > 0}",
          errorMessage: `selection of '${scope.node.path}' must find at least one VM, got none; check its tags and resource group`,
        },
      ],
    },
  });
  repairHcl(found);
  const part = (name: string) => propertyAccess(FOR_EXPRESSION_VALUE, [name]);
  const key = Fn.lower(Fn.join("/", [part("resource_group_name"), part("name")] as unknown as string[]));
  return forExpression(propertyAccess(found.fqn, ["resources"]), part("id"), key);
}

/** Checks that a prop is a `VmSelection`. */
export function checkSelection(path: string, value: unknown): string[] {
  const remedy = "use VmSelection.inScope, fromDataSource or forEach";
  return checkOptionalInstance(path, value, VmSelection, remedy);
}
