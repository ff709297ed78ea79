import { Annotations, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isSameName } from "../../azure/case-fold";
import { isImageOfBuiltIns, MAX_VMS_PER_ASSIGNMENT } from "../../azure/backup-policy-definitions";
import { isSameRegion, regionName } from "../../azure/region";
import { isLiteral, literalText } from "../private/problems";
import { protectedVms } from "../protection/protections";
import { regionOfVm } from "../protection/vm-facts";
import { type VmConstruct, vmConstructsBelow } from "../protection/vm-constructs";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import { areDistinctVaults, formatVault } from "../vault/same-vault";
import {
  AutoProtectionEffect,
  AutoProtectionImages,
  type AutoProtectionProps,
  type AutoProtectionTag,
} from "./auto-protection-options";

/** The automatic protections of an app, for the rules that concern its VMs and more than one of them. */

export interface Registered {
  readonly construct: IConstruct;
  /** The name of the assignment. */
  readonly name: string;
  readonly props: AutoProtectionProps;
}

const byApp = new WeakMap<IConstruct, Registered[]>();

/** Registers an automatic protection, and the checks of it. One that is disabled enrols no VM. */
export function registerAutoProtection(one: Registered): void {
  const { root } = one.construct.node;
  const all = byApp.get(root) ?? [];
  byApp.set(root, all);
  all.push(one);
  one.construct.node.addValidation({
    validate: () => {
      const before = all.slice(0, all.indexOf(one));
      const names = before.flatMap((other) => sameName(one, other));
      if (isDisabled(one)) return names;
      const app = protectedVms(root);
      const taken = vmConstructsBelow(root).filter((vm) => takes(one.props, vm) !== "no" && !app.has(vm.resource));
      warnOfVms(one, taken);
      return [...names, ...before.flatMap((other) => (isDisabled(other) ? [] : clashes(one, other, taken)))];
    },
  });
}

function isDisabled({ props }: Registered): boolean {
  return props.effect === AutoProtectionEffect.DISABLED;
}

/** Azure has one assignment of a name at a scope, and the second deployment of it fails. */
function sameName(one: Registered, other: Registered): string[] {
  if (textRelation(one.name, other.name, one, other) !== "same" || scopeRelation(one, other) !== "same") return [];
  const received = `'${one.name}' here and in '${other.construct.node.path}'`;
  return [`assignmentName must be unique in its scope, got ${received}; set assignmentName of one of them`];
}

/** Whether the assignment takes a VM of the app, but for its image. What only the deployment knows, and management groups, are possible. */
function takes(
  { subscriptionId, location, include, exclude }: AutoProtectionProps,
  { resource, tags = {} }: VmConstruct,
): "certainly" | "possibly" | "no" {
  const region = regionOfVm(resource);
  if (region === undefined || !isLiteral(location) || !isSameRegion(region, location) || !isLiteral(tags)) return "no";
  if (!((include === undefined || hasTag(tags, include)) && (exclude === undefined || !hasTag(tags, exclude)))) return "no";
  const provider = azurermProviderOf(resource);
  const [wanted, own] = [literalText(subscriptionId), provider && subscriptionIdOf(provider)];
  if (wanted === undefined || own === undefined) return "possibly";
  return isSameName(wanted, own) ? "certainly" : "no";
}

/** Azure Policy compares the names and the values of tags without case. */
function hasTag(tags: Readonly<Record<string, string>>, { name, values }: AutoProtectionTag): boolean {
  return Object.entries(tags).some(([tag, value]) => isSameName(tag, name) && isOneOf(value, values));
}

function warnOfVms({ construct, props }: Registered, taken: readonly VmConstruct[]): void {
  const annotations = Annotations.of(construct);
  const count = Math.max(props.expectedVms ?? 0, taken.length);
  if (count > MAX_VMS_PER_ASSIGNMENT) {
    annotations.addWarning(
      `an assignment should have at most ${MAX_VMS_PER_ASSIGNMENT} VMs, got ${count}: beyond it Azure takes the first backups hours late; divide the VMs by tags among several`,
    );
  }
  if (props.images === AutoProtectionImages.ALL) return;
  const skipped = taken.filter((vm) => isSkipped(vm.resource));
  if (skipped.length === 0) return;
  const names = skipped.map(({ resource }) => `'${resource.node.path}' (${imageText(resource)})`).join(", ");
  annotations.addWarning(
    `the built-in definitions should have every image in their list, got VMs that they skip: ${names}; set images to AutoProtectionImages.ALL`,
  );
}

interface ImageReference {
  readonly publisher?: string;
  readonly offer?: string;
  readonly sku?: string;
  readonly id?: string;
}

interface WithImage {
  readonly sourceImageIdInput?: string;
  readonly osManagedDiskIdInput?: string;
  readonly sourceImageReferenceInput?: ImageReference;
  readonly storageImageReferenceInput?: ImageReference;
  readonly storageOsDiskInput?: { readonly createOption?: string };
}

/** The reference to an image of the marketplace. The resource `azurerm_virtual_machine` has another name for it. */
function imageOf(vm: IConstruct): ImageReference {
  const { sourceImageReferenceInput, storageImageReferenceInput } = vm as WithImage;
  return sourceImageReferenceInput ?? storageImageReferenceInput ?? {};
}

