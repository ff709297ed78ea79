import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isTemplate, parseTemplate, referencesOf, type Template } from "./expressions";

/** A block of the stack's `resource` section, or a local value. */
export interface StackBlock {
  readonly address: string;
  /** The type of the resource, or {@link LOCAL}. */
  readonly type: string;
  readonly name: string;
  /** The arguments of the resource, or the local value as `value`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The addresses in its expressions and its `depends_on`. */
  readonly dependencies: readonly string[];
}

/** A synthesized stack with parsed strings. */
export interface Stack {
  readonly directory: string;
  /** In the order of dependencies: a block comes after the blocks that it refers to. */
  readonly blocks: readonly StackBlock[];
  readonly templates: ReadonlyMap<string, Template>;
  /** The addresses that the stack imports: these resources exist. */
  readonly imported: ReadonlySet<string>;
}

/** The type of a local value. */
export const LOCAL = "local";

const KNOWN_SECTIONS = new Set(["//", "terraform", "provider", "locals", "resource", "variable", "output", "import"]);

type Named = Record<string, Record<string, unknown>>;

/** Reads `cdk.tf.json` of a synthesized stack. */
export async function readStack(directory: string): Promise<Stack> {
  const json = JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as Record<string, unknown>;
  const unknown = Object.keys(json).filter((section) => !KNOWN_SECTIONS.has(section));
  if (unknown.length > 0) throw new Error(`this stand-in does not support the section "${unknown.join('", "')}" of a stack`);
  checkProvider(json["provider"]);

  const locals = Object.entries((json["locals"] ?? {}) as Record<string, unknown>).map(([name, value]) => [name, { value }]);
  const sections = { [LOCAL]: Object.fromEntries(locals) as Named, ...(json["resource"] as Record<string, Named> | undefined) };
  const templates = new Map<string, Template>();
  const blocks: StackBlock[] = [];
  for (const [type, named] of Object.entries(sections)) {
    for (const [name, { "//": _metadata, ...config }] of Object.entries(named)) {
      const strings = stringsOf(config).filter(isTemplate);
      for (const text of strings) templates.set(text, templates.get(text) ?? (await parseTemplate(text)));
      const references = strings.flatMap((text) => referencesOf(templates.get(text) as Template));
      const dependsOn = ((config["depends_on"] ?? []) as string[]).map((address) => address.split("."));
      const dependencies = [...references, ...dependsOn].map(([first, second]) => `${first ?? ""}.${second ?? ""}`);
      blocks.push({ address: `${type}.${name}`, type, name, config, dependencies });
    }
  }
  const imports = (json["import"] ?? []) as readonly { readonly to: string }[];
  return { directory, blocks: inOrder(blocks), templates, imported: new Set(imports.map(({ to }) => to)) };
}

/** The features matter only for destroys, which do not happen here, and the client has the subscription. Others could change requests. */
const ALLOWED = new Set(["features", "subscription_id"]);

/** Allows only some arguments of azurerm. */
function checkProvider(provider: unknown): void {
  for (const [name, blocks] of Object.entries((provider ?? {}) as Record<string, Record<string, unknown>[]>)) {
    const unknown = blocks.flatMap((block) => Object.keys(block)).filter((argument) => !ALLOWED.has(argument));
    if (name !== "azurerm" || unknown.length > 0) {
      throw new Error(`this stand-in does not support ${unknown.join(", ") || "the provider"} of provider "${name}"`);
    }
  }
}

function inOrder(blocks: readonly StackBlock[]): StackBlock[] {
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const done = new Set<StackBlock>();
  const visit = (block: StackBlock, path: readonly StackBlock[]): void => {
    if (done.has(block)) return;
    if (path.includes(block)) throw new Error(`${block.address} refers to itself`);
    for (const address of block.dependencies) {
      const dependency = byAddress.get(address);
      if (dependency && dependency !== block) visit(dependency, [...path, block]);
    }
    done.add(block);
  };
  blocks.forEach((block) => {
    visit(block, []);
  });
  return [...done];
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
