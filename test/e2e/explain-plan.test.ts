import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PlanExitCode, ExitCode } from "../../lib/contract/exit-code";
import { storedObservations } from "../hook/explain-plan/observation";
import { describeWithTerraform } from "./support/terraform";

/** The bundled program, without Azure and without azurerm. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const PLAN = JSON.stringify(storedObservations("4.81.0").find(({ name }) => name === "retention-daily-shorter")?.plan);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "explain-plan-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function explainPlan(
  args: readonly string[],
  { env = {}, input }: { env?: NodeJS.ProcessEnv; input?: string | Buffer } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, "explain-plan", ...args], {
    cwd: directory,
    env: { PATH: process.env["PATH"], CHECKPOINT_DISABLE: "1", ...env },
    encoding: "utf8",
    timeout: 60_000,
    ...(input !== undefined && { input }),
  });
  return { code: status, stdout, stderr };
}

test("a plan is read from a file, from a pipe, and in UTF-16 as PowerShell writes it", () => {
  const file = join(directory, "plan.json");
  writeFileSync(file, PLAN);
  const fromFile = explainPlan(["plan.json"]);
  expect(fromFile).toMatchObject({ code: PlanExitCode.dataLost, stderr: "" });
  expect(fromFile.stdout).toContain("20 daily recovery points");
  expect(explainPlan(["-"], { input: PLAN })).toEqual(fromFile);
  writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PLAN, "utf16le")]));
  expect(explainPlan(["plan.json"])).toEqual(fromFile);
});

test("dates are counted from --now", () => {
  writeFileSync(join(directory, "plan.json"), PLAN);
  const { stdout } = explainPlan(["plan.json", "--now", "2028-01-31", "-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    now: "2028-01-31T00:00:00.000Z",
    findings: [{ recoveryPoints: { expireAtOnce: 20 } }],
  });
});

test("the Markdown is added to the summary of a job in GitHub Actions", () => {
  const summary = join(directory, "summary.md");
  writeFileSync(summary, "before\n");
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  const { stdout } = explainPlan(["-", "--output", "markdown"], { env, input: PLAN });
  expect(readFileSync(summary, "utf8")).toBe(`before\n${stdout}`);
  expect(stdout).toContain("## What this plan does to backups");
});

test("wrong input is one sentence with exit code 2", () => {
  for (const [args, input, text] of [
    [["-"], "", "got an empty text in standard input"],
    [["none.json"], undefined, "got 'none.json' (ENOENT)"],
    [["--stack", "none"], undefined, "--stack must name a synthesized stack, got 'none'; run 'cdktf synth' first"],
    [[], undefined, "got neither"],
  ] as const) {
    const { code, stdout, stderr } = explainPlan(args, input === undefined ? {} : { input });
    expect([code, stdout]).toEqual([ExitCode.badInput, ""]);
    expect(stderr).toContain(text);
    expect(stderr.trim()).not.toContain("\n");
  }
});

describeWithTerraform("explain-plan --stack", () => {
  const synthesize = (name: string, json: object, output = "cdktf.out"): void => {
    const folder = join(directory, output, "stacks", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
  };
  const data = (lifecycle: object, trigger = "a") => ({
    resource: { terraform_data: { one: { triggers_replace: trigger, lifecycle } } },
  });
  const apply = (name: string): void => {
    const folder = join(directory, "cdktf.out/stacks", name);
    expect(spawnSync("terraform", [`-chdir=${folder}`, "apply", "-auto-approve"], { encoding: "utf8" }).status).toBe(0);
  };

  test("initializes a stack and plans it", () => {
    synthesize("app", data({}));
    const { code, stdout, stderr } = explainPlan(["--stack", "app"]);
    expect({ code, stdout, stderr }).toEqual({
      code: PlanExitCode.nothingLost,
      stdout: "No recovery point is lost\n",
      stderr: "",
    });
  });

  test("finds the stack where cdktf.json says, and names those that there are", () => {
    writeFileSync(join(directory, "cdktf.json"), JSON.stringify({ output: "out" }));
    synthesize("app", data({}), "out");
    expect(explainPlan(["--stack", "app"]).code).toBe(PlanExitCode.nothingLost);
    expect(explainPlan(["--stack", "other"]).stderr).toContain("got 'other'; use one of 'app'");
  });

  test("explains a plan that prevent_destroy refuses", () => {
    synthesize("app", data({ prevent_destroy: true }));
    expect(explainPlan(["--stack", "app"]).code).toBe(PlanExitCode.nothingLost);
    apply("app");
    synthesize("app", data({ prevent_destroy: true }, "b"));
    const { code, stdout, stderr } = explainPlan(["--stack", "app"]);
    expect(code).toBe(PlanExitCode.applyRefused);
    expect(stdout).toContain("Terraform could not make the plan");
    expect(stderr).toContain("'terraform plan' failed: Instance cannot be destroyed");
  });

  test("says in one sentence what Terraform says of a stack that it cannot plan", () => {
    synthesize("app", { resource: { terraform_data: { one: { no_such_argument: 1 } } } });
    const { code, stderr } = explainPlan(["--stack", "app"]);
    expect(code).toBe(ExitCode.badInput);
    expect(stderr).toMatch(/'terraform plan' failed in '.*': Extraneous JSON object property/);
    expect(stderr.trim()).not.toContain("\n");
  });

  test("asks for Terraform if there is none", () => {
    synthesize("app", data({}));
    const { code, stderr } = explainPlan(["--stack", "app"], { env: { TERRAFORM_BINARY_NAME: "no-such-terraform" } });
    expect(code).toBe(ExitCode.badInput);
    expect(stderr).toContain("--stack needs 'no-such-terraform' on the PATH");
  });
});
