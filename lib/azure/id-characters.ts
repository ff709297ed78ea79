/** The only kind of resource in our ids whose name may contain spaces. */
const SPACED_NAME_KIND = "actiongroups";

/** A character that Azure does not allow in a name. */
export interface InvalidCharacter {
  readonly name: string;
  readonly character: string;
}

/** The first invalid character of an id, with the name that contains it; undefined if there is none. */
export function findInvalidCharacter(id: string): InvalidCharacter | undefined {
  // Most ids have these characters only, and are valid without a further check.
  if (/^[-\w./]*$/.test(id)) return undefined;
  const segments = id.split("/");
  for (const [index, name] of segments.entries()) {
    const [character] = invalidPatternOf(segments[index - 1] ?? "").exec(name) ?? [];
    if (character !== undefined) return { name, character };
  }
  return undefined;
}

/** The patterns are not constants, because they take long to compile and are rarely used. */
function invalidPatternOf(kind: string): RegExp {
  switch (kind.toLowerCase()) {
    // A name may have letters and digits of any script.
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
    case "resourcegroups":
      return /[^\p{L}\p{N}\-_.()]/u;
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute
    case "virtualmachines":
      return /[^\p{L}\p{N}\-_.]/u;
    // Names that may contain spaces.
    case SPACED_NAME_KIND:
      return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}%&\\?]|(?! )\p{Z}|^ | $/u;
    // Invisible characters, white space, and characters with a meaning in a URL or a quotation.
    default:
      return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}<>%&\\?#"'`]/u;
  }
}
