import { TerraformIterator } from "cdktf";
import { SourceVm, TagRule, VmSelection } from "../../../lib";
import { POLICY_ID, vmId } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";
import { declaredVm } from "./support";

/** What the errors for wrong options say, word by word: the subject, the option, what is allowed, what was given, what to do. */

const cast = (value: unknown): never => value as never;
const ID = vmId("vm-web");
const web = SourceVm.fromId(ID);
const iterator = TerraformIterator.fromMap({ web: { id: "x" } });
const A_VM_ID =
  "must be '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>', got";
const LUNS = "must be at least one LUN, whole numbers from 0, none twice, got";
const NOT_READ = "must be the name of an option, got one that nothing reads; write";

type Refusal = [what: string, call: () => unknown, message: string];

const OF_VALUES: Readonly<Record<string, Refusal[]>> = {
  "SourceVm.fromId": [
    ["a number", () => SourceVm.fromId(cast(3)), `vmId ${A_VM_ID} 3; put it in quotes`],
    ["a resource", () => SourceVm.fromId(cast({ id: ID })), `vmId ${A_VM_ID} {"id":"${ID}"}; use SourceVm.fromConstruct(vm)`],
    [
      "a number as options",
      () => SourceVm.fromId(ID, cast(1)),
      "options must be an object such as { excludeDiskLuns: [1] }, got 1; write it in braces, or leave it out",
    ],
    [
      "excludeDiskLun",
      () => SourceVm.fromId(ID, cast({ excludeDiskLun: [1] })),
      `excludeDiskLun ${NOT_READ} excludeDiskLuns if you mean that option, or remove it`,
    ],
    [
      "a number as LUNs",
      () => SourceVm.fromId(ID, cast({ includeDiskLuns: 1 })),
      "includeDiskLuns must be a list of LUNs, got 1; put the values in brackets",
    ],
    [
      "both lists of LUNs",
      () => SourceVm.fromId(ID, { includeDiskLuns: [0], excludeDiskLuns: [1] }),
      "excludeDiskLuns must be left out if includeDiskLuns is set, got [1]; name either the disks to keep or those to leave out",
    ],
    [
      "an unknown state",
      () => SourceVm.fromId(ID, cast({ protectionState: "Paused" })),
      "protectionState must be one of Protected, ProtectionStopped, BackupsSuspended, got 'Paused'; use a member of ProtectionState",
    ],
    [
      "an id as policy",
      () => SourceVm.fromId(ID, cast({ policy: POLICY_ID })),
      `policy must be a VmBackupPolicy, declared or referred to, got '${POLICY_ID}'; use VmBackupPolicy.fromPolicyId(this, "Policy", id)`,
    ],
  ],
  "SourceVm.fromConstruct": [
    [
      "an id",
      () => SourceVm.fromConstruct(cast(ID)),
      `vm must be a construct that has the id of a VM, got '${ID}'; use SourceVm.fromId(id)`,
    ],
    [
      "null",
      () => SourceVm.fromConstruct(cast(null)),
      "vm must be a construct that has the id of a VM, got null; pass the resource or data source of the VM",
    ],
    [
      "the id of no VM",
      () => SourceVm.fromConstruct({ id: "x" }),
      `vm.id ${A_VM_ID} 'x'; copy the resource id from the VM's properties`,
    ],
    [
      "polcy",
      () => SourceVm.fromConstruct({ id: ID }, cast({ polcy: 1 })),
      `polcy ${NOT_READ} policy if you mean that option, or remove it`,
    ],
  ],
  "TagRule.tagged": [
    [
      "a number as name",
      () => TagRule.tagged(cast(3)),
      "name must be the name of a tag, known while the stack is synthesized, got 3; write the name out",
    ],
    [
      "a text as values",
      () => TagRule.tagged("a", cast("x")),
      "values must be a list of values of the tag, got 'x'; put the values in brackets",
    ],
    [
      "a value that only the deployment knows",
      () => TagRule.tagged("a", ["b", "${var.x}"]),
      'values must be at least one value, known while the stack is synthesized, got ["b","${var.x}"]; write the values out',
    ],
    [
      "a number as value",
      () => TagRule.tagged("a", cast(["b", 3])),
      'values must be at least one value, known while the stack is synthesized, got ["b",3]; write the values out',
    ],
  ],
  "TagRule.allOf": [
    ["a text", () => TagRule.allOf(cast("x")), "rules must be a list of rules, got 'x'; put the values in brackets"],
  ],
  "TagRule.anyOf": [
    [
      "a text as rule",
      () => TagRule.anyOf(cast(["x"])),
      "rules must be a TagRule, got 'x'; use TagRule.tagged, allOf, anyOf or noneOf",
    ],
  ],
  "VmSelection.inScope": [
    ["a text as scope", () => VmSelection.inScope(cast("x")), "scope must be a construct, got 'x'; pass the stack"],
    [
      "a text as options",
      () => VmSelection.inScope(testStack(), cast("x")),
      `options must be an object such as { where: TagRule.tagged("team") }, got 'x'; write it in braces, or leave it out`,
    ],
    [
      "tags as where",
      () => VmSelection.inScope(testStack(), cast({ where: { tier: "x" } })),
      'where must be a TagRule, got {"tier":"x"}; use TagRule.tagged, allOf, anyOf or noneOf',
    ],
    [
      "a text as exempt",
      () => VmSelection.inScope(testStack(), cast({ exempt: "x" })),
      "exempt must be a list of names of VMs, got 'x'; put the values in brackets",
    ],
    [
      "a list as overrides",
      () => VmSelection.inScope(testStack(), cast({ overrides: [1] })),
      "overrides must be an object such as { 'vm-web': { excludeDiskLuns: [1] } }, got [1]; write it in braces, or leave it out",
    ],
    [
      "a number as override",
      () => VmSelection.inScope(testStack(), cast({ overrides: { "vm-web": 1 } })),
      "overrides['vm-web'] must be an object such as { excludeDiskLuns: [1] }, got 1; write it in braces, or leave it out",
    ],
    [
      "misspelled options",
      () => VmSelection.inScope(testStack(), cast({ exempts: ["x"], overrides: { web: { excludeDiskLun: [1] } } })),
      `2 problems\n  - exempts ${NOT_READ} exempt if you mean that option, or remove it\n` +
        `  - overrides.web.excludeDiskLun ${NOT_READ} excludeDiskLuns if you mean that option, or remove it`,
    ],
  ],
  "VmSelection.fromDataSource": [
    [
      "nothing",
      () => VmSelection.fromDataSource(cast(undefined)),
      'search must be an object such as { resourceGroupName: "rg-app" }, got nothing; write the options in braces',
    ],
    ["tag", () => VmSelection.fromDataSource(cast({ tag: {} })), `tag ${NOT_READ} tags if you mean that option, or remove it`],
    [
      "a text as tags",
      () => VmSelection.fromDataSource(cast({ tags: "x" })),
      "tags must be names with values, got 'x'; write { name: value }",
    ],
    [
      "empty tags",
      () => VmSelection.fromDataSource({ tags: {} }),
      'search must be narrowed by tags or by resourceGroupName, got {"tags":{}}; name a tag or a resource group',
    ],
    [
      "the id of a resource group",
      () => VmSelection.fromDataSource({ resourceGroupName: "rg/app" }),
      "resourceGroupName must be 1 to 90 letters, digits, '-', '_', '.' and parentheses that do not end in '.', got 'rg/app'; give the name of the resource group, not its id",
    ],
    [
      "a wrong option of the VMs",
      () => VmSelection.fromDataSource({ resourceGroupName: "rg" }, { excludeDiskLuns: [-1] }),
      `excludeDiskLuns ${LUNS} [-1]; name the disks, or leave it out`,
    ],
  ],
  "VmSelection.forEach": [
    [
      "a list",
      () => VmSelection.forEach(cast([1]), web),
      "iterator must be a TerraformIterator, got [1]; use TerraformIterator.fromList, fromMap or fromResources",
    ],
    [
      "null",
      () => VmSelection.forEach(cast(null), web),
      "iterator must be a TerraformIterator, got null; use TerraformIterator.fromList, fromMap or fromResources",
    ],
    ["an id as vm", () => VmSelection.forEach(iterator, cast(ID)), `vm must be a SourceVm, got '${ID}'; use SourceVm.fromId(id)`],
  ],
  "VmSelection.fromInstances": [
    [
      "a text",
      () => VmSelection.fromInstances(cast("x")),
      "vms must be a resource with count or for_each, got 'x'; protect a single VM with SourceVm.fromConstruct",
    ],
    [
      "a wrong option of the VMs",
      () => VmSelection.fromInstances(declaredVm(testStack(), "A", { count: 2 }), { excludeDiskLuns: [] }),
      `excludeDiskLuns ${LUNS} []; name the disks, or leave it out`,
    ],
  ],
};

const CASES = Object.entries(OF_VALUES).flatMap(([subject, refusals]) =>
  refusals.map(([what, call, message]) => [subject, what, call, message] as const),
);

test.each(CASES)("%s throws for %s", (subject, _, call, message) => {
  expect(refusal(call)).toBe(`${subject}: ${message}`);
});
