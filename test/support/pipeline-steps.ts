import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

const DIRECTORY = resolve(__dirname, "../../examples/pipelines");

/** A step of an example pipeline: a script, what it publishes, or what it takes from an earlier job. */
export interface PipelineStep {
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The published paths; relative ones start at the checkout. */
  readonly publishes?: readonly string[];
  /** The folder to which the artifact is downloaded. */
  readonly downloadsTo?: string;
}

interface GitHubStep {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: { readonly name?: string; readonly path?: string };
}

interface AzureStep {
  readonly script?: string;
  readonly task?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** The text of an example pipeline. */
export function pipelineText(file: string): string {
  return readFileSync(resolve(DIRECTORY, file), "utf8");
}

interface GitHubJob {
  readonly steps: readonly GitHubStep[];
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
}

/** The steps of each job of the GitHub workflow, as GitHub replaces its expressions: a job for each shard of a matrix. */
export function gitHubJobs(workspace: string, file = "github-actions.yml"): PipelineStep[][] {
  const text = pipelineText(file).replaceAll("${{ github.workspace }}", workspace);
  const { jobs, env: ofWorkflow = {} } = parse(text) as { jobs: Record<string, GitHubJob>; env?: Record<string, string> };
  const own = Object.fromEntries(Object.entries(ofWorkflow).filter(([, value]) => !value.includes("${{")));
  return Object.values(jobs).flatMap(({ steps, strategy }) =>
    (strategy?.matrix.shard ?? [0]).map((shard) =>
      steps
        .map((step) => gitHubStep(step, own))
        .map(({ script, ...step }) =>
          script === undefined ? step : { ...step, script: script.replaceAll("${{ matrix.shard }}", String(shard)) },
        ),
    ),
  );
}

function gitHubStep({ run, uses = "", env, with: inputs }: GitHubStep, ofWorkflow: Record<string, string>): PipelineStep {
  if (uses.startsWith("actions/upload-artifact@")) return { publishes: inputs?.path?.trim().split(/\s+/) ?? [] };
  if (uses.startsWith("actions/download-artifact@")) return { downloadsTo: inputs?.path ?? "." };
  return run === undefined ? {} : { script: run, env: { ...ofWorkflow, ...env } };
}

/** The steps of each job of the Azure pipeline, as Azure replaces its variables. */
export function azureJobs(variables: Readonly<Record<string, string>>, file = "azure-pipelines.yml"): PipelineStep[][] {
  const { variables: own } = parse(pipelineText(file)) as { variables: Record<string, string> };
  const values: Record<string, string> = { ...own, ...variables };
  const replaced = (text: string): string =>
    text.replace(/\$\(([\w.]+)\)/g, (reference, name: string) =>
      values[name] === undefined ? reference : replaced(values[name]),
    );
  const { jobs } = parse(replaced(pipelineText(file))) as { jobs: { steps: AzureStep[] }[] };
  return jobs.map(({ steps }) => steps.map(azureStep));
}

function azureStep({ script, task = "", env, inputs = {} }: AzureStep): PipelineStep {
  if (task.startsWith("PublishPipelineArtifact@")) return { publishes: [`${inputs["targetPath"] ?? ""}/`] };
  if (task.startsWith("DownloadPipelineArtifact@")) return { downloadsTo: inputs["targetPath"] ?? "." };
  const code = script ?? inputs["inlineScript"];
  return { ...(code !== undefined && { script: code }), ...(env && { env }) };
}

interface GitLabJob {
  readonly script: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly needs?: readonly string[];
  readonly artifacts?: { readonly paths: readonly string[] };
}

/** The steps of a job of a GitLab pipeline, without those that install. */
export function gitLabJob(name: string, workspace: string, file = "gitlab-ci.yml"): PipelineStep[] {
  const jobs = parse(pipelineText(file).replaceAll("$CI_PROJECT_DIR", workspace)) as Record<string, GitLabJob>;
  const { variables: ofPipeline } = jobs as { variables?: Record<string, string> };
  const { script = [], variables, needs, artifacts } = jobs[name] ?? {};
  return [
    ...(needs ? [{ downloadsTo: "." }] : []),
    { script: script.join("\n"), env: { ...ofPipeline, ...variables } },
    ...(artifacts ? [{ publishes: artifacts.paths }] : []),
  ];
}
