import { quoted } from "../code/escaped";
import type { Library } from "../code/library";
import { type CodeOptions, initialBackupCode } from "../initial-backup-code";
import { pascalCase, variableName } from "../code/names";
import { call, object, type Property, text } from "../code/printed";
import type { Section } from "../code/section";
import { policyProps } from "../policy-code";
import { Arguments } from "./arguments";
import { type Instance, instancesOf, refersToElement } from "./instances";
import { type Item, itemOf } from "./item-block";
import { itemsSection } from "./items-section";
import { metaArguments, takeConditions } from "./meta-arguments";
import { type DeclaredVault, Places } from "./places";
import { type Override, overrideCode, overrideNote } from "./overrides";
import { takePolicy } from "./policy-block";
import { addressesIn, resolvedText } from "./references";
import { type Declared, ITEM, POLICY, VAULT } from "./stack-json";
import { onlyExpression } from "./template";
import { takeVault } from "./vault-block";
import { Obstacle, Writer } from "./writer";

/** A construct that the class has as a property. */
export interface Field {
  readonly field: string;
  readonly type: "RecoveryServicesVault" | "VmBackupPolicy" | "ProtectedVms";
}

/** The sections of the generated class. Vaults are added first, then policies, then items. */
export class Sections {
  readonly all: Section[] = [];
  readonly fields: Field[] = [];
  /** Why resources could not be written, by their addresses. */
  readonly left = new Map<string, string>();
  private readonly writer: Writer;
  private readonly vaults: DeclaredVault[] = [];
  private readonly places: Places;

  constructor(stack: unknown, library: Library, isAdopted: Writer["isAdopted"]) {
    this.writer = new Writer(stack, library, isAdopted);
    this.places = new Places(this.writer, this.vaults);
  }

  add(declared: readonly Declared[], { initialBackupDays }: CodeOptions): void {
    const of = (type: string): Declared[] => declared.filter((one) => one.type === type);
    const vaults = of(VAULT).flatMap((one) => this.instances(one));
    for (const one of vaults) {
      this.orLeave(one, () => {
        this.addVault(one, vaults.length === 1);
      });
    }
    for (const one of this.inOrder(of(POLICY).flatMap((policy) => this.instances(policy)))) {
      this.orLeave(one, () => {
        this.addPolicy(one);
      });
    }
    const items = of(ITEM).flatMap((one) => this.items(one));
    for (const section of itemsSection(items, this.writer)) {
      this.fields.push({ field: section.field, type: "ProtectedVms" });
      this.all.push(section);
    }
    if (initialBackupDays !== undefined) this.addInitialBackups(items, initialBackupDays);
  }

  /** An initial backup is of one vault. */
  private addInitialBackups(items: readonly Item[], days: number): void {
    const { writer } = this;
    for (const vault of new Set(items.map((one) => one.vault))) {
      const blocks = new Set(items.filter((one) => one.vault === vault).map(({ address }) => writer.blockOf(address)));
      const id = pascalCase(writer.uniqueName("initialBackup", `${vault.replace(/^this\./, "")}InitialBackup`));
      this.all.push({ notes: [], statements: [initialBackupCode(id, [...blocks], days, writer.library)] });
    }
  }

  /** What stands in place of a resource that moved, for the rest of the stack. */
  replacementOf(address: string): string {
    return this.writer.placeOf(address) ?? "the constructs of this class";
  }

  private instances(one: Declared): readonly Instance[] {
    const found = instancesOf(one);
    if ("instances" in found) return found.instances;
    this.left.set(plainAddress(one), `its ${found.unknown} is not a literal`);
    return [];
  }

  private orLeave<T>(one: Declared, use: () => T): T | undefined {
    try {
      return this.places.attempt(use);
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      this.left.set(plainAddress(one), error.message);
      return undefined;
    }
  }

  private addVault({ address, label, key, block }: Instance, isOnly: boolean): void {
    if (refersToElement(block)) throw new Obstacle("it refers to each or count in another form");
    const args = new Arguments(block);
    const [name, group] = [args.peek("name"), args.peek("resource_group_name")];
    const properties = takeVault(args, this.writer);
    const isLeft = args.peek("cross_region_restore_enabled") !== undefined;
    const redundancy = JSON.stringify(properties.find((one) => one.key === "redundancy") ?? "geo");
    const asked = isLeft || redundancy.includes("crossRegionRestore") || !redundancy.includes("geo");
    const conditions = takeConditions(args);
    const ignored = asked ? [] : ["cross_region_restore_enabled"];
    const meta = metaArguments(args, { ignored, isItem: false }, this.writer);
    const wished = isOnly ? "vault" : variableName(key === undefined ? label : `${label}-${key}`, "Vault");
    const field = this.writer.uniqueName(wished, `${wished}Vault`);
    this.vaults.push({ address, name, group });
    this.declare(
      { field, type: "RecoveryServicesVault" },
      address,
      [...properties, ...meta],
      [...args.rest, ...conditions],
      this.shown(name),
    );
  }

