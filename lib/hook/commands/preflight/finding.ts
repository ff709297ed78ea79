import type { ExitCode } from "../../../contract/exit-code";

/** One thing that was looked at before a backup. */
export type Finding =
  | { readonly level: "ok"; readonly text: string }
  /** Worth knowing, and no obstacle. */
  | { readonly level: "warning"; readonly text: string }
  /** What a deployment or a backup would fail by, with the exit code that says so. */
  | { readonly level: "problem"; readonly exitCode: ExitCode; readonly text: string };
