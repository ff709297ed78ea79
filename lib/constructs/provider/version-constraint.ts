/** Version constraints in Terraform's syntax: a version must meet each part, such as `>= 4.64.0`. */

type Version = readonly [major: number, minor: number, patch: number];

interface Part {
  readonly operator: string;
  readonly version: Version;
  /** The number of components in the constraint: 2 for `~> 4.64`. */
  readonly precision: number;
}

/** Versions from `from`, inclusive, to `below`, exclusive. */
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
  // The lowest version that meets every part is 0.0.0, the version of a part, or the version right after it.
  const candidates: Version[] = parts.flatMap(({ version }) => [version, next(version)]);
  return [[0, 0, 0] as const, ...candidates].some((version) => parts.every((part) => meets(version, part)));
}

function partOf(text: string): Part[] {
  const [, operator = "=", numbers] = PART.exec(text) ?? [];
  if (numbers === undefined) return [];
  const precision = numbers.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = precision;
  return [{ operator, version: [major, minor, patch], precision: precision.length }];
}

function meets(version: Version, { operator, version: bound, precision }: Part): boolean {
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
      return order >= 0 && compare(version, pessimistic(bound, precision)) < 0;
    default:
      return order === 0;
  }
}

/** The exclusive upper bound of `~>`: 5.0.0 for `~> 4.64`, 4.65.0 for `~> 4.64.1`. */
function pessimistic([major, minor]: Version, precision: number): Version {
  return precision === 3 ? [major, minor + 1, 0] : [major + 1, 0, 0];
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
