import { isSameName } from "../../azure/case-fold";
import { isSameRegion } from "../../azure/region";
import { OnFailure } from "../initial-backup/initial-backup-options";
import { checkCredential, protectedVmsProblems } from "../initial-backup/initial-backup-rules";
import { outputNameProblems } from "../initial-backup/request-output";
import { checkResourceGroupId, checkResourceGroupIds, checkResourceId, groupIdOf } from "../private/azure-ids";
import { checkLocation, checkResourceGroupName, checkTag, checkTags } from "../private/azure-names";
import { checkOptionalInstance } from "../private/instances";
import { checkFlags, checkOptions } from "../private/option-types";
import {
  checkKnownList,
  checkMember,
  checkOptionalWholeNumber,
  checkText,
  isLiteral,
  literalText,
  problem,
} from "../private/problems";
import { AzurePrincipal } from "../vault/azure-principal";
import { checkVault } from "../vault/check-vault";
import { STORAGE_ACCOUNT, SUBNET } from "../vault/resource-types";
import type { IRecoveryServicesVault } from "../vault/vault";
import { DrillPoint, DrillRestores, type DrillTag, type RestoreDrillProps } from "./restore-drill-options";
import type { OptionNames } from "../private/option-names";

const TAG: OptionNames<DrillTag> = { name: true, value: true };

/** The names of the options of a drill. */
export const DRILL_OPTIONS: OptionNames<RestoreDrillProps> = {
  vault: true,
  protectedVms: true,
  tag: TAG,
  sample: true,
  maxVms: true,
  concurrency: true,
  point: true,
  restores: true,
  objectiveMinutes: true,
  pointAgeHours: true,
  timeoutMinutes: true,
  onFailure: true,
  credential: true,
  principal: true,
  sourceResourceGroupIds: true,
  roleName: true,
  scratchResourceGroupName: true,
  existingScratchResourceGroupId: true,
  stagingAccountName: true,
  existingStagingAccountId: true,
  stagingRetentionDays: true,
  existingSubnetId: true,
  location: true,
  outputName: true,
  runOnDeploy: true,
  tags: true,
  provider: true,
  dependsOn: true,
};

const MAX_VMS = 1_000;
const MAX_CONCURRENCY = 20;
const MAX_DURATION = 100_000;
const MAX_STAGING_DAYS = 99_999;

/** What is wrong with the props of a drill, before its vault is known. */
export function restoreDrillProblems(props: RestoreDrillProps): string[] {
  return [
    ...vmsProblems(props),
    ...checkOptions("tag", props.tag, '{ name: "drill" }', (tag) => checkTag("tag", tag)),
    ...numberProblems(props),
    ...checkMember("point", props.point, DrillPoint, "DrillPoint"),
    ...checkMember("restores", props.restores, DrillRestores, "DrillRestores"),
    ...(isLiteral(props.restores)
      ? []
      : ["restores must be a member of DrillRestores, got a value that only the deployment knows; write it out"]),
    ...checkMember("onFailure", props.onFailure, OnFailure, "OnFailure"),
    ...checkCredential(props.credential),
    ...principalProblems(props),
    ...scratchGroupProblems(props),
    ...stagingProblems(props),
    ...subnetProblems(props),
    ...(props.location === undefined ? [] : checkLocation("location", props.location)),
    ...checkFlags(props, "runOnDeploy"),
    ...outputNameProblems(props.outputName),
    ...(props.outputName === undefined && props.runOnDeploy !== true && isLiteral(props.runOnDeploy)
      ? ["outputName must be set unless runOnDeploy is true, got nothing; name the output that a pipeline runs the drill from"]
      : []),
    ...checkTags("tags", props.tags),
  ];
}

/** What is wrong with what a drill declares for a vault. */
export function placeProblems(props: RestoreDrillProps, vault: IRecoveryServicesVault): string[] {
  const { location, existingScratchResourceGroupId: group } = props;
  const [own, others] = [literalText(location), literalText(vault.location)];
  const problems: string[] = [];
  if (location === undefined && vault.location === undefined) {
    const rule = { allowed: "set if the region of the vault is not known", remedy: "name the region of the vault" };
    problems.push(problem("location", location, rule));
  } else if (own !== undefined && others !== undefined && !isSameRegion(own, others)) {
    const rule = { allowed: `the region of the vault, '${others}'`, remedy: "leave it out" };
    problems.push(problem("location", own, rule));
  }
  const ofVault = literalText(vault.vaultId);
  if (group !== undefined && ofVault !== undefined && isSameName(group, groupIdOf(ofVault))) {
    const rule = {
      allowed: "a resource group that belongs to this drill only",
      remedy: "use another one than that of the vault",
    };
    problems.push(problem("existingScratchResourceGroupId", group, rule));
  }
  return problems;
}