  private addPolicy({ address, label, key, block }: Instance): void {
    if (refersToElement(block)) throw new Obstacle("it refers to each or count in another form");
    const args = new Arguments(block);
    const settings = takePolicy(args);
    const place = this.places.vaultOf(args);
    const conditions = takeConditions(args);
    const meta = metaArguments(args, { ignored: [], isItem: false }, this.writer);
    const properties = policyProps(settings, place.vault, this.writer.library).map((one) =>
      one.key === "policyName" ? { ...one, value: this.writer.text(settings.name) } : one,
    );
    const resolved = resolvedText(this.writer.stack, settings.name);
    const plain =
      typeof resolved === "string" && !/[$%]\{/.test(resolved) ? resolved : label + (key === undefined ? "" : `-${key}`);
    const wished = variableName(plain, "Policy");
    const longer = `${place.vault.replace(/^this\./, "")}${pascalCase(wished)}`;
    const field = this.writer.uniqueName(wished, longer);
    const overrides = [...place.overrides, ...args.rest, ...conditions];
    this.places.addPolicy(place.vault, `this.${field}`);
    this.declare({ field, type: "VmBackupPolicy" }, address, [...properties, ...meta], overrides, this.shown(settings.name));
  }

  private declare(
    { field, type }: Field,
    address: string,
    properties: readonly Property[],
    overrides: readonly Override[],
    name: string,
  ): void {
    const { writer } = this;
    const variable = `this.${field}`;
    const kept = overrideCode(variable, overrides, writer);
    const created = call(`new ${writer.library.name(type)}`, ["this", text(pascalCase(field)), object(properties)]);
    const what = type === "VmBackupPolicy" ? "policy" : "vault";
    writer.declare(address, variable);
    this.fields.push({ field, type });
    this.all.push({
      notes: overrides.length === 0 ? [] : [overrideNote(`The ${what} ${name}`, overrides)],
      statements: [
        ...this.places.newReferences(),
        [`${variable} = `, created, ";"],
        ...kept,
        [call(`${variable}.resource.moveFromId`, [text(address)]), ";"],
      ],
    });
  }

  /** The items of a resource. Items with references stand behind these in the code. */
  private items(one: Declared): Item[] {
    const found = instancesOf(one);
    const from = { writer: this.writer, places: this.places };
    if ("instances" in found) {
      const items = this.orLeave(one, () =>
        found.instances.map((each) => itemOf(each, new Arguments(each.block), undefined, from)),
      );
      return this.withReferences(items ?? []);
    }
    const { for_each: forEach, ...block } = one.block;
    const expression = typeof forEach === "string" ? onlyExpression(forEach) : undefined;
    if (found.unknown === "count" || typeof forEach !== "string" || expression === undefined) {
      this.left.set(plainAddress(one), `its ${found.unknown} is not a literal`);
      return [];
    }
    const instance = { ...one, block, address: plainAddress(one), key: undefined };
    const item = this.orLeave(one, () => {
      if (addressesIn(forEach).some((address) => this.writer.isAdopted(...typeAndLabel(address)))) {
        throw new Obstacle("its for_each refers to resources that move");
      }
      return itemOf(instance, new Arguments(block), forEach, from);
    });
    return this.withReferences(item ? [item] : []);
  }

  private withReferences(items: Item[]): Item[] {
    const statements = this.places.newReferences();
    if (statements.length > 0) this.all.push({ notes: [], statements });
    return items;
  }

  /** Policies stand behind those that they refer to. */
  private inOrder(policies: readonly Instance[]): Instance[] {
    const ordered: Instance[] = [];
    let waiting = [...policies];
    while (waiting.length > 0) {
      const labels = new Set(waiting.map(plainAddress));
      const isFree = (one: Instance): boolean =>
        ![...JSON.stringify(one.block).matchAll(/azurerm_backup_policy_vm\.[\w-]+/g)].some(
          ([address]) => address !== plainAddress(one) && labels.has(address),
        );
      const free = waiting.filter(isFree);
      // A circle is Terraform's to refuse.
      ordered.push(...(free.length > 0 ? free : waiting));
      waiting = free.length > 0 ? waiting.filter((one) => !free.includes(one)) : [];
    }
    return ordered;
  }

  private shown(name: unknown): string {
    return quoted(String(resolvedText(this.writer.stack, name)));
  }
}

function plainAddress({ type, label }: Declared): string {
  return `${type}.${label}`;
}

function typeAndLabel(address: string): [type: string, label: string] {
  const [, type = "", label = ""] = /^(\w+)\.([\w-]+)/.exec(address) ?? [];
  return [type, label];
}
