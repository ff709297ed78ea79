import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { CoverageExitCode } from "../../lib/contract/exit-code";
import { apply } from "../../tools/local/stand-in/apply";
import { readStack } from "../../tools/local/stand-in/stack";
import { armClientOf } from "../e2e/support/protected-vms";
import { startClient } from "../emulator/client";
import { testStack } from "../support/synth";
import { autoProtection, EstateStory, OPTIONS, SUBSCRIPTIONS, tellStory } from "./estate-story";

let story: EstateStory;
let directory: string;
beforeEach(async () => {
  story = new EstateStory(await startClient(OPTIONS));
  directory = await mkdtemp(join(tmpdir(), "estate-story-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** Deploys the stack of a subscription by the stand-in for azurerm. */
async function deploy(subscriptionId: string): Promise<void> {
  const stack = testStack();
  autoProtection(subscriptionId)(stack);
  const folder = join(directory, subscriptionId);
  await mkdir(folder);
  await writeFile(join(folder, "cdk.tf.json"), Testing.synth(stack, true));
  const { emulator } = story.client;
  const arm = await armClientOf(emulator, subscriptionId, (ms) => {
    emulator.advance(ms);
    return Promise.resolve();
  });
  await apply(await readStack(folder), arm, { environment: {}, report: () => undefined });
}

test("300 VMs of others are protected, backed up once and covered; then the gaps are named", () => tellStory(story, deploy));

test("the estate is not covered while one VM lacks a role of the policy, a backup or a tag", async () => {
  await story.createVms(SUBSCRIPTIONS[0], { prefix: "old", count: 2 });
  await story.createVms(SUBSCRIPTIONS[0], { prefix: "other", count: 1, tags: { backup: "no" } });
  await deploy(SUBSCRIPTIONS[0]);
  await story.evaluatePolicies();
  const kinds = async () =>
    (await story.coverage()).record.findings.flatMap(({ kind, name }) => (/^vault/.test(kind) ? [] : [`${kind} ${name}`]));
  expect(await kinds()).toEqual(["neverBackedUp old-0", "neverBackedUp old-1", "unprotected other-0"]);
  expect((await story.coverage()).code).toBe(CoverageExitCode.gaps);
  await story.backUpAllPending();
  expect(await kinds()).toEqual(["unprotected other-0"]);
});
