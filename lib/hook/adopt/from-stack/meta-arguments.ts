import { camelCase } from "../code/names";
import { list, object, type Property, text } from "../code/printed";
import { type Arguments, flagOf, literalsOf, textOf } from "./arguments";
import { blockIn, isBlock, ITEM } from "./stack-json";
import { Obstacle, type Writer } from "./writer";

/** What the construct ignores by itself, and whether it sets `postcondition`. */
export interface Defaults {
  readonly ignored: readonly string[];
  readonly isItem: boolean;
}

const AFTER_APPLY =
  "After the first apply, remove this postcondition: the next plan then adds the check that a key keeps its VM.";

/** Takes `provider`, `depends_on` and `lifecycle`. What has no prop remains for an override. */
export function metaArguments(args: Arguments, defaults: Defaults, writer: Writer): Property[] {
  const provider = providerNameOf(args.take("provider"));
  return [
    ...(provider === undefined ? [] : [{ key: "provider", value: `providers.${provider}` }]),
    ...dependsOn(args, writer),
    ...lifecycle(args, defaults, writer),
  ];
}

/** The name that the generated code gives to a provider; undefined for the stack's azurerm provider without an alias. */
export function providerNameOf(value: unknown): string | undefined {
  const [, name = "", alias] = /^(?:\$\{)?([\w-]+)(?:\.([\w-]+))?\}?$/.exec(textOf(value) ?? "") ?? [];
  if (name === "" || (name === "azurerm" && alias === undefined)) return undefined;
  return camelCase(alias ?? name, "provider");
}

/** A dependency that an argument implies is left out: Terraform has it without saying. */
function dependsOn(args: Arguments, writer: Writer): Property[] {
  const given = args.peek("depends_on");
  if (given === undefined) return [];
  const addresses = literalsOf(given)?.map((one) => one.replace(/^\$\{(.*)\}$/, "$1"));
  if (!addresses) throw new Obstacle("its depends_on is not a list of addresses");
  args.take("depends_on");
  const implied = args.textWithout("depends_on");
  const left = addresses.filter((one) => !new RegExp(String.raw`(?<![\w.-])${escaped(one)}(?![\w-])`).test(implied));
  const others = left.filter((one) => !(one.startsWith(`${ITEM}.`) && isOwn(one, writer)));
  if (others.length === 0) return [];
  const codes = others.map((one) => {
    const variable = writer.variableOf(one);
    if (variable !== undefined) return `${variable}.resource`;
    const [type = "", label = ""] = one.split(".");
    if (writer.isAdopted(type, label.replace(/\[.*/, ""))) throw new Obstacle(`it depends on ${one}, which gets another address`);
    return object([{ key: "fqn", value: text(one) }]);
  });
  return [{ key: "dependsOn", value: list(codes) }];
}

/** VMs of one block have no order. */
function isOwn(address: string, writer: Writer): boolean {
  const [type = "", label = ""] = address.split(".");
  return writer.isAdopted(type, label.replace(/\[.*/, ""));
}

function lifecycle(args: Arguments, { ignored, isItem }: Defaults, writer: Writer): Property[] {
  const given = args.peek("lifecycle");
  const settings = given === undefined ? {} : blockIn(given);
  if (settings === undefined) throw new Obstacle("its lifecycle is not one block");
  args.take("lifecycle");
  const properties: Property[] = [];
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) continue;
    const property = settingOf(name, value, ignored, writer);
    if (property === undefined) throw new Obstacle(`its lifecycle has ${name} in a form that CDKTF has no prop for`);
    properties.push(...property);
  }
  if (!isItem) return properties.length === 0 ? [] : [{ key: "lifecycle", value: object(properties) }];
  const comments = [AFTER_APPLY];
  return [{ key: "lifecycle", value: object([{ key: "postcondition", value: "[]" }, ...properties], comments) }];
}

function settingOf(name: string, value: unknown, ignored: readonly string[], writer: Writer): Property[] | undefined {
  switch (name) {
    case "create_before_destroy":
    case "prevent_destroy": {
      const flag = flagOf(value);
      const key = name === "prevent_destroy" ? "preventDestroy" : "createBeforeDestroy";
      if (flag === undefined) return undefined;
      // The constructs prevent it by themselves.
      return flag && key === "preventDestroy" ? [] : [{ key, value: String(flag) }];
    }
    case "ignore_changes": {
      if (value === "all" || JSON.stringify(value) === '["all"]') return [{ key: "ignoreChanges", value: text("all") }];
      const names = literalsOf(value);
      if (names?.length === 0) return [];
      return names && [{ key: "ignoreChanges", value: list([...new Set([...ignored, ...names])].map(text)) }];
    }
    case "replace_triggered_by": {
      const addresses = literalsOf(value);
      return addresses && [{ key: "replaceTriggeredBy", value: list(addresses.map((one) => triggerOf(one, writer))) }];
    }
    default:
      return undefined;
  }
}

function triggerOf(address: string, writer: Writer) {
  const [type = "", label = ""] = address.split(/[.[]/);
  if (writer.isAdopted(type, label)) throw new Obstacle(`it is replaced with ${address}, which gets another address`);
  return text(address);
}

/** `precondition` and `postcondition` of a resource, as an override of its lifecycle takes them. */
export function takeConditions(args: Arguments): [name: string, value: unknown][] {
  const settings = blockIn(args.peek("lifecycle"));
  if (!settings) return [];
  args.take("lifecycle");
  const { precondition, postcondition, ...others } = settings;
  args.put("lifecycle", others);
  return Object.entries({ precondition, postcondition }).flatMap(([name, value]) =>
    value === undefined || value === null || !(isBlock(value) || Array.isArray(value)) ? [] : [[`lifecycle.${name}`, value]],
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
