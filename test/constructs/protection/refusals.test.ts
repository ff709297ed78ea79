import { TerraformIterator } from "cdktf";
import { ProtectedVm, ProtectedVms, SourceVm, VmSelection } from "../../../lib";
import { itemId, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack, warnings } from "../../support/synth";
import { declaredVm, existingPolicy, existingVault } from "./support";

/** What the errors for wrong options say, word by word: the subject, the option, what is allowed, what was given, what to do. */

const cast = (value: unknown): never => value as never;
const ID = vmId("vm-web");
const web = SourceVm.fromId(ID);
const iterator = TerraformIterator.fromMap({ web: { id: "x" } });
const THE_VAULT =
  'must be a RecoveryServicesVault, declared or referred to, got nothing; use RecoveryServicesVault.fromVaultId(this, "Vault", vault.id)';
const THE_POLICY =
  'must be a VmBackupPolicy, declared or referred to, got nothing; use VmBackupPolicy.fromPolicyId(this, "Policy", policy.id)';
const AN_ITEM = "must be '<id of the vault>/backupFabrics/Azure/protectionContainers/<container>/protectedItems/<item>', got";
const A_KEY = "must be letters, digits, '.', '_', '/' and '-', starting with a letter, a digit or '_', got";
const A_REMOVAL = "must be one of refuse, retain, delete, got 'keep'; use a member of RemovalPolicy";
const A_FLAG = "must be true or false, got";
const A_KEY_TEXT = "key must be a text, got 3; use the key of a VM";
const AN_ADDRESS =
  "must be the address of an azurerm_backup_protected_vm, known while the stack is synthesized, got 'x.y'; copy it from 'terraform state list'";
const OTHER_ITEM = `protectedItemId must be that of the VM ${ID}, '${itemId("vm-web")}', got '${itemId("vm-db")}'; name the item of that VM`;
const SQL_ITEM = `${VAULT_ID}/backupFabrics/Azure/protectionContainers/VMAppContainer;Compute;rg;vm/protectedItems/SQLDataBase;sql;sales`;
const NOT_READ = "must be the name of an option, got one that nothing reads; write";

function one(given: object, stack = testStack()): ProtectedVm {
  return new ProtectedVm(stack, "Vm", { vault: existingVault(stack), policy: existingPolicy(stack), vm: web, ...given });
}

function many(given: object, stack = testStack()): ProtectedVms {
  return new ProtectedVms(stack, "Vms", { vault: existingVault(stack), policy: existingPolicy(stack), vms: { web }, ...given });
}

function refer(given: object, stack = testStack()): unknown {
  const items = { vault: existingVault(stack), protectedItemIds: [itemId("vm-web")] };
  return ProtectedVms.fromProtectedItemIds(stack, "Items", { ...items, ...given });
}

type Refusal = [what: string, call: () => unknown, message: string];