/** Whether the built-in definitions certainly skip a VM. What only the deployment knows is no reason to say so. */
function isSkipped(vm: IConstruct): boolean {
  const { publisher, offer, sku, id } = imageOf(vm);
  if (publisher === undefined || offer === undefined || sku === undefined) return id !== undefined || hasNoReference(vm);
  return [publisher, offer, sku].every(isLiteral) && !isImageOfBuiltIns({ publisher, offer, sku });
}

/** Whether a VM is made of an image of a gallery, or of a disk that exists. */
function hasNoReference(vm: IConstruct): boolean {
  const { sourceImageIdInput, osManagedDiskIdInput, storageOsDiskInput } = vm as WithImage;
  const isAttached = storageOsDiskInput?.createOption !== undefined && isSameName(storageOsDiskInput.createOption, "Attach");
  return sourceImageIdInput !== undefined || osManagedDiskIdInput !== undefined || isAttached;
}

function imageText(vm: IConstruct): string {
  const { publisher, offer, sku } = imageOf(vm);
  if (publisher !== undefined) return [publisher, offer, sku].join(":");
  const { osManagedDiskIdInput, storageOsDiskInput } = vm as WithImage;
  return (osManagedDiskIdInput ?? storageOsDiskInput) === undefined ? "an image of a gallery" : "no image of the marketplace";
}

/** Two assignments that take the same VMs into two vaults: the first one to run wins. It is certain only if both deploy. */
function clashes(one: Registered, other: Registered, taken: readonly VmConstruct[]): string[] {
  const [a, b] = [one.props, other.props];
  const place = placeRelation(one, other);
  if (!areDistinctVaults(a.vault, b.vault) || place === "different") return [];
  const deploys = [a, b].every(({ effect }) => effect === AutoProtectionEffect.DEPLOY);
  const certain = taken.filter((vm) => takes(a, vm) === "certainly" && takes(b, vm) === "certainly");
  const overlap = overlapOf(a, b);
  if (certain.length === 0 && overlap === "none") return [];
  const vms = certain.map(({ resource }) => `'${resource.node.path}'`).join(", ");
  const rules = overlap === "certain" ? "tags that both assignments take" : "rules that both take a VM with both tags";
  const where = `the vault ${formatVault(a.vault)}, and in '${other.construct.node.path}' in ${formatVault(b.vault)}`;
  const rest = `be enrolled in one vault, got ${vms === "" ? `${rules},` : vms} in ${where}; exclude the tag of one in the other`;
  if (deploys && (certain.length > 0 || (overlap === "certain" && place === "same"))) return [`a VM must ${rest}`];
  Annotations.of(one.construct).addWarning(`a VM should ${rest}`);
  return [];
}

/** How the VMs of two assignments relate: a management group may contain a subscription or another group. */
type Relation = "same" | "possible" | "different";

function placeRelation(one: Registered, other: Registered): Relation {
  const [here, there] = [regionText(one.props.location), regionText(other.props.location)];
  const both = [scopeRelation(one, other), textRelation(here, there, one, other)];
  return both.find((relation) => relation === "different") ?? both.find((relation) => relation === "possible") ?? "same";
}

function scopeRelation(one: Registered, other: Registered): Relation {
  const [a, b] = [one.props, other.props];
  if (a.subscriptionId !== undefined && b.subscriptionId !== undefined)
    return textRelation(a.subscriptionId, b.subscriptionId, one, other);
  return textRelation(a.managementGroupName ?? "", b.managementGroupName ?? "", one, other) === "same" ? "same" : "possible";
}

function regionText(location: string): string {
  return isLiteral(location) ? regionName(location) : location;
}

/** Another stack's variable of the same name can have another value. */
function textRelation(one: string, other: string, a: Registered, b: Registered): Relation {
  if (isLiteral(one) && isLiteral(other)) return isSameName(one, other) ? "same" : "different";
  return one === other && TerraformStack.of(a.construct) === TerraformStack.of(b.construct) ? "same" : "possible";
}

/** Whether a VM can have tags that both rules take: always, never, or only a VM that has two tags. */
function overlapOf(one: AutoProtectionProps, other: AutoProtectionProps): "certain" | "possible" | "none" {
  if (isExcludedBy(one, other) || isExcludedBy(other, one)) return "none";
  if (!one.include || !other.include) return "certain";
  if (!isSameName(one.include.name, other.include.name)) return "possible";
  const { values } = other.include;
  return one.include.values.some((value) => isOneOf(value, values)) ? "certain" : "none";
}

/** Whether one rule excludes everything that the other one includes. */
function isExcludedBy({ include }: AutoProtectionProps, { exclude }: AutoProtectionProps): boolean {
  if (!include || !exclude || !isSameName(include.name, exclude.name)) return false;
  return include.values.every((value) => isOneOf(value, exclude.values));
}

/** Whether a text is one of some, without case. */
function isOneOf(text: string, all: readonly string[]): boolean {
  return all.some((one) => isSameName(one, text));
}
