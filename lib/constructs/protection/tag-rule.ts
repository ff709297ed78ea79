import { isSameName } from "../../azure/case-fold";
import { checkInstance } from "../private/instances";
import { checkKnownList, isLiteral, problem, throwIfInvalid } from "../private/problems";

/** The tags of a VM's construct; a token if only the deployment knows them. */
export type Tags = Readonly<Record<string, string>>;

/** Selects VMs by their tags. Azure compares the names of tags without case, and their values with case. */
export class TagRule {
  /**
   * VMs that have a tag.
   * @param name the tag's name
   * @param values the allowed values; any value if they are left out
   * @throws if the name is empty, a value is known only at deployment, or there are no values
   */
  public static tagged(name: string, values?: string[]): TagRule {
    const problems: string[] = [];
    if (typeof name !== "string" || !isLiteral(name) || name === "") {
      const rule = { allowed: "the name of a tag, known while the stack is synthesized", remedy: "write the name out" };
      problems.push(problem("name", name, rule));
    }
    if (values !== undefined && !Array.isArray(values)) problems.push(...checkKnownList("values", values, "values of the tag"));
    else if (values?.length === 0 || values?.some((value) => typeof value !== "string" || !isLiteral(value))) {
      const rule = { allowed: "at least one value, known while the stack is synthesized", remedy: "write the values out" };
      problems.push(problem("values", values, rule));
    }
    throwIfInvalid("TagRule.tagged", problems);
    return new TagRule([name], (tags) => {
      const value = valueOf(tags, name);
      return value !== undefined && (values === undefined || values.includes(value));
    });
  }

  /** VMs that every one of these rules selects. */
  public static allOf(rules: TagRule[]): TagRule {
    return new TagRule(namesOf("allOf", rules), (tags) => rules.every((rule) => rule._takes(tags)));
  }

  /** VMs that at least one of these rules selects. */
  public static anyOf(rules: TagRule[]): TagRule {
    return new TagRule(namesOf("anyOf", rules), (tags) => rules.some((rule) => rule._takes(tags)));
  }

  /** VMs that none of these rules selects. */
  public static noneOf(rules: TagRule[]): TagRule {
    return new TagRule(namesOf("noneOf", rules), (tags) => !rules.some((rule) => rule._takes(tags)));
  }

  private constructor(
    private readonly names: readonly string[],
    /** @internal */
    public readonly _takes: (tags: Tags) => boolean,
  ) {}

  /** @internal The first tag that the rule needs and only the deployment knows; undefined if there is none. */
  public _unknownOf(tags: Tags | undefined): string | undefined {
    if (tags === undefined) return undefined;
    if (!isLiteral(tags) || Object.keys(tags).some((name) => !isLiteral(name))) return "tags";
    return this.names.find((name) => !isLiteral(valueOf(tags, name)));
  }
}

function valueOf(tags: Tags, name: string): string | undefined {
  return Object.entries(tags).find(([other]) => isSameName(other, name))?.[1];
}

function namesOf(factory: string, rules: readonly TagRule[]): string[] {
  throwIfInvalid(`TagRule.${factory}`, checkKnownList("rules", rules, "rules"));
  const rule = { allowed: "at least one rule", remedy: "name a rule" };
  const problems = rules.length > 0 ? [] : [problem("rules", rules, rule)];
  for (const one of rules) problems.push(...checkInstance("rules", one, TagRule, "use TagRule.tagged, allOf, anyOf or noneOf"));
  throwIfInvalid(`TagRule.${factory}`, problems);
  return rules.flatMap((one) => one["names"]);
}
