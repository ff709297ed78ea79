/** Version constraints in Terraform's syntax: parts such as `>= 4.64.0`, all of which a version has to meet. */

type Version = readonly [major: number, minor: number, patch: number];

interface Part {
  readonly operator: string;
  readonly version: Version;
  /** How many of the version's numbers were written. */
  readonly written: number;
}

/** Versions from one, which is among them, to another, which is not. */
export interface VersionRange {
  readonly from?: string;
  readonly below?: string;
}

const PART = /^\s*(=|!=|>=|<=|>|<|~>)?\s*(\d+(?:\.\d+){0,2})(?:-[0-9A-Za-z.-]+)?\s*$/;

/** Whether the text is a version constraint. */
export function isVersionConstraint(text: string): boolean {
  return text.split(",").every((part) => PART.test(part));
}

/** Whether some version of a range meets a constraint. */
export function allowsVersion(constraint: string, { from, below }: VersionRange): boolean {
  const parts = constraint.split(",").flatMap(partOf);
  if (from !== undefined) parts.push(...partOf(`>= ${from}`));
  if (below !== undefined) parts.push(...partOf(`< ${below}`));
  // The lowest version that meets every part is 0.0.0, one that a part names, or the one right after such a version.
  const candidates: Version[] = parts.flatMap(({ version }) => [version, next(version)]);
  return [[0, 0, 0] as const, ...candidates].some((version) => parts.every((part) => meets(version, part)));
}

function partOf(text: string): Part[] {
  const [, operator = "=", numbers] = PART.exec(text) ?? [];
  if (numbers === undefined) return [];
  const written = numbers.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = written;
  return [{ operator, version: [major, minor, patch], written: written.length }];
}

function meets(version: Version, { operator, version: bound, written }: Part): boolean {
  const order = compare(version, bound);
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "~>":
      return order >= 0 && compare(version, pessimistic(bound, written)) < 0;
    default:
      return order === 0;
  }
}

/** Where `~>` ends: `~> 4.64` before 5.0.0, `~> 4.64.1` before 4.65.0. */
function pessimistic([major, minor]: Version, written: number): Version {
  return written === 3 ? [major, minor + 1, 0] : [major + 1, 0, 0];
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
