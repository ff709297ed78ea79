import { RemovalPolicy, BackupSchedule, Weekday, RecoveryPointRetention, VmInventory } from "../../../lib";
import { refusal, synth, testStack, warnings } from "../../support/synth";
import { assigned, fileWith, fleetOf, fleetVmId, ONE, OTHER, TIERS, vmMap } from "./support";

function numbered(count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, index) => `vm-${String(first + index).padStart(4, "0")}`);
}

test("declares a stack for each subscription and region, which needs no other", () => {
  const vms = {
    ...vmMap(["vm-web"]),
    [fleetVmId("vm-db")]: { location: "North Europe", tier: "gold" },
    [fleetVmId("vm-web", OTHER)]: { location: "westeurope", tier: "gold" },
  };
  const { stacks } = fleetOf(vms);
  expect(stacks.map(({ node }) => node.id)).toEqual([
    `fleet-${ONE}-northeurope`,
    `fleet-${ONE}-westeurope`,
    `fleet-${OTHER}-westeurope`,
  ]);
  expect(stacks.flatMap(({ dependencies }) => dependencies)).toEqual([]);
  for (const stack of stacks) {
    const { resource = {} } = synth(stack).json;
    expect(Object.values(resource["azurerm_recovery_services_vault"] ?? {})).toMatchObject([
      { name: `vault-${stack.location}-1`, location: stack.location, resource_group_name: `rg-backup-${stack.location}` },
    ]);
    expect(Object.keys(resource["azurerm_resource_group"] ?? {})).toHaveLength(1);
    expect(Object.keys(resource["terraform_data"] ?? {}).filter((name) => name.includes("InitialBackup"))).toHaveLength(1);
  }
});

test("starts the policies of a tier at times that are apart", () => {
  const vms = vmMap(numbered(250));
  const [stack] = fleetOf(vms, { minutesBetweenSlots: 60 }).stacks;
  const policies = Object.values(synth(stack as never).json.resource?.["azurerm_backup_policy_vm"] ?? {});
  expect(policies.map(({ name, backup }) => [name, (backup as { time: string }).time])).toEqual([
    ["Vault1-silver-01-Standard", "22:00"],
    ["Vault1-silver-02-Standard", "23:00"],
    ["Vault1-silver-03-Standard", "00:00"],
  ]);
});

test("opens another vault before one is full, and keeps one hook run for each", () => {
  const vms = vmMap(numbered(905));
  const [stack] = fleetOf(vms).stacks;
  expect(stack?.vaults.map(({ node, protectedVms }) => [node.id, protectedVms !== undefined])).toEqual([
    ["Vault1", true],
    ["Vault2", true],
  ]);
  const { resource = {} } = synth(stack as never).json;
  expect(Object.keys(resource["azurerm_backup_protected_vm"] ?? {})).toHaveLength(2);
  expect(Object.keys(resource["terraform_data"] ?? {}).filter((name) => name.includes("InitialBackup"))).toHaveLength(2);
});

test("keeps a vault that has no VMs any more", () => {
  const before = assigned(vmMap(numbered(905)));
  const rest = vmMap(numbered(900));
  const [stack] = fleetOf(rest, { text: assigned(rest, before) }).stacks;
  expect(stack?.vaults.map(({ protectedVms }) => protectedVms !== undefined)).toEqual([true, false]);
  expect(Object.keys(synth(stack as never).json.resource?.["azurerm_recovery_services_vault"] ?? {})).toHaveLength(2);
});

