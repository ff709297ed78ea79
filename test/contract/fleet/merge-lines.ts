import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** How conflicts are written: both sides, or both sides and the base between git's markers. */
export type Conflicts = "union" | "diff3";

/**
 * A three-way merge by lines, of texts whose lines are sorted and different: the lines that the three have in common divide them into parts;
 * a part that both branches have changed is a conflict. It is what git does, without a process for each merge.
 */
export function mergeLines(base: string, ours: string, theirs: string, conflicts: Conflicts): string {
  const [was, mine, other] = [base, ours, theirs].map((text) => text.split("\n").slice(0, -1)) as [string[], string[], string[]];
  const common = new Set(was.filter((line) => mine.includes(line) && other.includes(line)));
  const [b, o, t] = [was, mine, other].map((lines) => partsOf(lines, common)) as [string[][], string[][], string[][]];
  const ends = was.filter((line) => common.has(line));
  const merged = b.flatMap((part, index) => {
    const end = ends[index];
    return [...mergePart(part, o[index] ?? [], t[index] ?? [], conflicts), ...(end === undefined ? [] : [end])];
  });
  return merged.map((line) => `${line}\n`).join("");
}

function partsOf(lines: readonly string[], common: ReadonlySet<string>): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (common.has(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function mergePart(base: string[], ours: string[], theirs: string[], conflicts: Conflicts): string[] {
  const [was, mine, other] = [base, ours, theirs].map((lines) => lines.join("\n"));
  if (mine === was || mine === other) return theirs;
  if (other === was) return ours;
  if (conflicts === "union") return [...ours, ...theirs];
  return ["<<<<<<< ours", ...ours, "||||||| base", ...base, "=======", ...theirs, ">>>>>>> theirs"];
}

/** The same by `git merge-file`. */
export function gitMerge(base: string, ours: string, theirs: string, conflicts: Conflicts, folder: string): string {
  const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  try {
    return execFileSync("git", ["merge-file", "-p", `--${conflicts}`, "-q", ...files], { encoding: "utf8" });
  } catch (error) {
    // The status is the number of conflicts.
    const { status, stdout } = error as { status: number; stdout: string };
    if (status > 0 && status < 128) return stdout;
    throw error;
  }
}

export function hasGit(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("Skipped the merges by git: git is not installed.");
    return false;
  }
}
