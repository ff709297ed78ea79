/** Ids with these characters only are valid without a further check. */
const PLAIN = /^[-\w./]*$/;

/** Invalid in every name: invisible characters, white space, and characters with a meaning in a URL or a quotation. */
const INVALID_IN_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}<>%&\\?#"'`]/u;
/** Invalid in names that may contain spaces, by the rules of these names. */
const INVALID_IN_SPACED_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}%&\\?]|(?! )\p{Z}|^ | $/u;

/**
 * A resource group's name may have letters and digits of any script.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
 */
const INVALID_IN_GROUP_NAME = /[^\p{L}\p{N}\-_.()]/u;

/**
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute
 */
const INVALID_IN_VM_NAME = /[^\p{L}\p{N}\-_.]/u;

/** The only kind of resource in our ids whose name may contain spaces. */
const SPACED_NAME_KIND = "actiongroups";

/** A character that Azure does not allow in a name. */
export interface InvalidCharacter {
  readonly name: string;
  readonly character: string;
}

/** The first invalid character of an id, with the name that contains it; undefined if there is none. */
export function findInvalidCharacter(id: string): InvalidCharacter | undefined {
  if (PLAIN.test(id)) return undefined;
  const segments = id.split("/");
  for (const [index, name] of segments.entries()) {
    const [character] = invalidPatternOf(segments[index - 1] ?? "").exec(name) ?? [];
    if (character !== undefined) return { name, character };
  }
  return undefined;
}

function invalidPatternOf(kind: string): RegExp {
  switch (kind.toLowerCase()) {
    case "resourcegroups":
      return INVALID_IN_GROUP_NAME;
    case "virtualmachines":
      return INVALID_IN_VM_NAME;
    case SPACED_NAME_KIND:
      return INVALID_IN_SPACED_NAME;
    default:
      return INVALID_IN_NAME;
  }
}
