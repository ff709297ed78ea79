import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Emulator } from "../../../lib/emulator";
import { SUBSCRIPTION, vmId } from "../../support/azure";
import { startTestEmulator } from "../../support/emulator";
import { AZURERM_4, describeWithAzurermVersion } from "../support/azurerm";
import { BareTerraform } from "../support/bare-terraform";
import { listedResources } from "../support/drill-places";
import { drilledStack, PIPELINE } from "../support/drilled-stack";
import { run, succeeded } from "../support/processes";

const PROGRAM = resolve(__dirname, "../../../bundle/azure-vm-backup.cjs");
const TIME_OUT = 900_000;

interface Evidence {
  readonly vms: readonly {
    readonly outcome: string;
    readonly objectiveMet: boolean | null;
    readonly checks: readonly { readonly name: string; readonly outcome: string }[];
    readonly resources: readonly { readonly what: string; readonly state: string }[];
  }[];
  readonly cleaned: readonly unknown[];
}

/** Deployed by azurerm, drilled by the principal that the stack gives a role, and destroyed. */
describe.each([AZURERM_4, "~> 5.0"])("azurerm %s", (version) => {
  describeWithAzurermVersion(version, `a stack with a restore drill, deployed by azurerm ${version}`, () => {
    let emulator: Emulator;
    let terraform: BareTerraform;

    beforeEach(async () => {
      const options = { speed: 600, scheduledBackups: false, account: { subscriptionId: SUBSCRIPTION } };
      emulator = await startTestEmulator({ ...options, principals: [PIPELINE] });
      for (const name of ["vm-web", "vm-db"]) {
        emulator.addVirtualMachine({ id: vmId(name), location: "westeurope", dataDiskLuns: [0] });
      }
      terraform = await BareTerraform.create(emulator.environment());
    });
    afterEach(async () => {
      await terraform.remove();
      await emulator.stop();
    });

    /** Runs the drill by the outputs of the stack, as the principal of the pipeline. */
    async function drill(): Promise<Evidence> {
      const outputs = await terraform.outputs();
      const report = join(outputs, "../drill.json");
      const env = {
        ...{ PATH: process.env["PATH"], ...emulator.environment() },
        ...{ ARM_CLIENT_ID: PIPELINE.clientId, ARM_CLIENT_SECRET: PIPELINE.clientSecret },
      };
      succeeded(await run(process.execPath, [PROGRAM, "drill", "--from-outputs", outputs, "--report-json", report], { env }));
      const evidence = JSON.parse(await readFile(report, "utf8")) as Evidence;
      await rm(report);
      return evidence;
    }

    test(
      "is drilled twice and leaves nothing, is planned without a change, and destroyed",
      async () => {
        const build = drilledStack(version);
        await terraform.apply(build);
        const before = await listedResources(emulator);
        for (let drills = 0; drills < 2; drills++) {
          const { vms, cleaned } = await drill();
          expect(vms.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
          for (const { checks, resources } of vms) {
            expect(checks).toContainEqual(expect.objectContaining({ name: "power state", outcome: "passed" }));
            expect(new Set(resources.map(({ state }) => state))).toEqual(new Set(["deleted"]));
            expect(resources.map(({ what }) => what)).toEqual(expect.arrayContaining(["virtual machine", "network interface"]));
          }
          expect(cleaned).toEqual([]);
          expect(await listedResources(emulator)).toEqual(before);
          emulator.advance(3_600_000);
        }
        expect(await terraform.plan(build)).toEqual({});
        await terraform.destroy(build);
        expect((await listedResources(emulator)).filter((id) => !/\/rg-app\//i.test(id))).toEqual([]);
      },
      TIME_OUT,
    );
  });
});
