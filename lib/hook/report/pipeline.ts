/** The pipelines whose summaries and annotations are spoken. */
export type Pipeline = "github" | "azureDevOps" | "none";

/** The pipeline that runs this process. */
export function pipelineOf(environment: NodeJS.ProcessEnv): Pipeline {
  if (environment["GITHUB_ACTIONS"] === "true") return "github";
  return environment["TF_BUILD"]?.toLowerCase() === "true" ? "azureDevOps" : "none";
}
