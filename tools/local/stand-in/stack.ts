import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isTemplate, parseTemplate, referencesOf, type Template } from "./expressions";

/** A block of the stack's `resource` section. */
export interface StackResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Addresses of what its expressions and its `depends_on` refer to. */
  readonly dependencies: readonly string[];
}

/** A synthesized stack, its strings parsed. */
export interface Stack {
  readonly directory: string;
  readonly resources: readonly StackResource[];
  readonly templates: ReadonlyMap<string, Template>;
}

const KNOWN_SECTIONS = new Set(["//", "terraform", "provider", "resource"]);

/** Reads `cdk.tf.json` of a synthesized stack; the resources come in an order in which each follows what it refers to. */
export async function readStack(directory: string): Promise<Stack> {
  const json = JSON.parse(await readFile(join(directory, "cdk.tf.json"), "utf8")) as Record<string, unknown>;
  const unknown = Object.keys(json).filter((section) => !KNOWN_SECTIONS.has(section));
  if (unknown.length > 0) throw new Error(`this stand-in does not know the section "${unknown.join('", "')}" of a stack`);
  checkProvider(json["provider"]);

  const templates = new Map<string, Template>();
  const resources: StackResource[] = [];
  for (const [type, named] of Object.entries(
    (json["resource"] ?? {}) as Record<string, Record<string, Record<string, unknown>>>,
  )) {
    for (const [name, { "//": _metadata, ...config }] of Object.entries(named)) {
      const strings = stringsOf(config).filter(isTemplate);
      for (const text of strings) templates.set(text, templates.get(text) ?? (await parseTemplate(text)));
      const references = strings.flatMap((text) => referencesOf(templates.get(text) as Template));
      const dependsOn = ((config["depends_on"] ?? []) as string[]).map((address) => address.split("."));
      const dependencies = [...references, ...dependsOn].map(([first, second]) => `${first ?? ""}.${second ?? ""}`);
      resources.push({ address: `${type}.${name}`, type, name, config, dependencies });
    }
  }
  return { directory, resources: inOrder(resources), templates };
}

/** The features block says what azurerm does on removal, which never happens here; anything else could change what it sends. */
function checkProvider(provider: unknown): void {
  for (const [name, blocks] of Object.entries((provider ?? {}) as Record<string, Record<string, unknown>[]>)) {
    const unknown = blocks.flatMap((block) => Object.keys(block)).filter((argument) => argument !== "features");
    if (name !== "azurerm" || unknown.length > 0) {
      throw new Error(`this stand-in does not know ${unknown.join(", ") || "the provider"} of provider "${name}"`);
    }
  }
}

function inOrder(resources: readonly StackResource[]): StackResource[] {
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const done = new Set<StackResource>();
  const visit = (resource: StackResource, path: readonly StackResource[]): void => {
    if (done.has(resource)) return;
    if (path.includes(resource)) throw new Error(`${resource.address} refers to itself`);
    for (const address of resource.dependencies) {
      const dependency = byAddress.get(address);
      if (dependency && dependency !== resource) visit(dependency, [...path, resource]);
    }
    done.add(resource);
  };
  resources.forEach((resource) => {
    visit(resource, []);
  });
  return [...done];
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
