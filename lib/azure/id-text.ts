/** The characters of the names in an id, by Azure's rules for the names of each kind of resource. */

/** What most names are made of, which needs no closer look. */
const PLAIN = /^[-\w./]*$/;

/** What no name of a resource may hold: what does not show, white space, and what an URL or a quotation gives a meaning. */
const NEVER = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}<>%&\\?#"'`]/u;
/** The same, with blanks inside: only what their own rules name. */
const BLANKS_ALLOWED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}%&\\?]|(?! )\p{Z}|^ | $/u;

/**
 * Of a resource group, letters and digits of any script.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
 */
const NOT_OF_A_GROUP = /[^\p{L}\p{N}\-_.()]/u;

/**
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute
 */
const NOT_OF_A_VM = /[^\p{L}\p{N}\-_.]/u;

/** The only kind of those that ids here name whose names may have blanks inside. */
const WITH_BLANKS = "actiongroups";

/** A character of a name that Azure does not take. */
export interface WrongCharacter {
  readonly name: string;
  readonly character: string;
}

/** The first character of an id, and the name that holds it, which Azure takes in no name of its kind; undefined if there is none. */
export function wrongCharacterOf(id: string): WrongCharacter | undefined {
  if (PLAIN.test(id)) return undefined;
  const segments = id.split("/");
  for (const [index, name] of segments.entries()) {
    const [character] = patternAfter(segments[index - 1] ?? "").exec(name) ?? [];
    if (character !== undefined) return { name, character };
  }
  return undefined;
}

function patternAfter(kind: string): RegExp {
  switch (kind.toLowerCase()) {
    case "resourcegroups":
      return NOT_OF_A_GROUP;
    case "virtualmachines":
      return NOT_OF_A_VM;
    case WITH_BLANKS:
      return BLANKS_ALLOWED;
    default:
      return NEVER;
  }
}
