import { build } from "esbuild";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { commandLine } from "../../lib/hook/commands/command-line";
import { azureJobs, gitHubJobs, pipelineText } from "../support/pipeline-steps";

const DIRECTORY = resolve(__dirname, "../../examples/pipelines");
const GITHUB = pipelineText("github-actions.yml");
/** Of each service: the deployment, the scheduled drill and coverage, and the check of a pull request; of GitHub also an estate's backups. */
const GITHUB_FILES = [
  "github-actions.yml",
  "restore-drill-github-actions.yml",
  "pull-request-github-actions.yml",
  "backup-estate-github-actions.yml",
  "coverage-github-actions.yml",
];
const DEVOPS_FILES = [
  "azure-pipelines.yml",
  "restore-drill-azure-pipelines.yml",
  "pull-request-azure-pipelines.yml",
  "coverage-azure-pipelines.yml",
];
const GITLAB_FILES = ["gitlab-ci.yml", "coverage-gitlab-ci.yml"];
const GITHUB_TEXTS = GITHUB_FILES.map(pipelineText);
const DEVOPS_TEXTS = DEVOPS_FILES.map(pipelineText);
const TEXTS = [...GITHUB_TEXTS, ...DEVOPS_TEXTS];

/** GitHub's own parser of workflows, which is made for bundlers. */
type ParseWorkflow = (content: string) => string[];
let directory: string;
let problemsOfWorkflow: ParseWorkflow;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "workflow-parser-"));
  const outfile = join(directory, "parser.cjs");
  const contents = `
    import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
    export const problemsOf = (content) =>
      parseWorkflow({ name: "workflow.yml", content }, new NoOperationTraceWriter()).context.errors.getErrors().map(String);`;
  const stdin = { contents, resolveDir: __dirname };
  await build({ stdin, bundle: true, platform: "node", format: "cjs", outfile, logLevel: "error" });
  problemsOfWorkflow = (createRequire(__filename)(outfile) as { problemsOf: ParseWorkflow }).problemsOf;
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("checks every pipeline", () => {
  expect(
    readdirSync(DIRECTORY)
      .filter((file) => file.endsWith(".yml"))
      .sort(),
  ).toEqual([...GITHUB_FILES, ...DEVOPS_FILES, ...GITLAB_FILES].sort());
});

test("GitHub's own parser finds nothing wrong with the workflows, and would", () => {
  for (const text of GITHUB_TEXTS) expect(problemsOfWorkflow(text)).toEqual([]);
  expect(problemsOfWorkflow(GITHUB.replace("runs-on:", "runs_on:"))).not.toEqual([]);
  expect(problemsOfWorkflow(GITHUB.replace("contents: read", "contents: reed"))).not.toEqual([]);
});

interface Step {
  readonly inputs?: Record<string, unknown>;
  readonly condition?: string;
}

interface AzurePipeline {
  readonly variables: Record<string, string>;
  readonly jobs: readonly { readonly steps: readonly Step[] }[];
}

test.each(DEVOPS_FILES)("every variable of %s is its own, its user's, or Azure's", (file) => {
  const text = pipelineText(file);
  const { variables } = parse(text) as AzurePipeline;
  const known = [
    ...Object.keys(variables),
    "armSubscriptionId",
    ...(text.includes("terraform.zip") ? ["Agent.TempDirectory"] : []),
    "System.AccessToken",
    "Build.ArtifactStagingDirectory",
    ...(file === "azure-pipelines.yml" ? ["Pipeline.Workspace"] : []),
  ];
  const used = [...text.matchAll(/\$\(([\w.]+)\)/g)].map(([, name = ""]) => name);
  expect(used.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !used.includes(name))).toEqual([]);
});

test("reports are published when the deployment fails, too", () => {
  for (const { steps } of DEVOPS_TEXTS.flatMap((text) => (parse(text) as AzurePipeline).jobs)) {
    const main = steps.findIndex(({ inputs }) => inputs?.["inlineScript"] !== undefined);
    expect(main).toBeGreaterThan(0);
    const afterwards = steps.slice(main + 1).map(({ condition }) => condition);
    expect(afterwards.length).toBeGreaterThan(0);
    expect([...new Set(afterwards)]).toEqual(["always()"]);
  }
  const workflows = GITHUB_TEXTS.map(
    (text) => parse(text) as { jobs: Record<string, { steps: { uses?: string; if?: string }[] }> },
  );
  const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));
  const uploads = jobs.map(({ steps }) => steps.filter(({ uses }) => uses?.includes("upload-artifact")).map((step) => step.if));
  expect(uploads).toEqual(jobs.map(() => ["always()"]));
});

