/** What takes the place of parts that need more than Terraform itself. */
export interface StandIns {
  /** What the stack runs instead of its own program. */
  readonly command?: string;
  /** What its data source for resources finds. */
  readonly found?: readonly object[];
}

/**
 * Makes of a synthesized stack one that Terraform applies without any provider: every resource of azurerm becomes a `terraform_data`
 * with the same arguments as its `input`, the same instances and the same lifecycle.
 */
export function withoutProvider(synthesized: string, { command, found }: StandIns = {}): string {
  const { locals, resource, moved, output } = eachString(JSON.parse(synthesized), renamed) as Synthesized;
  const blocks: Record<string, Block> = {};
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, block] of Object.entries(named)) {
      if (type === "terraform_data") blocks[name] = running(block, command);
      else blocks[`${type.replace("azurerm_", "")}_${name}`] = standingIn(type, block);
    }
  }
  return JSON.stringify({ locals: { ...locals, ...(found && { found }) }, moved, output, resource: { terraform_data: blocks } });
}

interface Synthesized {
  readonly locals?: object;
  readonly moved?: unknown;
  readonly output?: unknown;
  readonly resource: Readonly<Record<string, Record<string, Block>>>;
}

/** Refers to the stand-ins: arguments are in `input`, as a plan knows them; the id of a VM is in `output`, which a plan knows only later. */
function renamed(text: string): string {
  const [, item] = /\bfor \w+, (\w+) in azurerm_/.exec(text) ?? [];
  return (item === undefined ? text : text.replace(new RegExp(`\\b${item}\\.(?!id\\b)(\\w+)`, "g"), `${item}.input.$1`))
    .replace(/\bdata\.azurerm_resources\.\w+\.resources\b/g, "local.found")
    .replace(/\bazurerm_(\w+_virtual_machine)\.(\w+)\.id\b/g, "terraform_data.$1_$2.output.id")
    .replace(/\bazurerm_(\w+)\.(\w+)\.(?!id\b)(\w+)/g, "terraform_data.$1_$2.input.$3")
    .replace(/\bazurerm_(\w+)\.(\w+)/g, "terraform_data.$1_$2")
    .replace(/\bself\.(\w+)/g, "self.input.$1");
}

function eachString(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => eachString(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, eachString(one, change)]));
}

interface Block {
  provisioner?: { "local-exec": Record<string, unknown> }[];
  for_each?: unknown;
  lifecycle?: { ignore_changes?: string[] };
  name?: string;
  size?: string;
}

function running(block: Block, command: string | undefined): Block {
  const localExec = block.provisioner?.[0]?.["local-exec"];
  if (localExec && command !== undefined) Object.assign(localExec, { interpreter: ["node", "-e"], command });
  return block;
}

/** Arguments that a provider knows of even if they are left out. */
const UNSET: Readonly<Record<string, object>> = {
  azurerm_backup_protected_vm: { include_disk_luns: null, exclude_disk_luns: null },
};

/** A VM has the id that Azure gives it and is replaced when its size changes: both are what tests of its protection are about. */
function standingIn(type: string, { for_each: forEach, lifecycle, ...input }: Block): Block {
  const isVm = type.endsWith("_virtual_machine");
  const ignored = lifecycle?.ignore_changes?.map((argument) => `input.${argument}`);
  return {
    ...(forEach !== undefined && { for_each: forEach }),
    ...(lifecycle && { lifecycle: { ...lifecycle, ...(ignored && { ignore_changes: ignored }) } }),
    ...{ input: { ...UNSET[type], ...input, ...(isVm && { id: `/vms/${input.name ?? ""}` }) } },
    ...(isVm && { triggers_replace: input.size }),
  };
}
