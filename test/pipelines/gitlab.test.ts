import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { commandLine } from "../../lib/hook/commands/command-line";
import { gitLabJob, pipelineText } from "../support/pipeline-steps";

const TEXT = pipelineText("gitlab-ci.yml");
const JOBS = ["explain-plan", "deploy", "vaulted", "restore-drill"];

interface Job {
  readonly script: readonly string[];
  readonly timeout: string;
  readonly rules: readonly { readonly if: string }[];
}

const PIPELINE = parse(TEXT, { strict: true, uniqueKeys: true }) as Record<string, object>;
const job = (name: string): Job => PIPELINE[name] as Job;

test("has no secret, and signs in by an ID token", () => {
  expect(TEXT).not.toMatch(/CLIENT_SECRET|password/i);
  expect(PIPELINE).toMatchObject({
    variables: { ARM_USE_OIDC: "true" },
    default: { id_tokens: { ARM_OIDC_TOKEN: { aud: "api://AzureADTokenExchange" } } },
  });
  const source = readFileSync(resolve(__dirname, "../../lib/hook/sign-in/credential-choice.ts"), "utf8");
  for (const name of ["ARM_USE_OIDC", "ARM_OIDC_TOKEN"]) expect(source).toContain(`"${name}"`);
});

test("runs a job of each pipeline on its own event", () => {
  const sources = JOBS.map((name) => job(name).rules.map((rule) => /\$CI_PIPELINE_SOURCE == "(\w+)"/.exec(rule.if)?.[1]));
  expect(sources).toEqual([["merge_request_event"], ["push"], ["push"], ["schedule"]]);
});

test.each([
  ["explain-plan", { source: { by: "stack", stack: "backup" }, output: "markdown" }],
  ["vaulted", { vault: { by: "outputs", file: "outputs.json" }, waitFor: "completed", timeoutMinutes: 50 }],
  ["restore-drill", { vault: { by: "outputs", file: "outputs.json" }, timeout: 50 }],
])("%s gives the command valid options", async (name, options) => {
  const line = job(name).script.find((one) => one.startsWith("npx azure-vm-backup ")) ?? "";
  const args = line.replace(/ > .*/, "").replace('"$STACK"', "backup").split(" ").slice(2);
  expect(await commandLine().parse(args)).toMatchObject({ options });
});

test("a job ends before its token does, after the clean-up of a drill", () => {
  const minutes = JOBS.map((name) => Number(/--timeout (\d+)/.exec(gitLabJob(name, ".")[0]?.script ?? "")?.[1] ?? 0));
  expect(Math.max(...minutes)).toBeLessThan(60);
  // The clean-up after a time-out takes 10 minutes.
  expect(Number.parseInt(job("restore-drill").timeout, 10)).toBeGreaterThanOrEqual(60);
});