test("no secret is in a pipeline, and all sign in by OIDC", () => {
  for (const text of TEXTS) {
    expect(text).not.toMatch(/secrets\.|CLIENT_SECRET|password/i);
    expect(text).toMatch(/ARM_USE_OIDC[:=] ?"?true/);
  }
  for (const text of GITHUB_TEXTS) {
    expect(parse(text)).toMatchObject({ permissions: { contents: "read", "id-token": "write" } });
  }
});

test("every variable that is meant for the hook is one it reads", () => {
  const source = ["sign-in/credential-choice.ts", "report/report-files.ts", "commands/resolve-vault.ts"]
    .map((file) => readFileSync(resolve(__dirname, "../../lib/hook", file), "utf8"))
    .join("\n");
  const names = TEXTS.flatMap((text) => text.match(/\b(ARM|AZURE_VM_BACKUP|SYSTEM)_[A-Z_]+\b/g) ?? []);
  expect(names.length).toBeGreaterThan(10);
  expect([...new Set(names)].filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});

const SCRIPTS = {
  "github-actions.yml": gitHubJobs("/checkout"),
  "azure-pipelines.yml": azureJobs({ "Build.ArtifactStagingDirectory": "/staging", "Pipeline.Workspace": "/pipeline" }),
};

test.each(Object.entries(SCRIPTS))("%s follows the backups in a second job, by the outputs of the first", async (_, jobs) => {
  const [deploys = [], follows = []] = jobs;
  const scriptOf = (steps: typeof deploys, program: string): string =>
    steps.map(({ script = "" }) => script).find((script) => script.includes(`npx ${program} `)) ?? "";
  const written = /--outputs-file "?([^"\s]+)/.exec(scriptOf(deploys, "cdktf"))?.[1] ?? "";
  const published = deploys.flatMap(({ publishes = [] }) => publishes);
  expect(published.some((path) => written.startsWith(path))).toBe(true);

  const [, line = ""] = /npx azure-vm-backup (.+)$/m.exec(scriptOf(follows, "azure-vm-backup")) ?? [];
  const downloaded = follows.flatMap(({ downloadsTo }) => downloadsTo ?? []);
  expect(downloaded).toHaveLength(1);
  expect(await commandLine().parse(line.replaceAll('"', "").split(" "))).toMatchObject({
    options: {
      vault: { by: "outputs", file: join(downloaded[0] ?? "", "outputs.json") },
      waitFor: "completed",
      timeoutMinutes: 345,
    },
  });
});

const DRILLS = {
  "restore-drill-github-actions.yml": gitHubJobs("/checkout", "restore-drill-github-actions.yml"),
  "restore-drill-azure-pipelines.yml": azureJobs(
    { "Build.ArtifactStagingDirectory": "/staging" },
    "restore-drill-azure-pipelines.yml",
  ),
};

test.each(Object.entries(DRILLS))("%s drills by the outputs of the stack, and ends before its job does", async (file, jobs) => {
  const scripts = jobs.flat().flatMap(({ script }) => script ?? []);
  const [, written = ""] = /npx cdktf output \S+ --outputs-file (\S+)/.exec(scripts.join("\n")) ?? [];
  const [, line = ""] = /npx azure-vm-backup (.+)$/m.exec(scripts.join("\n")) ?? [];
  const vault = { by: "outputs", file: written.replaceAll('"', "") };
  expect(await commandLine().parse(line.replaceAll('"', "").split(" "))).toMatchObject({ options: { vault, timeout: 330 } });
  // The clean-up after a time-out takes 10 minutes.
  expect(pipelineText(file)).toMatch(/timeout(-m|InM)inutes: 360/);
  const { on, schedules } = parse(pipelineText(file)) as { on?: { schedule: unknown[] }; schedules?: unknown[] };
  expect(on?.schedule ?? schedules).toHaveLength(1);
});

const PULL_REQUESTS = {
  "pull-request-github-actions.yml": gitHubJobs("/checkout", "pull-request-github-actions.yml"),
  "pull-request-azure-pipelines.yml": azureJobs(
    { "Build.ArtifactStagingDirectory": "/staging" },
    "pull-request-azure-pipelines.yml",
  ),
};

test.each(Object.entries(PULL_REQUESTS))("%s explains the plan of a stack, deploys nothing and publishes it", async (_, jobs) => {
  const script = jobs
    .flat()
    .flatMap((step) => step.script ?? [])
    .join("\n");
  expect(script).not.toMatch(/deploy|apply/);
  const [, line = "", file = ""] = /npx azure-vm-backup (.+) > "?([^"\s]+)"?$/m.exec(script) ?? [];
  expect(await commandLine().parse(line.replaceAll('"', "").replace("$STACK", "backup").split(" "))).toMatchObject({
    options: { source: { by: "stack", stack: "backup" }, output: "markdown" },
  });
  expect(jobs.flat().flatMap(({ publishes = [] }) => publishes)).toContainEqual(
    expect.stringMatching(new RegExp(`^${file}$|^${file.replace(/[^/]+$/, "")}$`)),
  );
});

test("backup-estate-github-actions.yml has a job for each shard, which ends in time", async () => {
  const jobs = gitHubJobs("/checkout", "backup-estate-github-actions.yml");
  const lines = jobs.flatMap((steps) =>
    steps.flatMap(({ script = "" }) => /npx azure-vm-backup (backup-now .+)$/m.exec(script)?.[1] ?? []),
  );
  const shards = await Promise.all(
    lines.map(async (line) => {
      const parsed = await commandLine().parse(line.split(" "));
      return parsed?.options as { selection: { shard: { index: number; count: number } }; timeoutMinutes: number };
    }),
  );
  expect(shards.map(({ selection }) => selection.shard)).toEqual([1, 2, 3, 4].map((index) => ({ index, count: shards.length })));
  for (const { timeoutMinutes } of shards) expect(timeoutMinutes).toBeLessThan(360);
});
