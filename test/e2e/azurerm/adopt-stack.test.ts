import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackFileCode } from "../../../lib/hook/adopt/from-stack/stack-file-code";
import type { Emulator } from "../../../lib/emulator";
import { movedStack } from "../../hook/adopt/support/moved-stack";
import { type Json, randomStack } from "../../hook/adopt/support/random-stack";
import { synthesizedConstruct } from "../../hook/adopt/support/run-generated";
import { SUBSCRIPTION } from "../../support/azure";
import { Random } from "../../support/random";
import { startAzure } from "./support/azure";
import { terraformIn } from "./support/terraform-in";
import { describeWithVersions } from "./support/versions";

/** Hand-written stacks are applied, and the generated code moves their resources without a change. */
const COUNT = Number(process.env["ADOPT_STACK_COUNT"] ?? "3");
const SEED = Number(process.env["ADOPT_SEED"] ?? "1");
const TIME_OUT = 600_000;

describeWithVersions("the code that takes over the resources of a stack", () => {
  let root: string;
  let emulator: Emulator;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "adopt-stack-"));
    emulator = await startAzure();
  });
  afterEach(async () => {
    rmSync(root, { recursive: true });
    await emulator.stop();
  });

  /** Applies a stack, and then the stack with the generated code. */
  async function moveStack(seed: number, version: string): Promise<void> {
    const folder = mkdtempSync(join(root, `${seed}-`));
    const terraform = (...args: readonly string[]) => terraformIn(folder, emulator.environment(), ...args);
    const required = { azurerm: { source: "hashicorp/azurerm", version } };
    const write = (stack: Json): void => {
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...stack, terraform: { required_providers: required } }));
    };
    const { json, vmIds } = randomStack(new Random(seed), SUBSCRIPTION, seed);
    for (const id of vmIds) emulator.addVirtualMachine({ id, location: "westeurope", dataDiskLuns: [0, 1, 2, 3] });
    write(json);
    await terraform("init", "-input=false");
    await terraform("apply", "-input=false", "-auto-approve");
    expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toContain("No changes.");

    const moved = movedStack(json, synthesizedConstruct(stackFileCode(json).text, SUBSCRIPTION, ["hub"]));
    write(moved);
    const plan = await terraform("plan", "-input=false", "-out=plan");
    const nothing = expect.stringContaining("Plan: 0 to add, 0 to change, 0 to destroy.") as string;
    expect({ seed, plan }).toEqual({ seed, plan: nothing });
    await terraform("apply", "-input=false", "plan");
    expect(await terraform("plan", "-input=false", "-detailed-exitcode")).toContain("No changes.");
  }

  test.each(["4.81.0", "5.2.0"])(
    "moves them, and changes nothing, with azurerm %s",
    async (version) => {
      const seeds = Array.from({ length: COUNT }, (_, index) => SEED * 1_000 + index + 1);
      await Promise.all(seeds.map((seed) => moveStack(seed, version)));
    },
    TIME_OUT,
  );
});
