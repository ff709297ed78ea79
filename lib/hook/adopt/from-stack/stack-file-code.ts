import { quoted } from "../code/escaped";
import { Library } from "../code/library";
import type { CodeOptions } from "../initial-backup-code";
import { pascalCase } from "../code/names";
import { block, type Code, imported, printed } from "../code/printed";
import { codeOf, type Section } from "../code/section";
import type { StackCode } from "../stack-code";
import { providerNameOf } from "./meta-arguments";
import { type Field, Sections } from "./sections";
import { ADOPTED_TYPES, type Declared, declaredOf, stackNameOf } from "./stack-json";
import { referrersIn } from "./references";
import type { Writer } from "./writer";

/**
 * Returns the TypeScript of a construct that declares the backup resources of a stack with this library, and moves them to it. What stays
 * as it is stands in the notes.
 */
export function stackFileCode(stack: unknown, options: CodeOptions = {}): StackCode {
  const declared = ADOPTED_TYPES.flatMap((type) => declaredOf(stack, type));
  // A resource that stays as it is can keep others from moving, so that the code is written again without it.
  for (const left = new Map<string, string>(); ;) {
    const adopted = declared.filter(({ type, label }) => !left.has(`${type}.${label}`));
    const labels = new Set(adopted.map(({ type, label }) => `${type}.${label}`));
    const isAdopted = (type: string, label: string): boolean => labels.has(`${type}.${label}`);
    const library = new Library();
    const sections = new Sections(stack, library, isAdopted);
    sections.add(adopted, options);
    if (sections.left.size === 0) {
      const notes = [...leftNotes(left), ...referrerNotes(stack, sections, isAdopted)];
      const all: Section[] = [{ notes, statements: [] }, ...sections.all];
      const text = fileOf(stackNameOf(stack), all, sections.fields, providersOf(adopted), library);
      return { text, notes: all.flatMap((one) => one.notes) };
    }
    for (const [address, reason] of sections.left) left.set(address, reason);
  }
}

function leftNotes(left: ReadonlyMap<string, string>): string[] {
  return [...left].map(([address, reason]) => `${quoted(address)} stays as it is, because ${reason}.`);
}

function referrerNotes(stack: unknown, sections: Sections, isAdopted: Writer["isAdopted"]): string[] {
  const referrers = new Map<string, string[]>();
  for (const { name, addresses } of referrersIn(stack, isAdopted)) {
    for (const address of new Set(addresses)) {
      const [, type = "", label = ""] = /^(\w+)\.([\w-]+)/.exec(address) ?? [];
      if (!isAdopted(type, label)) continue;
      const plain = `${type}.${label}`;
      referrers.set(plain, [...new Set([...(referrers.get(plain) ?? []), name])]);
    }
  }
  return [...referrers].map(([address, names]) => {
    const shown = [...names.slice(0, 10).map(quoted), ...(names.length > 10 ? [`${names.length - 10} more`] : [])];
    return `${shown.join(", ")} ${names.length === 1 ? "refers" : "refer"} to ${quoted(address)}: use ${sections.replacementOf(address)} there.`;
  });
}

function providersOf(adopted: readonly Declared[]): string[] {
  return [...new Set(adopted.flatMap((one) => providerNameOf(one.block["provider"]) ?? []))].sort();
}

function fileOf(
  name: string | undefined,
  sections: readonly Section[],
  fields: readonly Field[],
  providers: readonly string[],
  library: Library,
): string {
  const className = `${pascalCase(name ?? "") || "Stack"}Backup`.replace(/^(?=\d)/, "Stack");
  const parameters = ["scope: Construct", "id: string", ...(providers.length === 0 ? [] : [`providers: ${className}Providers`])];
  const body = sections.map(codeOf).filter((statements) => statements.length > 0);
  const constructor = block(`constructor(${parameters.join(", ")})`, [
    "super(scope, id);",
    ...body.flatMap((one) => ["", ...one]),
  ]);
  const declarations: Code[] = fields.map(({ field, type }) => `public readonly ${field}: ${library.name(type)};`);
  const cdktf = library.cdktfNames;
  return printed([
    ...(providers.length === 0 ? [] : [imported(["TerraformProvider"], "cdktf", true)]),
    ...(cdktf.length === 0 ? [] : [imported(cdktf, "cdktf")]),
    imported(library.names, "cdktf-azure-vm-backup"),
    imported(["Construct"], "constructs"),
    "",
    ...(providers.length === 0
      ? []
      : [
          "/** The azurerm providers of the resources. */",
          block(
            `export interface ${className}Providers`,
            providers.map((one) => `readonly ${one}: TerraformProvider;`),
          ),
          "",
        ]),
    `/** The vaults, backup policies and protected VMs of the stack${name === undefined ? "" : ` ${quoted(name)}`}, moved from resources of azurerm. */`,
    block(`export class ${className} extends Construct`, [...declarations, ...(fields.length === 0 ? [] : [""]), constructor]),
  ]);
}
