/** The pipelines for which summaries and annotations are written. */
export type Pipeline = "github" | "azureDevOps" | "none";

/** The pipeline that runs this process. */
export function pipelineOf(env: NodeJS.ProcessEnv): Pipeline {
  if (env["GITHUB_ACTIONS"] === "true") return "github";
  return env["TF_BUILD"]?.toLowerCase() === "true" ? "azureDevOps" : "none";
}
