import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { caseFold, isSameName } from "../../azure/case-fold";
import { isImageOfBuiltIns, MAX_VMS_PER_ASSIGNMENT } from "../../azure/backup-policy-definitions";
import { isSameRegion, regionName } from "../../azure/region";
import { isLiteral, literalText } from "../private/problems";
import { regionOfVm } from "../protection/vm-facts";
import { type VmConstruct, vmConstructsBelow } from "../protection/vm-constructs";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import { areDistinctVaults, formatVault } from "../vault/same-vault";
import { AutoProtectionImages, type AutoProtectionProps, type AutoProtectionTag } from "./auto-protection-options";

/** The automatic protections of an app, for the rules that concern its VMs and more than one of them. */

export interface Registered {
  readonly construct: IConstruct;
  readonly props: AutoProtectionProps;
}

const byApp = new WeakMap<IConstruct, Registered[]>();

/** Registers an automatic protection, and the checks of it. */
export function registerAutoProtection(one: Registered): void {
  const { root } = one.construct.node;
  const all = byApp.get(root) ?? [];
  byApp.set(root, all);
  all.push(one);
  one.construct.node.addValidation({
    validate: () => {
      const taken = vmConstructsBelow(root).filter((vm) => takes(one.props, vm));
      warnOfVms(one, taken);
      return all.slice(0, all.indexOf(one)).flatMap((other) => clashes(one, other, taken));
    },
  });
}

/** Whether the assignment certainly takes a VM of the app, but for its image. */
function takes(
  { subscriptionId, location, include, exclude }: AutoProtectionProps,
  { resource, tags = {} }: VmConstruct,
): boolean {
  const region = regionOfVm(resource);
  if (region === undefined || !isLiteral(location) || !isSameRegion(region, location) || !isLiteral(tags)) return false;
  const provider = azurermProviderOf(resource);
  const [wanted, own] = [literalText(subscriptionId), provider && subscriptionIdOf(provider)];
  if (wanted !== undefined && own !== undefined && !isSameName(wanted, own)) return false;
  const matches = ({ name, values }: AutoProtectionTag) =>
    Object.entries(tags).some(([tag, value]) => isSameName(tag, name) && values.includes(value));
  return (include === undefined || matches(include)) && (exclude === undefined || !matches(exclude));
}

function warnOfVms({ construct, props }: Registered, taken: readonly VmConstruct[]): void {
  const annotations = Annotations.of(construct);
  const count = props.expectedVms ?? taken.length;
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

interface WithImage {
  readonly sourceImageIdInput?: string;
  readonly sourceImageReferenceInput?: Partial<Record<"publisher" | "offer" | "sku", string>>;
  readonly storageImageReferenceInput?: Partial<Record<"publisher" | "offer" | "sku", string>>;
}

/** The reference to an image of the marketplace. The resource `azurerm_virtual_machine` has another name for it. */
function imageOf(vm: IConstruct): Partial<Record<"publisher" | "offer" | "sku", string>> | undefined {
  const { sourceImageReferenceInput, storageImageReferenceInput } = vm as WithImage;
  return sourceImageReferenceInput ?? storageImageReferenceInput;
}

/** Whether the built-in definitions certainly skip a VM. What only the deployment knows is no reason to say so. */
function isSkipped(vm: IConstruct): boolean {
  const { publisher, offer, sku } = imageOf(vm) ?? {};
  if (publisher === undefined || offer === undefined || sku === undefined)
    return (vm as WithImage).sourceImageIdInput !== undefined;
  return [publisher, offer, sku].every(isLiteral) && !isImageOfBuiltIns({ publisher, offer, sku });
}

function imageText(vm: IConstruct): string {
  const { publisher, offer, sku } = imageOf(vm) ?? {};
  return publisher === undefined ? "an image of a gallery" : [publisher, offer, sku].join(":");
}

/** Two assignments that take the same VMs into two vaults: the first one to run wins. */
function clashes(one: Registered, other: Registered, taken: readonly VmConstruct[]): string[] {
  const [a, b] = [one.props, other.props];
  if (!areDistinctVaults(a.vault, b.vault) || !isSamePlace(a, b)) return [];
  const both = taken.filter((vm) => takes(b, vm)).map(({ resource }) => `'${resource.node.path}'`);
  const where = `the vault ${formatVault(a.vault)}, and in '${other.construct.node.path}' in ${formatVault(b.vault)}`;
  const remedy = "exclude the tag of one in the other";
  if (both.length > 0) return [`a VM must be enrolled in one vault, got ${both.join(", ")} in ${where}; ${remedy}`];
  const overlap = overlapOf(a, b);
  if (overlap === "none") return [];
  if (overlap === "certain")
    return [`a VM must be enrolled in one vault, got tags that both assignments take, in ${where}; ${remedy}`];
  Annotations.of(one.construct).addWarning(
    `a VM should be enrolled in one vault, got rules that both take a VM with both tags, in ${where}; ${remedy}`,
  );
  return [];
}

function isSamePlace(one: AutoProtectionProps, other: AutoProtectionProps): boolean {
  const [here, there] = [one.location, other.location];
  if (isLiteral(here) && isLiteral(there) ? regionName(here) !== regionName(there) : here !== there) return false;
  if (one.subscriptionId === undefined || other.subscriptionId === undefined) return true;
  return caseFold(one.subscriptionId) === caseFold(other.subscriptionId);
}

/** Whether a VM can have tags that both rules take: always, never, or only a VM that has two tags. */
function overlapOf(one: AutoProtectionProps, other: AutoProtectionProps): "certain" | "possible" | "none" {
  if (isExcludedBy(one, other) || isExcludedBy(other, one)) return "none";
  if (!one.include || !other.include) return "certain";
  if (!isSameName(one.include.name, other.include.name)) return "possible";
  return one.include.values.some((value) => other.include?.values.includes(value) === true) ? "certain" : "none";
}

/** Whether one rule excludes everything that the other one includes. */
function isExcludedBy({ include }: AutoProtectionProps, { exclude }: AutoProtectionProps): boolean {
  if (!include || !exclude || !isSameName(include.name, exclude.name)) return false;
  return include.values.every((value) => exclude.values.includes(value));
}