test("passes the retention of each tier to the one run of a vault", () => {
  const vms = { ...vmMap(["vm-db"], { tier: "gold" }), ...vmMap(["vm-web"]) };
  const [stack] = fleetOf(vms).stacks;
  const run = synth(stack as never).only("terraform_data", "InitialBackup");
  const [{ "local-exec": exec }] = run["provisioner"] as [{ "local-exec": { environment: Record<string, string> } }];
  const request = exec.environment["AZURE_VM_BACKUP_REQUEST"];
  expect(request).toContain('"retention" = {"days" = 90}');
  expect(request).toMatch(
    /"retentions" = \[\{"retention" = \{"days" = 30\}, "protectedItemIds" = \[for key in \["rg-app\/vm-web"\]/,
  );
});

test("has one retention if the tiers of a vault have the same", () => {
  const vms = { ...vmMap(["vm-db"], { tier: "gold" }), ...vmMap(["vm-web"]) };
  const tiers = { gold: TIERS.gold, silver: { ...TIERS.silver, initialBackup: RecoveryPointRetention.days(90) } };
  const [stack] = fleetOf(vms, { tiers }).stacks;
  expect(JSON.stringify(synth(stack as never).json)).not.toContain("retentions");
});

test("protects VMs of all subscriptions in the vaults of a central one", () => {
  const vms = { ...vmMap(["vm-web"]), [fleetVmId("vm-web", OTHER)]: { location: "westeurope", tier: "gold" } };
  const { stacks } = fleetOf(vms, { text: assigned(vms, "", OTHER), centralVaultSubscriptionId: OTHER });
  expect(stacks.map(({ subscriptionId }) => subscriptionId)).toEqual([OTHER]);
  // The two are namesakes: they would be the same item of a vault.
  const [stack] = stacks;
  const { locals = {} } = synth(stack as never).json;
  const ids = Object.entries(locals).filter(([name]) => /ProtectedVms_VmIds/.test(name));
  expect(ids.map(([, map]) => Object.keys(map as object))).toEqual([[`${ONE}/rg-app/vm-web`], ["rg-app/vm-web"]]);
});

test("takes no VM to a central subscription that has a vault of its own already", () => {
  const first = vmMap(["vm-web"]);
  const vms = { ...first, ...vmMap(["vm-new"]) };
  const text = assigned(vms, assigned(first), OTHER);
  const { stacks } = fleetOf(vms, { text, centralVaultSubscriptionId: OTHER });
  expect(stacks.map(({ subscriptionId, vaults }) => [subscriptionId, vaults.length])).toEqual([
    [ONE, 1],
    [OTHER, 1],
  ]);
});

test("escapes characters of names that keys of Terraform must not have", () => {
  const vms = { [fleetVmId("vm-ü", ONE, "(rg)")]: { location: "westeurope", tier: "silver" } };
  const [stack] = fleetOf(vms).stacks;
  expect(Object.keys(synth(stack as never).local("VmIds") as object)).toEqual(["0//u28/rg/u29//vm-/ufc/"]);
});

test("lets the deployment leave out the initial backups", () => {
  const [stack] = fleetOf(vmMap(["vm-web"]), { initialBackup: { runInDeployment: false }, removal: RemovalPolicy.RETAIN }).stacks;
  expect(stack?.vaults[0]?.initialBackup).toBeUndefined();
  expect(JSON.stringify(synth(stack as never).json)).not.toContain('prevent_destroy":true,"ignore');
});

describe("a file that does not agree with the inventory", () => {
  const vms = vmMap(["vm-a", "vm-b"]);
  const fails = (text: string, more: Parameters<typeof fleetOf>[1] = {}, inventory = vms) =>
    refusal(() => fleetOf(inventory, { ...more, text }));
  const command = /run: azure-vm-backup fleet assign --inventory .* --file .*fleet\.assignments --tier gold --tier silver$/m;

  test("fails if it is not there, and names the command", () => {
    const message = refusal(() => fleetOf(vms, { assignmentFile: "nowhere/fleet.assignments" }));
    expect(message).toContain("assignmentFile must name a file that can be read, got 'nowhere/fleet.assignments' (ENOENT)");
    expect(message).toMatch(command);
  });

  test("names every VM that has no line, and every line that has no VM", () => {
    const message = fails(assigned(vmMap(["vm-gone", "vm-lost"])));
    expect(message).toContain(
      `every VM of the inventory must have a line, got ${fleetVmId("vm-a")}, ${fleetVmId("vm-b")}; run: `,
    );
    expect(message).toContain(
      `every line must have a VM in the inventory, got ${ONE}/rg-app/vm-gone, ${ONE}/rg-app/vm-lost; run: `,
    );
    expect(message).toMatch(command);
  });

  test("names a VM whose tier or region has changed", () => {
    const text = assigned(vms);
    expect(fails(text, {}, vmMap(["vm-a", "vm-b"], { tier: "gold" }))).toContain(
      `the tier of a line must be that of the VM, got ${fleetVmId("vm-a")} with 'silver' instead of 'gold', `,
    );
    expect(fails(text, {}, vmMap(["vm-a", "vm-b"], { location: "eastus" }))).toContain(
      `the region of a line must be the location of the VM, got ${fleetVmId("vm-a")} in 'westeurope' instead of 'eastus', `,
    );
  });

  test("fails if a merge has left its markers, or two lines for a VM", () => {
    const text = assigned(vms);
    expect(fails(`${text}<<<<<<< ours\n=======\n>>>>>>> theirs\n`)).toContain("a merge must be complete");
    expect(fails(`${text}${ONE}/rg-app/vm-a westeurope 2 silver 1\n`)).toContain(
      `a VM must have one line, got ${fleetVmId("vm-a")}; run`,
    );
  });

  test("fails if a line is cut, and takes lines in any order, twice, and with CRLF", () => {
    const text = assigned(vms);
    expect(fails(text.replace(/ 1 silver 1\n/, " 1 silver\n"))).toMatch(/line \d must be '<subscription>/);
    const lines = [...text.trimEnd().split("\n").reverse(), text.trimEnd().split("\n")[1] ?? ""];
    expect(fleetOf(vms, { text: lines.join("\r\n") }).stacks).toHaveLength(1);
  });

  test("fails if merged branches have filled a vault, and names it", () => {
    const many = vmMap(numbered(1_001));
    const key = (name: string) => `${ONE}/rg-app/${name} westeurope 1 silver 1`;
    const text = `${numbered(1_001).map(key).join("\n")}\n`;
    expect(fails(text, {}, many)).toContain(
      `a vault must have at most 1000 VMs, got '${ONE} westeurope 1' with 1001; run the following with --deployed`,
    );
    const fits = vmMap(numbered(1_000));
    const [stack] = fleetOf(fits, { text: `${numbered(1_000).map(key).join("\n")}\n` }).stacks;
    synth(stack as never);
    expect(warnings(stack as never)).toContain(
      "the policy 'silver-01' should have about 100 VMs, got 1000, since all start at the same time; a tier with more slots helps new VMs",
    );
  });

  test("fails if a vault is in a subscription that nobody names", () => {
    const text = assigned(vms, "", OTHER);
    expect(fails(text)).toContain(
      `set centralVaultSubscriptionId to that subscription, since a move to another vault loses recovery points`,
    );
    expect(fleetOf(vms, { text, centralVaultSubscriptionId: OTHER.toUpperCase() }).stacks).toHaveLength(1);
  });
});

test("lists everything that is wrong with the inventory in one error", () => {
  const inventory = VmInventory.fromFile(
    fileWith(
      JSON.stringify([
        { id: fleetVmId("vm-a"), location: "westeurope", tags: { "Backup-Tier": "gold" } },
        { id: fleetVmId("VM-A"), location: "westeurope", tier: "gold" },
        { id: fleetVmId("vm-b"), tier: "gold" },
        { id: fleetVmId("vm-c"), location: "eastus", tier: "bronze" },
        { id: fleetVmId("vm-d"), location: "westeurope" },
        { id: "vm-e", location: "westeurope", tier: "gold" },
      ]),
      "vms.json",
    ),
  );
  const message = refusal(() => fleetOf({}, { inventory, text: "", locations: ["West Europe"] }));
  expect(message).toContain(`the inventory must have each VM once, got ${fleetVmId("VM-A")}; remove the second row`);
  expect(message).toContain(`the inventory must have VMs with a region, got ${fleetVmId("vm-b")}; add its location`);
  expect(message).toContain(
    `the inventory must have VMs in a region that has vaults, got ${fleetVmId("vm-c")} in 'eastus'; add the region`,
  );
  expect(message).toContain(
    `the inventory must have VMs of a known tier, got ${fleetVmId("vm-c")} with 'bronze', ${fleetVmId("vm-d")} with no tier; set the tag 'backup-tier'`,
  );
  expect(message).toContain("the inventory must have ids of VMs, got vm-e; correct the id");
});

test.each<[string, () => unknown, string]>([
  ["a number as path", () => VmInventory.fromFile(3 as never), "fromFile: path must be the path of a file, got 3; write it out"],
  [
    "a tag that only the deployment knows",
    () => VmInventory.fromMap({ [fleetVmId("vm-a")]: { location: "westeurope", tags: { team: "${var.team}" } } }),
    `fromMap: vms['${fleetVmId("vm-a")}'].tags['team'] must be a text that is known while the stack is synthesized, got '\${var.team}'; write it out`,
  ],
])("an inventory throws for %s", (_, call, message) => {
  expect(refusal(call)).toBe(`VmInventory.${message}`);
});

test("throws for wrong props, all in one error", () => {
  const tiers = {
    "no tier": TIERS.gold,
    weekly: {
      policy: { schedule: BackupSchedule.weekly({ time: "22:00", weekdays: [Weekday.SUNDAY] }), weeklyRetention: { weeks: 4 } },
      initialBackup: RecoveryPointRetention.days(30),
    },
    own: { ...TIERS.silver, policy: { ...TIERS.silver.policy, dependsOn: [] } },
  };
  const message = refusal(() => fleetOf({}, { text: "", tiers, defaultTier: "bronze", slots: 48, minutesBetweenSlots: 45 }));
  expect(message).toContain("the name of a tier must be 1 to 50 letters, digits and '-', starting with a letter, got 'no tier'");
  expect(message).toContain("tiers.own.policy.dependsOn must be left out");
  expect(message).toContain("defaultTier must be one of no tier, weekly, own, got 'bronze'");
  expect(message).toContain("minutesBetweenSlots must be a multiple of 30, got 45");
  const slots = { text: "", tiers: { weekly: tiers.weekly }, slots: 5 };
  expect(refusal(() => fleetOf({}, { ...slots, minutesBetweenSlots: 60 }))).toContain(
    "tiers.weekly.policy.schedule must start so early that 5 slots of 60 minutes end before midnight, got '22:00'",
  );
  expect(() => fleetOf({}, { ...slots, slots: 4 })).not.toThrow();
  expect(refusal(() => fleetOf({}, { text: "", slots: 20, minutesBetweenSlots: 120 }))).toContain("so that all fit into a day");
  expect(refusal(() => fleetOf({}, { text: "", app: testStack() as never }))).toContain("scope must be the app");
});

test("warns if a change of policies needs more than a day", () => {
  const tiers = Object.fromEntries(numbered(6).map((name) => [name, TIERS.silver]));
  const vms = numbered(60).map((name) => fleetVmId(name));
  const inventory = VmInventory.fromMap(
    Object.fromEntries(vms.map((id, index) => [id, { location: "westeurope", tier: `vm-000${index % 6}` }])),
  );
  const line = (_: string, index: number) =>
    `${ONE}/rg-app/${numbered(60)[index] ?? ""} westeurope 1 vm-000${index % 6} ${1 + Math.floor(index / 6)}`;
  const [stack] = fleetOf({}, { inventory, tiers, text: vms.map(line).join("\n") }).stacks;
  synth(stack as never);
  expect(warnings(stack as never)).toContain(
    "Azure creates or changes at most 50 policies in 24 hours, got 60: to create all policies of the vault needs 2 days",
  );
});
