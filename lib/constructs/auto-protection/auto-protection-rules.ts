import { isSameName } from "../../azure/case-fold";
import { GUID } from "../../azure/guid";
import { isSameRegion } from "../../azure/region";
import { checkPolicy } from "../policy/check-policy";
import { checkLocation, checkTag } from "../private/azure-names";
import { checkResourceIds } from "../private/azure-ids";
import { checkFlags, isObject } from "../private/option-types";
import {
  checkMember,
  checkNonEmptyUnique,
  checkOptionalWholeNumber,
  checkText,
  checkTextList,
  isLiteral,
  literalText,
  prefixed,
  problem,
} from "../private/problems";
import { regionOf } from "../protection/vault-facts";
import { policyVaultProblems } from "../protection/vm-rules";
import { checkVault } from "../vault/check-vault";
import { knownPartsOf } from "../vault/known-vault";
import {
  AutoProtectionEffect,
  AutoProtectionImages,
  type AutoProtectionProps,
  type AutoProtectionTag,
} from "./auto-protection-options";
import { type OptionNames, RESOURCE_OPTIONS } from "../private/option-names";

const TAG: OptionNames<AutoProtectionTag> = { name: true, values: true };

/** The names of the options of an automatic protection. */
export const AUTO_OPTIONS: OptionNames<AutoProtectionProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  policy: true,
  location: true,
  subscriptionId: true,
  managementGroupName: true,
  images: true,
  include: TAG,
  exclude: TAG,
  effect: true,
  exemptVmIds: true,
  remediateExisting: true,
  expectedVms: true,
  crossSubscriptionBackup: true,
  assignmentName: true,
};

/** Returns the problems of the props of an automatic protection. */
export function autoProtectionProblems(props: AutoProtectionProps): string[] {
  const { vault, policy, location, include, exclude, exemptVmIds, expectedVms } = props;
  const shape = [...checkVault("vault", vault), ...checkPolicy("policy", policy)];
  const rule = { allowed: "a whole number of VMs of at least 1", remedy: "leave it out" };
  const own = [
    ...checkLocation("location", location),
    ...scopeProblems(props),
    ...checkMember("images", props.images, AutoProtectionImages, "AutoProtectionImages"),
    ...checkMember("effect", props.effect, AutoProtectionEffect, "AutoProtectionEffect"),
    ...(include === undefined ? [] : tagProblems("include", include)),
    ...(exclude === undefined ? [] : tagProblems("exclude", exclude)),
    ...(exemptVmIds === undefined ? [] : checkResourceIds("exemptVmIds", exemptVmIds, "Microsoft.Compute/virtualMachines")),
    ...checkFlags(props, "remediateExisting", "crossSubscriptionBackup"),
    ...checkOptionalWholeNumber("expectedVms", expectedVms, 1, Number.MAX_SAFE_INTEGER, rule),
    ...nameProblems(props.assignmentName),
  ];
  if (shape.length + own.length > 0) return [...shape, ...own];
  return [...policyVaultProblems("policy", policy, vault), ...placeProblems(props), ...ruleProblems(props)];
}

/** Azure allows 24 characters in the name of an assignment at a management group, and 64 at a subscription; the shorter is safe. */
export function nameProblems(name: string | undefined): string[] {
  if (name === undefined) return [];
  return checkText("assignmentName", name, /^[-\w]{1,24}$/, {
    allowed: "1 to 24 letters, digits, '-' and '_'",
    remedy: "set assignmentName to one of that kind",
  });
}

function scopeProblems({ subscriptionId, managementGroupName }: AutoProtectionProps): string[] {
  if ((subscriptionId === undefined) === (managementGroupName === undefined)) {
    const received = subscriptionId === undefined ? "neither" : "both";
    return [`either subscriptionId or managementGroupName must be set, got ${received}; set one of them`];
  }
  const guid = { allowed: "the GUID of a subscription", remedy: "copy it from the Azure portal" };
  const name = { allowed: "1 to 90 letters, digits, '-', '_', '.' and parentheses", remedy: "give the name, not the id" };
  return [
    ...(subscriptionId === undefined ? [] : checkText("subscriptionId", subscriptionId, GUID, guid)),
    ...(managementGroupName === undefined ? [] : checkText("managementGroupName", managementGroupName, /^[-\w.()]{1,90}$/, name)),
  ];
}

function tagProblems(path: string, tag: AutoProtectionTag): string[] {
  if (!isObject(tag)) {
    return [problem(path, tag, { allowed: "an object such as { name, values }", remedy: "write it in braces" })];
  }
  const { name, values } = tag;
  const rule = { allowed: "at least one value, none twice", remedy: "name each value once" };
  return [
    ...prefixed(path, checkTextList("name", [name], "the name of a tag")),
    ...(typeof name === "string" && isLiteral(name) ? checkTag(path, { name }) : []),
    ...prefixed(path, checkTextList("values", values, "values")),
    ...prefixed(path, checkNonEmptyUnique("values", values, rule)),
  ];
}

function placeProblems({ vault, location, subscriptionId, crossSubscriptionBackup }: AutoProtectionProps): string[] {
  const problems: string[] = [];
  const [own, region] = [literalText(location), regionOf(vault)];
  if (own !== undefined && region !== undefined && !isSameRegion(own, region)) {
    const rule = {
      allowed: `the vault's region ${region}`,
      remedy: "use a vault of that region, and an AutoProtection for each region",
    };
    problems.push(problem("location", own, rule));
  }
  const [mine, vaults] = [literalText(subscriptionId), knownPartsOf(vault).subscriptionId];
  if (crossSubscriptionBackup !== true && mine !== undefined && vaults !== undefined && !isSameName(mine, vaults)) {
    const rule = {
      allowed: `the vault's subscription ${vaults}`,
      remedy: "set crossSubscriptionBackup to true, or use a vault of that subscription",
    };
    problems.push(problem("subscriptionId", mine, rule));
  }
  return problems;
}

/** What Azure's definitions can express. */
function ruleProblems(props: AutoProtectionProps): string[] {
  const { include, exclude, images = AutoProtectionImages.BUILT_IN, managementGroupName, crossSubscriptionBackup } = props;
  const problems: string[] = [];
  if (images === AutoProtectionImages.BUILT_IN) {
    const remedy = "set images to AutoProtectionImages.ALL, whose definition has both";
    if (include && exclude)
      problems.push(`include and exclude must not both be set with the built-in definitions, got both; ${remedy}`);
    if (managementGroupName !== undefined) {
      const rule = { allowed: "left out with the built-in definitions", remedy: "set images to AutoProtectionImages.ALL" };
      problems.push(problem("managementGroupName", managementGroupName, rule));
    }
  }
  if (managementGroupName !== undefined && crossSubscriptionBackup !== true) {
    const rule = { allowed: "true for a management group", remedy: "set it, since the VMs are in many subscriptions" };
    problems.push(problem("crossSubscriptionBackup", crossSubscriptionBackup, rule));
  }
  if (include && exclude && isSameName(include.name, exclude.name)) {
    // Azure Policy compares values without case.
    const left = include.values.filter((value) => !exclude.values.some((one) => isSameName(one, value)));
    if (left.length === 0) {
      const rule = { allowed: `a tag that leaves some of ${include.values.join(", ")}`, remedy: "leave out one of the two" };
      problems.push(problem("exclude", exclude, rule));
    }
  }
  return problems;
}
