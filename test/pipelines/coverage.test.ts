import { parse } from "yaml";
import { commandLine } from "../../lib/hook/commands/command-line";
import type { CoverageOptions } from "../../lib/hook/commands/coverage/options";
import { azureJobs, gitHubJobs, gitLabJob, type PipelineStep, pipelineText } from "../support/pipeline-steps";

const JOBS: Readonly<Record<string, readonly PipelineStep[]>> = {
  "coverage-github-actions.yml": gitHubJobs("/checkout", "coverage-github-actions.yml").flat(),
  "coverage-azure-pipelines.yml": azureJobs(
    { "Build.ArtifactStagingDirectory": "/staging" },
    "coverage-azure-pipelines.yml",
  ).flat(),
  "coverage-gitlab-ci.yml": gitLabJob("backup-coverage", "/checkout", "coverage-gitlab-ci.yml"),
};

test.each(Object.entries(JOBS))("%s finds what is new on a schedule, ends in time, and publishes it", async (file, steps) => {
  const script = steps.map(({ script: one = "" }) => one.replaceAll(/\\\n\s*/g, "").replaceAll('"', "")).join("\n");
  const [, line = ""] = /npx azure-vm-backup (coverage .+)$/m.exec(script) ?? [];
  const parsed = await commandLine().parse(line.trim().split(/\s+/));
  const { baseline, timeoutMinutes, reports } = parsed?.options as CoverageOptions;
  expect(baseline).toBe("coverage-baseline.json");
  const text = pipelineText(file);
  expect(text).toContain(`npx azure-vm-backup coverage --write-baseline ${String(baseline)}`);
  expect(timeoutMinutes).toBeLessThan(Number(/timeout(?:-minutes|InMinutes)?: (\d+)/.exec(text)?.[1]));
  const published = steps.flatMap(({ publishes = [] }) => publishes).map((path) => path.replace(/\/$/, ""));
  const files = Object.values(reports).filter((path): path is string => path !== undefined);
  expect(files).toHaveLength(3);
  for (const path of files) expect(published).toContain(path.slice(0, path.lastIndexOf("/")));
  const { on, schedules } = parse(text) as { on?: { schedule: unknown[] }; schedules?: unknown[] };
  if (file.includes("gitlab")) expect(text).toContain('$CI_PIPELINE_SOURCE == "schedule"');
  else expect(on?.schedule ?? schedules).toHaveLength(1);
});

test("coverage-gitlab-ci.yml signs in by an ID token", () => {
  const text = pipelineText("coverage-gitlab-ci.yml");
  expect(text).not.toMatch(/CLIENT_SECRET|password/i);
  expect(parse(text, { strict: true, uniqueKeys: true })).toMatchObject({
    "backup-coverage": {
      id_tokens: { ARM_OIDC_TOKEN: { aud: "api://AzureADTokenExchange" } },
      variables: { ARM_USE_OIDC: "true" },
      stage: "test",
      artifacts: { when: "always" },
    },
  });
});
