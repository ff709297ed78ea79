import { resolve } from "node:path";
import { ExitCode } from "../../../contract/exit-code";
import { FINDING_KINDS, type FindingKind, KINDS, KINDS_WITHOUT_TAGS } from "../../coverage/finding";
import { HookError } from "../../hook-error";
import type { CoverageOptions, CoverageReports } from "./options";

/** Checks that no flag is without effect, and no file is named twice. @throws HookError with the first contradiction */
export function requireConsistent(options: CoverageOptions): void {
  const [contradiction] = [...withoutEffect(options), ...sharedFiles(options)];
  if (contradiction !== undefined) throw new HookError(ExitCode.badInput, contradiction);
}

function withoutEffect({ failOn, max, objectives }: CoverageOptions): string[] {
  const fails = (kind: FindingKind): boolean => failOn?.includes(kind) ?? FINDING_KINDS[kind].fails;
  const idle = KINDS.filter((kind) => max[kind] !== undefined && !fails(kind));
  const untagged = objectives.tags.length === 0 ? [] : KINDS_WITHOUT_TAGS.filter((kind) => failOn?.includes(kind));
  return [
    ...untagged.map(
      (kind) =>
        `--fail-on must name a kind of findings about VMs if --tag chooses them, got '${kind}'; run the command without --tag for it`,
    ),
    ...idle.map(
      (kind) =>
        `--max must name a kind that fails a run, got '${kind}', which does not; add --fail-on ${kind}, or leave --max out`,
    ),
    ...(objectives.reasonTag !== undefined && objectives.exempt.length === 0
      ? ["--reason-tag needs --exempt, got it alone; add --exempt with the tag of VMs that need no backup"]
      : []),
  ];
}

/** The flags of the reports, each with its file. */
export function reportFlags(reports: CoverageReports): (readonly [flag: string, file: string | undefined])[] {
  const files = Object.entries(reports) as [keyof CoverageReports, string | undefined][];
  return files.map(([name, file]) => [`--report-${name.slice("report".length).toLowerCase()}`, file] as const);
}

/** Two files of one name would overwrite one another. A baseline may be read and written again. */
function sharedFiles({ reports, baseline, writeBaseline }: CoverageOptions): string[] {
  const files = [["--baseline", baseline], ["--write-baseline", writeBaseline], ...reportFlags(reports)] as const;
  const first = new Map<string, string>();
  return files.flatMap(([flag, file]) => {
    if (file === undefined || /^\/(dev|proc)\//.test(file)) return [];
    const other = first.get(resolve(file));
    first.set(resolve(file), flag);
    if (other === undefined || (other === "--baseline" && flag === "--write-baseline")) return [];
    return [`${flag} must name a file of its own, got '${file}', as ${other}; choose another path`];
  });
}
