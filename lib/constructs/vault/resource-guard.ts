import { DataProtectionResourceGuard } from "@cdktf/provider-azurerm/lib/data-protection-resource-guard";
import { Construct, type IConstruct } from "constructs";
import { checkResourceId, canonicalId } from "../private/azure-ids";
import { checkLocation, checkResourceGroupName, checkTags, warnIfUnknownRegion } from "../private/azure-names";
import { dependenciesOf } from "../private/dependencies";
import { repairHcl } from "../private/hcl";
import { lifecycleOf } from "../private/lifecycle";
import { checkKnownList, checkNonEmptyUnique, checkText, problem, throwIfInvalid } from "../private/problems";
import { checkInstance, isConstructWith } from "../private/instances";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { checkedProvider } from "../provider/checked-provider";
import { GuardedOperation } from "./guarded-operation";
import { RESOURCE_GUARD } from "./resource-types";
import { requireUniqueName } from "./unique-names";
import { requireOptions } from "../private/option-types";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";

/** A Resource Guard, declared in this app or existing already. */
export interface IResourceGuard extends IConstruct {
  /** The guard's id. */
  readonly resourceGuardId: string;
}

/** Properties of {@link ResourceGuard}. */
export interface ResourceGuardProps extends AzurermResourceOptions {
  /** The guard's name: 1 to 260 characters. A change replaces the guard. */
  readonly guardName: string;

  /** The name of the resource group that holds the guard. A change replaces the guard. */
  readonly resourceGroupName: string;

  /** The guard's region; the guarded vaults must be in the same region. A change replaces the guard. */
  readonly location: string;

  /**
   * The critical operations that need no approval; at least one, none twice.
   * @default - every critical operation needs approval
   */
  readonly excludedOperations?: GuardedOperation[];

  /**
   * Tags of the guard: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

const OPTIONS: OptionNames<ResourceGuardProps> = {
  ...RESOURCE_OPTIONS,
  guardName: true,
  resourceGroupName: true,
  location: true,
  excludedOperations: true,
  tags: true,
};

/**
 * Declares a Resource Guard: critical operations on its associated vaults also need a permission on the guard. It protects a vault
 * only if the vault's administrators have no permissions on the guard. Declare it in another subscription with other administrators.
 *
 * @example
 * const resourceGuard = new ResourceGuard(stack, "Guard", {
 *   guardName: "guard",
 *   resourceGroupName: "rg-security",
 *   location: "westeurope",
 *   excludedOperations: [GuardedOperation.CHANGE_PROTECTION],
 * });
 * vault.addResourceGuardAssociation("Guard", { resourceGuard });
 *
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization-concept
 */
export class ResourceGuard extends Construct implements IResourceGuard {
  /**
   * Refers to an existing Resource Guard.
   * @param resourceGuardId the guard's id
   * @throws if `resourceGuardId` is not the id of a Resource Guard
   */
  public static fromResourceGuardId(scope: Construct, id: string, resourceGuardId: string): IResourceGuard {
    return new ImportedGuard(scope, id, resourceGuardId);
  }

  public readonly resourceGuardId: string;

  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: DataProtectionResourceGuard;

  constructor(scope: Construct, id: string, props: ResourceGuardProps) {
    super(scope, id);
    const subject = `ResourceGuard '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ guardName, resourceGroupName, location }");
    warnOfMisspelled(this, props, OPTIONS);
    throwIfInvalid(subject, guardProblems(props));

    this.resource = new DataProtectionResourceGuard(this, "Resource", {
      name: props.guardName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      vaultCriticalOperationExclusionList: props.excludedOperations?.map(({ operationName }) => operationName).sort(),
      tags: props.tags,
      provider: checkedProvider(this, props.provider),
      dependsOn: dependenciesOf(this, props.dependsOn),
      lifecycle: lifecycleOf(this, props.lifecycle),
    });
    repairHcl(this.resource);
    warnIfUnknownRegion(this, "location", props.location);
    this.resourceGuardId = this.resource.id;
    const place = { kind: "resource group", resourceGroupName: props.resourceGroupName } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "guardName", name: props.guardName, place });
  }
}

class ImportedGuard extends Construct implements IResourceGuard {
  public readonly resourceGuardId: string;

  constructor(scope: Construct, id: string, resourceGuardId: string) {
    super(scope, id);
    const problems = checkResourceId("resourceGuardId", resourceGuardId, RESOURCE_GUARD);
    throwIfInvalid(`ResourceGuard.fromResourceGuardId '${this.node.path}'`, problems);
    this.resourceGuardId = canonicalId(resourceGuardId, RESOURCE_GUARD);
  }
}

function guardProblems(props: ResourceGuardProps): string[] {
  const { guardName, excludedOperations } = props;
  const listProblems =
    excludedOperations === undefined ? [] : checkKnownList("excludedOperations", excludedOperations, "operations");
  if (listProblems.length > 0) return listProblems;
  const operations = excludedOperations?.map((one: GuardedOperation | null) => one?.operationName);
  const classProblems = (excludedOperations ?? []).flatMap((one) =>
    checkInstance("excludedOperations", one, GuardedOperation, "use its members, or GuardedOperation.custom(name)"),
  );
  return [
    ...checkText("guardName", guardName, /^[^]{1,260}$/, { allowed: "1 to 260 characters", remedy: "name the guard" }),
    ...checkResourceGroupName("resourceGroupName", props.resourceGroupName),
    ...checkLocation("location", props.location),
    ...classProblems,
    ...(operations && classProblems.length === 0
      ? checkNonEmptyUnique("excludedOperations", operations, {
          allowed: "at least one operation, none twice",
          remedy: "name each, or leave it out",
        })
      : []),
    ...(operations?.includes("") ? ["excludedOperations must name operations, got ''; leave it out"] : []),
    ...checkTags("tags", props.tags),
  ];
}

/** Checks a prop for a Resource Guard: JavaScript and casts allow an id or the azurerm resource instead. */
export function checkResourceGuard(path: string, value: unknown): string[] {
  if (isConstructWith(value, "resourceGuardId")) return [];
  const id = typeof value === "string" ? "id" : "guard.id";
  const remedy = `use ResourceGuard.fromResourceGuardId(this, "Guard", ${id})`;
  return [problem(path, value, { allowed: "a ResourceGuard, declared or referred to", remedy })];
}