const OF_CONSTRUCTS: Readonly<Record<string, Refusal[]>> = {
  "ProtectedVm 'stack/Vm'": [
    [
      "no props",
      () => new ProtectedVm(testStack(), "Vm", cast(undefined)),
      "props must be an object such as { vault, policy, vm }, got nothing; write the options in braces",
    ],
    [
      "no option",
      () => new ProtectedVm(testStack(), "Vm", cast({})),
      `3 problems\n  - vault ${THE_VAULT}\n  - policy ${THE_POLICY}\n` +
        "  - vm must be a SourceVm, got nothing; use SourceVm.fromId(id) or SourceVm.fromConstruct(vm)",
    ],
    ["an id as vm", () => one({ vm: ID }), `vm must be a SourceVm, got '${ID}'; use SourceVm.fromId(id)`],
    [
      "a resource as vm",
      () => one({ vm: { id: ID } }),
      `vm must be a SourceVm, got {"id":"${ID}"}; use SourceVm.fromConstruct(vm)`,
    ],
    ["an unknown removal", () => one({ removal: "keep" }), `removal ${A_REMOVAL}`],
    [
      "a text as crossSubscriptionBackup",
      () => one({ crossSubscriptionBackup: "yes" }),
      `crossSubscriptionBackup ${A_FLAG} 'yes'; set one of them, or leave it out`,
    ],
  ],
  "ProtectedVm 'stack/Vm', importItem": [
    [
      "the item of another VM",
      () => {
        one({}).importItem(itemId("vm-db"));
      },
      OTHER_ITEM,
    ],
    [
      "a number",
      () => {
        one({}).importItem(cast(3));
      },
      `protectedItemId ${AN_ITEM} 3; put it in quotes`,
    ],
  ],
  "ProtectedVm 'stack/Vm', moveItemFrom": [
    [
      "another address",
      () => {
        one({}).moveItemFrom("x.y");
      },
      `address ${AN_ADDRESS}`,
    ],
  ],
  "ProtectedVms 'stack/Vms'": [
    [
      "no props",
      () => new ProtectedVms(testStack(), "Vms", cast(undefined)),
      "props must be an object such as { vault, policy, vms }, got nothing; write the options in braces",
    ],
    [
      "no option",
      () => new ProtectedVms(testStack(), "Vms", cast({})),
      `3 problems\n  - either vms or selection must be set, got neither; set one of them\n  - vault ${THE_VAULT}\n  - policy ${THE_POLICY}`,
    ],
    [
      "an empty map as vms",
      () => many({ vms: {} }),
      "vms must be a map of at least one VM, got {}; name a VM, or leave the construct out",
    ],
    [
      "a list as vms",
      () => many({ vms: [web] }),
      "vms must be a map of at least one VM, got [a SourceVm]; name each VM by a key of its own, such as { web: vm }",
    ],
    [
      "an iterator as vms",
      () => many({ vms: iterator }),
      "vms must be a map of at least one VM, got a MapTerraformIterator; use VmSelection.forEach(iterator, vm) as the selection",
    ],
    [
      "keys and VMs that are none, before VMs that are named twice",
      () => many({ vms: { "d b": ID, a: web, b: web } }),
      `2 problems\n  - the key of vms ${A_KEY} 'd b'; choose a key that is known while the stack is synthesized\n` +
        `  - vms['d b'] must be a SourceVm, got '${ID}'; use SourceVm.fromId(id)`,
    ],
    [
      "the key __proto__",
      () => many({ vms: JSON.parse('{"__proto__": 1}') as object }),
      `2 problems\n  - the key of vms ${A_KEY} '__proto__'; choose a key that is known while the stack is synthesized\n` +
        "  - vms.__proto__ must be a SourceVm, got 1; use SourceVm.fromId(id) or SourceVm.fromConstruct(vm)",
    ],
    [
      "a text as selection",
      () => many({ vms: undefined, selection: "all" }),
      "selection must be a VmSelection, got 'all'; use VmSelection.inScope, fromDataSource or forEach",
    ],
    ["an unknown removal", () => many({ removal: "keep" }), `removal ${A_REMOVAL}`],
    [
      "a number as crossSubscriptionBackup",
      () => many({ crossSubscriptionBackup: 1 }),
      `crossSubscriptionBackup ${A_FLAG} 1; set one of them, or leave it out`,
    ],
    [
      "a template twice",
      () => many({ vms: { a: SourceVm.fromId("${var.id}"), b: SourceVm.fromId("${var.id}") } }),
      "vms must name each VM once, got ${var.id} as 'a' and as 'b'; remove one of the keys",
    ],
  ],
  "ProtectedVms 'stack/Vms', addressOf": [["a number", () => many({}).addressOf(cast(3)), A_KEY_TEXT]],
  "ProtectedVms 'stack/Vms', importItem": [
    [
      "a number as key",
      () => {
        many({}).importItem(cast(3), itemId("vm-web"));
      },
      A_KEY_TEXT,
    ],
  ],
  "ProtectedVms 'stack/Vms', importItem 'web'": [
    [
      "the item of another VM",
      () => {
        many({}).importItem("web", itemId("vm-db"));
      },
      OTHER_ITEM,
    ],
  ],
  "ProtectedVms 'stack/Vms', moveItemFrom": [
    [
      "a number as key",
      () => {
        many({}).moveItemFrom(cast(3), "x.y");
      },
      A_KEY_TEXT,
    ],
  ],
  "ProtectedVms 'stack/Vms', moveItemFrom 'web'": [
    [
      "another address",
      () => {
        many({}).moveItemFrom("web", "x.y");
      },
      `address ${AN_ADDRESS}`,
    ],
  ],
  "ProtectedVms.fromProtectedItemIds 'stack/Items'": [
    [
      "a text as items",
      () => ProtectedVms.fromProtectedItemIds(testStack(), "Items", cast("x")),
      "items must be an object such as { vault, protectedItemIds }, got 'x'; write the options in braces",
    ],
    ["no option", () => ProtectedVms.fromProtectedItemIds(testStack(), "Items", cast({})), `vault ${THE_VAULT}`],
    [
      "a text as ids",
      () => refer({ protectedItemIds: "x" }),
      "protectedItemIds must be a list of ids, got 'x'; put the values in brackets",
    ],
    [
      "no id",
      () => refer({ protectedItemIds: [] }),
      "protectedItemIds must be at least one id, got []; name the items, or leave the construct out",
    ],
    ["a number as an id", () => refer({ protectedItemIds: [3] }), `protectedItemIds ${AN_ITEM} 3; put it in quotes`],
    [
      "the id of a VM",
      () => refer({ protectedItemIds: [ID] }),
      `protectedItemIds ${AN_ITEM} '${ID}'; copy the id that azurerm_backup_protected_vm has, or that 'az backup item list' prints`,
    ],
    [
      "an id with a space",
      () => refer({ protectedItemIds: [`${itemId("vm-web")} `] }),
      `protectedItemIds ${AN_ITEM} '${itemId("vm-web")} '; remove a space from 'VM;iaasvmcontainerv2;rg-app;vm-web ', which Azure does not allow in such a name`,
    ],
    [
      "the item of a database",
      () => refer({ protectedItemIds: [SQL_ITEM] }),
      `protectedItemIds must be items of Azure VMs, whose names begin with 'VM;iaasvmcontainerv2;', got '${SQL_ITEM}'; leave out the items of databases and file shares`,
    ],
    [
      "the item of another vault",
      () => refer({ protectedItemIds: [itemId("vm-web", `${VAULT_ID}2`)] }),
      `protectedItemIds must be items of the vault ${VAULT_ID}, got '${itemId("vm-web", `${VAULT_ID}2`)}'; give the items' own vault`,
    ],
  ],
};

