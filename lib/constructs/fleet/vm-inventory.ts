import { readFileSync } from "node:fs";
import type { InventoryRow } from "../../contract/fleet/fleet-vm";
import { InventoryError, parseInventory } from "../../contract/fleet/inventory-file";
import { isObject } from "../private/option-types";
import { literalText, problem, throwIfInvalid } from "../private/problems";
import { EACH_KEY, misspelledProblems, type OptionNames } from "../private/option-names";

/** A VM of an inventory, without its id. */
export interface InventoryVm {
  /** The region of the VM. */
  readonly location: string;

  /**
   * The tags of the VM, one of which may name its tier.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };

  /**
   * The tier of the VM, whatever its tags say.
   * @default - the value of the tag that names the tier
   */
  readonly tier?: string;
}

const OF_VM: OptionNames<InventoryVm> = { location: true, tags: true, tier: true };

/**
 * The VMs of a fleet: their ids, regions and tags.
 *
 * @example
 * VmInventory.fromFile("vms.csv");
 */
export class VmInventory {
  /**
   * The VMs of a map, by their ids.
   * @throws if it is no map, or a VM is no object
   */
  public static fromMap(vms: { [vmId: string]: InventoryVm }): VmInventory {
    const rule = { allowed: "a map of VM ids", remedy: "write { '<id of the VM>': { location: 'westeurope' } }" };
    const entries = isObject(vms) ? Object.entries(vms) : [];
    throwIfInvalid("VmInventory.fromMap", [
      ...(isObject(vms) ? [] : [problem("vms", vms, rule)]),
      ...entries.flatMap(([id, vm]) => (isObject(vm) ? rowProblems(id, vm) : [problem(`vms['${id}']`, vm, rule)])),
      ...(isObject(vms) ? misspelledProblems(vms, { [EACH_KEY]: OF_VM }, "vms") : []),
    ]);
    return new VmInventory(entries.map(([id, { location, tags, tier }]) => ({ id, location, tags, tier })));
  }

  /**
   * The VMs of a file. A name that ends in `.csv` is CSV with a line of column names: `id`, `location`, and if you have them `tier`,
   * `tags` as a JSON object, and `tag:<name>`. Each other file is JSON: a list of objects with `id`, `location` and `tags`, as
   * `az vm list` prints it; a map by id; or what `az graph query` prints, with all its rows.
   * @param path the path of the file; a relative one begins at the working directory
   * @throws if it cannot be read, is no inventory, or is one page of a longer export
   */
  public static fromFile(path: string): VmInventory {
    const subject = "VmInventory.fromFile";
    const rule = { allowed: "the path of a file", remedy: "write it out" };
    throwIfInvalid(subject, literalText(path) === undefined ? [problem("path", path, rule)] : []);
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
      throw new Error(`${subject}: path must name a file that can be read, got '${path}' (${code}); check the path`);
    }
    try {
      return new VmInventory(parseInventory(path, text), path);
    } catch (error) {
      if (error instanceof InventoryError) throw new Error(`${subject}: '${path}' ${error.message}`);
      throw error;
    }
  }

  private constructor(
    private readonly rows: readonly InventoryRow[],
    /** @internal The file, for the command that is to be run. */
    public readonly _path?: string,
  ) {}

  /** @internal */
  public get _rows(): readonly InventoryRow[] {
    return this.rows;
  }

  /**
   * The inventory as JSON, which `azure-vm-backup fleet assign --inventory` reads.
   */
  public toJson(): string {
    return `${JSON.stringify(this.rows, undefined, 2)}\n`;
  }
}

const TEXT = { allowed: "a text that is known while the stack is synthesized", remedy: "write it out" };

function rowProblems(id: string, { location, tags = {}, tier }: Partial<InventoryVm>): string[] {
  const path = `vms['${id}']`;
  if (!isObject(tags)) return [problem(`${path}.tags`, tags, { allowed: "names with values", remedy: "write { name: value }" })];
  const texts: [name: string, value: unknown][] = [
    ["location", location],
    ["tier", tier],
  ];
  for (const [name, value] of Object.entries(tags)) texts.push([`tags['${name}']`, value]);
  return texts
    .filter(([, value]) => value !== undefined && literalText(value) === undefined)
    .map(([name, value]) => problem(`${path}.${name}`, value, TEXT));
}