function vmsProblems({ vault, protectedVms, sample, tag, maxVms }: RestoreDrillProps): string[] {
  if ((vault === undefined) === (protectedVms === undefined)) {
    const received = vault === undefined ? "neither" : "both";
    return [`either vault or protectedVms must be set, got ${received}; set one of them`];
  }
  if (protectedVms === undefined) return checkVault("vault", vault);
  const problems = protectedVmsProblems(protectedVms);
  if (problems.length > 0 || sample !== undefined || tag !== undefined || maxVms === undefined) return problems;
  const known = protectedVms.map(({ activeItemIds }) => activeItemIds).filter(isLiteral);
  const count = known.reduce((sum, ids) => sum + ids.length, 0);
  if (!Number.isInteger(maxVms) || count <= maxVms) return [];
  const rule = { allowed: `at least the number of VMs, ${count}`, remedy: "raise it, or set sample" };
  return [problem("maxVms", maxVms, rule)];
}

function numberProblems(props: RestoreDrillProps): string[] {
  const { sample, maxVms } = props;
  const whole = (name: keyof RestoreDrillProps, max: number, unit: string) =>
    checkOptionalWholeNumber(name, props[name] as number | undefined, 1, max, {
      allowed: `a whole number of ${unit} from 1 to ${max}`,
      remedy: "set one in that range, or leave it out",
    });
  const problems = [
    ...whole("sample", MAX_VMS, "VMs"),
    ...whole("maxVms", MAX_VMS, "VMs"),
    ...whole("concurrency", MAX_CONCURRENCY, "VMs"),
    ...whole("objectiveMinutes", MAX_DURATION, "minutes"),
    ...whole("pointAgeHours", MAX_DURATION, "hours"),
    ...whole("timeoutMinutes", MAX_DURATION, "minutes"),
    ...whole("stagingRetentionDays", MAX_STAGING_DAYS, "days"),
  ];
  if (problems.length > 0 || sample === undefined || maxVms === undefined || !isLiteral(sample) || !isLiteral(maxVms)) {
    return problems;
  }
  if (sample <= maxVms) return [];
  return [problem("sample", sample, { allowed: `at most maxVms, ${maxVms}`, remedy: "lower it, or raise maxVms" })];
}

function principalProblems({ principal, roleName, sourceResourceGroupIds: groups }: RestoreDrillProps): string[] {
  const remedy = "use AzurePrincipal.user, group, servicePrincipal or managedIdentity";
  const needsPrincipal = (name: string, value: unknown) =>
    principal !== undefined || value === undefined
      ? []
      : [`${name} must be left out without a principal, got one; set principal too`];
  return [
    ...checkOptionalInstance("principal", principal, AzurePrincipal, remedy),
    ...(roleName === undefined
      ? []
      : checkText("roleName", roleName, /^[^]{1,512}$/, {
          allowed: "1 to 512 characters",
          remedy: "shorten it, or leave it out",
        })),
    ...(groups === undefined ? [] : checkKnownList("sourceResourceGroupIds", groups, "ids")),
    ...(Array.isArray(groups) ? checkResourceGroupIds("sourceResourceGroupIds", groups) : []),
    ...needsPrincipal("roleName", roleName),
    ...needsPrincipal("sourceResourceGroupIds", groups),
  ];
}

function scratchGroupProblems({
  scratchResourceGroupName: name,
  existingScratchResourceGroupId: id,
}: RestoreDrillProps): string[] {
  return [
    ...(name === undefined ? [] : checkResourceGroupName("scratchResourceGroupName", name)),
    ...(id === undefined ? [] : checkResourceGroupId("existingScratchResourceGroupId", id)),
    ...notBoth("scratchResourceGroupName", name, "existingScratchResourceGroupId", id),
  ];
}

function stagingProblems(props: RestoreDrillProps): string[] {
  const { stagingAccountName: name, existingStagingAccountId: id, stagingRetentionDays: days } = props;
  return [
    ...(name === undefined
      ? []
      : checkText("stagingAccountName", name, /^[a-z0-9]{3,24}$/, {
          allowed: "3 to 24 lower-case letters and digits",
          remedy: "choose a name that is unique in Azure, or leave it out",
        })),
    ...(id === undefined ? [] : checkResourceId("existingStagingAccountId", id, STORAGE_ACCOUNT)),
    ...notBoth("stagingAccountName", name, "existingStagingAccountId", id),
    ...notBoth("stagingRetentionDays", days, "existingStagingAccountId", id),
  ];
}

function subnetProblems({ existingSubnetId: id, restores }: RestoreDrillProps): string[] {
  if (id === undefined) return [];
  const problems = checkResourceId("existingSubnetId", id, SUBNET);
  if (problems.length > 0 || restores === DrillRestores.VM || !isLiteral(restores)) return problems;
  return ["existingSubnetId must be left out if disks are restored, got one; set restores: DrillRestores.VM, or leave it out"];
}

function notBoth(name: string, value: unknown, otherName: string, other: unknown): string[] {
  if (value === undefined || other === undefined) return [];
  return [`${name} must be left out with ${otherName}, got both; leave out one of them`];
}