const CASES = Object.entries(OF_CONSTRUCTS).flatMap(([subject, refusals]) =>
  refusals.map(([what, call, message]) => [subject, what, call, message] as const),
);

test.each(CASES)("%s throws for %s", (subject, _, call, message) => {
  expect(refusal(call)).toBe(`${subject}: ${message}`);
});

test.each<[string, (stack: ReturnType<typeof testStack>) => unknown, string]>([
  [
    "ProtectedVms, importItem",
    (stack) => {
      many({ vms: { web, db: SourceVm.fromId(vmId("vm-db")) } }, stack).importItem("api", itemId("vm-web"));
    },
    "[stack/Vms] key must be one of the keys web, db, got 'api'; use the key of a VM",
  ],
  [
    "ProtectedVms, moveItemFrom",
    (stack) => {
      many({}, stack).moveItemFrom("api", "azurerm_backup_protected_vm.x");
    },
    "[stack/Vms] key must be one of the keys web, got 'api'; use the key of a VM",
  ],
  [
    "ProtectedVms with the value of an iterator",
    (stack) => many({ vms: { web: SourceVm.fromId("${each.value}") } }, stack),
    "ProtectedVms 'stack/Vms': vms.web must be the id of one VM, got '${each.value}'; " +
      "use VmSelection.forEach(iterator, vm) as the selection, in place of vms",
  ],
  [
    "VmSelection.fromInstances",
    (stack) => many({ vms: undefined, selection: VmSelection.fromInstances(declaredVm(stack, "A")) }, stack),
    "[stack/Vms] the selection's VM must be a resource with count or for_each, got 'stack/A'; protect a single VM with SourceVm.fromConstruct",
  ],
])("%s fails the synthesis", (_, build, message) => {
  const stack = testStack();
  build(stack);
  expect(refusal(() => synth(stack))).toContain(message);
});

test.each<[string, (stack: ReturnType<typeof testStack>, given: object) => unknown, string, object]>([
  ["ProtectedVm", (stack, given) => one(given, stack), "removal", { removals: 1 }],
  ["ProtectedVms", (stack, given) => many(given, stack), "selection", { selections: 1 }],
  ["ProtectedVms.fromProtectedItemIds", (stack, given) => refer(given, stack), "protectedItemIds", { protectedItemId: 1 }],
])("%s warns of a misspelled option", (_, build, name, given) => {
  const stack = testStack();
  build(stack, given);
  expect(warnings(stack)).toEqual([`${Object.keys(given).join()} ${NOT_READ} ${name} if you mean that option, or remove it`]);
});
