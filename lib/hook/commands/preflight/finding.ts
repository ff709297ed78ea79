import type { ExitCode } from "../../../contract/exit-code";

/** The result of one check. */
export type Finding =
  | { readonly level: "ok"; readonly text: string }
  /** A note that does not prevent a backup. */
  | { readonly level: "warning"; readonly text: string }
  /** A problem that would fail a deployment or a backup, with its exit code. */
  | { readonly level: "problem"; readonly exitCode: ExitCode; readonly text: string };
