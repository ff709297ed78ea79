import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Testing, type TerraformStack } from "cdktf";
import type { Emulator } from "../../lib/emulator";
import { apply } from "../../tools/local/stand-in/apply";
import { readStack } from "../../tools/local/stand-in/stack";
import { SUBSCRIPTION } from "../support/azure";
import { startTestEmulator } from "../support/emulator";
import { describeWithAzurerm } from "./support/azurerm";
import { BareTerraform } from "./support/bare-terraform";
import { assignFleet, type FleetAppVm, fleetStacks } from "./support/fleet-app";
import { armClientOf } from "./support/protected-vms";

const OTHER = "5b5c0000-0000-4000-8000-00000000eeee";
const BUNDLE = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");

const vm = (name: string, tier: string, subscription = SUBSCRIPTION): FleetAppVm => ({
  id: `/subscriptions/${subscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`,
  location: "westeurope",
  tier,
});
const VMS = [vm("vm-db", "gold"), vm("vm-web", "silver"), vm("vm-web", "silver", OTHER)];

let folder: string;
let emulator: Emulator;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-"));
  emulator = await startTestEmulator({ speed: 600, scheduledBackups: false, account: { subscriptionId: SUBSCRIPTION } });
  emulator.addResource(`/subscriptions/${OTHER}/resourceGroups/rg-app`);
  for (const { id, location } of [...VMS, vm("vm-new", "gold")]) emulator.addVirtualMachine({ id, location });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The days for which the backups were started that Azure was asked for, by VM, in the order of the requests. */
function startedDays(): string[] {
  const day = (text: string): number => Date.parse(text.slice(0, 10));
  return emulator.journal.flatMap(({ method, path, body, time }) => {
    if (method !== "POST" || !path.endsWith("/backup")) return [];
    const { properties } = body as { properties: { recoveryPointExpiryTimeInUTC: string } };
    const days = (day(properties.recoveryPointExpiryTimeInUTC) - day(time)) / 86_400_000;
    return [`${/;([^;/]+)\/backup$/.exec(path)?.[1] ?? ""} ${days}`];
  });
}

describe("a fleet, applied by the stand-in for Terraform", () => {
  /** Applies a stack of the fleet with the program that it brings. */
  async function applyStack(stack: TerraformStack, subscriptionId: string): Promise<void> {
    const directory = mkdtempSync(join(folder, "stack-"));
    const json = Testing.synth(stack, true);
    writeFileSync(join(directory, "cdk.tf.json"), json);
    for (const [, path = ""] of json.matchAll(/\$\{path\.module\}\/(assets\/[^"]+)/g)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      copyFileSync(BUNDLE, join(directory, path));
    }
    const environment = { PATH: process.env["PATH"], ...emulator.environment() };
    const arm = await armClientOf(emulator, subscriptionId);
    await apply(await readStack(directory), arm, { environment, report: () => undefined });
  }

  test("backs up each VM once for the days of its tier, stack by stack", async () => {
    await assignFleet(folder, VMS);
    const stacks = fleetStacks(folder);
    expect(stacks.map(({ subscriptionId }) => subscriptionId)).toEqual([SUBSCRIPTION, OTHER]);
    for (const stack of stacks) await applyStack(stack, stack.subscriptionId);
    expect(startedDays().sort()).toEqual(["vm-db 90", "vm-web 30", "vm-web 30"]);
  });
});

describeWithAzurerm("a fleet, applied by azurerm", () => {
  test("changes nothing when it is applied again, and adds a new VM alone", async () => {
    const terraform = await BareTerraform.create(emulator.environment());
    const first = (): TerraformStack => {
      const [stack] = fleetStacks(folder);
      if (!stack) throw new Error("the fleet has no stack");
      return stack;
    };
    try {
      await assignFleet(folder, VMS);
      await terraform.apply(first);
      expect(startedDays().sort()).toEqual(["vm-db 90", "vm-web 30"]);
      expect(await terraform.plan(first)).toEqual({});
      await assignFleet(folder, [vm("vm-new", "gold"), ...VMS].reverse());
      const planned = await terraform.plan(first);
      expect(Object.keys(planned)).toEqual([expect.stringMatching(/vm-new/), expect.stringMatching(/^terraform_data\./)]);
      await terraform.apply(first);
      expect(startedDays().sort()).toEqual(["vm-db 90", "vm-new 90", "vm-web 30"]);
      expect(await terraform.plan(first)).toEqual({});
    } finally {
      await terraform.remove();
    }
  }, 600_000);
});
