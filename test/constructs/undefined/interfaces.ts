import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/** The interfaces of the constructs, read from the sources without a type checker. */

const ROOT = resolve(__dirname, "../../..");
const SOURCES = join(ROOT, "lib/constructs");
const ELSEWHERE = [
  "node_modules/cdktf/lib/terraform-resource.d.ts",
  "node_modules/@cdktf/provider-azurerm/lib/recovery-services-vault/index.d.ts",
];

interface Declared {
  readonly parents: readonly string[];
  readonly properties: readonly { readonly name: string; readonly isOptional: boolean; readonly type: string }[];
}

const declared = new Map<string, Declared>();
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
for (const file of [...files.map((one) => join(SOURCES, one)), ...ELSEWHERE.map((one) => join(ROOT, one))]) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) declared.set(statement.name.text, read(statement));
  }
}

function read({ heritageClauses, members }: ts.InterfaceDeclaration): Declared {
  return {
    parents: (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText())),
    properties: members
      .filter((one) => ts.isPropertySignature(one))
      .map((one) => ({
        name: one.name.getText(),
        isOptional: one.questionToken !== undefined,
        type: (one.type?.getText() ?? "").replace(/ \| undefined$/, ""),
      })),
  };
}

/** The names of the interfaces that the package exports. */
export function exportedInterfaces(): string[] {
  const index = readFileSync(join(ROOT, "lib/index.ts"), "utf8");
  return [...declared.keys()].filter((name) => !isBehavioral(name) && new RegExp(`\\b${name}\\b`).test(index));
}

/** The paths of the optional properties of an interface, at every depth, such as `lifecycle.preventDestroy`. */
export function optionalPathsOf(name: string, path = ""): string[] {
  const one = isBehavioral(name) ? undefined : declared.get(name);
  if (!one) return [];
  return [
    ...one.parents.flatMap((parent) => optionalPathsOf(parent, path)),
    ...one.properties.flatMap(({ name: property, isOptional, type }) => [
      ...(isOptional ? [path + property] : []),
      ...optionalPathsOf(type, `${path}${property}.`),
    ]),
  ];
}

/** Whether an interface is that of constructs, which are made by constructors of their own. */
function isBehavioral(name: string): boolean {
  return /^I[A-Z]/.test(name);
}

/** Whether an interface has optional properties of its own, besides those of the interfaces that it extends. */
export function hasOwnOptionals(name: string): boolean {
  return declared.get(name)?.properties.some(({ isOptional }) => isOptional) ?? false;
}

/** The interfaces that an interface is made of, itself included. */
export function partsOf(name: string): string[] {
  const one = declared.get(name);
  if (!one) return [];
  return [
    name,
    ...one.parents.flatMap(partsOf),
    ...one.properties.flatMap(({ type }) => (type.match(/\w+/g) ?? []).flatMap(partsOf)),
  ];
}
